/** The API, asked from a browser: answers, refusals, and silence. */

const SECONDS = 8;

const meta = (/** @type {string} */ name) =>
  document.querySelector(`meta[name="quoteapp:${name}"]`)?.getAttribute("content") ?? "";

export const API = meta("api");
export const RETENTION_DAYS = meta("retention-days");
export const FLOWER = meta("flower");

/** The server said no; `detail` is its own sentence. */
export class Refused extends Error {
  /** @param {number} status @param {{detail?: string, errors?: Record<string, string[]>}} body @param {Headers} headers */
  constructor(status, body, headers) {
    super(body.detail ?? "");
    this.status = status;
    this.errors = body.errors ?? {};
    this.code = headers.get("Error-Code") ?? "";
    this.wait = Number(headers.get("Retry-After")) || 0;
  }
}

/** Nobody answered. */
export class Away extends Error {}

/**
 * @typedef {object} Question
 * @property {string} [method]
 * @property {unknown} [body]
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 */
/**
 * @template T @typedef {{data: T, etag: string, isNew: true, total: number} | {isNew: false}} Answer
 * `isNew` is false where the server says that nothing has changed.
 */

/**
 * Ask the API once. Raises `Refused` or `Away`.
 * @template T @param {string} path @param {Question} [question] @returns {Promise<Answer<T>>}
 */
export async function ask(path, { method = "GET", body, headers = {}, signal } = {}) {
  const response = await answered(path, {
    method,
    headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: anyOf(AbortSignal.timeout(SECONDS * 1000), signal),
    cache: "no-store",
  });
  if (response.status === 304) return { isNew: false };
  const data = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, data ?? {}, response.headers);
  if (data === null) throw new Away();
  const total = Number(response.headers.get("X-Total-Count"));
  return { data, etag: response.headers.get("ETag") ?? "", isNew: true, total };
}

/** @param {string} path @param {RequestInit} init */
async function answered(path, init) {
  try {
    return await fetch(API + path, init);
  } catch {
    throw new Away();
  }
}

/** @param {AbortSignal} one @param {AbortSignal} [other] */
const anyOf = (one, other) => (other ? AbortSignal.any([one, other]) : one);

/**
 * Ask for what must be new. Raises `Refused` or `Away`.
 * @template T @param {string} path @param {Question} [question] @returns {Promise<T>}
 */
export async function get(path, question) {
  const answer = /** @type {Answer<T>} */ (await ask(path, question));
  if (!answer.isNew) throw new Away();
  return answer.data;
}

/**
 * @template T @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers]
 * @returns {Promise<T>}
 */
export const post = (path, body = {}, headers = {}) => get(path, { method: "POST", body, headers });
