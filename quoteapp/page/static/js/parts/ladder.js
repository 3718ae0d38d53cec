import { h, html } from "../html.js";
import { ladderOf, steps } from "../pure/ladder.js";
import { money } from "../pure/wording.js";
import { t } from "../state/words.js";

/** @typedef {import("../pure/ladder.js").Ladder} Steps */
/** @typedef {import("../pure/ladder.js").Move} Move */

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [400, 132, 20, 22, 104, 22];
const at = (/** @type {{x: number, y: number}} */ { x, y }) =>
  /** @type {[number, number]} */ ([
    LEFT + x * (WIDTH - LEFT - RIGHT),
    TOP + y * (HEIGHT - TOP - BOTTOM),
  ]);

/** @param {{moves: readonly Move[]}} props A call as two lines that meet. */
export function Ladder({ moves }) {
  const ladder = ladderOf(moves);
  if (!ladder) return null;
  const told = moves.map((move) => t(pinOf(move), { price: money(move.price) })).join(", ");
  return html`<figure class="ladder"><figcaption class="legend" aria-hidden="true"><span class="theirs">${t("ladder.theirs")}</span><span class="ours">${t("ladder.ours")}</span></figcaption>
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${told}>
      ${h(Line, { points: ladder.ours, look: "ours" })}${h(Line, { points: ladder.theirs, look: "theirs" })}
      ${h(Ends, { ladder })}
    </svg></figure>`;
}

/** @param {{points: Steps["theirs"], look: string}} props */
function Line({ points, look }) {
  const last = points.at(-1);
  if (!last) return null;
  const end = at({ x: 1, y: last.y })[0] + 12;
  return html`<g class=${look}><path d=${`${steps(points, at)}H${end}`} />${points.map(
    (point, index) => {
      const [x, y] = at(point);
      const dy = point.above ? -9 : 17;
      const isSame = point.price === points[index - 1]?.price;
      return html`<g key=${index}><circle cx=${x} cy=${y} r="3.5" />${!isSame && html`<text x=${x} y=${y + dy} text-anchor=${x < 40 ? "start" : "middle"} dx=${x < 40 ? -4 : 0}>${money(point.price)}</text>`}</g>`;
    },
  )}</g>`;
}

/** @param {{ladder: Steps}} props What the two lines have come to. */
function Ends({ ladder }) {
  const [theirs, ours] = [ladder.theirs.at(-1), ladder.ours.at(-1)];
  const x = WIDTH - RIGHT + 18;
  if (ladder.agreed !== null) {
    const y = at({ x: 1, y: (theirs ?? ours)?.y ?? 0.5 })[1];
    return html`<text class="end good" x=${x} y=${y + 4}>${t("ladder.agreed", { price: money(ladder.agreed) })}</text>`;
  }
  const [high, low] = [theirs && at(theirs)[1], ours && at(ours)[1]];
  const isClose = high !== undefined && low !== undefined && Math.abs(high - low) < 14;
  return html`${theirs && html`<text class="end" x=${x} y=${Number(high) + (isClose ? -3 : 4)}>${t("ladder.they", { price: money(theirs.price) })}</text>`}
    ${ours && html`<text class="end good" x=${x} y=${Number(low) + (isClose ? 11 : 4)}>${t("ladder.we", { price: money(ours.price) })}</text>`}`;
}

/** @param {{by: string, kind: string}} move The words of a pin. */
export function pinOf({ by, kind }) {
  if (kind === "agreed") return "pin.agreed";
  if (by === "agent") return "pin.asked";
  return kind === "first" ? "pin.first" : "pin.said";
}
