/** The book's trained nets: weights of one byte each, unpacked; their answers equal those of `dlbook.nn`. No DOM. */
import { relu, reluDerivative, sigmoid, sigmoidDerivative } from "./activations.mjs";

/**
 * @typedef {object} Plan what the index says about a layer
 * @property {"dense" | "batch_norm"} kind
 * @property {number} units
 * @property {number} [inputs]
 * @property {string} [activation]
 * @property {number} [epsilon]
 * @property {Record<string, number>} at where each array begins
 *
 * @typedef {object} Layer y = f(x), unit by unit where there is no kernel
 * @property {number} units
 * @property {Float32Array} [kernel] input by input, its weights to all units
 * @property {Float32Array | Float64Array} bias
 * @property {Float64Array} [scale] of a batch norm: y = scale x + bias
 * @property {string} [activation]
 *
 * @typedef {object} Answer
 * @property {Float64Array} logits
 * @property {Float64Array} probabilities
 * @property {number} winner
 * @property {Float64Array[]} inputs of each layer
 * @property {Float64Array[]} weighted inputs of each layer's units, before the activation
 */

/** @type {Record<string, [(z: number) => number, (z: number) => number]>} */
const ACTIVATIONS = { sigmoid: [sigmoid, sigmoidDerivative], relu: [relu, reluDerivative] };

/**
 * Make the layers of a net from its file.
 * @param {Plan[]} plans
 * @param {ArrayBuffer} file float32 arrays and kernels of one byte a weight
 * @returns {Layer[]}
 */
export function unpack(plans, file) {
  return plans.map((plan) => (plan.kind === "dense" ? dense(plan, file) : batchNorm(plan, file)));
}

/**
 * Weights are rounded to float32, as NumPy does: unit j's are its scale times a whole number.
 * @param {Plan} plan
 * @param {ArrayBuffer} file
 * @returns {Layer}
 */
function dense({ units, inputs = 0, activation, at }, file) {
  const scale = new Float32Array(file, at.scale, units);
  const bytes = new Int8Array(file, at.kernel, inputs * units);
  const kernel = Float32Array.from(bytes, (byte, i) => byte * scale[i % units]);
  return { units, kernel, bias: new Float32Array(file, at.bias, units), activation };
}

/**
 * With moving mean m and variance v: gamma (x - m) / sqrt(v + epsilon) + beta, as one factor and one summand a unit.
 * @param {Plan} plan
 * @param {ArrayBuffer} file
 * @returns {Layer}
 */
function batchNorm({ units, epsilon = 0, at }, file) {
  const [gamma, beta, mean, variance] = ["gamma", "beta", "moving_mean", "moving_variance"].map(
    (name) => new Float32Array(file, at[name], units),
  );
  const scale = Float64Array.from(gamma, (value, j) => value / Math.sqrt(variance[j] + epsilon));
  return { units, scale, bias: Float64Array.from(beta, (value, j) => value - mean[j] * scale[j]) };
}

/**
 * What a net says to a picture.
 * @param {Layer[]} net the last layer's activation is softmax
 * @param {ArrayLike<number>} pixels 784 from 0 to 1
 * @returns {Answer}
 */
export function answer(net, pixels) {
  /** @type {Float64Array[]} */
  const inputs = [];
  /** @type {Float64Array[]} */
  const weighted = [];
  let x = Float64Array.from(pixels);
  for (const layer of net) {
    inputs.push(x);
    const z = layer.kernel ? sums(layer, x) : x.map((value, j) => value * layer.scale[j] + layer.bias[j]);
    weighted.push(z);
    const [activate] = ACTIVATIONS[layer.activation ?? ""] ?? [];
    x = activate ? z.map(activate) : z;
  }
  const probabilities = softmax(x);
  return { logits: x, probabilities, winner: probabilities.indexOf(Math.max(...probabilities)), inputs, weighted };
}

/**
 * Weighted sums plus bias; inputs of 0 are skipped.
 * @param {Layer} layer
 * @param {Float64Array} x
 */
function sums({ kernel, bias, units }, x) {
  const z = Float64Array.from(bias);
  x.forEach((value, i) => {
    if (value === 0) return;
    for (let j = 0; j < units; j += 1) z[j] += value * kernel[i * units + j];
  });
  return z;
}

/**
 * Positive shares that add up to 1, without overflow.
 * @param {Float64Array} logits
 * @returns {Float64Array}
 */
export function softmax(logits) {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * Which pixels spoke for a digit: each pixel's ink times the slope of the digit's logit with respect to it. To first
 * order, that much of the logit goes if the ink there fades.
 * @param {Layer[]} net
 * @param {Answer} given what the net said
 * @param {number} [digit] whose logit; the winner's, if not given
 * @returns {Float64Array} one number a pixel, above 0 where its ink spoke for the digit
 */
export function spokeFor(net, given, digit = given.winner) {
  let slope = new Float64Array(10);
  slope[digit] = 1;
  for (let i = net.length - 1; i >= 0; i -= 1) {
    const [, derivative] = ACTIVATIONS[net[i].activation ?? ""] ?? [];
    const d = derivative ? slope.map((value, j) => value * derivative(given.weighted[i][j])) : slope;
    slope = net[i].kernel ? back(net[i], d, given.inputs[i].length) : d.map((value, j) => value * net[i].scale[j]);
  }
  return slope.map((value, i) => value * given.inputs[0][i]);
}

/**
 * Slopes by the inputs from slopes by the weighted sums.
 * @param {Layer} layer
 * @param {Float64Array} d
 * @param {number} inputs
 */
function back({ kernel, units }, d, inputs) {
  return Float64Array.from({ length: inputs }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < units; j += 1) sum += d[j] * kernel[i * units + j];
    return sum;
  });
}
