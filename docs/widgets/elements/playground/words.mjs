/** What the playground says about a training, in sentences. No DOM. */
import { ACTIVATIONS, STARTS } from "../../lib/playground/options.mjs";

const [RIGHT, HARDLY] = [0.97, 0.02];
const VANISHED = 1000;
const RECTIFIERS = ["relu"];

/** @param {[string, string][]} pairs @param {string} name */
const labelOf = (pairs, name) => pairs.find(([own]) => own === name)?.[1] ?? name;

/**
 * A number with a power of ten, such as 3.1 \u00b7 10\u207b\u2079.
 * @param {number} value
 * @param {number} [digits] after the point
 */
export function power(value, digits = 1) {
  const [front, exponent] = value.toExponential(digits).split("e");
  const raised = [...String(Number(exponent))].map((sign) => (sign === "-" ? "\u207b" : "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"[Number(sign)]));
  return `${front} \u00b7 10${raised.join("")}`;
}

/**
 * A cost for people: two digits that count, more where there is room.
 * @param {number} value
 */
export function cost(value) {
  if (!Number.isFinite(value)) return "no number";
  if (value === 0) return "0";
  if (value >= 1000 || value < 0.00095) return power(value);
  return value.toFixed(value >= 0.0995 ? 3 : 4);
}

/** A share as per cent. @param {number} share */
export const percent = (share) => `${(100 * share).toFixed(share === 1 || share === 0 ? 0 : 1)} %`;

/**
 * How many parameters there are.
 * @param {import("../../lib/playground/options.mjs").Settings} settings
 */
export function parameters({ depth, width, norm, task }) {
  const sizes = [task === "digits" ? 196 : 2, ...Array.from({ length: depth }, () => width), task === "digits" ? 10 : 1];
  const dense = sizes.slice(1).reduce((sum, size, k) => sum + (sizes[k] + 1) * size, 0);
  return { shape: sizes.join("-"), count: dense + (norm ? 2 * depth * width : 0) };
}

/**
 * The state of a training: how far, how well, and the most important thing that is wrong, if anything is.
 * @param {any} snapshot
 * @param {import("../../lib/playground/options.mjs").Settings} settings
 * @returns {string}
 */
export function describe(snapshot, settings) {
  const { step, training, validation, view } = snapshot;
  if (!training) return "There are no points to learn from. Press somewhere in the plane to set some.";
  if (!Number.isFinite(training.loss)) return `Step ${count(step)}: the cost is no longer a number. The steps were too large and the weights have run away; lower the rate and press Reset.`;
  const found = fault(snapshot, settings);
  if (step === 0) {
    const { shape, count: number } = parameters(settings);
    const start = labelOf(STARTS, settings.initializer);
    return `Untrained: ${shape} units, ${count(number)} parameters, first weights ${start}. ${score(training, validation)} ${found || "Press Play."}`;
  }
  return `Step ${count(step)}. ${score(training, validation)} ${found || verdict(snapshot, view)}`.trim();
}

/** @param {number} number */
const count = (number) => number.toLocaleString("en");

/** @param {any} training @param {any} validation */
function score(training, validation) {
  if (training.accuracy === null) {
    return `The cost is ${cost(training.loss)} on the points it learns from and ${cost(validation.loss)} on new ones.`;
  }
  const second = validation ? ` and of new ones ${percent(validation.accuracy)}` : "";
  return `Of the examples it learns from ${percent(training.accuracy)} are right${second}.`;
}

/**
 * What keeps the net from learning.
 * @param {any} snapshot
 * @param {import("../../lib/playground/options.mjs").Settings} settings
 * @returns {string} empty if nothing does
 */
function fault({ view, training, step }, settings) {
  const { depth, activation, initializer } = settings;
  const hidden = view.layers.slice(0, -1);
  const name = labelOf(ACTIVATIONS, activation);
  const dead = hidden.findIndex(({ silent, units }) => silent === units);
  if (initializer === "zeros" && depth > 0 && step < 1000) return "All weights began at zero, so all units of a layer are alike and stay alike: nothing tells them apart.";
  if (dead >= 0 && RECTIFIERS.includes(activation)) {
    const { units } = hidden[dead];
    return `${units === 1 ? `The only ${name} unit` : `All ${units} ${name} units`} of layer ${dead + 1} ${units === 1 ? "is" : "are"} silent for every example: a dead layer. Nothing goes through it and no gradient comes back to wake it. Press Reset.`;
  }
  const faded = vanishing(view.layers);
  if (faded) return faded;
  const flat = hidden.findIndex(({ saturated }) => saturated > 0.6);
  if (flat >= 0 && (training.accuracy ?? 0) < RIGHT) return `In layer ${flat + 1}, ${percent(hidden[flat].saturated)} of the ${name} outputs lie where the curve is flat: saturated, they hardly let a gradient through.`;
  return straight(training, settings);
}

/** @param {import("../../lib/playground/probe.mjs").LayerView[]} layers */
function vanishing(layers) {
  if (layers.length < 3) return "";
  const [first, last] = [layers[0].signal, layers[layers.length - 1].signal];
  if (first * VANISHED < last) return first === 0 ? "No gradient at all comes back to layer 1." : `The gradient that reaches layer 1 is ${times(last / first)} times smaller than at the output: it vanishes on its way back.`;
  if (first > last * VANISHED) return `The gradient that reaches layer 1 is ${times(first / last)} times larger than at the output: it explodes on its way back.`;
  return "";
}

/** @param {number} factor two digits of it */
function times(factor) {
  if (factor > 1e7) return power(factor, 0);
  const ten = 10 ** (Math.floor(Math.log10(factor)) - 1);
  return (Math.round(factor / ten) * ten).toLocaleString("en", { maximumFractionDigits: 0 });
}

/** @param {any} training @param {import("../../lib/playground/options.mjs").Settings} settings */
function straight({ accuracy }, { depth, activation, task }) {
  if (task !== "classes" || accuracy >= RIGHT) return "";
  if (depth === 0) return "Without a hidden layer the border is one straight line, and no line parts these two classes.";
  return activation === "linear" ? "Linear layers in a row are one linear layer: the border stays a straight line." : "";
}

/**
 * How the training goes.
 * @param {any} snapshot
 * @param {import("../../lib/playground/probe.mjs").View} view
 */
function verdict({ training, validation, history, step }, view) {
  const hidden = view.layers.slice(0, -1);
  const silent = hidden.reduce((sum, layer) => sum + layer.silent, 0);
  const idle = silent ? ` ${silent === 1 ? "One unit is" : `${silent} units are`} silent for every example.` : "";
  const rise = overfitting(history);
  if (rise && training.loss * 1.5 < validation.loss) {
    return `On new examples the cost was lowest, about ${cost(rise.lowest)}, near step ${count(rise.when)} and is about ${cost(rise.now)} now: it overfits.${idle}`;
  }
  if (training.accuracy >= RIGHT) return `It has learned them.${idle}`;
  const middle = history.training[Math.floor(history.training.length / 2)];
  if (step >= 400 && history.training.length > 20 && training.loss > middle * (1 - HARDLY)) return `The cost has hardly moved since step ${count(history.steps[Math.floor(history.training.length / 2)])}: it has come to rest, is stuck, or is too slow.${idle}`;
  return `It is learning: the cost was ${cost(history.training[0])} at first and is ${cost(training.loss)} now.${idle}`;
}

/**
 * Whether the cost on new examples has risen for good: the mean of its last tenth against the lowest mean of a tenth.
 * @param {{steps: Float32Array, validation: Float32Array}} history
 */
function overfitting({ steps, validation }) {
  const size = Math.floor(validation.length / 10);
  if (size < 4 || !Number.isFinite(validation[0])) return null;
  const means = Array.from({ length: validation.length - size + 1 }, (_, i) => validation.subarray(i, i + size).reduce((sum, value) => sum + value, 0) / size);
  const lowest = Math.min(...means);
  const now = means[means.length - 1];
  return now > 1.25 * lowest + 0.01 ? { lowest, now, when: steps[means.indexOf(lowest) + Math.floor(size / 2)] } : null;
}

/**
 * The result of the gradient check.
 * @param {any} check
 */
export function proof({ step, worst, where, tested, count: all, good }) {
  const size = worst === 0 ? "0" : power(worst);
  const which = tested === all ? `all ${count(all)} parameters` : `${count(tested)} of ${count(all)} parameters`;
  const verdict = good ? "right" : "they differ (near a corner of the cost both slopes can be right)";
  return `Gradient check at step ${count(step)}: ${which} nudged both ways; slope and gradient differ by ${size} at most (${where}): ${verdict}.`;
}
