/** Gradient descent with one parameter on the cost of a small neuron, equal to `dlbook.nn`. No DOM. */
import grounds from "../data/grounds.mjs";
import { sigmoid, sigmoidDerivative } from "./activations.mjs";

/**
 * @typedef {object} Ground a cost over one weight, that of a neuron over a few examples
 * @property {string} name
 * @property {boolean} linear no activation function
 * @property {number[]} inputs
 * @property {number[]} targets
 * @property {number} bias
 * @property {number[]} window the part of the weight axis that is drawn
 * @property {number[]} height the part of the cost axis that is drawn
 * @property {number} start
 * @property {number} rate
 * @property {number} momentum
 * @typedef {{w: number, cost: number, curvature: number, limit: number}} Minimum `limit` is 2/h without momentum
 * @typedef {object} Stop one place of a walk
 * @property {number} w
 * @property {number} velocity the step that led here; 0 at the start
 * @property {number} slope
 */

const LOST = 1e4; // so far from the window nobody is drawn any more
const FINE = 2400; // places at which a ground is searched for minima

/** The grounds of the figures, in the order of the chapters. */
export const GROUNDS = /** @type {Ground[]} */ (grounds);

/**
 * The quadratic cost: the mean of (a - y)^2 over the examples.
 * @param {Ground} ground
 * @param {number} w
 * @returns {number}
 */
export function cost(ground, w) {
  return mean(ground, w, (a, y) => (a - y) ** 2);
}

/**
 * The slope of the cost: the mean of 2 (a - y) a' x.
 * @param {Ground} ground
 * @param {number} w
 * @returns {number}
 */
export function slope(ground, w) {
  return mean(ground, w, (a, y, x, da) => 2 * (a - y) * da * x);
}

/**
 * The curvature h of the cost: the mean of 2 x^2 (a'^2 + (a - y) a'').
 * @param {Ground} ground
 * @param {number} w
 * @returns {number}
 */
export function curvature(ground, w) {
  return mean(ground, w, (a, y, x, da) => 2 * x * x * (da * da + (ground.linear ? 0 : (a - y) * da * (1 - 2 * a))));
}

/**
 * @param {Ground} ground
 * @param {number} w
 * @param {(a: number, y: number, x: number, da: number) => number} term of one example
 */
function mean({ linear, inputs, targets, bias }, w, term) {
  let sum = 0;
  inputs.forEach((x, i) => {
    const z = w * x + bias;
    sum += linear ? term(z, targets[i], x, 1) : term(sigmoid(z), targets[i], x, sigmoidDerivative(z));
  });
  return sum / inputs.length;
}

/**
 * The lowest points of all valleys, from left to right: where the slope changes from falling to rising.
 * @param {Ground} ground
 * @returns {Minimum[]}
 */
export function minima(ground) {
  const [left, right] = ground.window;
  const place = (/** @type {number} */ i) => left + ((right - left) * i) / FINE;
  const found = [];
  for (let i = 0; i < FINE; i += 1) {
    if (slope(ground, place(i)) >= 0 || slope(ground, place(i + 1)) < 0) continue;
    const w = bisect(ground, place(i), place(i + 1));
    const h = curvature(ground, w);
    found.push({ w, cost: cost(ground, w), curvature: h, limit: 2 / h });
  }
  return found;
}

/**
 * @param {Ground} ground
 * @param {number} low where it falls
 * @param {number} high where it rises
 */
function bisect(ground, low, high) {
  for (let i = 0; i < 60; i += 1) {
    const half = (low + high) / 2;
    if (slope(ground, half) < 0) low = half;
    else high = half;
  }
  return (low + high) / 2;
}

/**
 * The valley that the slope at a place leads down to; none if it leads out of the window for ever.
 * @param {Ground} ground
 * @param {Minimum[]} valleys of the ground
 * @param {number} w
 * @returns {Minimum | undefined}
 */
export function valleyBelow(ground, valleys, w) {
  if (slope(ground, w) < 0) return valleys.find((valley) => valley.w >= w - 1e-9);
  return [...valleys].reverse().find((valley) => valley.w <= w + 1e-9);
}

/**
 * The learning rate above which no walker can settle at a minimum: 2/h, with momentum 2 (1 + mu) / h.
 * @param {Minimum} minimum
 * @param {number} momentum mu
 * @returns {number}
 */
export function limitWith({ limit }, momentum) {
  return limit * (1 + momentum);
}

/**
 * Walk: v becomes mu v minus the rate times the slope, w becomes w + v. Ends early when the walker is lost.
 * @param {Ground} ground
 * @param {{start: number, rate: number, momentum: number}} how
 * @param {number} steps at most
 * @returns {Stop[]} the start and a place for every step
 */
export function walk(ground, { start, rate, momentum }, steps) {
  const places = [{ w: start, velocity: 0, slope: slope(ground, start) }];
  while (places.length <= steps) {
    const now = places[places.length - 1];
    const velocity = momentum * now.velocity - rate * now.slope;
    const w = now.w + velocity;
    places.push({ w, velocity, slope: slope(ground, w) });
    if (Math.abs(w) > LOST) break;
  }
  return places;
}
