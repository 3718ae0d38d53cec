import { useEffect } from "preact/hooks";
import { h, html } from "../html.js";
import { Banner } from "../parts/basic.js";
import * as now from "../state/job.js";
import { t } from "../state/words.js";
import { Console } from "./console.js";
import { Gone } from "./gone.js";
import { Questions } from "./questions.js";
import { Review } from "./review.js";

/** @param {{id: string}} props Whatever the job needs next. */
export function Job({ id }) {
  useEffect(() => {
    now.open(id);
    return now.close;
  }, [id]);
  return html`${h(Silence, {})}${h(Next, { id })}`;
}

/** @param {{id: string}} props */
function Next({ id }) {
  const { value: job } = now.job;
  const { value: state } = now.state;
  if (state === "asking") return html`<p class="loading">${t("loading")}</p>`;
  if (state === "gone") return h(Gone, {});
  if (state === "left" || now.isRung.value) return h(Console, { id });
  if (job?.status === "searched" && !now.again.value) return h(Review, { id });
  return h(Questions, { id });
}

/** Says that the server is not heard, since when, and when it is asked again. */
function Silence() {
  const away = now.away.value;
  if (!away) return null;
  const seconds = Math.max(1, Math.round((away.again + now.ahead.value - now.clock.value) / 1000));
  const age = Math.round((now.clock.value - now.ahead.value - away.since) / 1000);
  return html`<div class="inside">${h(Banner, {
    children: html`${t("away.again", { n: seconds })}${now.live.value ? ` ${t("away.age", { n: age })}` : ""}
      <button type="button" class="button plain small" onClick=${now.lookNow}>${t("away.now")}</button>`,
  })}</div>`;
}
