/** One sigmoid neuron with one input, trained on one example by gradient descent. No DOM. */
import { sigmoid, sigmoidDerivative } from "./activations.mjs";
import { crossEntropyFromLogit, squaredError } from "./costs.mjs";

/**
 * @typedef {{weight: number, bias: number}} Params the neuron's parameters
 * @typedef {{x: number, y: number}} Lesson the input and the target
 * @typedef {"quadratic" | "entropy"} CostName
 * @typedef {object} Moment everything there is to know about the neuron after some epochs
 * @property {number} weight
 * @property {number} bias
 * @property {number} z weighted input
 * @property {number} a output
 * @property {number} miss a - y
 * @property {number} slope sigma'(z)
 * @property {number} cost
 * @property {number[]} factors what is multiplied to give the gradient: for the quadratic cost
 *   [2, a - y, sigma'(z), x]; for the cross-entropy, where sigma'(z) has cancelled, [a - y, x]
 * @property {number} gradient the cost's slope by the weight, the product of the factors
 */

/**
 * Look at the neuron: its output, its cost, and the factors of its gradient.
 * @param {Params} params
 * @param {Lesson} lesson
 * @param {CostName} costName
 * @returns {Moment}
 */
export function look({ weight, bias }, { x, y }, costName) {
  const z = weight * x + bias;
  const a = sigmoid(z);
  const slope = sigmoidDerivative(z);
  const miss = a - y;
  const quadratic = costName === "quadratic";
  const cost = quadratic ? squaredError(y, a) : crossEntropyFromLogit(y, z);
  const factors = quadratic ? [2, miss, slope, x] : [miss, x];
  return { weight, bias, z, a, miss, slope, cost, factors, gradient: product(factors) };
}

/**
 * Train the neuron and keep every moment.
 * @param {Params} start parameters before the first epoch
 * @param {Lesson} lesson
 * @param {CostName} costName
 * @param {{rate: number, epochs: number}} how learning rate and number of epochs
 * @returns {Moment[]} epochs + 1 moments, the first before any training
 */
export function train(start, lesson, costName, { rate, epochs }) {
  const moments = [look(start, lesson, costName)];
  while (moments.length <= epochs) {
    const now = moments[moments.length - 1];
    moments.push(look(descend(now, rate), lesson, costName));
  }
  return moments;
}

/**
 * One step downhill. The slope by the bias lacks the last factor, the input.
 * @param {Moment} now
 * @param {number} rate
 * @returns {Params}
 */
function descend({ weight, bias, factors, gradient }, rate) {
  return { weight: weight - rate * gradient, bias: bias - rate * product(factors.slice(0, -1)) };
}

/** @param {number[]} factors */
const product = (factors) => factors.reduce((all, one) => all * one, 1);
