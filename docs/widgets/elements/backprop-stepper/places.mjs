/** Where things stand in the drawing: from left to right, or from top to bottom on a phone. No DOM. */

/**
 * @typedef {[number, number]} Point
 * @typedef {object} Places
 * @property {number} height
 * @property {boolean} upright whether the way leads down
 * @property {Record<string, Point>} at centres of the nodes
 * @property {Record<string, {at: Point, anchor: string}>} bias where a neuron's bias is written
 * @typedef {{name: string, from: string, to: string, cross: boolean}} Edge
 */

/** From this width on there is room for the way from left to right. */
export const WIDE_FROM = 540;

const HALF_WIDTH = { in0: 22, in1: 22, target: 22, hid0: 60, hid1: 60, out: 60, cost: 30 };
const HALF_HEIGHT = { in0: 22, in1: 22, target: 22, hid0: 34, hid1: 34, out: 34, cost: 34 };

/**
 * @param {number} width
 * @returns {Places}
 */
export function across(width) {
  const [upper, lower, middle] = [72, 216, 144];
  const [hidden, out] = [width * 0.355, width * 0.705];
  const beside = (/** @type {number} */ x, /** @type {number} */ y) => ({ at: /** @type {Point} */ ([x, y]), anchor: "middle" });
  return {
    height: 288,
    upright: false,
    at: {
      in0: [26, upper],
      in1: [26, lower],
      hid0: [hidden, upper],
      hid1: [hidden, lower],
      out: [out, middle],
      cost: [width - 34, middle],
      target: [width - 34, 50],
    },
    bias: { hid0: beside(hidden, 19), hid1: beside(hidden, 267), out: beside(out, 195) },
  };
}

/**
 * @param {number} width
 * @returns {Places}
 */
export function down(width) {
  const [left, right, middle] = [width * 0.24, width * 0.76, width * 0.5];
  const beside = (/** @type {number} */ x, /** @type {number} */ y, anchor = "start") => ({ at: /** @type {Point} */ ([x, y]), anchor });
  return {
    height: 536,
    upright: true,
    at: {
      in0: [left, 26],
      in1: [right, 26],
      hid0: [left, 192],
      hid1: [right, 192],
      out: [middle, 358],
      cost: [middle, 484],
      target: [Math.min(middle + 100, width - 24), 484],
    },
    bias: {
      hid0: beside(left - 58, 249),
      hid1: beside(right + 58, 249, "end"),
      out: beside(middle + 68, 356),
    },
  };
}

/**
 * Both ends of a connection, on the rims of its nodes.
 * @param {Places} places
 * @param {Edge} edge
 * @returns {[Point, Point]}
 */
export function ends({ at, upright }, { from, to }) {
  const [start, end] = [at[from], at[to]];
  const level = start[1] === end[1];
  if (from === "target") {
    if (level) return [[start[0] - 22, start[1]], [end[0] + HALF_WIDTH.cost + 2, end[1]]];
    return [[start[0], start[1] + 22], [end[0], end[1] - HALF_HEIGHT.cost - 2]];
  }
  const [out, into] = [/** @type {any} */ (upright ? HALF_HEIGHT : HALF_WIDTH)[from], /** @type {any} */ (upright ? HALF_HEIGHT : HALF_WIDTH)[to] + 2];
  if (upright) return [[start[0], start[1] + out], [end[0], end[1] - into]];
  return [[start[0] + out, start[1]], [end[0] - into, end[1]]];
}

/**
 * Where a weight is written: beside the middle, nearer to the start where two connections cross.
 * @param {Places} places
 * @param {Edge} edge
 * @returns {Point}
 */
export function labelAt(places, edge) {
  const [[x0, y0], [x1, y1]] = ends(places, edge);
  let share = edge.cross ? 0.3 : 0.56;
  if (edge.to === "out") share = 0.5;
  return [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
}
