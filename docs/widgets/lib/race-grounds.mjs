/** The grounds of the optimisers' race: four real costs over two weights. No DOM. */
import { cost, gradient, lowest } from "./pebbles.mjs";

/**
 * @typedef {[number, number]} Place the two weights
 * @typedef {object} Ground a cost over two weights; it is quadratic in the second one
 * @property {string} name
 * @property {(place: Place) => number} above the cost of all examples, less its lowest value
 * @property {(place: Place, rows: number[]) => Place} gradient for some of the examples, where there are examples
 * @property {Place} lowest
 * @property {Place} start
 * @property {number} finish how far above the lowest cost a runner has arrived
 * @property {number} batch how many examples a step asks; 0 where there are none
 * @property {[number, number, number, number]} frame left, right, low and high on the map
 * @property {[string, string]} axes
 * @property {number[]} levels of the contour lines
 */

const [GENTLE, STEEP] = [1, 25]; // curvatures of the valley along and across
const FLOOR = /** @type {Place} */ ([3, 2]); // not at 0, where AdamW's decay would help
const [COS, SIN] = [0.8, 0.6];
const INPUTS = [0.5, 1, 2];
const BEND = /** @type {Place} */ ([1, 1.5]);
const TARGETS = INPUTS.map((x) => BEND[1] * Math.tanh(BEND[0] * x));
const WEIGHTS = /** @type {[string, string]} */ (["weight w\u2081 \u2192", "weight w\u2082 \u2192"]);
const VALLEY = { finish: 0.001, batch: 0, lowest: FLOOR, axes: WEIGHTS, levels: [0.1, 0.5, 2, 5, 10, 20, 40] };

/**
 * The quadratic cost of the network w2 tanh(w1 x) on three examples; 0 at (1, 1.5).
 * @param {Place} place
 */
export function bent([w1, w2]) {
  return INPUTS.reduce((sum, x, i) => sum + (w2 * Math.tanh(w1 * x) - TARGETS[i]) ** 2, 0) / INPUTS.length;
}

/**
 * The gradient of `bent`, by the chain rule.
 * @param {Place} place
 * @returns {Place}
 */
export function bentGradient([w1, w2]) {
  let [first, second] = [0, 0];
  INPUTS.forEach((x, i) => {
    const h = Math.tanh(w1 * x);
    const error = 2 * (w2 * h - TARGETS[i]);
    first += error * w2 * (1 - h * h) * x;
    second += error * h;
  });
  return [first / INPUTS.length, second / INPUTS.length];
}

/**
 * Where a place lies in the valley: how far along it and how far across.
 * @param {Place} place
 * @param {number} cos
 * @param {number} sin
 */
const inValley = ([w1, w2], cos, sin) => [
  cos * (w1 - FLOOR[0]) + sin * (w2 - FLOOR[1]),
  cos * (w2 - FLOOR[1]) - sin * (w1 - FLOOR[0]),
];

/**
 * The long valley of the chapter, (h1 along^2 + h2 across^2) / 2, turned by an angle.
 * @param {number} cos
 * @param {number} sin
 * @returns {Pick<Ground, "above" | "gradient">}
 */
function valley(cos, sin) {
  return {
    above(place) {
      const [along, across] = inValley(place, cos, sin);
      return (GENTLE * along ** 2 + STEEP * across ** 2) / 2;
    },
    gradient(place) {
      const [along, across] = inValley(place, cos, sin);
      return [GENTLE * along * cos - STEEP * across * sin, GENTLE * along * sin + STEEP * across * cos];
    },
  };
}

const PIT = /** @type {Place} */ (lowest());
const PIT_COST = cost(PIT);

/** The grounds, in the order in which they are offered. */
export const GROUNDS = /** @type {Ground[]} */ ([
  {
    ...{ name: "a bend", above: bent, gradient: bentGradient, lowest: BEND, start: [3.2, 0.2], finish: 0.001, batch: 0 },
    ...{ frame: [-0.4, 4.4, -1.2, 2.54], axes: WEIGHTS, levels: [0.01, 0.06, 0.2, 0.5, 1, 1.8, 3] },
  },
  { ...VALLEY, ...valley(1, 0), name: "a long valley", start: [-1, 3], frame: [-2.2, 4.86, -1.45, 4.05] },
  { ...VALLEY, ...valley(COS, SIN), name: "the valley, turned", start: [-0.8, 0.4], frame: [-2.2, 4.86, -1.45, 4.05] },
  {
    ...{ name: "pebbles, 4 at a time", above: (place) => cost(place) - PIT_COST, gradient, lowest: PIT, start: [3, 1.25] },
    ...{ finish: 0.02, batch: 4, frame: [-0.6, 3.9, -1.3, 2.2], axes: ["weight w \u2192", "bias b \u2192"] },
    levels: [0.05, 0.2, 0.6, 1.5, 3, 6, 12],
  },
]);

/**
 * Where the second weight lies so that the cost is at a level: the cost is a parabola in it.
 * @param {Ground} ground
 * @param {number} w1
 * @param {number} level
 * @returns {Place | null} the lower and the upper place; none if all of that line is higher
 */
export function between(ground, w1, level) {
  const [minus, zero, plus] = [-1, 0, 1].map((w2) => ground.above([w1, w2]));
  const [a, b] = [(plus + minus) / 2 - zero, (plus - minus) / 2];
  const root = b * b - 4 * a * (zero - level);
  if (a < 1e-12) return zero <= level ? [-1e3, 1e3] : null;
  if (root < 0) return null;
  return [(-b - Math.sqrt(root)) / (2 * a), (-b + Math.sqrt(root)) / (2 * a)];
}
