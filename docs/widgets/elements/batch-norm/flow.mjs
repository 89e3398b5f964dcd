/** Four units: how the answers of each are spread before and after batch norm. */
import { html, set, svg, uniqueId } from "../../lib/dom.mjs";
import { MARKED, UNITS } from "../../lib/batch-norm-layer.mjs";
import { clamp, format, linear } from "../../lib/scales.mjs";

/**
 * @typedef {import("../../lib/nn/matrix.mjs").Matrix} Matrix
 * @typedef {import("../../lib/batch-norm-layer.mjs").Summary} Summary
 * @typedef {{x: Matrix, summary: Summary}} Crowd the answers of all units, and their means and standard deviations
 */

const [HEIGHT, BASE, TOP] = [56, 46, 20];
const [REACH, BIN] = [4, 0.2]; // answers from -4 to 4 are drawn; what lies beyond is counted at the ends

/** All rows; each is a radio button that chooses the unit to follow. */
export class Flow {
  /** @param {(unit: number) => void} follow */
  constructor(follow) {
    const group = uniqueId("bn-flow");
    this.head = html("span", { class: "bn-head bn-out" });
    this.node = html("fieldset", { class: "bn-flow" }, html("legend", {}, "Four units and 512 digits; choose the unit to follow"));
    this.node.append(html("span", { class: "bn-head" }), html("span", { class: "bn-head bn-in" }, "comes in"), this.head);
    this.rows = Array.from({ length: UNITS }, (_, unit) => row(unit, group, () => follow(unit)));
    this.node.append(...this.rows.map(({ node }) => node));
  }

  /**
   * @param {{input: Crowd, output: Crowd, unit: number, training: boolean}} view
   */
  draw({ input, output, unit, training }) {
    this.head.textContent = training ? "goes out in training" : "goes out at inference";
    this.rows.forEach((row, i) => {
      row.radio.checked = i === unit;
      chart(row.before, input, i);
      chart(row.after, output, i);
    });
  }
}

/** @param {number} unit @param {string} group @param {() => void} follow */
function row(unit, group, follow) {
  const radio = html("input", { type: "radio", name: group, value: unit + 1 });
  radio.addEventListener("change", follow);
  const [before, after] = [picture("bn-in"), picture("bn-out")];
  const node = html("label", { class: "bn-row" }, radio, html("span", { class: "bn-name" }, `unit ${unit + 1}`), before.node, after.node);
  return { node, radio, before, after };
}

/** @param {string} look */
function picture(look) {
  const [area, bar, zero, mark] = ["bn-area", "bn-bar", "bn-zero", "bn-mark"].map((name) => svg("path", { class: name }));
  const [words, ticks] = [svg("text", { class: "bn-words", y: 11 }), svg("g", { class: "dl-tick" })];
  const node = svg("svg", { class: `bn-crowd ${look}`, height: HEIGHT, "aria-hidden": "true" }, zero, area, bar, mark, words, ticks);
  return { node, area, bar, zero, mark, words, ticks };
}

/** Draw one unit's answers as a histogram, with mean, standard deviation and the marked digit. */
function chart(/** @type {ReturnType<typeof picture>} */ parts, /** @type {Crowd} */ { x, summary }, /** @type {number} */ unit) {
  const width = parts.node.clientWidth || 230;
  const at = linear([-REACH, REACH], [6, width - 6]);
  const counts = histogram(x, unit);
  const height = linear([0, Math.max(...counts)], [BASE, TOP]);
  const stairs = counts.map((count, i) => `H${at(-REACH + i * BIN).toFixed(1)}V${height(count).toFixed(1)}`).join("");
  const [mean, deviation] = [summary.mean[unit], summary.deviation[unit]];
  const [low, middle, high] = [mean - deviation, mean, mean + deviation].map((value) => clamp(at(value), 2, width - 2).toFixed(1));
  const spot = clamp(at(x.row(MARKED)[unit]), 4, width - 4);
  set(parts.node, { viewBox: `0 0 ${width} ${HEIGHT}` });
  set(parts.area, { d: `M${at(-REACH)} ${BASE}${stairs}H${at(REACH)}V${BASE}Z` });
  set(parts.bar, { d: `M${low} ${TOP - 4}H${high}M${middle} ${TOP - 4}V${BASE}` });
  set(parts.zero, { d: `M${at(0)} ${TOP - 4}V${BASE}M${at(-REACH)} ${BASE}H${at(REACH)}` });
  set(parts.mark, { d: `M${spot} ${BASE}l-4.5 8h9Z` });
  set(parts.words, { x: width - 4, "text-anchor": "end" });
  parts.words.textContent = `${format(mean, 2)} \u00b1 ${format(deviation, 2)}`;
}

/** @param {Matrix} x @param {number} unit */
function histogram(x, unit) {
  const counts = Array((2 * REACH) / BIN).fill(0);
  for (let i = 0; i < x.rows; i += 1) counts[clamp(Math.floor((x.row(i)[unit] + REACH) / BIN), 0, counts.length - 1)] += 1;
  return counts;
}
