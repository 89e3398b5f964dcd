/** A logarithmic axis for errors, and text on drawings. */
import { svg } from "../../lib/dom.mjs";
import { linear } from "../../lib/scales.mjs";

/**
 * @param {[number, number]} domain the least and the largest error
 * @param {[number, number]} range where they go, in pixels
 * @returns {{scale: (value: number) => number, ticks: number[]}}
 */
export function logarithmic([low, high], range) {
  const line = linear([Math.log(low * 0.9), Math.log(high * 1.08)], range);
  const ticks = [1, 10, 100, 1000].flatMap((ten) => [1, 2, 5].map((one) => one * ten));
  return { scale: (value) => line(Math.log(value)), ticks: ticks.filter((tick) => tick >= low * 0.9 && tick <= high * 1.08) };
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {string} anchor
 * @param {string} [look]
 * @returns {SVGTextElement}
 */
export const text = (x, y, content, anchor, look = "") => svg("text", { x, y, "text-anchor": anchor, class: look }, content);
