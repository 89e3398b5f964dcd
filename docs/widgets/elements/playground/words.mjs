/** What the playground says about a training, in sentences. No DOM. */
import { ACTIVATIONS, STARTS } from "../../lib/playground/options.mjs";

const [RIGHT, HARDLY] = [0.97, 0.02];
const VANISHED = 1000;
const RECTIFIERS = ["relu"];

/** @param {[string, string][]} pairs @param {string} name */
const labelOf = (pairs, name) => pairs.find(([own]) => own === name)?.[1] ?? name;

/**
 * A cost for people.
 * @param {number} value
 */
export function cost(value) {
  if (!Number.isFinite(value)) return "no number";
  if (value >= 1000) return value.toExponential(1).replace("e+", " \u00b7 10^");
  return value >= 0.0995 ? value.toFixed(2) : value >= 0.00095 ? value.toFixed(4) : value.toExponential(1).replace("e-", " \u00b7 10^\u2212");
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
    return `${units === 1 ? `The only ${name} unit` : `All ${units} ${name} units`} of layer ${dead + 1} ${units === 1 ? "is" : "are"} silent for every example: a dead layer. Nothing goes through it and no gradient comes back; only Reset helps.`;
  }
  const flat = hidden.findIndex(({ saturated }) => saturated > 0.6);
  if (flat >= 0 && (training.accuracy ?? 0) < RIGHT) return `In layer ${flat + 1}, ${percent(hidden[flat].saturated)} of the ${name} outputs lie where the curve is flat: saturated, they hardly let a gradient through.`;
  return vanishing(view.layers) || straight(training, settings);
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
  if (factor > 1e7) return factor.toExponential(0).replace("e+", " \u00b7 10^");
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
  const { validation: curve } = history;
  const lowest = curve.reduce((low, value) => Math.min(low, value), Infinity);
  if (validation && step > 200 && validation.loss > 1.3 * lowest + 0.01 && validation.loss > 1.5 * training.loss) {
    const when = history.steps[curve.indexOf(lowest)];
    return `On new examples the cost was lowest, ${cost(lowest)}, at step ${count(when)} and has risen to ${cost(validation.loss)}: it overfits.${idle}`;
  }
  if (training.accuracy >= RIGHT) return `It has learned them.${idle}`;
  const middle = history.training[Math.floor(history.training.length / 2)];
  if (step >= 400 && history.training.length > 20 && training.loss > middle * (1 - HARDLY)) return `The cost has hardly moved since step ${count(history.steps[Math.floor(history.training.length / 2)])}: it is stuck, or too slow.${idle}`;
  return `It is learning: the cost was ${cost(history.training[0])} at first and is ${cost(training.loss)} now.${idle}`;
}

/**
 * The result of the gradient check.
 * @param {any} check
 */
export function proof({ step, worst, where, tested, count: all, good }) {
  const size = worst === 0 ? "0" : worst.toExponential(1).replace("e", " \u00b7 10^").replace("-", "\u2212");
  const which = tested === all ? `all ${count(all)} parameters` : `${count(tested)} of ${count(all)} parameters`;
  const verdict = good ? "right" : "they differ (near a corner of the cost both slopes can be right)";
  return `Gradient check at step ${count(step)}: ${which} nudged both ways; slope and gradient differ by ${size} at most (${where}): ${verdict}.`;
}
