/** What the race of the optimisers says in words. No DOM. */
import { RATES, RUNNERS, STEPS } from "../../lib/race.mjs";

/** @typedef {import("../../lib/race.mjs").Run} Run */

/** What each optimiser does at a step, in the symbols of the chapter. @type {Record<string, string>} */
export const RULES = {
  sgd: "w \u2190 w \u2212 \u03b7 g",
  momentum: "v \u2190 0.9 v \u2212 \u03b7 g,  w \u2190 w + v",
  nesterov: "v \u2190 0.9 v \u2212 \u03b7 g,  w \u2190 w + 0.9 v \u2212 \u03b7 g",
  adagrad: "s \u2190 s + g\u00b2,  w \u2190 w \u2212 \u03b7 g / \u221as",
  rmsprop: "s \u2190 0.9 s + 0.1 g\u00b2,  w \u2190 w \u2212 \u03b7 g / \u221as",
  adadelta: "d = \u2212 g \u221au / \u221as,  w \u2190 w + \u03b7 d",
  adam: "w \u2190 w \u2212 \u03b7 m / \u221as, both corrected",
  adamw: "w \u2190 w \u2212 \u03b7 0.004 w \u2212 \u03b7 m / \u221as, both corrected",
};

/**
 * Say who has arrived, who has not, and who has flown off.
 * @param {{runs: Run[], step: number, own: boolean, tuning: boolean}} race
 * @returns {string}
 */
export function describe({ runs, step, own, tuning }) {
  if (tuning) return `The ${RATES.length} rates are being tried for each of the eight optimisers.`;
  const rates = own ? `each at the best of ${RATES.length} rates` : `all at the rate ${runs[0].rate}`;
  const when = step === 0 ? `Before the first step, ${rates}: all stand at one start.` : `Step ${step} of ${STEPS}, ${rates}.`;
  if (step === 0) return when;
  const named = (/** @type {(run: Run) => boolean} */ which) => RUNNERS.filter((_, i) => which(runs[i])).map(({ name }) => name);
  const lost = RUNNERS.flatMap(({ name }, i) => (runs[i].lost <= step ? [`${name} (step ${runs[i].lost})`] : []));
  const late = named((run) => run.arrival > step && run.lost > step);
  const gone = lost.length ? ` Flown off: ${listed(lost)}.` : "";
  return `${when} ${arrivals(runs, step)}${gone}${rest(late, step)}`;
}

/** The order of arrival, ties named. @param {Run[]} runs @param {number} step */
function arrivals(runs, step) {
  const times = [...new Set(runs.map(({ arrival }) => arrival))].filter((time) => time <= step).sort((a, b) => a - b);
  if (times.length === 0) return "Nobody has arrived.";
  const groups = times.map((time) => {
    const names = RUNNERS.filter((_, i) => runs[i].arrival === time).map(({ name }) => name);
    return `${listed(names)} ${time}${names.length > 1 ? " (a tie)" : ""}`;
  });
  return `Arrived, with the steps needed: ${groups.join(", ")}.`;
}

/** @param {string[]} late @param {number} step */
function rest(late, step) {
  if (late.length === 0) return "";
  return step < STEPS ? ` On the way: ${listed(late)}.` : ` Not arrived in ${STEPS} steps: ${listed(late)}.`;
}

/** @param {string[]} names */
const listed = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`);
