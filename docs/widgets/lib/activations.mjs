/** Activation functions and their slopes, equal to `dlbook.nn`. No DOM. */

/**
 * The sigmoid 1 / (1 + e^-z), without overflow for any z.
 * @param {number} z weighted input
 * @returns {number} activation between 0 and 1
 */
export function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + small) : small / (1 + small);
}

/**
 * Slope of the sigmoid: sigmoid(z) (1 - sigmoid(z)), precise where it is tiny.
 * @param {number} z weighted input
 * @returns {number} slope between 0 and 1/4
 */
export function sigmoidDerivative(z) {
  return sigmoid(z) * sigmoid(-z);
}

/**
 * The hyperbolic tangent.
 * @param {number} z weighted input
 * @returns {number} activation between -1 and 1
 */
export function tanh(z) {
  return Math.tanh(z);
}

/**
 * Slope of tanh: 1 - tanh(z)^2 = 4 sigmoid'(2z), precise where it is tiny.
 * @param {number} z weighted input
 * @returns {number} slope between 0 and 1
 */
export function tanhDerivative(z) {
  return 4 * sigmoidDerivative(2 * z);
}

/**
 * The rectified linear unit max(z, 0).
 * @param {number} z weighted input
 * @returns {number} activation of at least 0
 */
export function relu(z) {
  return Math.max(z, 0);
}

/**
 * Slope of ReLU; 0 at z = 0 by convention.
 * @param {number} z weighted input
 * @returns {number} 0 or 1
 */
export function reluDerivative(z) {
  return z > 0 ? 1 : 0;
}

/**
 * Softplus ln(1 + e^z), without overflow for any z; its slope is the sigmoid.
 * @param {number} z weighted input
 * @returns {number} activation above 0
 */
export function softplus(z) {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}
