import { signal } from "@preact/signals";
import { day, filled } from "../pure/wording.js";
import { keep, kept } from "./storage.js";

/** @typedef {"en" | "es"} Language */

/** Which language the page speaks; calls stay as they were spoken. */
export const language = signal(/** @type {Language} */ ("en"));
const words = signal(/** @type {Record<string, import("../pure/wording.js").Words>} */ ({}));

/**
 * Speak a language from now on; only its own words are fetched.
 * @param {Language} name
 */
export async function speak(name) {
  const file = await (name === "es" ? import("../words/es.js") : import("../words/en.js"));
  words.value = file.default;
  language.value = name;
  document.documentElement.lang = name;
  keep("language", name);
}

/** @returns {Language} What was chosen here, else what the browser prefers. */
export function preferred() {
  const wanted = kept("language", "") || navigator.language;
  return wanted.startsWith("es") ? "es" : "en";
}

/** @param {string} key @param {import("../pure/wording.js").Values} [values] */
export function t(key, values = {}) {
  return filled(words.value[key] ?? key, language.value, values);
}

/** @param {string} key */
export const isTold = (key) => key in words.value;

/** @param {string} iso */
export const onDay = (iso) => day(iso, language.value);
