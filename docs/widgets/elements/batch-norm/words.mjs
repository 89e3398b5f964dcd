/** What the widget about batch norm says in words. No DOM. */
import { format } from "../../lib/scales.mjs";

/**
 * @typedef {object} View
 * @property {number} step
 * @property {number} batch
 * @property {boolean} training
 * @property {number} gamma
 * @property {number} beta
 * @property {number} unit counted from 0
 * @property {{mean: number, deviation: number}} input of the unit
 * @property {{mean: number, deviation: number}} output of the unit
 * @property {{answers: number[], still: number}} marked the marked digit's last answers in training, and its answer at inference
 * @property {{mean: number, spread: number}} off how far the moving mean is off, in true standard deviations, and how many times too wide its spread is
 */

const NEAR = 0.05; // the moving averages have caught up within this share of a standard deviation

/**
 * Say what goes in and out, and why.
 * @param {View} view
 * @returns {string}
 */
export function describe(view) {
  const { step, batch, training, unit, input, output } = view;
  const when = training ? `Training, step ${step}, batches of ${batch}` : `Inference after ${step} ${step === 1 ? "step" : "steps"}`;
  const both = (/** @type {{mean: number, deviation: number}} */ one) => [one.mean, one.deviation].map((value) => format(value, 2));
  const [[mean, deviation], [outMean, outDeviation]] = [both(input), both(output)];
  const flow = `unit ${unit + 1} comes in with mean ${mean} and standard deviation ${deviation} and goes out with ${outMean} and ${outDeviation}`;
  return `${when}: ${flow}${training ? inTraining(view) : atInference(view)}`;
}

/** @param {View} view */
function inTraining({ batch, gamma, beta, output, marked }) {
  if (batch === 1) return `. Alone in its batch, every digit is its own mean, and all answers are \u03b2.`;
  const exact = Math.abs(output.mean - beta) < 0.05 && Math.abs(output.deviation - gamma) < 0.05;
  const pairs = batch === 2 ? " In pairs, only which of two is larger is left." : "";
  const small = exact ? ", which is \u03b2 and \u03b3." : ". Beside variances so small \u03b5 is not nothing, and \u03b3 is not quite reached.";
  return `${small}${pairs} ${answers(marked)}`;
}

/** @param {{answers: number[], still: number}} marked */
function answers({ answers: got, still }) {
  if (got.length === 0) return `At inference the marked digit gets ${format(still, 2)}.`;
  const [low, high] = [Math.min(...got), Math.max(...got)].map((value) => format(value, 2));
  const since = got.length === 1 ? "step" : `${got.length} steps`;
  return `The marked digit got answers from ${low} to ${high} in the last ${since}, as its company changed; at inference it gets ${format(still, 2)}.`;
}

/** @param {View} view */
function atInference({ gamma, beta, off }) {
  const wanted = `; \u03b2 and \u03b3 ask for ${format(beta, 2)} and ${format(gamma, 2)}.`;
  if (Math.abs(off.mean) < NEAR && Math.abs(off.spread - 1) < NEAR) return `${wanted} The moving averages have caught up.`;
  const mean = `The moving mean is ${format(Math.abs(off.mean), 2)} off, in standard deviations`;
  return `${wanted} ${mean}, and the moving standard deviation is ${format(off.spread, 2)} times the true one: step on.`;
}
