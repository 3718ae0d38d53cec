import { html } from "../html.js";
import { money } from "../pure/wording.js";
import * as now from "../state/job.js";
import { isTold, language, t } from "../state/words.js";
import { Button } from "./basic.js";

/** @typedef {import("#api").Offer} Offer */
/** @typedef {import("./best.js").Acts} Acts */

/** @param {{acts: Acts}} props What came back, best first, each with why, and a way to take it. */
export function Offers({ acts }) {
  const offers = now.offers.value;
  const { isDone } = now.progress.value;
  if (!offers.length) return null;
  const above = now.limit.value !== null && offers.every((offer) => !offer.within_limit);
  return html`<section class="card offers" aria-labelledby="offers"><div class="top"><h2 id="offers">${t(isDone ? "offers" : "offers.so_far")}</h2>
      <p class="hint">${t("offers.tax")}</p></div>
    ${isDone && above && html`<p class="banner ring">${t("offers.above")}</p>`}
    ${isDone && offers.length === 1 && html`<p class="hint pad">${t("offers.one")}</p>`}
    <table><thead><tr><th scope="col">${t("offers.who")}</th><th scope="col" class="number">${t("offers.first")}</th><th scope="col" class="number">${t("offers.now")}</th><th scope="col" class="number">${t("offers.saved")}</th><td /></tr></thead>
    <tbody>${offers.map((offer) => row(offer, acts))}</tbody></table></section>`;
}

/** @param {Offer} offer @param {Acts} acts */
function row(offer, acts) {
  const job = now.job.value;
  const isChosen = job?.chosen_provider_id === offer.provider_id;
  const look = offer.rank === 1 ? "main" : "plain";
  return html`<tr key=${offer.provider_id}>
    <th scope="row"><span class=${offer.rank === 1 ? "rank first" : "rank"}>${offer.rank}</span><div><span class="name">${offer.name}</span><span class="hint">${whyOf(offer)}</span>${details(offer)}</div></th>
    <td class="number" data-name=${t("offers.first")}>${offer.first_price === null ? "–" : money(offer.first_price)}</td>
    <td class=${offer.kind === "agreed" ? "number now good" : "number now"} data-name=${t("offers.now")}>${money(offer.price)}</td>
    <td class="number" data-name=${t("offers.saved")}>${offer.saved > 0 ? money(offer.saved) : "–"}</td>
    <td class="act">${job && (isChosen ? html`<span class="pill good">${t("chosen.mark")}</span>` : Button({ children: t("choose"), look, small: true, label: t("choose.name", { name: offer.name }), busy: acts.busy === `choose-${offer.provider_id}`, onPress: () => acts.choose(offer.provider_id) }))}</td></tr>`;
}

/** @param {Offer} offer Why it stands there, in words and in the reader's language. */
function whyOf(offer) {
  const words = [t(`why.${offer.kind}`)];
  if (offer.rank === 1) words.unshift(t(offer.within_limit ? "why.lowest" : "why.nearest"));
  else if (!offer.within_limit) words.push(t("why.above"));
  const day = offer.notes.find((note) => note.kind === "earliest_day");
  if (day && language.value === "en") words.push(day.text.replace(/\.$/, ""));
  return words.join(" · ");
}

/** @param {Offer} offer Notes, and the lines that show the price; told as they were said. */
function details(offer) {
  if (!offer.notes.length && !offer.evidence.length) return null;
  return html`<details><summary>${t("offers.said")}</summary>
    ${language.value === "en" && html`<ul>${offer.reasons.map((reason) => html`<li key=${reason}>${reason}</li>`)}</ul>`}
    ${
      offer.notes.length > 0 &&
      html`<ul class="notes">${offer.notes.map((note, index) => {
        const name = `note.${note.kind}`;
        return html`<li key=${index}><b>${isTold(name) ? t(name) : note.kind}</b> <span lang="en">${note.text}</span>${note.price === null ? "" : ` (${money(note.price)})`}</li>`;
      })}</ul>`
    }
    ${offer.evidence.map((line, index) => html`<blockquote key=${index} lang="en"><b>${t(`role.${line.role}`)}</b> ${line.text}</blockquote>`)}
  </details>`;
}
