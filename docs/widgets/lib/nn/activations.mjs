/** Every activation function of the book, and how layers apply them: forward, and back by the chain rule. No DOM. */
import { relu, sigmoid, softplus, tanh } from "../activations.mjs";

/**
 * The perceptron's answer; its slope is 0 everywhere.
 * @param {number} z weighted input
 * @returns {number} 0 or 1
 */
export const step = (z) => (z > 0 ? 1 : 0);

/**
 * Leaky ReLU: a little gets through below zero.
 * @param {number} z weighted input
 * @param {number} [slope] below zero
 * @returns {number}
 */
export const leakyRelu = (z, slope = 0.2) => (z > 0 ? z : slope * z);

/**
 * Slope of leaky ReLU.
 * @param {number} z weighted input
 * @param {number} [slope] below zero
 * @returns {number}
 */
export const leakyReluDerivative = (z, slope = 0.2) => (z > 0 ? 1 : slope);

/**
 * ELU: levels off smoothly at -alpha.
 * @param {number} z weighted input
 * @param {number} [alpha] the depth
 * @returns {number}
 */
export const elu = (z, alpha = 1) => (z > 0 ? z : alpha * Math.expm1(z));

/**
 * Slope of ELU.
 * @param {number} z weighted input
 * @param {number} [alpha] the depth
 * @returns {number}
 */
export const eluDerivative = (z, alpha = 1) => (z > 0 ? 1 : alpha * Math.exp(z));

/**
 * ReLU with noise before the cut; the noise has variance sigma(z).
 * @param {number} z weighted input
 * @param {number} noise a standard normal number
 * @returns {number}
 */
export const noisyRelu = (z, noise) => relu(z + Math.sqrt(sigmoid(z)) * noise);

/**
 * Slope of the noisy ReLU for one draw of its noise.
 * @param {number} z weighted input
 * @param {number} noise the same number
 * @returns {number}
 */
export function noisyReluDerivative(z, noise) {
  const spread = Math.sqrt(sigmoid(z));
  return z + spread * noise > 0 ? 1 + (noise * spread * sigmoid(-z)) / 2 : 0;
}

/**
 * Softmax of one row: e^z_j / sum_k e^z_k, the largest z taken out first.
 * @param {ArrayLike<number>} z weighted inputs
 * @returns {Float64Array} probabilities that sum to 1
 */
export function softmax(z) {
  return softmaxInto(new Float64Array(z.length), z, 0, z.length);
}

/**
 * Softmax of one row among several, in loops: helpers such as `map` take ten times as long on short rows.
 * @param {Float64Array} a where the probabilities go, at the same place
 * @param {ArrayLike<number>} z
 * @param {number} from
 * @param {number} to
 */
function softmaxInto(a, z, from, to) {
  let [largest, total] = [-Infinity, 0];
  for (let i = from; i < to; i++) if (z[i] > largest) largest = z[i];
  for (let i = from; i < to; i++) total += a[i] = Math.exp(z[i] - largest);
  for (let i = from; i < to; i++) a[i] /= total;
  return a;
}

/**
 * Logarithms of the softmax probabilities, without ever taking log 0.
 * @param {ArrayLike<number>} z weighted inputs
 * @returns {Float64Array} z_j - ln sum_k e^z_k
 */
export function logSoftmax(z) {
  let [largest, total] = [-Infinity, 0];
  for (let i = 0; i < z.length; i++) if (z[i] > largest) largest = z[i];
  const shifted = new Float64Array(z.length);
  for (let i = 0; i < z.length; i++) total += Math.exp((shifted[i] = z[i] - largest));
  const log = Math.log(total);
  for (let i = 0; i < z.length; i++) shifted[i] -= log;
  return shifted;
}

/**
 * Maxout: the largest of several weighted inputs.
 * @param {ArrayLike<number>} z weighted inputs, one for each piece
 * @returns {number}
 */
export const maxout = (z) => Math.max(...Array.from(z));

/**
 * Slope of maxout: 1 for the first piece that is largest, 0 for the others.
 * @param {ArrayLike<number>} z weighted inputs
 * @returns {Float64Array}
 */
export function maxoutDerivative(z) {
  const first = Array.from(z).indexOf(maxout(z));
  return Float64Array.from(z, (_, i) => Number(i === first));
}

/**
 * @typedef {import("./matrix.mjs").Matrix} Matrix
 * @typedef {object} Activation an activation as layers use it
 * @property {(z: Matrix) => Matrix} forward a = f(z)
 * @property {(dA: Matrix, z: Matrix, a: Matrix) => Matrix} backward from dC/da to dC/dz
 */

/**
 * @param {(z: number) => number} f
 * @param {(z: number, a: number) => number} slope
 * @returns {Activation}
 */
function elementwise(f, slope) {
  const forward = (/** @type {Matrix} */ z) => {
    const a = new Float64Array(z.data.length); // loops: `map` of typed arrays takes ten times as long
    for (let i = 0; i < a.length; i++) a[i] = f(z.data[i]);
    return z.like(a);
  };
  const backward = (/** @type {Matrix} */ dA, /** @type {Matrix} */ z, /** @type {Matrix} */ a) => {
    const dZ = new Float64Array(dA.data.length);
    for (let i = 0; i < dZ.length; i++) dZ[i] = dA.data[i] * slope(z.data[i], a.data[i]);
    return dA.like(dZ);
  };
  return { forward, backward };
}

/** @type {Activation} */
const softmaxRows = {
  forward(z) {
    const a = z.like(new Float64Array(z.data.length));
    for (let i = 0; i < z.rows; i++) softmaxInto(a.data, z.data, i * z.cols, (i + 1) * z.cols);
    return a;
  },
  backward(dA, _, a) {
    const dZ = dA.like(new Float64Array(dA.data.length));
    for (let i = 0; i < a.rows; i++) {
      const [p, d] = [a.row(i), dA.row(i)];
      const mean = p.reduce((sum, share, j) => sum + share * d[j], 0);
      dZ.row(i).set(p.map((share, j) => share * (d[j] - mean))); // the Jacobian, without building it
    }
    return dZ;
  },
};

const linear = elementwise((z) => z, () => 1);

/** @type {Record<string, Activation>} The activations by the names that the book and Keras use. */
export const ACTIVATIONS = {
  step: elementwise(step, () => 0),
  identity: linear,
  linear,
  sigmoid: elementwise(sigmoid, (_, a) => a * (1 - a)),
  tanh: elementwise(tanh, (_, a) => 1 - a * a),
  relu: elementwise(relu, (z) => step(z)),
  softplus: elementwise(softplus, (z) => sigmoid(z)),
  leaky_relu: elementwise((z) => leakyRelu(z), (z) => leakyReluDerivative(z)),
  elu: elementwise((z) => elu(z), (z) => eluDerivative(z)),
  square: elementwise((z) => z * z, (z) => 2 * z),
  softmax: softmaxRows,
};
