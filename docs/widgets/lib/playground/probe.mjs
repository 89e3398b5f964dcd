/** A look into every layer: what goes forward, what comes back, who is silent and who saturated. No DOM. */
import { ACTIVATIONS } from "../nn/activations.mjs";
import { COSTS } from "../nn/costs.mjs";
import { uniform } from "../random.mjs";

const EXAMPLES = 128;

/** Bins of a histogram; those of gradients are half powers of ten. */
export const BINS = 20;
/** The powers of ten between which gradients are counted. */
export const DECADES = /** @type {[number, number]} */ ([-7, 3]);

/**
 * @typedef {import("../nn/matrix.mjs").Matrix} Matrix
 * @typedef {object} LayerView one dense layer
 * @property {number} units
 * @property {Float32Array} forward shares of the activations in each bin, without those that are exactly 0
 * @property {number} idle share of the activations that are exactly 0
 * @property {Float32Array} backward shares of |dC/dz| in each bin, C being the cost of one example, zeros left out
 * @property {number} zeros share of the derivatives that are exactly 0
 * @property {boolean[]} silentUnits whose activation is 0 for every example
 * @property {number} silent how many they are
 * @property {number} saturated share of activations where the slope is below a tenth of its largest
 * @property {number} signal root mean square of dC/dz
 * @property {number} gradient root mean square of the kernel's gradient
 * @typedef {{range: [number, number], layers: LayerView[]}} View the last layer is the output
 */

/**
 * Send some training examples through a net and back.
 * @param {import("../nn/network.mjs").Network} net unchanged afterwards
 * @param {import("./data.mjs").Examples} data
 * @param {string} cost
 * @returns {View}
 */
export function look(net, data, cost) {
  const rows = Uint32Array.from({ length: Math.min(EXAMPLES, data.x.rows) }, (_, i) => i);
  const [x, y] = [data.x.take(rows), data.y.take(rows)];
  const moving = Object.fromEntries(Object.entries(net.state).map(([key, values]) => [key, values.slice()]));
  const caches = forward(net, x);
  net.setWeights(moving);
  const hidden = caches.filter(({ a }) => a).slice(0, -1);
  const range = reach(hidden.map(({ a }) => a.data));
  return { range, layers: backward(net, caches, y, cost, range) };
}

/** @param {import("../nn/network.mjs").Network} net @param {Matrix} x */
function forward(net, x) {
  const pass = { training: true, draw: uniform(6) };
  let scores = x;
  return net.layers.map((layer) => {
    const { y, cache } = layer.forward(scores, pass);
    scores = y;
    return cache ?? {};
  });
}

/**
 * @param {import("../nn/network.mjs").Network} net
 * @param {any[]} caches
 * @param {Matrix} y
 * @param {string} cost
 * @param {[number, number]} range
 * @returns {LayerView[]}
 */
function backward(net, caches, y, cost, range) {
  const views = [];
  const end = net.layers.length - 1;
  const { z, a } = caches[end];
  const { partner, fused } = COSTS[cost];
  const turned = /** @type {any} */ (net.layers[end]).activation === partner && fused;
  let back = turned ? fused.measure(y, z).gradient : COSTS[cost].measure(y, a).gradient;
  for (let i = end; i >= 0; i--) {
    const layer = /** @type {any} */ (net.layers[i]);
    if (layer.kind !== "dense") {
      back = layer.backward(back, layer.kind === "dropout" && !caches[i].length ? null : caches[i]).dX;
      continue;
    }
    const { x, z: sums, a: answers } = caches[i];
    const dZ = i === end && turned ? back : ACTIVATIONS[layer.activation].backward(back, sums, answers);
    const { dX, gradients } = layer.backwardLogits(dZ, x);
    views.unshift(view(layer, answers, dZ, gradients.kernel, range));
    back = dX;
  }
  return views;
}

/**
 * @param {any} layer
 * @param {Matrix} a
 * @param {Matrix} dZ
 * @param {Float64Array} gradient
 * @param {[number, number]} range
 * @returns {LayerView}
 */
function view(layer, a, dZ, gradient, [low, high]) {
  const awake = a.data.filter((value) => value !== 0);
  const forward = histogram(awake, (value) => (value - low) / (high - low || 1));
  const idle = 1 - awake.length / Math.max(a.data.length, 1);
  const [from, to] = DECADES;
  const size = (/** @type {number} */ d) => (Math.log10(Math.abs(d) * dZ.rows) - from) / (to - from);
  const some = dZ.data.filter((d) => d !== 0);
  const backward = histogram(some, size);
  const zeros = 1 - some.length / Math.max(dZ.data.length, 1);
  const signal = rootMeanSquare(dZ.data) * dZ.rows;
  const silent = silentUnits(a);
  const saturated = saturatedShare(layer.activation, a);
  const silence = { silentUnits: silent, silent: silent.filter(Boolean).length };
  return { units: layer.units, forward, idle, backward, zeros, ...silence, saturated, signal, gradient: rootMeanSquare(gradient) };
}

/**
 * The range of activations, with round ends so that it does not change all the time.
 * @param {Float64Array[]} layers
 * @returns {[number, number]}
 */
function reach(layers) {
  let [low, high] = [0, 0];
  for (const values of layers) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const round = (/** @type {number} */ value) => (value > 0 ? Math.min(2 ** Math.ceil(Math.log2(value) - 1e-9), 1e9) : 0);
  const ends = /** @type {[number, number]} */ ([low < 0 ? -round(-low) : 0, round(high)]);
  return ends[0] === ends[1] ? [0, 1] : ends;
}

/**
 * @param {Float64Array} values
 * @param {(value: number) => number} place from 0 to 1
 */
function histogram(values, place) {
  const shares = new Float32Array(BINS);
  for (const value of values) {
    const bin = Math.floor(place(value) * BINS);
    shares[Math.min(Math.max(bin || 0, 0), BINS - 1)] += 1 / values.length;
  }
  return shares;
}

/** @param {Matrix} a */
function silentUnits(a) {
  const silent = Array.from({ length: a.cols }, () => a.rows > 0);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) if (a.data[i * a.cols + j] !== 0) silent[j] = false;
  }
  return silent;
}

/** @param {string} activation @param {Matrix} a */
function saturatedShare(activation, a) {
  if (activation !== "sigmoid" && activation !== "tanh") return 0;
  const flat = activation === "sigmoid" ? (v) => v * (1 - v) < 0.025 : (v) => 1 - v * v < 0.1;
  let count = 0;
  for (const value of a.data) if (flat(value)) count += 1;
  return count / Math.max(a.data.length, 1);
}

/** @param {ArrayLike<number>} values */
export function rootMeanSquare(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ** 2;
  return Math.sqrt(sum / Math.max(values.length, 1));
}
