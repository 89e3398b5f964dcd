/** The proof of the gradient: nudge parameters both ways and compare the slope of the cost with the claim. No DOM. */
import { uniform } from "../random.mjs";

// a larger nudge where the slope drowns in rounding, a smaller one where it crosses a corner such as that of ReLU
const NUDGES = [1e-5, 1e-4, 1e-6, 1e-7];
const GOOD = 1e-6;
const EXAMPLES = 16;
const ENTRIES = 400; // in all; of a larger net each array has an equal share

/**
 * @typedef {object} Check
 * @property {number} worst largest difference, as a share of the largest gradient of the same array
 * @property {string} where name of that array
 * @property {number} tested how many parameters were nudged
 * @property {number} count how many there are
 * @property {boolean} good whether `worst` is below one in a million
 */

/**
 * Check a net's gradients on a few examples, as in training; dropout falls alike in every pass.
 *
 * The difference counts as a share of the largest gradient in its array (of 1/1000 of the largest in the net, where
 * the array has nothing but rounding noise).
 * @param {import("../nn/network.mjs").Network} net unchanged afterwards
 * @param {import("./data.mjs").Examples} data
 * @param {string} cost
 * @returns {Check}
 */
export function checkGradients(net, data, cost) {
  const rows = Uint32Array.from({ length: Math.min(EXAMPLES, data.x.rows) }, (_, i) => i);
  const [x, y] = [data.x.take(rows), data.y.take(rows)];
  const moving = Object.fromEntries(Object.entries(net.state).map(([key, values]) => [key, values.slice()]));
  const pass = () => net.costAndGradients(x, y, cost, { draw: uniform(5) });
  const { gradients } = pass();
  const sizes = Object.fromEntries(Object.entries(gradients).map(([key, g]) => [key, largest(g)]));
  const floor = Math.max(1e-8, Math.max(...Object.values(sizes)) / 1000);
  const result = { worst: 0, where: "", tested: 0, count: 0, good: true };
  const arrays = Object.values(net.params);
  const all = arrays.reduce((sum, w) => sum + w.length, 0) <= ENTRIES;
  const share = all ? ENTRIES : Math.max(8, Math.floor(ENTRIES / arrays.length));
  for (const [key, w] of Object.entries(net.params)) {
    result.count += w.length;
    const stride = Math.max(1, Math.ceil(w.length / share));
    for (let i = 0; i < w.length; i += stride) {
      result.tested += 1;
      const gap = difference(w, i, gradients[key][i], () => pass().value, Math.max(sizes[key], floor));
      if (gap > result.worst || Number.isNaN(gap)) Object.assign(result, { worst: gap, where: key });
    }
  }
  net.setWeights(moving);
  return { ...result, good: result.worst < GOOD };
}

/**
 * @param {Float64Array} w
 * @param {number} i
 * @param {number} claim
 * @param {() => number} cost
 * @param {number} size
 */
function difference(w, i, claim, cost, size) {
  const value = w[i];
  let gap = Infinity;
  for (const nudge of NUDGES) {
    const [up, down] = [nudge, -nudge].map((by) => {
      w[i] = value + by;
      return cost();
    });
    w[i] = value;
    gap = Math.min(gap, Math.abs((up - down) / (2 * nudge) - claim) / size);
    if (!(gap >= GOOD)) return gap;
  }
  return gap;
}

/** @param {Float64Array} values */
const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
