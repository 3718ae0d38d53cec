import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { h, html } from "../html.js";
import { Button, Dialog, Heading, Icon } from "../parts/basic.js";
import { Away, Refused } from "../state/api.js";
import * as now from "../state/job.js";
import { go } from "../state/place.js";
import { t } from "../state/words.js";

/** @typedef {import("#api").Job} Job */

/** @param {{id: string}} props Who was found, and what they will hear. Nothing has rung yet. */
export function Review({ id }) {
  const job = /** @type {Job} */ (now.job.value);
  const found = now.providers.value;
  const trouble = useSignal("");
  const busy = useSignal(false);
  const confirming = useSignal(false);
  const values = { n: found.length, task: t(`tasks.${job.task}`), zip: job.zip_code };
  useEffect(() => {
    document.title = `${t("review.title", values)} · Quoteapp`;
  }, []);
  const ring = async (/** @type {Record<string, unknown>} */ asking = {}) => {
    busy.value = true;
    trouble.value = "";
    try {
      await now.ring(asking);
    } catch (error) {
      if (error instanceof Refused && error.code === "confirmation_needed") confirming.value = true;
      else trouble.value = why(error);
    }
    busy.value = false;
  };
  const back = html`<a href=${`/jobs/${id}#${job.asked.at(-1)?.id ?? ""}`} onClick=${() => {
    now.again.value = true;
  }}>${t("review.back")}</a>`;
  if (!found.length)
    return html`<div class="columns"><section>${h(Heading, { children: t("review.nobody", values) })}
      <p class="lead">${t("review.nobody_hint")}</p><p class="actions">${back}</p></section></div>`;
  const unspoken = job.asked.filter((one) => one.spoken === false);
  return html`<div class="columns"><section>
    <p>${back}</p>
    ${h(Heading, { children: t("review.title", values) })}
    <p class="lead">${t("review.lead")}</p>
    ${trouble.value && html`<div class="summary" role="alert">${trouble.value}</div>`}
    <ul class="card found">${found.map(
      (one) =>
        html`<li key=${one.id}><span class="badge quiet">${Icon({ name: "phone" })}</span><span class="name">${one.name}</span><span class="hint">${one.phone}</span></li>`,
    )}</ul>
    <p class="actions">${Button({ children: busy.value ? t("review.ringing") : t("review.ring", values), look: "main", icon: "phone", busy: busy.value, onPress: () => ring() })}
      ${Button({ children: t("review.not_now"), look: "quiet", onPress: () => go("/") })}</p>
  </section><aside><section class="card hear"><h2>${t("review.hear")}</h2>
    <blockquote lang="en">${`“Hello, I'm an automated assistant calling for a customer about a ${job.task} job in ZIP code ${job.zip_code}…”`}</blockquote>
    <p>${t("review.hear_text")}</p><p>${t("review.hear_not")}</p>
    ${unspoken.length > 0 && html`<p class="hint">${t("review.unspoken", { n: unspoken.length })}</p><ul>${unspoken.map((one) => html`<li key=${one.id}>${one.question}</li>`)}</ul>`}
  </section></aside>
  ${
    confirming.value &&
    h(Dialog, {
      title: t("confirm.title"),
      text: t("confirm.text", values),
      yes: t("confirm.yes"),
      no: t("review.not_now"),
      look: "main",
      onYes: () => {
        confirming.value = false;
        ring({ confirmed: true });
      },
      onNo: () => {
        confirming.value = false;
      },
    })
  }</div>`;
}

/** @param {unknown} error */
export function why(error) {
  if (error instanceof Away) return t("review.away");
  if (error instanceof Refused)
    return error.status === 503 ? `${t("review.away")} ${error.message}` : error.message;
  throw error;
}
