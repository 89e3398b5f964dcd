/** From settings to a network, and from one network to a changed one that keeps what it has learned. No DOM. */
import { BatchNorm } from "../nn/batch-norm.mjs";
import { Dense } from "../nn/dense.mjs";
import { Dropout } from "../nn/dropout.mjs";
import { INITIALIZERS, randomNormal } from "../nn/initializers.mjs";
import { Network } from "../nn/network.mjs";
import { OPTIMIZERS } from "../nn/optimizers.mjs";
import { l1l2 } from "../nn/regularizers.mjs";
import { uniform } from "../random.mjs";

/** @typedef {import("./options.mjs").Settings} Settings */

/** The activation of the last layer for each kind of task. */
export const LAST = { classes: "sigmoid", digits: "softmax", values: "linear" };

/**
 * An untrained net: hidden layers of equal width, each with what follows it, and the output.
 * @param {Settings} settings
 * @param {number} inputs
 * @param {number} outputs
 * @returns {Network}
 */
export function network(settings, inputs, outputs) {
  const { depth, width, activation, initializer, norm, dropout, l1, l2, task, seed } = settings;
  const kernelInitializer = initializer === "standard_normal" ? randomNormal(0, 1) : INITIALIZERS[initializer];
  const kernelRegularizer = l1 || l2 ? l1l2(l1, l2) : undefined;
  const dense = (/** @type {number} */ units, /** @type {string} */ f) =>
    new Dense(units, { activation: f, kernelInitializer, kernelRegularizer });
  const hidden = Array.from({ length: depth }, () => [
    dense(width, activation),
    ...(norm ? [new BatchNorm()] : []),
    ...(dropout ? [new Dropout(dropout)] : []),
  ]);
  return new Network([...hidden.flat(), dense(outputs, LAST[task])]).build(inputs, uniform(seed * 7919 + 3));
}

/**
 * An optimiser with its usual settings.
 * @param {Settings} settings
 * @returns {import("../nn/optimizers.mjs").Optimizer}
 */
export function optimizerOf({ optimizer, rate }) {
  return new OPTIMIZERS[optimizer](rate);
}

/**
 * Carry over what two nets have in common: hidden layers by their number, the output layer if the depth is the same,
 * of each kernel the part that both have.
 * @param {Network} from
 * @param {Network} to changed in place
 */
export function transplant(from, to) {
  const [last, own] = [from, to].map(({ layers }) => layers.filter(({ kind }) => kind === "dense").length);
  for (const part of ["params", "state"]) {
    for (const [key, values] of Object.entries(to[part])) {
      const old = from[part][key];
      const isOutput = key.startsWith(`dense_${own}/`) || key.startsWith(`dense_${last}/`);
      if (!old || (isOutput && last !== own)) continue;
      const [columns, former] = [unitsOf(to, key), unitsOf(from, key)];
      copyBlock(old, former, values, columns);
    }
  }
}

/**
 * Carry over an optimiser's memories of parameters that have kept their shape.
 * @param {import("../nn/optimizers.mjs").State} from
 * @param {import("../nn/optimizers.mjs").State} to changed in place
 */
export function remember(from, to) {
  to.step = from.step;
  for (const [slot, arrays] of Object.entries(to)) {
    if (typeof arrays === "number" || typeof from[slot] !== "object") continue;
    for (const [key, values] of Object.entries(arrays)) {
      const old = /** @type {any} */ (from[slot])[key];
      if (old?.length === values.length) values.set(old);
    }
  }
}

/** @param {Network} net @param {string} key */
function unitsOf(net, key) {
  const name = key.split("/")[0];
  return net.params[`${name}/bias`]?.length ?? net.params[`${name}/beta`].length;
}

/**
 * @param {Float64Array} from
 * @param {number} width columns of `from`
 * @param {Float64Array} to
 * @param {number} columns of `to`
 */
function copyBlock(from, width, to, columns) {
  const rows = Math.min(from.length / width, to.length / columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < Math.min(width, columns); j++) to[i * columns + j] = from[i * width + j];
  }
}
