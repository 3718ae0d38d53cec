import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { h, html } from "../html.js";
import { Button, Field, Heading } from "../parts/basic.js";
import { clock } from "../pure/wording.js";
import { Away, ask, FLOWER, get, Refused } from "../state/api.js";
import { keepTyped, typed } from "../state/storage.js";
import { language, t } from "../state/words.js";

/** @typedef {import("#api").ListedJob} ListedJob */
const PAGE = 25;
const OUTCOMES =
  "agreed quoted visit_only no_agreement declined opted_out voicemail no_answer busy invalid_number cancelled expired error".split(
    " ",
  );

/** What goes on, for who runs this; nothing of what anybody said. */
export function Operations() {
  const token = useSignal(typed("admin", ""));
  const jobs = useSignal(/** @type {ListedJob[] | null} */ (null));
  const total = useSignal(0);
  const ready = useSignal(/** @type {Record<string, string>} */ ({}));
  const filter = useSignal("");
  const offset = useSignal(0);
  const trouble = useSignal("");
  const isShut = useSignal(false);
  const load = async () => {
    trouble.value = "";
    const query = new URLSearchParams({ limit: String(PAGE), offset: String(offset.value) });
    if (filter.value) query.set("outcome", filter.value);
    const headers = token.value ? { Authorization: `Bearer ${token.value}` } : undefined;
    ready.value = await lights();
    try {
      const answer = await /** @type {ReturnType<typeof ask<ListedJob[]>>} */ (
        ask(`/api/jobs?${query}`, { headers })
      );
      if (!answer.isNew) return;
      jobs.value = answer.data;
      total.value = answer.total;
      isShut.value = false;
    } catch (error) {
      isShut.value = error instanceof Refused && error.status === 401;
      if (isShut.value) jobs.value = null;
      trouble.value =
        error instanceof Away
          ? t("form.away")
          : isShut.value && !token.value
            ? ""
            : /** @type {Error} */ (error).message;
    }
  };
  useEffect(() => {
    document.title = `${t("ops.title")} · Quoteapp`;
    load();
  }, [filter.value, offset.value]);
  const enter = (/** @type {Event} */ event) => {
    event.preventDefault();
    keepTyped("admin", token.value);
    load();
  };
  return html`<div class="ops">
    ${h(Heading, { children: t("ops.title") })}
    <ul class="lights">${Object.entries(ready.value).map(
      ([name, word]) =>
        html`<li key=${name}><span class=${`pill ${word === "ok" ? "good" : "stop"}`}>${word === "ok" ? t("ops.ok") : t("ops.down")}</span> ${name.replace("_", " ")}${word === "ok" ? "" : `: ${word}`}</li>`,
    )}</ul>
    ${trouble.value && html`<div class="summary" role="alert">${trouble.value}</div>`}
    ${
      isShut.value &&
      html`<form class="card pad" onSubmit=${enter}>${h(Field, {
        id: "token",
        label: t("ops.token"),
        hint: t("ops.token_hint"),
        children: html`<input id="token" type="password" autocomplete="off" aria-describedby="token-hint" value=${token.value} onInput=${(
          /** @type {any} */ event,
        ) => {
          token.value = event.target.value;
        }} />`,
      })}<p class="actions">${Button({ children: t("ops.enter"), look: "main", type: "submit" })}</p></form>`
    }
    ${jobs.value && h(List, { jobs: jobs.value, total: total.value, offset, filter, load })}
    ${FLOWER && html`<p><a href=${FLOWER}>Flower</a></p>`}
  </div>`;
}

/** @returns {Promise<Record<string, string>>} Each dependency: `ok`, or the reason. */
async function lights() {
  try {
    return await get("/api/ready");
  } catch (error) {
    return { web: error instanceof Refused ? error.message : t("form.away") };
  }
}

/** @param {{jobs: ListedJob[], total: number, offset: {value: number}, filter: {value: string}, load: () => void}} props */
function List({ jobs, total, offset, filter, load }) {
  const calls = jobs.flatMap((job) => job.calls.map((call) => ({ ...call, job })));
  const counts = Object.entries(
    Object.groupBy(calls, (call) => call.outcome ?? call.call_status ?? "found"),
  );
  const pick = (/** @type {any} */ event) => {
    offset.value = 0;
    filter.value = event.target.value;
  };
  return html`<p class="facts counts">${counts.map(([name, all]) => html`<span key=${name}><b>${all?.length}</b> ${t(`state.${name}`)}</span>`)}</p>
    <div class="actions"><label class="inline">${t("ops.filter")} <select value=${filter.value} onChange=${pick}><option value="">${t("ops.all")}</option>${OUTCOMES.map((name) => html`<option key=${name} value=${name}>${t(`state.${name}`)}</option>`)}</select></label>
      ${Button({ children: t("ops.reload"), small: true, onPress: load })}</div>
    <div class="card scroll" tabindex="0" role="region" aria-label=${t("ops.calls")}><table><thead><tr>${["when", "work", "who", "state", "reason", "attempt", "time"].map((name) => html`<th scope="col" key=${name}>${t(`ops.${name}`)}</th>`)}</tr></thead>
    <tbody>${calls.map((call) => html`<tr key=${call.provider_id}><td>${when(call.job.created_at)}</td><td>${t(`task.${call.job.task}`)}, ${call.job.zip_code}</td><td>${call.name}</td><td>${t(`state.${call.outcome ?? call.call_status ?? "found"}`)}</td><td>${call.reason}</td><td class="number">${call.attempt}</td><td class="number">${took(call)}</td></tr>`)}</tbody></table></div>
    <p class="actions">${
      offset.value > 0 &&
      Button({
        children: t("ops.newer"),
        small: true,
        onPress: () => {
          offset.value = Math.max(0, offset.value - PAGE);
        },
      })
    }
      <span class="hint">${t("ops.range", { from: total ? offset.value + 1 : 0, to: Math.min(total, offset.value + PAGE), n: total })}</span>
      ${
        offset.value + PAGE < total &&
        Button({
          children: t("ops.older"),
          small: true,
          onPress: () => {
            offset.value += PAGE;
          },
        })
      }</p>`;
}

/** @param {string | null} moment */
const when = (moment) =>
  moment &&
  new Intl.DateTimeFormat(language.value, { dateStyle: "short", timeStyle: "short" }).format(
    new Date(moment),
  );

/** @param {{asked_at: string | null, ended_at: string | null}} call */
const took = ({ asked_at, ended_at }) =>
  asked_at && ended_at ? clock((Date.parse(ended_at) - Date.parse(asked_at)) / 1000) : "";
