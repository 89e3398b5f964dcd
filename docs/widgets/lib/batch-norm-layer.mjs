/** Batch norm on what four real units answer to 512 digits, step by step, equal to `dlbook.nn`. No DOM. */
import data from "../data/batch-norm-units.mjs";
import { BatchNorm } from "./nn/batch-norm.mjs";
import { Matrix, columnSums } from "./nn/matrix.mjs";
import { deal } from "./pebbles.mjs";
import { uniform } from "./random.mjs";

/**
 * @typedef {Float64Array} Four one number for each unit
 * @typedef {{shift: number, stretch: number, batch: number, seed: number}} World what the layer is fed
 * @typedef {object} Step what a step of training leaves
 * @property {Four} mean of the batch
 * @property {Four} variance of the batch
 * @property {Four} movingMean
 * @property {Four} movingVariance
 * @property {Four} probe the marked example, normalised in the company of this batch
 * @typedef {{mean: Four, deviation: Four}} Summary
 */

/** How many examples there are. */
export const COUNT = data[0].length;

/** How many units there are. */
export const UNITS = data.length;

/** The number of the example that is followed through the batches. */
export const MARKED = 0;

const RAW = Matrix.from(Array.from({ length: COUNT }, (_, i) => data.map((unit) => unit[i])));

/**
 * What comes in: the units' answers, stretched and then shifted.
 * @param {number} shift
 * @param {number} stretch
 * @returns {Matrix} (512, 4)
 */
export const incoming = (shift, stretch) => moved(RAW, shift, stretch);

/** @param {Matrix} x @param {number} shift @param {number} stretch */
const moved = (x, shift, stretch) => x.like(x.data.map((value) => stretch * value + shift));

/**
 * The examples of a step: all 512 are asked once an epoch, dealt anew each time.
 * @param {World} world
 * @param {number} step
 * @returns {number[]}
 */
export function rowsOf({ batch, seed }, step) {
  const round = COUNT / batch;
  const order = dealt(1000 * seed + Math.floor(step / round));
  const from = batch * (step % round);
  return order.slice(from, from + batch);
}

let known = { seed: -1, order: /** @type {number[]} */ ([]) };

/** The cards of one epoch; the last ones are kept. @param {number} seed */
function dealt(seed) {
  if (known.seed !== seed) known = { seed, order: deal(COUNT, uniform(seed)) };
  return known.order;
}

/**
 * A layer with the same gamma and beta for all units.
 * @param {number} gamma
 * @param {number} beta
 * @param {Pick<Step, "movingMean" | "movingVariance">} [moving] where its moving averages are; else at their start
 * @returns {BatchNorm}
 */
export function layer(gamma, beta, moving) {
  const norm = new BatchNorm();
  norm.build(UNITS);
  norm.params.gamma.fill(gamma);
  norm.params.beta.fill(beta);
  if (moving) Object.assign(norm.state, { moving_mean: moving.movingMean.slice(), moving_variance: moving.movingVariance.slice() });
  return norm;
}

/**
 * Mean and variance of every unit.
 * @param {Matrix} x
 * @returns {{mean: Four, variance: Four}}
 */
export function statistics(x) {
  const mean = columnSums(x).map((sum) => sum / x.rows);
  const squares = x.like(x.data.map((value, i) => (value - mean[i % x.cols]) ** 2));
  return { mean, variance: columnSums(squares).map((sum) => sum / x.rows) };
}

/**
 * Mean and standard deviation of every unit.
 * @param {Matrix} x
 * @returns {Summary}
 */
export function summary(x) {
  const { mean, variance } = statistics(x);
  return { mean, deviation: variance.map(Math.sqrt) };
}

/**
 * One step of training; the question about the marked example leaves no trace.
 * @param {BatchNorm} norm its moving averages go on
 * @param {World} world
 * @param {number} step
 * @returns {Step}
 */
export function train(norm, world, step) {
  const rows = rowsOf(world, step);
  const [batch, company] = [rows, [MARKED, ...rows.slice(1)]].map((some) => moved(RAW.take(some), world.shift, world.stretch));
  norm.forward(batch, { training: true });
  const { moving_mean, moving_variance } = norm.state;
  const probe = layer(1, 0).forward(company, { training: true }).y.row(0).slice();
  return { ...statistics(batch), movingMean: moving_mean.slice(), movingVariance: moving_variance.slice(), probe };
}

/**
 * The answers to all examples in training, in the batches of the epoch to which a step belongs.
 * @param {World} world
 * @param {number} step
 * @param {number} gamma
 * @param {number} beta
 * @returns {Matrix}
 */
export function inTraining(world, step, gamma, beta) {
  const x = incoming(world.shift, world.stretch);
  const [out, round] = [new Matrix(COUNT, UNITS), COUNT / world.batch];
  const first = step - (step % round);
  for (let i = 0; i < round; i += 1) {
    const rows = rowsOf(world, first + i);
    const { y } = layer(gamma, beta).forward(x.take(rows), { training: true });
    rows.forEach((row, k) => out.row(row).set(y.row(k)));
  }
  return out;
}

/**
 * The answers to all examples at inference.
 * @param {World} world
 * @param {Pick<Step, "movingMean" | "movingVariance"> | undefined} moving undefined before the first step
 * @param {number} gamma
 * @param {number} beta
 * @returns {Matrix}
 */
export function atInference({ shift, stretch }, moving, gamma, beta) {
  return layer(gamma, beta, moving).forward(incoming(shift, stretch)).y;
}

/** Steps of training in a world that may change on the way. */
export class History {
  /** @type {Step[]} */
  steps = [];
  norm = layer(1, 0);

  /**
   * Go on to a step; what is known already is not computed again.
   * @param {World} world what the layer is fed from the last known step on
   * @param {number} step
   */
  reach(world, step) {
    while (this.steps.length < step) this.steps.push(train(this.norm, world, this.steps.length));
  }

  /** Begin anew. */
  clear() {
    this.steps = [];
    this.norm = layer(1, 0);
  }
}
