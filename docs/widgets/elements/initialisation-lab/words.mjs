/** What the initialisation lab says in words. No DOM. */
import { RATE, STEPS } from "../../lib/init-lab.mjs";
import { format } from "../../lib/scales.mjs";

/** @type {Record<string, string>} How many units of an activation are called. */
const UNITS = { sigmoid: "sigmoids", tanh: "tanhs", relu: "ReLUs" };

const DIGITS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

/** Fractions and multiples by their powers of ten, from 10^3 on. */
const THOUSANDTHS = ["a thousandth", "a ten-thousandth", "a hundred-thousandth", "a millionth", "a ten-millionth", "a hundred-millionth", "a billionth"];
const THOUSANDS = ["a thousand", "ten thousand", "a hundred thousand", "a million", "ten million", "a hundred million", "a billion"];

/**
 * A power of ten as it is printed: "10\u207b\u00b3", and "1" for the power 0.
 * @param {number} exponent
 * @returns {string}
 */
export function tens(exponent) {
  if (exponent === 0 || exponent === 1) return exponent ? "10" : "1";
  const raised = [...String(Math.abs(exponent))].map((digit) => DIGITS[Number(digit)]).join("");
  return `10${exponent < 0 ? "\u207b" : ""}${raised}`;
}

/**
 * A size in two digits, whatever its power of ten.
 * @param {number} value
 * @returns {string}
 */
export function sizeText(value) {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return "too large";
  const [digits, exponent] = value.toExponential(1).split("e");
  const power = Number(exponent);
  if (power >= 3 || power < -2) return `${digits}\u00b7${tens(power)}`;
  return format(value, Math.max(1 - power, 0));
}

/**
 * What has become of a size, after "the activations": "fall to 3 %", "keep their size".
 * @param {number} factor
 * @returns {string}
 */
export function became(factor) {
  if (!Number.isFinite(factor)) return "outgrow what a computer can count";
  if (factor === 0) return "are gone altogether";
  const power = Math.round(Math.log10(factor));
  if (power < -9) return "fall to less than a billionth";
  if (factor < 0.002) return `fall to about ${THOUSANDTHS[Math.max(-power, 3) - 3]}`;
  if (factor < 0.5) return `fall to ${format(100 * factor, factor < 0.1 ? 1 : 0)}\u00a0%`;
  if (factor <= 2) return "roughly keep their size";
  if (factor < 500) return `grow ${factor.toPrecision(2)}-fold`;
  return power > 9 ? "grow more than a billion times" : `grow about ${THOUSANDS[Math.max(power, 3) - 3]} times`;
}

/**
 * @typedef {import("../../lib/init-lab.mjs").Setting} Setting
 * @typedef {ReturnType<typeof import("../../lib/init-lab.mjs").climb>} Rungs
 * @typedef {{cost: number, right: number}} Score
 * @typedef {{name: string, setting: Setting, rungs: Rungs, at: number, before: Score, now: Score, other: {name: string, now: Score} | null}} View
 */

/**
 * Say what is seen.
 * @param {View} view
 * @returns {string}
 */
export function describe({ name, setting, rungs, at, before, now, other }) {
  const { depth, width, activation } = setting;
  const layers = depth === 1 ? "One layer" : `${depth} layers`;
  const factors = changes(rungs);
  const when = at ? (at === STEPS ? "After the epoch. " : `After ${at} of ${STEPS} steps. `) : "";
  const subject = `${when}${layers} of ${width} ${UNITS[activation]}, ${name}: `;
  if (!Number.isFinite(now.cost)) return `${subject}training has broken down. Numbers have become too large to be counted. A smaller rate than ${RATE} might have helped.`;
  const way =
    `on their way up the activations ${became(factors.size)}, ` +
    `and their differences between examples ${became(factors.apart)}. On their way down the gradients ${became(factors.back)}. `;
  return subject + way + meaning(factors) + training({ at, before, now, other });
}

/**
 * By what factors the layers have changed what went in: at the top against the inputs, and at the first layer against the last.
 * @param {Rungs} rungs
 */
export function changes({ forward, backward }) {
  const top = forward[forward.length - 1];
  const back = backward[0].size / backward[backward.length - 1].size;
  return { size: top.size / forward[0].size, apart: top.apart / forward[0].apart, back: Number.isNaN(back) && backward[0].size === 0 ? 0 : back };
}

/** @param {ReturnType<typeof changes>} factors */
function meaning({ size, apart, back }) {
  if (![size, apart, back].every(Number.isFinite) || Math.max(size, apart, back) > 1000) return "The numbers explode. ";
  if (size > 0.1 && apart < 0.001) return "The units answer loudly, but all examples get the same answer. ";
  if (apart < 0.001) return "Nothing of the examples reaches the output. ";
  if (back < 0.001) return "The first layers will hardly hear what they should change. ";
  if (Math.min(apart, back) < 0.1) return "The message fades from layer to layer. ";
  if (back > 10) return "Every step will shake the first layers more than the last. ";
  return "The message arrives, in both directions. ";
}

/** @param {Pick<View, "at" | "before" | "now" | "other">} view */
function training({ at, before, now, other }) {
  if (at === 0) return "It has not been trained yet.";
  const share = (/** @type {Score} */ { right }) => `${Math.round(100 * right)}\u00a0%`;
  const against = other ? `; ${other.name}, ${Number.isFinite(other.now.cost) ? share(other.now) : "training breaks down"}` : "";
  return `Training has brought the cost on new examples from ${costText(before.cost)} to ${costText(now.cost)}, and ${share(now)} of them are recognised, where guessing makes 10\u00a0%${against}.`;
}

/**
 * A cost in two digits after the point, or as a power of ten where it is huge.
 * @param {number} value
 * @returns {string}
 */
export const costText = (value) => (value < 1000 ? format(value, 2) : sizeText(value));
