/** @typedef {string | Record<string, string>} Words A sentence, or one for each plural of `n`. */
/** @typedef {Record<string, string | number>} Values */

/**
 * The sentence with its values filled in; `n` decides among plurals.
 * @param {Words} words @param {string} language @param {Values} values
 */
export function filled(words, language, values) {
  const one = typeof words === "string" ? words : words[plural(words, language, Number(values.n))];
  return one.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {Record<string, string>} words @param {string} language @param {number} n */
function plural(words, language, n) {
  if (n === 0 && words.zero) return "zero";
  const rule = new Intl.PluralRules(language).select(n);
  return rule in words ? rule : "other";
}

/**
 * `$130`, or `$130.50`: cents where there are any. Dollars are written so in both languages here.
 * @param {number} dollars
 */
export function money(dollars) {
  const minimumFractionDigits = Number.isInteger(dollars) ? 0 : 2;
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: "USD",
    minimumFractionDigits,
  }).format(dollars);
}

/**
 * `0:48`, or `1:02:05`.
 * @param {number} seconds
 */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/**
 * A day as people say it: `Thu, Dec 10`. `iso` is a date without a time, of no zone.
 * @param {string} iso @param {string} language
 */
export function day(iso, language) {
  return new Intl.DateTimeFormat(language === "es" ? "es-US" : "en-US", {
    weekday: "short",
    month: "short",
    day: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${iso}T00:00:00Z`));
}

/**
 * A moment of the reader's own day: `9:30 AM`.
 * @param {string} moment @param {string} language
 */
export function hour(moment, language) {
  return new Intl.DateTimeFormat(language === "es" ? "es-US" : "en-US", {
    hour: "numeric",
    minute: "2-digit",
  }).format(new Date(moment));
}
