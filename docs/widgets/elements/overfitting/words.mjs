/** What the overfitting widget says in words, and the penalties it offers. No DOM. */
import { format } from "../../lib/scales.mjs";

/** Strengths of the penalty, from none upwards: 1 and 3 times powers of ten. */
export const PENALTIES = [0, ...[-7, -6, -5, -4, -3, -2, -1, 0].flatMap((ten) => [Number(`1e${ten}`), Number(`3e${ten}`)]), 10];

/** @typedef {{w: number[], old: number, fresh: number}} Fit coefficients, and errors on the old and on the new points */

const RIVAL = 1.5; // times the best error on new points: from here on a curve is called bad
const BY_HEART = 0.5; // times the best curve's error on old points: below it, accidents have been learnt
const DIGITS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

/**
 * A strength for people: 0, 0.0003 or 3 times a power of ten.
 * @param {number} penalty
 * @returns {string}
 */
export function strength(penalty) {
  if (penalty === 0) return "0";
  if (penalty >= 1e-4) return String(penalty);
  const [digit, power] = penalty.toExponential(0).split("e-");
  return `${digit} \u00d7 10\u207b${DIGITS[Number(power)]}`;
}

/**
 * An error for people: three digits after the point, fewer where it is large.
 * @param {number} error
 * @returns {string}
 */
export function showError(error) {
  if (error >= 1e6) return "over a million";
  if (error >= 100) return Math.round(error).toLocaleString("en-GB");
  return format(error, error >= 10 ? 1 : 3);
}

/**
 * Judge the curve of one degree against those of all degrees.
 * @param {number} degree
 * @param {Fit[]} fits one a degree, all with the same penalty
 * @param {number} penalty
 * @returns {string}
 */
export function describe(degree, fits, penalty) {
  const { old, fresh } = fits[degree];
  const with_ = penalty === 0 ? "no penalty" : `\u03bb = ${strength(penalty)}`;
  const head = `Degree ${degree}, ${degree + 1} ${degree === 0 ? "parameter" : "parameters"}, ${with_}: `;
  const errors = `error ${showError(old)} on the old points, ${showError(fresh)} on new ones. `;
  return head + errors + verdict(degree, fits);
}

/**
 * @param {number} degree
 * @param {Fit[]} fits
 */
function verdict(degree, fits) {
  const best = fits.reduce((lead, { fresh }, i) => (fresh < fits[lead].fresh ? i : lead), 0);
  if (best === degree) return "No other degree does better on new points.";
  const rival = `degree ${best} does better on new points, with ${showError(fits[best].fresh)}`;
  const { old, fresh } = fits[degree];
  if (fresh < RIVAL * fits[best].fresh) return `Only just: ${rival}.`;
  if (old < BY_HEART * fits[best].old) return `That is overfitting: ${rival}.`;
  if (old > fits[best].old / BY_HEART) return `That is underfitting: ${rival}, and on old ones too.`;
  return `But ${rival}.`;
}
