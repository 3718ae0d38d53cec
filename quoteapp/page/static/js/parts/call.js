import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { h, html } from "../html.js";
import { isOpen, lasts } from "../pure/calls.js";
import { clock, money } from "../pure/wording.js";
import * as now from "../state/job.js";
import { t } from "../state/words.js";
import { Button, Icon } from "./basic.js";
import { Ladder, pinOf } from "./ladder.js";

/** @typedef {import("../pure/calls.js").Row} Row */
/** @typedef {import("./best.js").Acts} Acts */

const SHOWN_LINES = 8;

/** @param {{row: Row, acts: Acts}} props One call: its prices as two lines that meet, and its words. */
export function Call({ row, acts }) {
  const seconds = lasts(row.call, now.clock.value);
  const canHangUp = isOpen(row) && now.job.value;
  return html`<section class="card call" aria-labelledby=${`call-${row.id}-name`}>
    <div class="top"><div><h2 id=${`call-${row.id}-name`}>${row.name}</h2>
      <p class="facts"><span class=${`pill ${row.tone}`}>${row.stage === "talking" && Icon({ name: "wave", size: 16 })}${t(`state.${row.state}`)}</span>
        ${seconds !== null && html`<span>${clock(seconds)}</span>`}<span>${row.phone}</span></p></div>
      ${canHangUp && Button({ children: t(row.stage === "waiting" ? "hang.waiting" : "hang"), look: "danger", busy: acts.busy === `hang-${row.id}`, label: `${t(row.stage === "waiting" ? "hang.waiting" : "hang")}: ${row.name}`, onPress: () => acts.hangUp(row.id) })}
      ${row.stage === "over" && row.canRetry && now.job.value && Button({ children: t("again.one"), busy: acts.busy === "again", label: `${t("again.one")}: ${row.name}`, onPress: () => acts.again([row.id]) })}
    </div>
    ${h(Ladder, { moves: row.call.moves })}
    ${h(Transcript, { row })}
  </section>`;
}

/** @param {{phone: string | null, isSample: boolean, look?: string}} props A sample's number is text. */
export function Tel({ phone, isSample, look = "plain" }) {
  if (!phone) return null;
  if (isSample) return html`<p class="hint">${phone}<br />${t("tel.sample")}</p>`;
  return html`<a class=${`button ${look}`} href=${`tel:+1${phone.replace(/\D/g, "")}`}>${Icon({ name: "phone" })}${phone}</a>`;
}

/** @param {{row: Row}} props */
function Transcript({ row }) {
  const all = useSignal(false);
  const aloud = useSignal(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const { transcript, moves } = row.call;
  const hidden = all.value ? 0 : Math.max(0, transcript.length - SHOWN_LINES);
  const isTalking = row.stage === "talking";
  useEffect(() => {
    const element = box.current;
    const isNearEnd =
      element && element.scrollHeight - element.scrollTop - element.clientHeight < 240;
    if (element && isTalking && isNearEnd) element.scrollTop = element.scrollHeight;
  }, [transcript.length]);
  if (!transcript.length)
    return html`<p class="nothing">${t(isOpen(row) ? "call.not_yet" : "call.nothing")}</p>`;
  const seconds = lasts(row.call, now.clock.value);
  return html`<div class="transcript" ref=${box} tabindex="0" role="region" aria-label=${t("call.words", { name: row.name })}>
    ${
      hidden > 0 &&
      Button({
        children: t("call.earlier", { n: hidden }),
        look: "quiet",
        small: true,
        onPress: () => {
          all.value = true;
        },
      })
    }
    <div role="log" aria-live=${aloud.value ? "polite" : "off"}><ol>${transcript.map(
      (line, turn) => {
        if (turn < hidden) return null;
        const pins = moves.filter((move) => move.turn === turn);
        return html`<li key=${turn} class=${line.role}><span class="unseen">${t(`role.${line.role}`)}: </span><p class="turn">${line.text}</p>
        ${pins.map((move) => html`<p class=${move.kind === "agreed" ? "pin good" : "pin"}>${t(pinOf(move), { price: money(move.price) })}</p>`)}</li>`;
      },
    )}${isTalking && html`<li class="typing" aria-hidden="true"><i /><i /><i /></li>`}</ol></div>
    ${
      isTalking &&
      Button({
        children: t(aloud.value ? "aloud.stop" : "aloud"),
        look: "quiet",
        small: true,
        pressed: aloud.value,
        onPress: () => {
          aloud.value = !aloud.value;
        },
      })
    }
    ${row.stage === "over" && seconds !== null && html`<p class="ended">${t("call.ended", { time: clock(seconds) })}</p>`}
  </div>`;
}
