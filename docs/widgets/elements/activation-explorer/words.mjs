/** What the activation explorer says in words. No DOM. */
import { kindOf } from "../../lib/activation-family.mjs";
import { clamp, format } from "../../lib/scales.mjs";

/**
 * A slope for people: four digits, up to six where the first ones are all 0, and "0" where it is exactly 0.
 * @param {number} value
 * @returns {string}
 */
export function formatSlope(value) {
  if (value === 0) return "0";
  return format(value, clamp(Math.ceil(-Math.log10(Math.abs(value))) + 1, 4, 6));
}

/**
 * Say how the neuron listens to one example, and how many of all examples can teach it.
 * @param {import("../../lib/activation-family.mjs").Activation} activation
 * @param {number} z the weighted input that is looked at
 * @param {number} slope the slope there
 * @param {number[]} slopes the slopes at all examples
 * @returns {string}
 */
export function describe(activation, z, slope, slopes) {
  return `At z = ${format(z, 2)} the slope is ${formatSlope(slope)}${verdict(slope)} ${crowd(slopes, activation.name)}`;
}

/** @param {number} slope */
function verdict(slope) {
  const kind = kindOf(slope);
  if (kind === "dead zone") return ": this example teaches the neuron nothing.";
  if (kind === "saturated") return `: saturated. Of this example\u2019s lesson only ${percent(slope)} comes through.`;
  return `. This example\u2019s lesson is multiplied by ${formatSlope(slope)} on its way through.`;
}

/**
 * @param {number[]} slopes
 * @param {string} name
 */
function crowd(slopes, name) {
  const all = slopes.length;
  const dead = slopes.filter((slope) => kindOf(slope) === "dead zone").length;
  const flat = slopes.filter((slope) => kindOf(slope) !== "").length;
  if (dead === all && name === "step") return `Nor do the others: a step is flat wherever you look, so slopes cannot teach it.`;
  if (dead === all) return `All ${all} examples lie in a dead zone, so none can teach it: the neuron is dead.`;
  if (flat === all) return `All ${all} examples lie where it is flat or nearly so: the neuron still learns, but slowly.`;
  if (flat === 0) return `All ${all} examples teach it.`;
  const rest = all - flat;
  const lost = `${flat} of its ${all} examples ${flat === 1 ? "lies" : "lie"} where it is flat or nearly so`;
  return `${lost}; ${rest === 1 ? "1 other still teaches" : `the ${rest} others still teach`} it.`;
}

/** @param {number} share */
function percent(share) {
  const value = Math.abs(share) * 100;
  return value < 0.01 ? "less than 0.01 %" : `${value.toPrecision(2)} %`;
}
