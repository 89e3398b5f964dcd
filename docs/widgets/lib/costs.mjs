/** The two costs of one output and their slopes, equal to `dlbook.nn`. No DOM. */
import { softplus } from "./activations.mjs";

/**
 * The squared error (y - a)^2. The book's quadratic cost has no 1/2 in front.
 * @param {number} y target
 * @param {number} a output
 * @returns {number} cost of at least 0
 */
export function squaredError(y, a) {
  return (y - a) ** 2;
}

/**
 * Slope of the squared error by the output: 2 (a - y).
 * @param {number} y target
 * @param {number} a output
 * @returns {number} slope
 */
export function squaredErrorDerivative(y, a) {
  return 2 * (a - y);
}

/**
 * The cross-entropy -y ln a - (1 - y) ln(1 - a), computed from the logit so that it never meets log 0.
 * @param {number} y target, 0 to 1
 * @param {number} z logit: the weighted input whose sigmoid is the output
 * @returns {number} cost of at least 0
 */
export function crossEntropyFromLogit(y, z) {
  return (1 - y) * softplus(z) + y * softplus(-z);
}
