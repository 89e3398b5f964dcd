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

/**
 * Slope of softplus, which is the sigmoid: small but never 0.
 * @param {number} z weighted input
 * @returns {number} slope between 0 and 1
 */
export function softplusDerivative(z) {
  return sigmoid(z);
}

/**
 * The perceptron's step: 1 above 0, else 0.
 * @param {number} z weighted input
 * @returns {number} 0 or 1
 */
export function step(z) {
  return z > 0 ? 1 : 0;
}

/**
 * Slope of the step: 0 wherever there is one, and 0 by convention at z = 0.
 * @param {number} _z weighted input
 * @returns {number} 0
 */
export function stepDerivative(_z) {
  return 0;
}

/**
 * The identity: no bend at all.
 * @param {number} z weighted input
 * @returns {number} the weighted input itself
 */
export function identity(z) {
  return z;
}

/**
 * Slope of the identity.
 * @param {number} _z weighted input
 * @returns {number} 1
 */
export function identityDerivative(_z) {
  return 1;
}

/**
 * The square.
 * @param {number} z weighted input
 * @returns {number} activation of at least 0
 */
export function square(z) {
  return z * z;
}

/**
 * Slope of the square.
 * @param {number} z weighted input
 * @returns {number} 2z
 */
export function squareDerivative(z) {
  return 2 * z;
}

/**
 * Leaky ReLU: z above 0, a share of it below. The parametric ReLU has the same formula and learns the share.
 * @param {number} z weighted input
 * @param {number} [negativeSlope] the share c
 * @returns {number} activation
 */
export function leakyRelu(z, negativeSlope = 0.2) {
  return z > 0 ? z : negativeSlope * z;
}

/**
 * Slope of leaky ReLU; the share at z = 0 by convention.
 * @param {number} z weighted input
 * @param {number} [negativeSlope] the share c
 * @returns {number} 1 or the share
 */
export function leakyReluDerivative(z, negativeSlope = 0.2) {
  return z > 0 ? 1 : negativeSlope;
}

/**
 * The exponential linear unit: z above 0, levelling off at -alpha below.
 * @param {number} z weighted input
 * @param {number} [alpha]
 * @returns {number} activation above -alpha
 */
export function elu(z, alpha = 1) {
  return z > 0 ? z : alpha * Math.expm1(z);
}

/**
 * Slope of ELU; alpha at z = 0 by convention.
 * @param {number} z weighted input
 * @param {number} [alpha]
 * @returns {number} 1, or alpha e^z
 */
export function eluDerivative(z, alpha = 1) {
  return z > 0 ? 1 : alpha * Math.exp(z);
}

/**
 * Noisy ReLU for one draw of its noise: max(0, z + sqrt(sigmoid(z)) e).
 * @param {number} z weighted input
 * @param {number} noise the draw e from the standard normal distribution
 * @returns {number} activation of at least 0
 */
export function noisyRelu(z, noise) {
  return Math.max(0, z + Math.sqrt(sigmoid(z)) * noise);
}

/**
 * Slope of noisy ReLU for the same draw.
 * @param {number} z weighted input
 * @param {number} noise the draw e
 * @returns {number} 1 + e sqrt(sigmoid(z)) (1 - sigmoid(z)) / 2 where the neuron is on, else 0
 */
export function noisyReluDerivative(z, noise) {
  const spread = Math.sqrt(sigmoid(z));
  return z + spread * noise > 0 ? 1 + (noise * spread * sigmoid(-z)) / 2 : 0;
}

/**
 * Maxout: the largest of several weighted inputs.
 * @param {number[]} pieces the weighted inputs
 * @returns {number} activation
 */
export function maxout(pieces) {
  return Math.max(...pieces);
}

/**
 * Slope of maxout by each of its weighted inputs.
 * @param {number[]} pieces the weighted inputs
 * @returns {number[]} 1 for the largest (the first of equals), 0 for the others
 */
export function maxoutDerivative(pieces) {
  const winner = pieces.indexOf(maxout(pieces));
  return pieces.map((_, i) => (i === winner ? 1 : 0));
}
