import { batch, computed, effect, signal } from "@preact/signals";
import { isOpen, progressOf, rowsOf } from "../pure/calls.js";
import { pause } from "../pure/pace.js";
import { Away, ask, get, post, Refused } from "./api.js";
import { line } from "./place.js";
import { forget } from "./storage.js";

/** The one job that is looked at, and what the server told of it last. */

/** @typedef {import("#api").Job} Job */
/** @typedef {import("#api").Provider} Provider */
/** @typedef {import("#api").Live} Live */
/** @typedef {import("#api").Offer} Offer */

export const job = signal(/** @type {Job | null} */ (null));
export const providers = signal(/** @type {Provider[]} */ ([]));
export const offers = signal(/** @type {Offer[]} */ ([]));
export const live = signal(/** @type {Live | null} */ (null));
/** `asking` at first, `here`, `left` (the job is gone, its prices are not), `gone`. */
export const state = signal(/** @type {"asking" | "here" | "left" | "gone"} */ ("asking"));
/** Where the server does not answer: when it was heard last, and is asked again; milliseconds. */
export const away = signal(/** @type {{since: number, again: number} | null} */ (null));
/** How far the server's clock is before ours, in milliseconds. */
export const ahead = signal(0);

/** Whether the questions are gone through once more, though they were answered. */
export const again = signal(false);
/** Now, in milliseconds by the server's clock, moved on every second while anything waits for it. */
export const clock = signal(Date.now());
setInterval(() => {
  if (away.value || rows.value.some(isOpen)) clock.value = Date.now() + ahead.value;
}, 1000);

export const rows = computed(() => rowsOf(providers.value, live.value?.calls ?? []));
export const progress = computed(() => progressOf(rows.value));
export const isRung = computed(() => providers.value.some((one) => one.call_status !== null));
export const limit = computed(() => {
  const wanted = job.value?.price_limit;
  return typeof wanted === "number" ? wanted : null;
});

/** `San Jose, CA`, once it is known. */
export const city = signal("");
effect(() => {
  line.value = live.value?.line ?? job.value?.line ?? "";
});

const zipCode = computed(() => job.value?.zip_code.slice(0, 5) ?? "");
effect(() => {
  const zip = zipCode.value;
  city.value = "";
  if (!zip) return;
  get(`/api/places/${zip}`).then(
    (found) => {
      const { city: name, state: of } = /** @type {{city: string, state: string}} */ (found);
      if (job.value?.zip_code.startsWith(zip)) city.value = `${name}, ${of}`;
    },
    () => undefined,
  );
});

let id = "";
let etag = "";
let failures = 0;
let heardAt = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let turn = 0;

/** @param {string} jobId Look at this job, from the start. */
export function open(jobId) {
  batch(() => {
    [id, etag, failures] = [jobId, "", 0];
    job.value = live.value = away.value = null;
    providers.value = [];
    offers.value = [];
    state.value = "asking";
  });
  return lookNow();
}

/** Look at none any more. */
export function close() {
  clearTimeout(timer);
  turn += 1;
  id = "";
}

/** Ask at once, and go on from there: after a sleep, and when the network is back. */
export async function lookNow() {
  clearTimeout(timer);
  turn += 1;
  const mine = turn;
  if (!id) return;
  try {
    await look(mine);
    if (mine !== turn) return;
    failures = 0;
    heardAt = Date.now();
    away.value = null;
  } catch (error) {
    if (mine !== turn) return;
    if (!(error instanceof Away || error instanceof Refused)) throw error;
    failures += 1;
  }
  const hold = pause({
    live: isRung.value && rows.value.some(isOpen),
    visible: !document.hidden,
    failures,
  });
  if (hold === null) return;
  if (failures > 0) {
    const since = heardAt || Date.now();
    away.value = { since, again: Date.now() + hold };
  }
  timer = setTimeout(lookNow, hold);
}

/** @param {number} mine */
async function look(mine) {
  const at = `/api/jobs/${id}`;
  if (state.value === "asking") {
    const found = await orNone(/** @type {Promise<Job>} */ (get(at)));
    const all = await get(`/api/providers/${id}/status`);
    if (mine !== turn) return;
    batch(() => {
      job.value = found;
      providers.value = /** @type {Provider[]} */ (all);
      state.value = found ? "here" : providers.value.length ? "left" : "gone";
    });
  }
  if (isRung.value) await hear(at, mine);
}

/** @param {string} at @param {number} mine The calls as they stand, and what has come of them. */
async function hear(at, mine) {
  const headers = etag ? { "If-None-Match": etag } : undefined;
  try {
    const answer = await /** @type {ReturnType<typeof ask<Live>>} */ (
      ask(`${at}/live`, { headers })
    );
    if (!answer.isNew) return;
    const before = live.value;
    const ended = (/** @type {Live | null} */ one) =>
      one?.calls.map((call) => `${call.stage === "over"}${call.attempt}`).join();
    if (mine !== turn) return;
    const found = ended(before) !== ended(answer.data) ? await brought(at) : null;
    if (mine !== turn) return;
    batch(() => {
      etag = answer.etag;
      ahead.value = Date.parse(answer.data.now) - Date.now();
      live.value = answer.data;
      if (found) {
        offers.value = found.offers;
        providers.value = found.providers;
      }
    });
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
    if (mine !== turn) return;
    // Erased, here or elsewhere; the rows may be told on their own.
    const all = /** @type {Provider[]} */ (await get(`/api/providers/${id}/status`));
    batch(() => {
      job.value = null;
      providers.value = all;
      state.value = all.length ? "left" : "gone";
    });
  }
}

/** @param {string} at */
async function brought(at) {
  const [found, all] = await Promise.all([get(`${at}/offers`), get(`/api/providers/${id}/status`)]);
  return {
    offers: /** @type {Offer[]} */ (found),
    providers: /** @type {Provider[]} */ (all),
  };
}

/** @template T @param {Promise<T>} answer @returns {Promise<T | null>} null for what is not there. */
async function orNone(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

/** @param {Record<string, string>} answers */
export async function complete(answers) {
  const done = /** @type {{job: Job, providers: Provider[]}} */ (
    await post("/api/complete-job", { job_id: id, answers })
  );
  batch(() => {
    job.value = done.job;
    providers.value = done.providers;
  });
}

/** @param {Record<string, unknown>} asking Ring: rings nobody twice, however often it is pressed. */
export async function ring(asking = {}) {
  await post(`/api/start-calls/${id}`, asking);
  etag = "";
  providers.value = await get(`/api/providers/${id}/status`);
  live.value = null;
  await lookNow();
}

/** @param {number[]} [ids] Hang up these, or all. */
export async function stop(ids) {
  await post(`/api/cancel-calls/${id}`, ids ? { provider_ids: ids } : {});
  await lookNow();
}

/** @param {number | null} providerId */
export async function choose(providerId) {
  await post(`/api/jobs/${id}/choice`, { provider_id: providerId });
  if (job.value) job.value = { ...job.value, chosen_provider_id: providerId };
}

export async function erase() {
  await orNone(get(`/api/jobs/${id}`, { method: "DELETE" }));
  forget(id);
  close();
}

/** Look again when the page is looked at again, or the network is back. */
{
  const again = () => {
    if (id && !document.hidden && (failures > 0 || rows.value.some(isOpen))) lookNow();
  };
  document.addEventListener("visibilitychange", again);
  addEventListener("online", again);
  addEventListener("pageshow", again);
}
