import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { h, html } from "../html.js";
import { Banner, Button, Dialog, Heading } from "../parts/basic.js";
import { Best, Chosen } from "../parts/best.js";
import { Board } from "../parts/board.js";
import { Call } from "../parts/call.js";
import { Offers } from "../parts/offers.js";
import { lookedAt } from "../pure/calls.js";
import { money } from "../pure/wording.js";
import { beep, mayTell, tell, tellLater, willTell } from "../state/done.js";
import * as now from "../state/job.js";
import { go, notice, part } from "../state/place.js";
import { say } from "../state/status.js";
import { onDay, t } from "../state/words.js";
import { why } from "./review.js";

/** The calls while they happen, and what has come of them: one screen, for one goes into the other. */

const WIDE = matchMedia("(min-width: 900px)");

/** @param {{id: string}} props */
export function Console({ id }) {
  const rows = now.rows.value;
  const { isDone } = now.progress.value;
  const asking = useSignal("");
  const trouble = useSignal("");
  const busy = useSignal("");
  const isWide = useSignal(WIDE.matches);
  useEffect(() => {
    const turned = () => {
      isWide.value = WIDE.matches;
    };
    WIDE.addEventListener("change", turned);
    return () => WIDE.removeEventListener("change", turned);
  }, []);
  const attempt =
    (/** @type {string} */ name, /** @type {() => Promise<void>} */ act) => async () => {
      if (busy.value) return;
      busy.value = name;
      trouble.value = "";
      try {
        await act();
      } catch (error) {
        trouble.value = why(error);
      }
      busy.value = "";
    };
  const acts = {
    busy: busy.value,
    hangUp: (/** @type {number} */ one) => attempt(`hang-${one}`, () => now.stop([one]))(),
    choose: (/** @type {number | null} */ one) => attempt(`choose-${one}`, () => now.choose(one))(),
    again: (/** @type {number[]} */ ids) =>
      attempt("again", () => now.ring({ retry_failed: true, provider_ids: ids }))(),
  };
  const best = now.offers.value[0]?.provider_id ?? null;
  const open = lookedAt(rows, part.value.call, best);
  const isOpened = part.value.call !== null;
  const call = open && h(Call, { key: open.id, row: open, acts });
  const isChosen = now.job.value?.chosen_provider_id != null;
  const board = h(Board, {
    rows,
    open:
      isWide.value || isOpened
        ? (open?.id ?? null)
        : now.progress.value.talking
          ? (open?.id ?? null)
          : null,
    call: isWide.value ? null : call,
    id,
  });
  const offers = h(Offers, { acts });
  return html`${h(Milestones, {})}<div class="console">
    ${h(Head, {
      id,
      ask: (what) => {
        asking.value = what;
      },
    })}
    ${trouble.value && html`<div class="summary" role="alert">${trouble.value}</div>`}
    ${now.live.value?.is_stale && h(Banner, { children: t("stale") })}
    ${now.state.value === "left" && h(Banner, { tone: "quiet", children: t("left") })}
    ${h(Chosen, { acts })}
    ${!isChosen && h(Best, { acts })}
    <div class="columns live">
      <div class="stack">${isDone ? [offers, board] : [board, offers]}</div>
      ${isWide.value && html`<aside class="stack">${call}</aside>`}
    </div>
    ${
      now.job.value &&
      html`<p class="erase">${Button({
        children: t("erase"),
        look: "link",
        onPress: () => {
          asking.value = "erase";
        },
      })}</p>`
    }
    ${h(Asked, {
      what: asking.value,
      done: () => {
        asking.value = "";
      },
      stop: attempt("stop", () => now.stop()),
      erase: attempt("erase", async () => {
        await now.erase();
        notice.value = t("erased");
        go("/");
      }),
    })}
  </div>`;
}

/** @param {{what: string, done: () => void, stop: () => void, erase: () => void}} props */
function Asked({ what, done, stop, erase }) {
  if (!what) return null;
  const then = what === "stop" ? stop : erase;
  return h(Dialog, {
    title: t(`${what}.title`),
    text: t(`${what}.text`),
    yes: t(`${what}.yes`),
    no: t(`${what}.no`),
    onYes: () => {
      done();
      then();
    },
    onNo: done,
  });
}

/** @param {{id: string, ask: (what: string) => void}} props */
function Head({ id, ask }) {
  const job = now.job.value;
  const { isDone } = now.progress.value;
  const limit = now.limit.value;
  const place = [now.city.value, job?.zip_code].filter(Boolean).join(" ");
  const facts = job
    ? [
        t(`task.${job.task}`),
        place,
        t("fact.by", { day: onDay(job.date_needed) }),
        limit === null ? t("limit.none") : t("fact.limit", { price: money(limit) }),
      ]
    : [];
  return html`<div class="head"><div>
      ${h(Heading, { children: job?.original_query ?? t("left.title") })}
      <p class="facts">${facts.map((fact) => html`<span key=${fact}>${fact}</span>`)}</p>
    </div><div class="actions">
      ${isDone || !job ? h(Take, { id }) : h(TellMe, {})}
      ${!isDone && job && Button({ children: t("stop"), look: "danger", icon: "stop", onPress: () => ask("stop") })}
    </div></div>`;
}

/** @param {{id: string}} props What can be taken along. */
function Take({ id }) {
  const shared = useSignal("");
  const share = async () => {
    const url = `${location.origin}/jobs/${id}`;
    const title = document.title;
    try {
      if (navigator.share) await navigator.share({ url, title });
      else {
        await navigator.clipboard.writeText(url);
        shared.value = t("shared");
      }
    } catch (error) {
      if (/** @type {Error} */ (error).name !== "AbortError") shared.value = url;
    }
  };
  const table = async () => (await import("../parts/taking.js")).table(now.offers.value);
  return html`${Button({ children: shared.value || t("share"), icon: "link", onPress: share })}
    ${Button({ children: t("print"), icon: "print", onPress: () => print() })}
    ${Button({ children: "CSV", icon: "down", onPress: table })}`;
}

function TellMe() {
  if (!mayTell()) return null;
  return Button({
    children: willTell.value ? t("tell.will") : t("tell"),
    icon: "bell",
    pressed: willTell.value,
    onPress: tellLater,
  });
}

/** Says aloud, in the title and to who is away what has happened; shows nothing. */
function Milestones() {
  const { asked, over, isDone } = now.progress.value;
  const best = now.offers.value[0] ?? null;
  const was = useRef({ over: -1, best: 0, isDone: true });
  useEffect(() => {
    const price = best ? t("title.best", { price: money(best.price) }) : t("title.none");
    document.title = `${price} · ${t("title.of", { over, n: asked })} · Quoteapp`;
    const { current: before } = was;
    const isLater = before.over >= 0;
    if (isDone && isLater && !before.isDone) {
      const words = best
        ? t("say.done", { price: money(best.price), name: best.name })
        : t("say.done_none");
      say(words);
      tell(words);
      if (willTell.value) beep();
    } else if (best && isLater && before.best !== best.price)
      say(t("say.best", { price: money(best.price), name: best.name }));
    was.current = { over, best: best?.price ?? 0, isDone };
  }, [asked, over, isDone, best]);
  return null;
}
