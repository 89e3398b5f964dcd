/** The book's cost functions over a batch, with their gradients; the factor 1/n is in both. No DOM. */
import { sigmoid, softplus } from "../activations.mjs";
import { logSoftmax } from "./activations.mjs";

const EPSILON = 1e-7; // probabilities are kept this far from 0 and 1 before a logarithm

/**
 * @typedef {import("./matrix.mjs").Matrix} Matrix
 * @typedef {object} Cost
 * @property {(y: Matrix, p: Matrix) => {value: number, gradient: Matrix}} measure the mean cost of targets and outputs,
 *   and its derivative by the outputs
 * @property {string} [partner] the activation whose slope cancels in the gradient
 * @property {Cost} [fused] the same cost as a function of the logits, for a net that ends in its partner
 */

/**
 * A cost that adds up over single outputs.
 * @param {(y: number, p: number) => number} loss of one output
 * @param {(y: number, p: number) => number} slope of that loss by the output
 * @param {boolean} [averaged] whether it is averaged over the outputs too, or summed
 * @returns {Cost}
 */
function overOutputs(loss, slope, averaged = true) {
  return {
    measure(y, p) {
      const share = 1 / (p.rows * (averaged ? p.cols : 1));
      const gradient = new Float64Array(p.data.length);
      let value = 0;
      for (let i = 0; i < gradient.length; i++) {
        value += loss(y.data[i], p.data[i]) * share;
        gradient[i] = slope(y.data[i], p.data[i]) * share;
      }
      return { value, gradient: p.like(gradient) };
    },
  };
}

/** @param {number} p */
const clipped = (p) => Math.min(Math.max(p, EPSILON), 1 - EPSILON);

/** @param {number} p whether clipping leaves it as it is: elsewhere the slope is 0 */
const inside = (p) => Number(clipped(p) === p);

/** The book's quadratic cost: squared errors summed over the outputs. */
export const quadratic = overOutputs((y, p) => (p - y) ** 2, (y, p) => 2 * (p - y), false);

/** Squared errors averaged over the outputs, as Keras has it. */
export const meanSquaredError = overOutputs((y, p) => (p - y) ** 2, (y, p) => 2 * (p - y));

/** Absolute errors averaged over the outputs; the slope where output and target are equal is 0. */
export const meanAbsoluteError = overOutputs((y, p) => Math.abs(p - y), (y, p) => Math.sign(p - y));

/**
 * Huber's cost: e^2 / 2 near the target, a line beyond delta.
 * @param {number} [delta] where the parabola passes into the line
 * @returns {Cost}
 */
export function huber(delta = 1) {
  const loss = (/** @type {number} */ y, /** @type {number} */ p) => {
    const size = Math.abs(p - y);
    const near = Math.min(size, delta);
    return near * (size - near / 2);
  };
  return overOutputs(loss, (y, p) => Math.min(Math.max(p - y, -delta), delta));
}

/** Cross-entropy of yes-or-no outputs; from logits z it is softplus(z) - y z, with the slope sigma(z) - y. */
export const binaryCrossentropy = {
  ...overOutputs(
    (y, p) => -(y * Math.log(clipped(p)) + (1 - y) * Math.log(1 - clipped(p))),
    (y, p) => ((clipped(p) - y) / (clipped(p) * (1 - clipped(p)))) * inside(p),
  ),
  partner: "sigmoid",
  fused: overOutputs((y, z) => (1 - y) * softplus(z) + y * softplus(-z), (y, z) => sigmoid(z) - y),
};

const fromProbabilities = overOutputs(
  (y, p) => (y === 0 ? 0 : -y * Math.log(clipped(p))),
  (y, p) => (y === 0 ? 0 : (-y / clipped(p)) * inside(p)),
  false,
);

/** Cross-entropy of one class among several; from logits its slope is p sum_j y_j - y. */
export const categoricalCrossentropy = {
  ...fromProbabilities,
  partner: "softmax",
  fused: { measure: fromLogits },
};

/** The same for class numbers, one a row, instead of one-hot rows. */
export const sparseCategoricalCrossentropy = {
  measure: (/** @type {Matrix} */ y, /** @type {Matrix} */ p) => fromProbabilities.measure(oneHot(y, p), p),
  partner: "softmax",
  fused: { measure: (/** @type {Matrix} */ y, /** @type {Matrix} */ z) => fromLogits(oneHot(y, z), z) },
};

/**
 * @param {Matrix} y targets
 * @param {Matrix} z logits
 */
function fromLogits(y, z) {
  const gradient = new Float64Array(z.data.length);
  let value = 0;
  for (let i = 0; i < z.rows; i++) {
    const logs = logSoftmax(z.row(i));
    const start = i * z.cols;
    let weight = 0; // 1 for one-hot targets
    for (let j = 0; j < z.cols; j++) weight += y.data[start + j];
    for (let j = 0; j < z.cols; j++) {
      value -= (y.data[start + j] * logs[j]) / z.rows;
      gradient[start + j] = (weight * Math.exp(logs[j]) - y.data[start + j]) / z.rows;
    }
  }
  return { value, gradient: z.like(gradient) };
}

/**
 * @param {Matrix} labels class numbers, one a row
 * @param {Matrix} like outputs, one row of classes for each
 */
function oneHot(labels, like) {
  const rows = like.like(new Float64Array(like.data.length));
  for (let i = 0; i < like.rows; i++) rows.row(i)[labels.data[i]] = 1;
  return rows;
}

/** @type {Record<string, Cost>} The costs by the names that the book and Keras use. */
export const COSTS = {
  quadratic,
  mean_squared_error: meanSquaredError,
  mean_absolute_error: meanAbsoluteError,
  huber: huber(),
  binary_crossentropy: binaryCrossentropy,
  categorical_crossentropy: categoricalCrossentropy,
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
};
