/** The cost on training and validation data over the steps. */
import { html, set, svg } from "../../lib/dom.mjs";
import { format, linear, path } from "../../lib/scales.mjs";
import { cost } from "./words.mjs";

const HEIGHT = 150;
const LEFT = 44;
const LINES = /** @type {const} */ ([["training", "training"], ["validation", "validation"]]);
const NAMED = 70; // pixels for the names at the right

/** The chart. */
export class Curves {
  /** Make its parts, without places. */
  constructor() {
    this.grid = svg("path", { class: "dl-grid" });
    this.texts = svg("g", { class: "dl-tick" });
    this.lines = LINES.map(([name, words]) => {
      const line = svg("path", { class: "pg-line" });
      const label = svg("text", { class: "pg-label" }, words);
      return { name, line, label, node: svg("g", { class: `pg-${name}` }, line, label) };
    });
    this.plot = svg("svg", { class: "pg-curves", role: "img", "aria-label": "Line chart of the cost" }, this.grid, this.texts, ...this.lines.map(({ node }) => node));
    this.node = html("div", { class: "pg-chart" }, html("p", { class: "pg-title" }, "Cost, step by step"), this.plot);
  }

  /** @param {{steps: Float32Array, training: Float32Array, validation: Float32Array}} history */
  draw(history) {
    const width = this.plot.clientWidth || 300;
    const count = history.steps.length;
    const last = Math.max(history.steps[count - 1] ?? 0, 1);
    const finite = [...history.training, ...history.validation].filter(Number.isFinite);
    const top = roundUp(Math.max(...finite, 1e-6));
    const x = linear([0, last], [LEFT, width - NAMED]);
    const y = linear([0, top], [HEIGHT - 20, 8]);
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    const levels = [0, top / 2, top];
    set(this.grid, { d: levels.map((level) => path([[LEFT, y(level)], [width - NAMED, y(level)]])).join("") });
    this.#ticks(levels, x, y, last);
    this.#trace(history, x, y);
    const [a, b] = [history.training[count - 1], history.validation[count - 1]];
    const second = Number.isFinite(b) ? ` and ${cost(b)} on validation data` : "";
    set(this.plot, { "aria-label": `Line chart of the cost over ${last} steps; it is now ${cost(a)} on training data${second}.` });
  }

  /**
   * @param {any} history
   * @param {(value: number) => number} x
   * @param {(value: number) => number} y
   */
  #trace(history, x, y) {
    const ends = [];
    for (const { name, line, label } of this.lines) {
      const points = Array.from(history[name], (value, i) => /** @type {[number, number]} */ ([x(history.steps[i]), y(value)]));
      const shown = points.filter(([, height]) => Number.isFinite(height));
      set(line, { d: path(shown) });
      const end = shown[shown.length - 1];
      label.setAttribute("visibility", end ? "visible" : "hidden");
      if (end) ends.push({ label, x: end[0] + 5, y: end[1] + 4 });
    }
    if (ends.length === 2 && Math.abs(ends[0].y - ends[1].y) < 14) {
      const [middle, up] = [(ends[0].y + ends[1].y) / 2, ends[0].y < ends[1].y ? 0 : 1];
      const centre = Math.min(middle, HEIGHT - 22);
      Object.assign(ends[up], { y: centre - 7 });
      Object.assign(ends[1 - up], { y: centre + 7 });
    }
    for (const { label, ...place } of ends) set(label, place);
  }

  /**
   * @param {number[]} levels
   * @param {(value: number) => number} x
   * @param {(value: number) => number} y
   * @param {number} last
   */
  #ticks(levels, x, y, last) {
    const digits = Math.max(0, Math.ceil(-Math.log10(levels[1])) + 1);
    const up = levels.map((level) => svg("text", { x: LEFT - 6, y: y(level) + 4, "text-anchor": "end" }, format(level, Math.min(level ? digits : 0, 6))));
    const along = [0, last].map((step, i) => svg("text", { x: x(step), y: HEIGHT - 4, "text-anchor": i ? "end" : "start" }, i ? `step ${step.toLocaleString("en")}` : "0"));
    this.texts.replaceChildren(...up, ...along);
  }
}

/**
 * The smallest of 1, 2, 5 times a power of ten that holds a value.
 * @param {number} value above 0
 */
function roundUp(value) {
  const ten = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((one) => one * ten >= value * 0.999) ?? 10) * ten;
}
