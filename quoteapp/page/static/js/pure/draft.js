/** A request as it is typed: what its chips mean, and what of it is missing. */

/**
 * @typedef {object} Draft What was typed, as it was typed.
 * @property {string} query @property {string} house_address @property {string} zip_code
 * @property {"" | "today" | "tomorrow" | "week" | "next" | "date"} when @property {string} date
 * @property {"" | "100" | "150" | "200" | "300" | "500" | "no_limit" | "other"} limit
 * @property {string} other
 */

export const HIGHEST = 1_000_000;

/** @param {Draft} draft @returns {Record<string, string>} Keys of words, by field. */
export function missing(draft) {
  /** @type {Record<string, string>} */
  const found = {};
  if (!draft.query.trim()) found.query = "need.query";
  if (!draft.house_address.trim()) found.house_address = "need.address";
  if (!/^\d{5}(-\d{4})?$/.test(draft.zip_code.trim())) found.zip_code = "need.zip";
  if (!draft.when || (draft.when === "date" && !draft.date)) found.date_needed = "need.when";
  if (!draft.limit || (draft.limit === "other" && limitOf(draft) === null))
    found.price_limit = "need.limit";
  return found;
}

/** @param {Draft} draft @returns {number | "no_limit" | null} null where it is no amount. */
export function limitOf({ limit, other }) {
  if (limit === "no_limit") return limit;
  const text = (limit === "other" ? other : limit).replace(/[$,\s]/g, "");
  const amount = /^\d+(\.\d{1,2})?$/.test(text) ? Number(text) : 0;
  return amount > 0 && amount <= HIGHEST ? amount : null;
}

const DAY = 86_400_000;

/** @param {Date} date Its own day, `2026-12-10`. */
export function isoDay(date) {
  const own = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return own.toISOString().slice(0, 10);
}

/** @typedef {"today" | "tomorrow" | "week" | "next"} When */

/**
 * The last day of what a chip says; a week ends on its Sunday.
 * @param {When} when @param {Date} now
 */
export function dayOf(when, now) {
  const toSunday = (7 - now.getDay()) % 7;
  const days = { today: 0, tomorrow: 1, week: toSunday, next: toSunday + 7 }[when];
  return isoDay(new Date(now.getTime() + days * DAY));
}
