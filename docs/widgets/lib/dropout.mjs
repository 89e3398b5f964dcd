/** A small network with dropout after both hidden layers, equal to `dlbook.nn` with the same masks. No DOM. */
import { relu } from "./activations.mjs";
import { normal, uniform } from "./random.mjs";

/** Units of each layer, from the inputs to the output. */
export const UNITS = [3, 5, 5, 1];

/** How many of them dropout may silence. */
export const HIDDEN = UNITS[1] + UNITS[2];

/** How many subnets that makes. */
export const SUBNETS = 2 ** HIDDEN;

/**
 * @typedef {{kernel: number[][], bias: number[]}} Layer kernel[input][unit]
 * @typedef {"relu" | "linear"} Activation of the hidden units; the output is linear
 * @typedef {boolean[]} Mask whether each hidden unit stays, layer by layer
 * @typedef {object} Answer
 * @property {number[][]} layers what each layer hands on, survivors scaled; the last one is the output
 * @property {number} output
 */

/**
 * A network with normal weights of standard deviation sqrt(2 / inputs) and no biases.
 * @param {number} seed
 * @returns {Layer[]}
 */
export function seededNet(seed) {
  const draw = normal(uniform(seed));
  return UNITS.slice(1).map((units, k) => {
    const spread = Math.sqrt(2 / UNITS[k]);
    const kernel = Array.from({ length: UNITS[k] }, () => Array.from({ length: units }, () => spread * draw()));
    return { kernel, bias: new Array(units).fill(0) };
  });
}

/**
 * The numbers that decide who stays, for some rounds: those at or above the rate do, so a higher rate silences more.
 * @param {number} seed
 * @param {number} rounds
 * @returns {number[][]} for each round one number in 0 to 1 for each hidden unit
 */
export function lots(seed, rounds) {
  const draw = uniform(seed + 1_000_000);
  return Array.from({ length: rounds }, () => Array.from({ length: HIDDEN }, draw));
}

/**
 * Run the network with some of its hidden units silenced.
 * @param {Layer[]} net
 * @param {number[]} x
 * @param {Activation} activation
 * @param {Mask} mask
 * @param {number} scale what the survivors are multiplied by: 1 / (1 - rate) in training, 1 in use
 * @returns {Answer}
 */
export function run(net, x, activation, mask, scale) {
  const bend = activation === "relu" ? relu : (/** @type {number} */ z) => z;
  const layers = [];
  let [inputs, place] = [x, 0];
  net.forEach(({ kernel, bias }, k) => {
    const z = bias.map((start, j) => inputs.reduce((sum, a, i) => sum + a * kernel[i][j], start));
    const last = k === net.length - 1;
    inputs = last ? z : z.map((value, j) => (mask[place + j] ? bend(value) * scale : 0));
    place += z.length;
    layers.push(inputs);
  });
  return { layers, output: inputs[0] };
}

/** The mask that silences nobody. @type {Mask} */
export const EVERYBODY = new Array(HIDDEN).fill(true);

/**
 * The mean output of all subnets, each weighted by how probable it is.
 * @param {Layer[]} net
 * @param {number[]} x
 * @param {Activation} activation
 * @param {number} rate share that is dropped
 * @param {number} scale
 * @returns {number}
 */
export function meanOfAll(net, x, activation, rate, scale) {
  let mean = 0;
  for (let code = 0; code < SUBNETS; code += 1) {
    const mask = EVERYBODY.map((_, i) => ((code >> i) & 1) === 1);
    const kept = mask.filter(Boolean).length;
    mean += (1 - rate) ** kept * rate ** (HIDDEN - kept) * run(net, x, activation, mask, scale).output;
  }
  return mean;
}
