/** What the dropout widget says in words. No DOM. */
import { format } from "../../lib/scales.mjs";

/**
 * @typedef {object} View
 * @property {number} round how many rounds have been played
 * @property {number} silent hidden units that are silent in this round
 * @property {number} rate
 * @property {number} scale what survivors are multiplied by in training
 * @property {"relu" | "linear"} activation
 * @property {number} output this subnet's
 * @property {number} mean of all rounds so far
 * @property {number} all mean of all subnets, by their probability
 * @property {number} whole output of the whole net in use
 */

const NEAR = 0.1; // of the larger of the two: from here on the mean is not called near

/**
 * @param {View} view
 * @returns {string}
 */
export function describe(view) {
  const { round, silent, mean, all, whole, output } = view;
  const two = (/** @type {number} */ value) => format(value, 2);
  const target = `the mean of all 1,024 subnets is ${two(all)}, and the whole net says ${two(whole)}`;
  if (round === 0) return `No round has been played: nobody is silent. Yet ${target}. ${verdict(view)}`;
  const now = `Round ${round}: ${silent} of 10 hidden units ${silent === 1 ? "is" : "are"} silent, and this subnet says ${two(output)}.`;
  const rounds = round === 1 ? "" : `The mean of ${round} rounds is ${two(mean)}; `;
  return `${now} ${rounds}${rounds ? target : `T${target.slice(1)}`}. ${verdict(view)}`;
}

/** @param {View} view */
function verdict({ rate, scale, activation, all, whole }) {
  if (rate === 0) return "At the rate 0 every round is the whole net.";
  if (scale === 1) return "Without scaling the whole net meets sums that it has never seen in training.";
  if (activation === "linear") return "With linear units the two are equal, whatever the weights.";
  const apart = Math.abs(all - whole) / Math.max(Math.abs(all), Math.abs(whole));
  if (apart < NEAR) return "With ReLUs they need not be equal; here they are close.";
  return `With ReLUs they need not be equal, and here they differ by ${format(Math.abs(all - whole), 2)}.`;
}
