/** What first weights do to a deep net: its signals, its gradients, and one epoch of training. No DOM. */
import { ACTIVATIONS } from "./nn/activations.mjs";
import { COSTS } from "./nn/costs.mjs";
import { Dense } from "./nn/dense.mjs";
import { INITIALIZERS, randomNormal } from "./nn/initializers.mjs";
import { Matrix } from "./nn/matrix.mjs";
import { Network } from "./nn/network.mjs";
import { SGD } from "./nn/optimizers.mjs";
import { Trainer } from "./nn/training.mjs";
import { normal, shuffled, uniform } from "./random.mjs";

/** Sizes of the task: numbers an example has, classes, examples to learn from, new ones, and those that are watched. */
export const [INPUTS, CLASSES, EXAMPLES, FRESH, WATCHED] = [16, 10, 1024, 200, 40];

/** Examples a step, steps an epoch, and the learning rate of plain descent. */
export const [BATCH, STEPS, RATE] = [16, EXAMPLES / 16, 0.05];

const COST = "categorical_crossentropy";
const NOISE = 0.5; // standard deviation of an example about the centre of its class; the centres have 1

/**
 * @typedef {{x: Matrix, y: Matrix}} Examples inputs, and one-hot classes
 * @typedef {object} Setting everything a net's first weights depend on
 * @property {string} activation of the hidden layers
 * @property {string} scheme a name of INITIALIZERS, or "normal" for the same size in all layers
 * @property {number} s that size, a standard deviation
 * @property {number} depth hidden layers
 * @property {number} width units of each
 * @property {number} seed
 * @typedef {object} Rung what is seen in one layer
 * @property {Float64Array} values all activations, or all gradients
 * @property {number} size the root of their mean square
 * @property {number} apart how far examples typically lie from their mean: root mean square
 */

/**
 * Clouds of points, one a class; over all classes each input has a mean square of about 1.
 * @param {number} seed
 * @returns {{train: Examples, fresh: Examples}}
 */
export function toyData(seed) {
  const bell = normal(uniform(1000 + seed));
  const centres = Array.from({ length: CLASSES }, () => Float64Array.from({ length: INPUTS }, bell));
  const some = (/** @type {number} */ n) => {
    const [x, y] = [new Matrix(n, INPUTS), new Matrix(n, CLASSES)];
    for (let i = 0; i < n; i++) {
      y.row(i)[i % CLASSES] = 1;
      x.row(i).set(centres[i % CLASSES].map((centre) => (centre + NOISE * bell()) / Math.sqrt(1 + NOISE ** 2)));
    }
    return { x, y };
  };
  return { train: some(EXAMPLES), fresh: some(FRESH) };
}

/**
 * A net at birth: hidden layers alike, then ten softmax units, all by the same scheme; biases are 0.
 * @param {Setting} setting
 * @returns {Network}
 */
export function newborn({ activation, scheme, s, depth, width, seed }) {
  const kernelInitializer = scheme === "normal" ? randomNormal(0, s) : INITIALIZERS[scheme];
  const hidden = Array.from({ length: depth }, () => new Dense(width, { activation, kernelInitializer }));
  return new Network([...hidden, new Dense(CLASSES, { activation: "softmax", kernelInitializer })]).build(INPUTS, uniform(seed));
}

/**
 * The standard deviation that a scheme aims at in a layer as wide as its input.
 * @param {Setting} setting
 * @returns {number}
 */
export function aimedAt({ scheme, s, width }) {
  if (scheme === "normal") return s;
  return Math.sqrt((scheme === "he_normal" ? 2 : 1) / width);
}

/**
 * Send examples forward and their gradients back. Gradients are those of each example's own cost by z.
 * @param {Network} net
 * @param {Examples} examples
 * @returns {{forward: Rung[], backward: Rung[]}} forward from the inputs on, backward from the first hidden layer on
 */
export function climb(net, { x, y }) {
  const hidden = /** @type {any[]} */ (net.layers.slice(0, -1));
  const last = /** @type {any} */ (net.layers[net.layers.length - 1]);
  const caches = [];
  let a = x;
  for (const layer of hidden) {
    const { y: output, cache } = layer.forward(a);
    caches.push(cache);
    a = output;
  }
  const fused = /** @type {import("./nn/costs.mjs").Cost} */ (COSTS[COST].fused);
  let { dX } = last.backwardLogits(each(fused.measure(y, last.logits(a)).gradient), a);
  const gradients = [];
  for (let i = hidden.length - 1; i >= 0; i--) {
    const { x: input, z, a: output } = caches[i];
    const dZ = ACTIVATIONS[hidden[i].activation].backward(dX, z, output);
    gradients.unshift(dZ);
    dX = hidden[i].backwardLogits(dZ, input).dX;
  }
  return { forward: [x, ...caches.map((cache) => cache.a)].map(rung), backward: gradients.map(rung) };
}

/** From the gradient of the mean cost to that of each example's cost. @param {Matrix} d */
const each = (d) => d.like(d.data.map((value) => value * d.rows));

/** @param {Matrix} m @returns {Rung} */
function rung(m) {
  const mean = new Float64Array(m.cols);
  for (let i = 0; i < m.data.length; i++) mean[i % m.cols] += m.data[i] / m.rows;
  return { values: m.data, size: size(m.data), apart: size(m.data.map((value, i) => value - mean[i % m.cols])) };
}

/**
 * The root of the mean square, safe for squares that would overflow or vanish.
 * @param {Float64Array} values
 * @returns {number}
 */
export function size(values) {
  const top = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (top === 0 || !Number.isFinite(top)) return top;
  return top * Math.sqrt(values.reduce((sum, value) => sum + (value / top) ** 2, 0) / values.length);
}

/**
 * How many of some numbers lie where, by their powers of ten; beyond the ends they are counted at the ends.
 * @param {Float64Array} values
 * @param {[number, number]} range powers of ten
 * @param {number} bins
 * @returns {Float64Array} shares of all numbers; zeros are in no bin
 */
export function histogram(values, [low, high], bins) {
  const shares = new Float64Array(bins);
  for (const value of values) {
    if (value === 0 || Number.isNaN(value)) continue;
    const place = Math.floor((bins * (Math.log10(Math.abs(value)) - low)) / (high - low));
    shares[Math.min(Math.max(place, 0), bins - 1)] += 1 / values.length;
  }
  return shares;
}

/**
 * The smallest range out of a few that holds some sizes, in powers of ten.
 * @param {number[]} sizes those that are 0 or endless do not count
 * @returns {[number, number]}
 */
export function range(sizes) {
  const powers = sizes.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  const end = (/** @type {number} */ reach, /** @type {number[]} */ ends) => ends.find((one) => one >= reach) ?? ends[ends.length - 1];
  return [-end(Math.max(...powers.map((power) => -power), 0) + 1, [2, 4, 6, 10, 16, 26]), end(Math.max(...powers, 0), [1, 2, 4, 6, 10, 16, 26])];
}

/** One net that is born, watched, and trained for an epoch at most. */
export class Subject {
  /**
   * @param {Setting} setting
   * @param {ReturnType<typeof toyData>} data
   */
  constructor(setting, data) {
    this.setting = setting;
    this.data = data;
    this.net = newborn(setting);
    this.watched = { x: data.train.x.take(firstRows(WATCHED)), y: data.train.y.take(firstRows(WATCHED)) };
    this.order = shuffled(EXAMPLES, uniform(2000 + setting.seed));
    this.trainer = new Trainer(this.net, data.train.x, data.train.y, { cost: COST, optimizer: new SGD(RATE) });
    /** @type {number[]} the cost of each batch before its step */
    this.costs = [];
    /** @type {Map<number, {cost: number, right: number}>} what it knows of new examples, by step */
    this.scores = new Map();
    this.seen = { at: -1, rungs: /** @type {ReturnType<typeof climb> | null} */ (null) };
  }

  /** Steps taken. */
  get at() {
    return this.costs.length;
  }

  /** Whether its numbers have become too large for a computer. */
  get broken() {
    return this.at > 0 && !Number.isFinite(this.costs[this.at - 1]);
  }

  /** Learn from the next batch; numbers that have become too large stay so. */
  step() {
    if (this.broken) return void this.costs.push(NaN);
    const rows = this.order.subarray(BATCH * this.at, BATCH * (this.at + 1));
    const { x, y } = this.data.train;
    this.costs.push(this.trainer.step(x.take(rows), y.take(rows)));
  }

  /** What happens in its layers now. */
  get ladder() {
    if (this.seen.at !== this.at) this.seen = { at: this.at, rungs: climb(this.net, this.watched) };
    return /** @type {ReturnType<typeof climb>} */ (this.seen.rungs);
  }

  /** Its mean cost on new examples and the share that it gets right, now. */
  get score() {
    if (!this.scores.has(this.at)) this.scores.set(this.at, judge(this.net, this.data.fresh));
    return /** @type {{cost: number, right: number}} */ (this.scores.get(this.at));
  }
}

/** @param {number} n */
const firstRows = (n) => Array.from({ length: n }, (_, i) => i);

/**
 * @param {Network} net
 * @param {Examples} examples
 */
function judge(net, { x, y }) {
  const last = /** @type {any} */ (net.layers[net.layers.length - 1]);
  const z = last.logits(net.layers.slice(0, -1).reduce((a, layer) => layer.forward(a).y, x));
  const cost = /** @type {import("./nn/costs.mjs").Cost} */ (COSTS[COST].fused).measure(y, z).value;
  let right = 0;
  for (let i = 0; i < z.rows; i++) {
    const row = z.row(i);
    right += y.row(i)[row.indexOf(Math.max(...row))] ?? 0; // NaN is never right
  }
  return { cost, right: right / z.rows };
}
