/** Penalties on large weights, and the step that sets small ones to exactly zero. No DOM. */

/**
 * @typedef {object} Regularizer
 * @property {(weights: Float64Array) => number} penalty what the weights cost
 * @property {(weights: Float64Array) => Float64Array} gradient the penalty's derivative
 */

/**
 * Both penalties at once: l1 sum |w| + l2 sum w^2, with the slope l1 sign(w) + 2 l2 w.
 * @param {number} strength1 l1
 * @param {number} strength2 l2
 * @returns {Regularizer}
 */
export function l1l2(strength1, strength2) {
  const cost = (/** @type {number} */ w) => strength1 * Math.abs(w) + strength2 * w * w;
  const slope = (/** @type {number} */ w) => strength1 * Math.sign(w) + 2 * strength2 * w;
  return {
    penalty(weights) {
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += cost(weights[i]); // loops: `reduce` takes ten times as long
      return sum;
    },
    gradient(weights) {
      const slopes = new Float64Array(weights.length);
      for (let i = 0; i < slopes.length; i++) slopes[i] = slope(weights[i]);
      return slopes;
    },
  };
}

/**
 * Penalise absolute values: every weight is pulled to zero with the same force.
 * @param {number} [strength]
 * @returns {Regularizer}
 */
export const l1 = (strength = 0.01) => l1l2(strength, 0);

/**
 * Penalise squares: the larger a weight, the harder it is pulled back.
 * @param {number} [strength]
 * @returns {Regularizer}
 */
export const l2 = (strength = 0.01) => l1l2(0, strength);

/**
 * Move every weight towards zero by the threshold, and stop at zero: the proximal step of L1.
 * @param {Float64Array} weights
 * @param {number} threshold at least 0
 * @returns {Float64Array}
 */
export function softThreshold(weights, threshold) {
  return weights.map((w) => w - Math.min(Math.max(w, -threshold), threshold));
}
