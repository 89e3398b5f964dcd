/** Backpropagation in a network of two inputs, two hidden sigmoid neurons and one sigmoid output. No DOM. */
import { sigmoid } from "./activations.mjs";
import { squaredError, squaredErrorDerivative } from "./costs.mjs";

/**
 * @typedef {object} Net parameters, example and target, with the names of the chapter's NumPy
 * @property {number[]} x two inputs
 * @property {number} y the target
 * @property {number[][]} W1 [input][hidden neuron]
 * @property {number[]} b1
 * @property {number[]} W2 one weight for each hidden neuron
 * @property {number} b2
 *
 * @typedef {object} Walk what both passes find; `d_` means "the slope of the cost for"
 * @property {number[]} z1
 * @property {number[]} a1
 * @property {number} z2
 * @property {number} a2
 * @property {number} cost
 * @property {number} d_a2
 * @property {number} d_z2
 * @property {number[]} d_W2
 * @property {number} d_b2
 * @property {number[]} d_a1
 * @property {number[]} d_z1
 * @property {number[][]} d_W1
 * @property {number[]} d_b1
 */

/**
 * Walk forward to the quadratic cost and back to every parameter.
 * @param {Net} net
 * @returns {Walk}
 */
export function walk(net) {
  const { x, y, W1, b1, W2, b2 } = net;
  const z1 = b1.map((bias, j) => x[0] * W1[0][j] + x[1] * W1[1][j] + bias);
  const a1 = z1.map(sigmoid);
  const z2 = a1[0] * W2[0] + a1[1] * W2[1] + b2;
  const a2 = sigmoid(z2);
  const d_a2 = squaredErrorDerivative(y, a2);
  const d_z2 = d_a2 * a2 * (1 - a2);
  const d_a1 = W2.map((weight) => d_z2 * weight);
  const d_z1 = d_a1.map((slope, j) => slope * a1[j] * (1 - a1[j]));
  return {
    z1,
    a1,
    z2,
    a2,
    cost: squaredError(y, a2),
    d_a2,
    d_z2,
    d_W2: a1.map((answer) => answer * d_z2),
    d_b2: d_z2,
    d_a1,
    d_z1,
    d_W1: x.map((input) => d_z1.map((slope) => input * slope)),
    d_b1: [...d_z1],
  };
}

/**
 * All numbers of a network and its walk under flat names: `W1_01` is the entry [0][1] of W1.
 * @param {Net} net
 * @returns {Record<string, number>}
 */
export function numbers(net) {
  /** @type {Record<string, number>} */
  const flat = {};
  const put = (/** @type {string} */ name, /** @type {any} */ value, /** @type {string} */ index = "") => {
    if (Array.isArray(value)) value.forEach((part, i) => put(name, part, `${index}${i}`));
    else flat[index ? `${name}_${index}` : name] = value;
  };
  for (const [name, value] of Object.entries({ ...net, ...walk(net) })) put(name, value);
  return flat;
}
