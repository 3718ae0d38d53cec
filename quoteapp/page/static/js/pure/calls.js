/** Calls as the board shows them: which sign, which words, which prices. */

/** @typedef {import("#api").LiveCall} LiveCall */
/** @typedef {import("#api").Provider} Provider */
/** @typedef {"good" | "fair" | "talk" | "ring" | "quiet" | "stop"} Tone */
/**
 * @typedef {object} Row One business and its call.
 * @property {number} id
 * @property {string} name
 * @property {string | null} phone
 * @property {boolean} isSample
 * @property {boolean} canRetry
 * @property {LiveCall["stage"]} stage
 * @property {string} state What is going on: a stage while it lasts, then the outcome.
 * @property {Tone} tone
 * @property {number | null} first @property {number | null} now What they asked first, and last.
 * @property {boolean} isAgreed
 * @property {LiveCall} call
 * @property {Provider} provider
 */

/** @type {Record<string, Tone>} */
const TONES = {
  agreed: "good",
  quoted: "fair",
  talking: "talk",
  dialing: "ring",
  ringing: "ring",
  busy: "ring",
  no_answer: "ring",
  opted_out: "stop",
  error: "stop",
};

/**
 * A row for each business, in the order in which they were found: it never changes while calls go on.
 * @param {readonly Provider[]} providers @param {readonly LiveCall[]} calls @returns {Row[]}
 */
export function rowsOf(providers, calls) {
  const byId = new Map(calls.map((call) => [call.provider_id, call]));
  return providers.map((provider) => rowOf(provider, byId.get(provider.id) ?? noCall(provider)));
}

/** @param {Provider} provider @param {LiveCall} call @returns {Row} */
function rowOf(provider, call) {
  const state = call.stage === "over" ? (call.outcome ?? "error") : (call.stage ?? "found");
  const named = call.moves.filter((move) => move.by === "provider").map((move) => move.price);
  const agreed = call.negotiated_price ?? provider.negotiated_price;
  return {
    id: provider.id,
    name: provider.name,
    phone: provider.phone,
    isSample: provider.source === "sample",
    canRetry: provider.can_retry,
    stage: call.stage,
    state,
    tone: TONES[state] ?? "quiet",
    first: call.estimated_price ?? named[0] ?? null,
    now: agreed ?? named.at(-1) ?? provider.last_offer ?? call.estimated_price,
    isAgreed: agreed !== null,
    call,
    provider,
  };
}

/**
 * What is known of a call that nobody tells of: the row's own status.
 * @param {Provider & {call_transcript?: string | null}} provider @returns {LiveCall}
 */
export function noCall(provider) {
  const over = provider.call_status === "completed" || provider.call_status === "failed";
  return {
    provider_id: provider.id,
    attempt: 1,
    stage: over ? "over" : provider.call_status === null ? null : "waiting",
    outcome: provider.outcome,
    asked_at: null,
    opens_at: null,
    dialled_at: null,
    answered_at: null,
    ended_at: null,
    estimated_price: provider.estimated_price,
    negotiated_price: provider.negotiated_price,
    transcript: linesOf(provider.call_transcript ?? null),
    moves: [],
  };
}

/** @param {string | null} text @returns {LiveCall["transcript"]} */
function linesOf(text) {
  return (text ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [, role, said] = /^(Agent|Provider): (.*)$/.exec(line) ?? ["", "Provider", line];
      return { role: role === "Agent" ? "agent" : "provider", text: said, at: null };
    });
}

/** @param {Row} row Whether it was asked for and is not over. */
export const isOpen = (row) => row.stage !== null && row.stage !== "over";

/** @param {Row} row Whether somebody, or a phone, is at the other end. */
export const isLive = (row) => isOpen(row) && row.stage !== "waiting";

/**
 * How far all of it is.
 * @param {readonly Row[]} rows
 */
export function progressOf(rows) {
  const asked = rows.filter((row) => row.stage !== null);
  /** @param {Row["stage"][]} stages */
  const count = (...stages) => asked.filter((row) => stages.includes(row.stage)).length;
  return {
    asked: asked.length,
    over: count("over"),
    talking: count("talking"),
    ringing: count("dialing", "ringing"),
    waiting: count("waiting"),
    priced: asked.filter((row) => row.stage === "over" && row.now !== null).length,
    agreed: asked.filter((row) => row.stage === "over" && row.isAgreed).length,
    isDone: asked.length > 0 && count("over") === asked.length,
  };
}

/**
 * Which call is looked at: the one that was opened, else the one that talks, else the best.
 * @param {readonly Row[]} rows @param {number | null} opened @param {number | null} best
 */
export function lookedAt(rows, opened, best) {
  const chosen = rows.find((row) => row.id === opened);
  const talking = rows.find((row) => row.stage === "talking");
  const ringing = rows.find((row) => row.stage === "ringing" || row.stage === "dialing");
  return chosen ?? talking ?? ringing ?? rows.find((row) => row.id === best) ?? rows[0] ?? null;
}

/**
 * How long a call has been talked or rung, in seconds; null before it was dialled.
 * @param {LiveCall} call @param {number} now Milliseconds, by the server's clock.
 */
export function lasts(call, now) {
  const began = call.answered_at ?? (call.stage === "over" ? null : call.dialled_at);
  if (!began) return null;
  const end = call.ended_at ? Date.parse(call.ended_at) : now;
  return Math.max(0, (end - Date.parse(began)) / 1000);
}
