/** Softmax in its three steps, equal to `dlbook.nn`. No DOM. */

/**
 * Shares that add up to 1. The largest logit is subtracted first, which changes nothing and cannot overflow.
 * @param {number[]} logits
 * @returns {number[]} probabilities
 */
export function softmax(logits) {
  const top = Math.max(...logits);
  return divided(logits.map((z) => Math.exp(z - top)));
}

/**
 * The steps as they are told: the powers of e, their sum, and each power's share of it.
 * @param {number[]} logits moderate ones: e to the power of 710 is too large for a computer's numbers
 * @returns {{powers: number[], sum: number, shares: number[]}}
 */
export function steps(logits) {
  const powers = logits.map(Math.exp);
  return { powers, sum: total(powers), shares: softmax(logits) };
}

/** @param {number[]} values */
const total = (values) => values.reduce((sum, one) => sum + one, 0);

/** @param {number[]} values */
function divided(values) {
  const sum = total(values);
  return values.map((one) => one / sum);
}
