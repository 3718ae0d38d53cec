/** @typedef {{low: number, high: number, ticks: number[], limit: number | null}} Axis */

const STEPS = [1, 2, 2.5, 5, 10];

/**
 * One axis for all prices of a job, with three or four round ticks.
 * @param {number[]} prices @param {number | null} limit @returns {Axis | null} null without a price
 */
export function axisOf(prices, limit) {
  const known = limit === null ? prices : [...prices, limit];
  if (!known.length) return null;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const span = Math.max(most - least, most * 0.1, 1);
  const low = Math.max(0, least - span * 0.15);
  const high = most + span * 0.15;
  const step = roundStep((high - low) / 3);
  const ticks = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
  const room = (high - low) * 0.14;
  return {
    low,
    high,
    limit,
    ticks: ticks.filter((tick) => limit === null || Math.abs(tick - limit) > room),
  };
}

/** @param {number} rough */
function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return (STEPS.find((step) => step * power >= rough) ?? 10) * power;
}

/**
 * Where a price stands on it, in percent from the left.
 * @param {Axis} axis @param {number} price
 */
export function place(axis, price) {
  return (100 * (price - axis.low)) / (axis.high - axis.low);
}
