/** The network: layers in a row, the cost at its end, and the gradients of all parameters at once. No DOM. */
import { COSTS } from "./costs.mjs";
import { ActivatedLayer } from "./dense.mjs";

/**
 * @typedef {import("./matrix.mjs").Matrix} Matrix
 * @typedef {import("./dense.mjs").Layer} Layer
 * @typedef {import("./dense.mjs").Pass} Pass
 * @typedef {import("./dense.mjs").Arrays} Arrays
 * @typedef {import("./costs.mjs").Cost} Cost
 */

/** Layers that follow one another. */
export class Network {
  /** @param {any[]} layers from input to output, each a `Layer` */
  constructor(layers) {
    /** @type {Layer[]} */
    this.layers = layers;
    /** @type {Record<string, number>} */
    const counts = {};
    this.names = layers.map(({ kind }) => {
      counts[kind] = (counts[kind] ?? 0) + 1;
      return `${kind}_${counts[kind]}`;
    });
    /** @type {Record<string, import("./regularizers.mjs").Regularizer>} */
    this.regularizers = this.#collect(layers.map((layer) => layer.regularizers ?? {}));
    /** @type {Arrays} the very arrays that the layers use, such as "dense_1/kernel" */
    this.params = {};
    /** @type {Arrays} moving statistics */
    this.state = {};
  }

  /**
   * Make the parameters.
   * @param {number} inputs numbers an example has
   * @param {() => number} draw a stream of uniform numbers
   * @returns {this}
   */
  build(inputs, draw) {
    let size = inputs;
    for (const layer of this.layers) size = layer.build(size, draw);
    this.params = this.#collect(this.layers.map((layer) => layer.params));
    this.state = this.#collect(this.layers.map((layer) => layer.state));
    return this;
  }

  /**
   * Copy parameters and moving statistics into the net.
   * @param {Record<string, ArrayLike<number>>} weights arrays by name, kernels row after row
   */
  setWeights(weights) {
    for (const [key, values] of Object.entries(weights)) {
      const own = this.params[key] ?? this.state[key];
      if (own?.length !== values.length) throw new Error(`${key} does not fit`);
      own.set(values);
    }
  }

  /**
   * The outputs for a batch.
   * @param {Matrix} x
   * @param {Pass} [pass]
   * @returns {Matrix}
   */
  predict(x, pass = {}) {
    return this.layers.reduce((y, layer) => layer.forward(y, pass).y, x);
  }

  /**
   * What each layer answers at inference.
   * @param {Matrix} x
   * @returns {Matrix[]}
   */
  layerOutputs(x) {
    let y = x;
    return this.layers.map((layer) => (y = layer.forward(y).y));
  }

  /**
   * The cost of a batch, penalties included, and its gradient by every parameter. Where cost and last activation
   * belong together the pass turns round at the logits.
   * @param {Matrix} x inputs
   * @param {Matrix} y targets
   * @param {string | Cost} cost
   * @param {Pass} [pass] as in training unless it says otherwise
   * @returns {{value: number, gradients: Arrays}}
   */
  costAndGradients(x, y, cost, pass = {}) {
    const how = { training: true, ...pass };
    const asked = typeof cost === "string" ? COSTS[cost] : cost;
    const last = this.layers[this.layers.length - 1];
    const fused = last instanceof ActivatedLayer && last.activation === asked.partner ? asked.fused : undefined;
    const caches = [];
    let scores = x;
    for (const layer of fused ? this.layers.slice(0, -1) : this.layers) {
      const { y: output, cache } = layer.forward(scores, how);
      caches.push(cache);
      scores = output;
    }
    if (!fused) return this.#penalised(asked.measure(y, scores), this.layers, caches, {});
    const turn = /** @type {ActivatedLayer} */ (/** @type {unknown} */ (last));
    const { value, gradient } = fused.measure(y, turn.logits(scores));
    const { dX, gradients } = turn.backwardLogits(gradient, scores);
    const end = this.#add({}, this.layers.length - 1, gradients);
    return this.#penalised({ value, gradient: dX }, this.layers.slice(0, -1), caches, end);
  }

  /**
   * Carry the derivative back through the layers, and add the penalties.
   * @param {{value: number, gradient: Matrix}} measured
   * @param {Layer[]} layers
   * @param {any[]} caches one for each layer
   * @param {Arrays} gradients those known already
   */
  #penalised({ value, gradient }, layers, caches, gradients) {
    let dY = gradient;
    for (let i = layers.length - 1; i >= 0; i--) {
      const back = layers[i].backward(dY, caches[i]);
      this.#add(gradients, i, back.gradients);
      dY = back.dX;
    }
    let total = value;
    for (const [key, regularizer] of Object.entries(this.regularizers)) {
      total += regularizer.penalty(this.params[key]);
      const slope = regularizer.gradient(this.params[key]);
      for (let i = 0; i < slope.length; i++) slope[i] += gradients[key][i];
      gradients[key] = slope;
    }
    return { value: total, gradients };
  }

  /**
   * @template T
   * @param {Record<string, T>[]} byLayer
   * @returns {Record<string, T>}
   */
  #collect(byLayer) {
    /** @type {Record<string, T>} */
    const all = {};
    byLayer.forEach((own, i) => this.#add(all, i, own));
    return all;
  }

  /**
   * Add what belongs to one layer's parameters, under their full names.
   * @template T
   * @param {Record<string, T>} all
   * @param {number} i number of the layer, from 0
   * @param {Record<string, T>} own
   */
  #add(all, i, own) {
    for (const key in own) all[`${this.names[i]}/${key}`] = own[key];
    return all;
  }
}
