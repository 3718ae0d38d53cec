/** @typedef {{by: string, kind: string, price: number, turn: number}} Move */
/** @typedef {{x: number, y: number, price: number, above: boolean}} Point */
/** @typedef {{theirs: Point[], ours: Point[], end: number, agreed: number | null}} Ladder */

/**
 * A call as two lines that meet: each price at the turn it was named, x and y from 0 to 1.
 * @param {readonly Move[]} moves @returns {Ladder | null} null before the first price
 */
export function ladderOf(moves) {
  if (!moves.length) return null;
  const prices = moves.map((move) => move.price);
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  const last = Math.max(1, moves.length - 1);
  const span = most - least || 1;
  const points = moves.map((move, index) => ({
    by: move.by,
    x: index / last,
    y: most === least ? 0.5 : (most - move.price) / span,
    price: move.price,
    above: move.by === "provider",
  }));
  const agreed = moves.findLast((move) => move.kind === "agreed")?.price ?? null;
  return {
    theirs: points.filter((point) => point.by === "provider"),
    ours: points.filter((point) => point.by === "agent"),
    end: 1,
    agreed,
  };
}

/**
 * The steps of a line through its points, and on to where the call stands.
 * @param {readonly Point[]} points @param {(point: {x: number, y: number}) => [number, number]} at
 */
export function steps(points, at) {
  if (!points.length) return "";
  const [x, y] = at(points[0]);
  const onward = points.slice(1).map((point) => {
    const [nextX, nextY] = at(point);
    return `H${nextX.toFixed(1)}V${nextY.toFixed(1)}`;
  });
  return `M${x.toFixed(1)} ${y.toFixed(1)}${onward.join("")}`;
}
