import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { h, html } from "../html.js";
import { Button, Choices, described, Field, Heading } from "../parts/basic.js";
import { Ladder } from "../parts/ladder.js";
import { dayOf, limitOf, missing } from "../pure/draft.js";
import { Away, get, post, Refused } from "../state/api.js";
import { go, notice } from "../state/place.js";
import { forget, keepTyped, remember, requests, typed } from "../state/storage.js";
import { language, onDay, t } from "../state/words.js";

/** @typedef {import("../pure/draft.js").Draft} Draft */
/** @type {Draft} */
const EMPTY = {
  query: "",
  house_address: "",
  zip_code: "",
  when: "",
  date: "",
  limit: "",
  other: "",
};
const EXAMPLES = ["toilet", "water", "cleaning", "locked"];
const IN_ORDER = ["query", "house_address", "zip_code", "date_needed", "price_limit"];

export function Form() {
  const draft = useSignal(/** @type {Draft} */ (typed("draft", EMPTY)));
  const errors = useSignal(/** @type {Record<string, string>} */ ({}));
  const trouble = useSignal("");
  const busy = useSignal(false);
  const summary = useRef(/** @type {HTMLElement | null} */ (null));
  const { value } = draft;
  useEffect(() => {
    document.title = "Quoteapp";
  }, []);
  const set = (/** @type {Partial<Draft>} */ change) => {
    draft.value = { ...draft.value, ...change };
    keepTyped("draft", draft.value);
  };
  const refuse = (/** @type {Record<string, string>} */ found, why = "") => {
    errors.value = found;
    trouble.value = why;
    requestAnimationFrame(() => summary.current?.focus());
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy.value) return;
    const found = missing(draft.value);
    if (Object.keys(found).length)
      return refuse(Object.fromEntries(Object.entries(found).map(([name, key]) => [name, t(key)])));
    busy.value = true;
    errors.value = {};
    trouble.value = "";
    try {
      await begin(draft.value);
    } catch (error) {
      refuse(...told(error));
    }
    busy.value = false;
  };
  const input = (/** @type {keyof Draft} */ name) => (/** @type {any} */ event) =>
    set({ [name]: event.target.value });
  const wrong = errors.value;
  const listed = IN_ORDER.filter((name) => wrong[name]);
  return html`<div class="columns form">
    <form novalidate onSubmit=${send}>
      ${notice.value && html`<p class="banner good">${notice.value}</p>`}
      ${h(Heading, { children: t("form.title") })}
      <p class="lead">${t("form.lead")}</p>
      ${
        (listed.length > 0 || trouble.value) &&
        html`<div class="summary" role="alert" tabindex="-1" ref=${summary}>
        <h2>${listed.length ? t("form.missing", { n: listed.length }) : t("form.trouble")}</h2>
        ${trouble.value && html`<p>${trouble.value}</p>`}
        <ul>${listed.map((name) => html`<li key=${name}><a href=${`#f-${name}`} onClick=${focusOn(`f-${name}`)}>${wrong[name]}</a></li>`)}</ul>
      </div>`
      }
      ${h(Field, {
        id: "f-query",
        label: t("form.work"),
        error: wrong.query,
        children: html`<textarea rows="2" maxlength="2000" placeholder=${t("form.example")} value=${value.query}
          ...${described("f-query", wrong.query)} onInput=${input("query")} />`,
      })}
      <div class="chips" role="group" aria-label=${t("form.examples")}>${EXAMPLES.map(
        (name) =>
          html`<button type="button" class="chip" key=${name} onClick=${() => set({ query: t(`example.${name}.words`) })}>${t(`example.${name}`)}</button>`,
      )}</div>
      <div class="pair">
        ${h(Field, {
          id: "f-house_address",
          label: t("form.address"),
          hint: t("form.address_hint"),
          error: wrong.house_address,
          children: html`<input maxlength="300" autocomplete="street-address" value=${value.house_address}
            ...${described("f-house_address", wrong.house_address, "yes")} onInput=${input("house_address")} />`,
        })}
        ${h(Zip, { value: value.zip_code, error: wrong.zip_code, onInput: input("zip_code") })}
      </div>
      ${h(When, { draft: value, error: wrong.date_needed, set })}
      ${h(Limit, { draft: value, error: wrong.price_limit, set })}
      <p class="actions">${Button({ children: busy.value ? t("form.sending") : t("continue"), look: "main", type: "submit", busy: busy.value })}</p>
    </form>
    <aside>${h(Steps, {})}${h(Example, {})}${h(Requests, {})}</aside>
  </div>`;
}

/** @param {Draft} draft Open the job; sent twice, it is opened once. */
async function begin(draft) {
  const key = typed("key", "") || newKey();
  keepTyped("key", key);
  const body = {
    query: draft.query.trim(),
    house_address: draft.house_address.trim(),
    zip_code: draft.zip_code.trim(),
    date_needed: dateOf(draft),
    price_limit: limitOf(draft),
    language: language.value,
  };
  const sent = JSON.stringify(body);
  // Another body is another request, and needs another key.
  const own = typed("sent", "") === sent || !typed("sent", "") ? key : newKey();
  keepTyped("key", own);
  keepTyped("sent", sent);
  const started = /** @type {import("#api").Started} */ (
    await post("/api/start-job", body, { "Idempotency-Key": own })
  );
  for (const name of ["draft", "key", "sent"]) keepTyped(name, null);
  remember({ id: started.job_id, query: body.query, at: new Date().toISOString() });
  keepTyped(`again:${started.job_id}`, { body, alternatives: started.alternatives ?? [] });
  notice.value = "";
  go(`/jobs/${started.job_id}`);
}

/** A key nobody else has; `randomUUID` is there only where the page came by TLS, or from loopback. */
const newKey = () => [...crypto.getRandomValues(new Uint32Array(4))].join("-");

/** @param {Draft} draft */
const dateOf = ({ when, date }) => (when === "date" || !when ? date : dayOf(when, new Date()));

/** @param {unknown} error @returns {[Record<string, string>, string]} Words at fields, and for all. */
function told(error) {
  if (error instanceof Away) return [{}, t("form.away")];
  if (!(error instanceof Refused)) throw error;
  const fields = Object.entries(error.errors).map(([name, all]) => [name, all.join(" ")]);
  const known = fields.filter(([name]) => IN_ORDER.includes(name));
  return [Object.fromEntries(known), known.length ? "" : error.message || t("form.away")];
}

/** @param {string} id */
const focusOn = (id) => (/** @type {Event} */ event) => {
  event.preventDefault();
  const field = document.getElementById(id);
  field?.scrollIntoView({ block: "center" });
  (field?.querySelector("input") ?? field)?.focus();
};

/** @param {{value: string, error?: string, onInput: (event: any) => void}} props */
function Zip({ value, error, onInput }) {
  const place = useSignal("");
  const unknown = useSignal(false);
  useEffect(() => {
    const zip = value.trim().slice(0, 5);
    place.value = "";
    unknown.value = false;
    if (!/^\d{5}$/.test(zip)) return;
    const stop = new AbortController();
    get(`/api/places/${zip}`, { signal: stop.signal })
      .then((found) => {
        const { city, state } = /** @type {{city: string, state: string}} */ (found);
        place.value = `${city}, ${state}`;
      })
      .catch((refused) => {
        unknown.value = refused instanceof Refused && refused.status === 404;
      });
    return () => stop.abort();
  }, [value]);
  const said = error ?? (unknown.value ? t("form.zip_unknown") : undefined);
  return h(Field, {
    id: "f-zip_code",
    label: t("form.zip"),
    hint: place.value,
    error: said,
    children: html`<input inputmode="numeric" autocomplete="postal-code" maxlength="10" value=${value}
      ...${described("f-zip_code", said, place.value)} onInput=${onInput} />`,
  });
}

/** @param {{draft: Draft, error?: string, set: (change: Partial<Draft>) => void}} props */
function When({ draft, error, set }) {
  const date = dateOf(draft);
  return h(Choices, {
    id: "f-date_needed",
    legend: t("form.when"),
    error,
    value: draft.when,
    options: ["today", "tomorrow", "week", "next", "date"].map(
      (name) => /** @type {[string, string]} */ ([name, t(`when.${name}`)]),
    ),
    onPick: (when) => set({ when: /** @type {Draft["when"]} */ (when) }),
    children:
      draft.when === "date"
        ? html`<label class="inline">${t("when.which")} <input type="date" value=${draft.date} onInput=${(/** @type {any} */ event) => set({ date: event.target.value })} /></label>`
        : date && html`<p class="hint">${t("when.by", { day: onDay(date) })}</p>`,
  });
}

/** @param {{draft: Draft, error?: string, set: (change: Partial<Draft>) => void}} props */
function Limit({ draft, error, set }) {
  const amounts = ["100", "150", "200", "300", "500"];
  return h(Choices, {
    id: "f-price_limit",
    legend: t("form.limit"),
    hint: t("form.limit_hint"),
    error,
    value: draft.limit,
    options: [
      ...amounts.map((amount) => /** @type {[string, string]} */ ([amount, `$${amount}`])),
      ["no_limit", t("limit.none")],
      ["other", t("limit.other")],
    ],
    onPick: (limit) => set({ limit: /** @type {Draft["limit"]} */ (limit) }),
    children:
      draft.limit === "other" &&
      html`<label class="inline">${t("limit.which")} <input inputmode="decimal" maxlength="12" value=${draft.other} onInput=${(/** @type {any} */ event) => set({ other: event.target.value })} /></label>`,
  });
}

function Steps() {
  return html`<section class="card steps" aria-label=${t("how")}><ol>${["1", "2", "3"].map(
    (step) =>
      html`<li key=${step}><h2>${t(`step.${step}`)}</h2><p>${t(`step.${step}.text`)}</p></li>`,
  )}</ol></section>`;
}

/** @type {import("../pure/ladder.js").Move[]} */
const MOVES = [
  { by: "provider", kind: "first", price: 165, turn: 1 },
  { by: "agent", kind: "counter", price: 120, turn: 2 },
  { by: "provider", kind: "counter", price: 150, turn: 3 },
  { by: "agent", kind: "counter", price: 130, turn: 4 },
  { by: "provider", kind: "agreed", price: 135, turn: 5 },
];

function Example() {
  return html`<section class="card example" aria-label=${t("example.call")}>${h(Ladder, { moves: MOVES })}<p>${t("example.call")}</p></section>`;
}

/** What was asked for on this device, and how to forget it. */
function Requests() {
  const listed = useSignal(requests());
  if (!listed.value.length) return null;
  const drop = () => {
    forget();
    listed.value = [];
  };
  return html`<section class="card requests"><h2>${t("mine.title")}</h2>
    <ul>${listed.value.map(
      (one) =>
        html`<li key=${one.id}><a href=${`/jobs/${one.id}`}>${one.query}</a> <span class="hint">${onDay(one.at.slice(0, 10))}</span></li>`,
    )}</ul>
    <p class="hint">${t("mine.hint")}</p>
    <p>${Button({ children: t("mine.forget"), look: "link", onPress: drop })}</p></section>`;
}
