import { signal } from "@preact/signals";

/** What a screen reader is told, a milestone at a time and at most one in five seconds. */

const SECONDS = 5;
export const said = signal("");
let next = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/** @param {string} words The latest wins where several wait. */
export function say(words) {
  clearTimeout(waiting);
  waiting = setTimeout(
    () => {
      said.value = words;
      next = Date.now() + SECONDS * 1000;
    },
    Math.max(0, next - Date.now()),
  );
}
