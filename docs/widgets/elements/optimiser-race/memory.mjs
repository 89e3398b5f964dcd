/** What an optimiser remembers, as a drawing and as a table: directions are arrows, sizes are ellipses. */
import { arrow } from "../../lib/arrow.mjs";
import { html, svg } from "../../lib/dom.mjs";
import { STEPS } from "../../lib/race.mjs";
import { clamp, format, formatSmall } from "../../lib/scales.mjs";

/**
 * @typedef {import("../../lib/race.mjs").Memory} Memory
 * @typedef {Record<string, number>} Scales the largest number of the race in each memory, as it is drawn
 */

/** The memories: symbol, meaning, and whether the number itself is drawn or the root of it. */
const SLOTS = /** @type {Record<string, {symbol: string, meaning: string, drawn: "arrow" | "against" | "root"}>} */ ({
  velocity: { symbol: "v", meaning: "velocity", drawn: "arrow" },
  accumulator: { symbol: "s", meaning: "sum of all g\u00b2", drawn: "root" },
  mean_square: { symbol: "s", meaning: "recent mean of g\u00b2", drawn: "root" },
  mean_square_update: { symbol: "u", meaning: "recent mean of d\u00b2", drawn: "root" },
  first_moment: { symbol: "m", meaning: "recent mean of g", drawn: "against" },
  second_moment: { symbol: "s", meaning: "slow mean of g\u00b2", drawn: "root" },
});
const LEAST = 1.2; // half an axis in pixels; thinner could not be seen

/**
 * How large the memories become in a race; means of g and roots of means of g squared share one scale.
 * @param {Memory[]} memories
 * @returns {Scales}
 */
export function scalesOf(memories) {
  const scales = /** @type {Scales} */ ({});
  for (const { slots } of memories.slice(0, STEPS + 1)) {
    for (const [slot, values] of Object.entries(slots)) {
      const sizes = values.map((value) => Math.abs(drawn(slot, value))).filter(Number.isFinite);
      scales[slot] = Math.max(scales[slot] ?? 1e-12, ...sizes);
    }
  }
  if (scales.first_moment) scales.first_moment = scales.second_moment = Math.max(scales.first_moment, scales.second_moment);
  return scales;
}

/**
 * A memory about the point 0 0: an arrow for a velocity or against a mean gradient, an ellipse with the roots of the
 * squares as half axes.
 * @param {Memory} memory
 * @param {Scales} scales
 * @param {number} size pixels for the largest number of the race
 * @returns {any}
 */
export function memoryShape({ slots }, scales, size) {
  const parts = Object.entries(slots).map(([slot, values]) => {
    const [x, y] = shrunk(values.map((value) => drawn(slot, value) / scales[slot])).map((part) => size * part);
    const { symbol, drawn: how } = SLOTS[slot];
    if (how !== "root") return svg("path", { class: "or-arrow", "data-symbol": symbol, d: arrow([0, 0], how === "arrow" ? [x, -y] : [-x, y], 0.3 * size) });
    const [rx, ry] = [x, y].map((half) => clamp(half, LEAST, 2 * size).toFixed(2));
    return svg("ellipse", { class: "or-ellipse", "data-symbol": symbol, rx, ry });
  });
  return svg("g", {}, ...parts);
}

/**
 * Draw by the root of the length, so that a memory of a hundredth can still be seen; the direction stays.
 * @param {number[]} parts
 */
function shrunk(parts) {
  const length = Math.hypot(...parts);
  return length > 0 ? parts.map((part) => part / Math.sqrt(length)) : parts;
}

/** @param {string} slot @param {number} value */
const drawn = (slot, value) => (SLOTS[slot].drawn === "root" ? Math.sqrt(value) : value);

/**
 * The memories in numbers, weight by weight, with the last gradient and the last step.
 * @param {Memory} memory
 * @param {[string, string]} weights
 */
export function memoryRows({ gradient, step, slots }, weights) {
  const row = (/** @type {string} */ symbol, /** @type {string} */ meaning, /** @type {number[]} */ values, /** @type {string} */ key) => {
    const cells = values.map((value) => html("td", { "data-number": key }, number(value)));
    return html("tr", { class: `or-row-${key}` }, html("th", { scope: "row" }, html("em", {}, symbol), ` ${meaning}`), ...cells);
  };
  const kept = Object.entries(slots).map(([slot, values]) => row(SLOTS[slot].symbol, SLOTS[slot].meaning, values, slot));
  const head = html("tr", {}, html("td"), ...weights.map((name) => html("th", { scope: "col" }, name)));
  const nothing = html("tr", {}, html("th", { scope: "row" }, "remembers"), html("td", { colspan: 2 }, "nothing"));
  const body = [row("g", "last gradient", gradient, "gradient"), ...(kept.length ? kept : [nothing]), row("", "last step", step, "step")];
  return [html("thead", {}, head), html("tbody", {}, ...body)];
}

/** @param {number} value */
function number(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return "\u2013";
  if (size >= 1e5 || (size > 0 && size < 5e-4)) return value.toExponential(0).replace("+", "").replaceAll("-", "\u2212");
  return size < 1 ? formatSmall(value) : format(value, size < 100 ? 2 : 0);
}
