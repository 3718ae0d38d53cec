/**
 * What a browser keeps for us. It may refuse (a private window, no room): then nothing is kept, and
 * all goes on. What is typed lies in the tab alone; what outlives it are the language, and links.
 */

const PREFIX = "quoteapp:";

/** @template T @param {Storage} where @param {string} name @param {T} otherwise @returns {T} */
function read(where, name, otherwise) {
  try {
    const text = where.getItem(PREFIX + name);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

/** @param {Storage} where @param {string} name @param {unknown} value null takes it away. */
function write(where, name, value) {
  try {
    if (value === null) where.removeItem(PREFIX + name);
    else where.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Nothing is kept, then.
  }
}

/** @template T @param {string} name @param {T} otherwise */
export const kept = (name, otherwise) => read(localStorage, name, otherwise);
/** @param {string} name @param {unknown} value */
export const keep = (name, value) => write(localStorage, name, value);
/** @template T @param {string} name @param {T} otherwise */
export const typed = (name, otherwise) => read(sessionStorage, name, otherwise);
/** @param {string} name @param {unknown} value */
export const keepTyped = (name, value) => write(sessionStorage, name, value);

/** @typedef {{id: string, query: string, at: string}} Request */
const MOST = 20;

/** @returns {Request[]} The requests that were made on this device, the latest first. */
export const requests = () => kept("requests", /** @type {Request[]} */ ([]));

/** @param {Request} request */
export function remember(request) {
  keep("requests", [request, ...requests().filter((one) => one.id !== request.id)].slice(0, MOST));
}

/** @param {string} [id] One of them, or all. */
export function forget(id) {
  keep("requests", id ? requests().filter((one) => one.id !== id) : null);
}
