import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { h, html } from "../html.js";
import { Banner, Button, Heading } from "../parts/basic.js";
import { Away, post, Refused } from "../state/api.js";
import * as now from "../state/job.js";
import { go, part } from "../state/place.js";
import { keepTyped, remember, typed } from "../state/storage.js";
import { t } from "../state/words.js";

/** @typedef {import("#api").Job} Job */

/** @param {{id: string}} props One question at a time; what is typed outlives Back and reload. */
export function Questions({ id }) {
  const job = /** @type {Job} */ (now.job.value);
  const before = Object.fromEntries(job.asked.map((one) => [one.id, one.answer ?? ""]));
  const answers = useSignal(
    /** @type {Record<string, string>} */ ({ ...before, ...typed(`answers:${id}`, {}) }),
  );
  const trouble = useSignal("");
  const busy = useSignal(false);
  const { asked } = job;
  const at = Math.max(
    0,
    asked.findIndex((one) => one.id === part.value.question),
  );
  const question = asked[at];
  const suggestions = job.questions.find((one) => one.id === question.id)?.suggestions ?? [];
  useEffect(() => {
    document.title = `${t("questions.of", { n: at + 1, all: asked.length })} · Quoteapp`;
  }, [at]);
  const set = (/** @type {string} */ answer) => {
    answers.value = { ...answers.value, [question.id]: answer };
    keepTyped(`answers:${id}`, answers.value);
  };
  const onward = async () => {
    trouble.value = "";
    if (at + 1 < asked.length) return go(`/jobs/${id}#${asked[at + 1].id}`);
    busy.value = true;
    trouble.value = (await finish(id, answers.value)) ?? "";
    busy.value = false;
  };
  if (busy.value)
    return html`<div class="columns"><section>${h(Heading, { children: t("searching", { task: trade(job), zip: job.zip_code }) })}<p class="loading">${t("searching.hint")}</p></section></div>`;
  const field = `answer-${question.id}`;
  return html`<div class="columns narrow"><section>
    ${job.notice && h(Banner, { tone: "stop", children: html`<strong>${t("notice")}</strong> ${job.notice}` })}
    ${trouble.value && html`<div class="summary" role="alert">${trouble.value}</div>`}
    <div class="walk">
      <a href=${at > 0 ? `/jobs/${id}#${asked[at - 1].id}` : "/"}>${t("back")}</a>
      <progress max=${asked.length} value=${at + 1} aria-label=${t("questions.of", { n: at + 1, all: asked.length })} />
      <span class="hint">${t("questions.of", { n: at + 1, all: asked.length })}</span>
    </div>
    <form key=${question.id} onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      onward();
    }}>
      ${h(Heading, { key: question.id, children: html`<label for=${field}>${question.question}</label>` })}
      <p class="hint" id="told">${t("questions.told")}</p>
      <textarea id=${field} rows="3" maxlength="2000" aria-describedby="told" value=${answers.value[question.id] ?? ""}
        onInput=${(/** @type {any} */ event) => set(event.target.value)} />
      ${
        suggestions.length > 0 &&
        html`<div class="chips" role="group" aria-label=${t("questions.chips")}>${suggestions.map(
          (words) =>
            html`<button type="button" class="chip" key=${words} aria-pressed=${answers.value[question.id] === words} onClick=${() => set(words)}>${words}</button>`,
        )}</div>`
      }
      <p class="actions">${Button({ children: at + 1 < asked.length ? t("continue") : t("questions.find"), look: "main", type: "submit" })}
        ${Button({
          children: t("questions.skip"),
          look: "quiet",
          onPress: () => {
            set("");
            onward();
          },
        })}</p>
    </form></section>
    <aside>${h(SoFar, { id, job, answers: answers.value, current: question.id })}</aside></div>`;
}

/** @param {string} id @param {Record<string, string>} answers @returns {Promise<string | null>} What went wrong. */
async function finish(id, answers) {
  const told = Object.entries(answers).filter(([, answer]) => answer.trim());
  try {
    await now.complete(Object.fromEntries(told));
    now.again.value = false;
    go(`/jobs/${id}`);
    return null;
  } catch (error) {
    // Calls have begun, or it is gone: the job itself says what is next.
    if (error instanceof Refused && [404, 409].includes(error.status)) {
      now.again.value = false;
      await now.open(id);
      return null;
    }
    if (error instanceof Refused)
      return [error.message, ...Object.values(error.errors).flat()].join(" ");
    if (error instanceof Away) return t("form.away");
    throw error;
  }
}

/** @param {{id: string, job: Job, answers: Record<string, string>, current: string}} props */
function SoFar({ id, job, answers, current }) {
  const given = job.asked.filter((one) => one.id !== current && answers[one.id]?.trim());
  const change = (/** @type {string} */ to, /** @type {string} */ what) =>
    html`<a href=${to} aria-label=${t("change.what", { what })}>${t("change")}</a>`;
  return html`<section class="card sofar"><h2>${t("sofar")}</h2><dl>
    <div><dt>${t("form.work")}</dt><dd>${job.original_query}</dd></div>
    <div><dt>${t("sofar.trade")}</dt><dd>${trade(job)}</dd></div>
    ${given.map((one) => html`<div key=${one.id}><dt>${one.question}</dt><dd>${answers[one.id]} ${change(`/jobs/${id}#${one.id}`, one.question)}</dd></div>`)}
  </dl>${h(Alternatives, { id })}</section>`;
}

/** @param {{id: string}} props Where another trade is as likely, it is one press away. */
function Alternatives({ id }) {
  const { body, alternatives } = typed(`again:${id}`, {
    body: {},
    alternatives: /** @type {string[]} */ ([]),
  });
  const trouble = useSignal("");
  if (!alternatives.length) return null;
  const switchTo = async (/** @type {string} */ task) => {
    try {
      const started = /** @type {import("#api").Started} */ (
        await post("/api/start-job", { ...body, task })
      );
      remember({
        id: started.job_id,
        query: /** @type {any} */ (body).query,
        at: new Date().toISOString(),
      });
      go(`/jobs/${started.job_id}`, { replace: true });
    } catch {
      trouble.value = t("form.away");
    }
  };
  return html`<p class="hint">${t("alternatives")}</p><div class="chips">${alternatives.map(
    (task) =>
      html`<button type="button" class="chip" key=${task} onClick=${() => switchTo(task)}>${t(`task.${task}`)}</button>`,
  )}</div>${trouble.value && html`<p class="error">${trouble.value}</p>`}`;
}

/** @param {Job} job */
const trade = (job) => t(`task.${job.task}`);
