/** When to ask again. Milliseconds; null: not at all. */

const LIVE = 1000;
const HIDDEN = 5000;
const LONGEST = 30_000;

/**
 * @param {{live: boolean, visible: boolean, failures: number, random?: number}} seen
 * `failures`: how many times in a row nothing came back; `random` from 0 to 1 spreads who waits.
 * @returns {number | null}
 */
export function pause({ live, visible, failures, random = Math.random() }) {
  if (failures > 0) {
    const longest = Math.min(LONGEST, 1000 * 2 ** (failures - 1));
    return Math.round(longest * (0.75 + 0.25 * random));
  }
  if (!live) return null;
  return visible ? LIVE : HIDDEN;
}
