/** Descent with mini-batches of a linear neuron w x + b on twelve pebbles, equal to `dlbook.nn`. No DOM. */
import data from "../data/pebbles.mjs";
import { uniform } from "./random.mjs";

/**
 * @typedef {[number, number]} Place weight and bias
 * @typedef {[[number, number], [number, number]]} Matrix
 * @typedef {object} Step where a walker stands before a step
 * @property {Place} place
 * @property {number[]} rows the examples that it asks next; none at the end of the walk
 * @property {number} seen how many examples it has asked before
 */

/** Sizes of the pebbles. */
export const X = /** @type {number[]} */ (data.inputs);

/** Hefts of the pebbles. */
export const Y = /** @type {number[]} */ (data.targets);

/** Where the figures start. */
export const START = /** @type {Place} */ (data.start);

/** Heights of the contour lines. */
export const LEVELS = /** @type {number[]} */ (data.levels);

/** All rows. */
export const ALL = X.map((_, i) => i);

const LOST = 1e4;

/**
 * The mean of the squared misses over some examples.
 * @param {Place} place
 * @param {number[]} [rows]
 * @returns {number}
 */
export function cost([w, b], rows = ALL) {
  return rows.reduce((sum, i) => sum + (w * X[i] + b - Y[i]) ** 2, 0) / rows.length;
}

/**
 * The gradient of that mean: of 2 miss x and of 2 miss.
 * @param {Place} place
 * @param {number[]} [rows]
 * @returns {Place}
 */
export function gradient([w, b], rows = ALL) {
  let [byWeight, byBias] = [0, 0];
  for (const i of rows) {
    const miss = w * X[i] + b - Y[i];
    byWeight += 2 * miss * X[i];
    byBias += 2 * miss;
  }
  return [byWeight / rows.length, byBias / rows.length];
}

/**
 * The second derivatives of the mean cost of some examples; they are the same everywhere.
 * @param {number[]} [rows]
 * @returns {Matrix}
 */
export function hessian(rows = ALL) {
  const mean = (/** @type {(x: number) => number} */ term) => (2 * rows.reduce((sum, i) => sum + term(X[i]), 0)) / rows.length;
  return [[mean((x) => x * x), mean((x) => x)], [mean((x) => x), 2]];
}

/**
 * The curvatures along and across: both eigenvalues, the smaller first, and the direction of the larger.
 * @param {Matrix} matrix symmetric
 * @returns {{small: number, large: number, angle: number}} angle in radians from the weight's axis
 */
export function curvatures([[a, c], [, d]]) {
  const [middle, half] = [(a + d) / 2, Math.hypot((a - d) / 2, c)];
  return { small: middle - half, large: middle + half, angle: Math.atan2(2 * c, a - d) / 2 };
}

/**
 * The lowest point of the mean cost of some examples; none where a whole line is equally low.
 * @param {number[]} [rows]
 * @returns {Place | null}
 */
export function lowest(rows = ALL) {
  const [[a, c], [, d]] = hessian(rows);
  const area = a * d - c * c;
  if (area < 1e-9) return null;
  const [gw, gb] = gradient([0, 0], rows);
  return [(c * gb - d * gw) / area, (c * gw - a * gb) / area];
}

/**
 * Deal the examples like cards (Fisher and Yates).
 * @param {number} n
 * @param {() => number} draw uniform numbers
 * @returns {number[]}
 */
export function deal(n, draw) {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = Math.floor(draw() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * Descend in mini-batches, each example once an epoch, the last batch as short as need be.
 * @param {{batch: number, rate: number, seed: number, epochs: number, start?: Place}} how
 * @returns {Step[]} a step for every batch, and the end; shorter if the walker is lost
 */
export function descend({ batch, rate, seed, epochs, start = START }) {
  const draw = uniform(seed);
  const steps = /** @type {Step[]} */ ([]);
  let [place, seen] = [start, 0];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const order = deal(X.length, draw);
    for (let from = 0; from < X.length; from += batch) {
      const rows = order.slice(from, from + batch);
      steps.push({ place, rows, seen });
      const [gw, gb] = gradient(place, rows);
      place = [place[0] - rate * gw, place[1] - rate * gb];
      seen += rows.length;
      if (Math.hypot(...place) > LOST) return [...steps, { place, rows: [], seen }];
    }
  }
  return [...steps, { place, rows: [], seen }];
}

/**
 * The step at which a walker stands when so many examples have been asked.
 * @param {Step[]} steps
 * @param {number} seen
 * @returns {number} its index
 */
export function indexAt(steps, seen) {
  let i = 0;
  while (i + 1 < steps.length && steps[i + 1].seen <= seen) i += 1;
  return i;
}

/**
 * The lowest limit 2/h among the batches of a walk: above it a step on the steepest of them overshoots ever farther.
 * @param {Step[]} steps
 * @returns {number}
 */
export function steepestLimit(steps) {
  return Math.min(...steps.filter(({ rows }) => rows.length).map(({ rows }) => 2 / curvatures(hessian(rows)).large));
}
