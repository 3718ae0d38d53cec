import { h, html } from "../html.js";
import { money } from "../pure/wording.js";
import * as now from "../state/job.js";
import { t } from "../state/words.js";
import { Button } from "./basic.js";
import { Tel } from "./call.js";

/** @typedef {import("#api").Offer} Offer */
/** @typedef {{busy: string, hangUp: (id: number) => void, choose: (id: number | null) => void, again: (ids: number[]) => void}} Acts */

/** @param {{acts: Acts}} props The best price, and how far the calls are. */
export function Best({ acts }) {
  const best = now.offers.value[0] ?? null;
  const { isDone } = now.progress.value;
  const again = now.rows.value.filter((row) => row.canRetry).map((row) => row.id);
  return html`<section class="best" aria-label=${t("best.label")}>
    <div>${best ? h(Figure, { best, isDone }) : h(NoPrice, { isDone })}</div>
    <div class="progress">${h(Progress, {})}
      ${isDone && best && now.job.value && Button({ children: t("choose.name", { name: best.name }), look: "main", busy: acts.busy === `choose-${best.provider_id}`, onPress: () => acts.choose(best.provider_id) })}
      ${isDone && again.length > 0 && now.job.value && Button({ children: t("again.ring", { n: again.length }), look: "plain", icon: "phone", busy: acts.busy === "again", onPress: () => acts.again(again) })}
    </div></section>`;
}

/** @param {{best: Offer, isDone: boolean}} props */
function Figure({ best, isDone }) {
  const limit = now.limit.value;
  const first =
    best.first_price !== null && best.saved > 0
      ? t("best.first", { price: money(best.first_price) })
      : "";
  return html`<h2>${t(isDone ? "best" : "best.so_far")}</h2>
    <div class="figure"><strong>${money(best.price)}</strong><div>
      <p class="name">${best.name}</p>
      <p>${t(`best.${best.kind}`)} ${first}</p>
      ${limit !== null && html`<p>${best.within_limit ? t("best.under", { price: money(limit - best.price) }) : t("best.above", { price: money(best.price - limit) })}</p>`}
    </div></div>`;
}

/** @param {{isDone: boolean}} props */
function NoPrice({ isDone }) {
  return html`<h2>${t(isDone ? "none.title" : "best.none_yet")}</h2>
    <p>${t(isDone ? "none.text" : "best.waiting")}</p>
    ${isDone && html`<p class="actions"><a class="button plain" href="/">${t("new")}</a></p>`}`;
}

function Progress() {
  const seen = now.progress.value;
  const going = [
    seen.talking && t("going.talking", { n: seen.talking }),
    seen.ringing && t("going.ringing", { n: seen.ringing }),
    seen.waiting && t("going.waiting", { n: seen.waiting }),
  ].filter(Boolean);
  const sentence = going.join(", ");
  const rest = sentence && `${sentence[0].toLocaleUpperCase()}${sentence.slice(1)}.`;
  return html`<p><strong>${seen.isDone ? t("over.all", { n: seen.asked }) : t("over.some", { over: seen.over, n: seen.asked })}</strong>
      ${" "}${seen.isDone ? t("over.brought", { n: seen.priced, agreed: seen.agreed }) : rest}</p>
    <div class="segments" aria-hidden="true">${now.rows.value
      .filter((row) => row.stage !== null)
      .map((row) => html`<span key=${row.id} class=${`segment ${row.tone}`} />`)}</div>`;
}

/** @param {{acts: Acts}} props Which one was chosen, and what to do with it. */
export function Chosen({ acts }) {
  const job = now.job.value;
  const offer = now.offers.value.find((one) => one.provider_id === job?.chosen_provider_id);
  if (!job || !offer) return null;
  const row = now.rows.value.find((one) => one.id === offer.provider_id);
  const day = async () => (await import("./taking.js")).day(job, offer);
  return html`<section class="best chosen" aria-labelledby="chosen"><div>
    <h2 class="small" id="chosen">${t("chosen")}</h2>
    <p class="big">${t("chosen.what", { name: offer.name, price: money(offer.price) })}</p>
    <p>${t(offer.kind === "agreed" ? "chosen.say_agreed" : "chosen.say", { zip: job.zip_code, work: job.original_query, price: money(offer.price) })}</p>
    <p class="hint">${t("foot.booked")}</p>
  </div><div class="progress">
    ${h(Tel, { phone: offer.phone, isSample: row?.isSample ?? true, look: "main" })}
    ${Button({ children: t("chosen.calendar"), icon: "day", onPress: day })}
    ${Button({ children: t("chosen.other"), look: "quiet", onPress: () => acts.choose(null) })}
  </div></section>`;
}
