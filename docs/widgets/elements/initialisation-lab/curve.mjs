/** One epoch of training: the cost of each batch, and what it has come to on new examples. */
import { html, set, svg } from "../../lib/dom.mjs";
import { CLASSES, STEPS } from "../../lib/init-lab.mjs";
import { clamp, linear, path } from "../../lib/scales.mjs";
import { costText } from "./words.mjs";

const [HEIGHT, LEFT, RIGHT] = [168, 30, 12];
const TOP = 4; // the highest cost that is drawn in its place
const GUESS = Math.log(CLASSES);

/**
 * @typedef {{cost: number, right: number}} Score
 * @typedef {{name: string, costs: number[], before: Score, now: Score | null}} Trained now is null while it is training
 */

/** The chart and the table beside it. */
export class Curve {
  /** Make its parts, without places. */
  constructor() {
    this.grid = svg("path", { class: "dl-grid" });
    this.ticks = svg("g", { class: "dl-tick" });
    this.guess = svg("path", { class: "il-guess" });
    this.other = svg("path", { class: "il-cost il-cost-other" });
    this.own = svg("path", { class: "il-cost" });
    this.tip = svg("circle", { class: "il-tip", r: 4 });
    this.plot = svg("svg", { role: "img" }, this.grid, this.guess, this.other, this.own, this.tip, this.ticks);
    this.cells = html("tbody");
    const heads = ["on new examples", "cost", "right"].map((head) => html("th", { scope: "col" }, head));
    this.table = html("table", { class: "il-table" }, html("thead", {}, html("tr", {}, ...heads)), this.cells);
    const chart = html("div", {}, html("p", { class: "il-title" }, "Cost of each batch of 16"), this.plot);
    this.node = html("div", { class: "il-training" }, chart, this.table);
  }

  /**
   * @param {Trained} own
   * @param {Trained | null} other
   */
  draw(own, other) {
    const width = this.plot.clientWidth || 340;
    const x = linear([0, STEPS], [LEFT, width - RIGHT]);
    const y = linear([0, TOP], [HEIGHT - 24, 8]);
    const line = (/** @type {number[]} */ costs) => {
      const points = costs.filter(Number.isFinite).map((cost, i) => /** @type {[number, number]} */ ([x(i), y(clamp(cost, 0, TOP + 0.15))]));
      return path(points);
    };
    const across = (/** @type {number} */ cost) => path([[LEFT, y(cost)], [width - RIGHT, y(cost)]]);
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    set(this.grid, { d: [0, 1, 2, 3, 4].map(across).join("") });
    set(this.guess, { d: across(GUESS) });
    set(this.own, { d: line(own.costs) });
    set(this.other, { d: other ? line(other.costs) : "" });
    const last = own.costs.filter(Number.isFinite).length - 1;
    set(this.tip, { cx: x(Math.max(last, 0)), cy: y(clamp(own.costs[last] ?? 0, 0, TOP + 0.15)), visibility: last < 0 ? "hidden" : "visible" });
    this.#label(x, y, width);
    this.cells.replaceChildren(...this.#rows(own, "il-own"), ...(other ? this.#rows(other, "il-its") : []));
    const now = last < 0 ? "it begins with the first step" : `after ${own.costs.length} steps it is at ${costText(own.costs[last])}`;
    set(this.plot, { "aria-label": `Line chart of the cost of each batch: ${now}.` });
  }

  /**
   * @param {ReturnType<typeof linear>} x
   * @param {ReturnType<typeof linear>} y
   * @param {number} width
   */
  #label(x, y, width) {
    const text = (/** @type {number} */ at, /** @type {number} */ up, /** @type {string} */ words, anchor = "middle") => svg("text", { x: at, y: up, "text-anchor": anchor }, words);
    this.ticks.replaceChildren(
      ...[0, 1, 2, 3, 4].map((cost) => text(LEFT - 8, y(cost) + 4, String(cost), "end")),
      ...[0, 16, 32, 48].map((step) => text(x(step), HEIGHT - 6, String(step))),
      text(width - RIGHT, HEIGHT - 6, `step ${STEPS}`, "end"),
      text(width - RIGHT, y(GUESS) - 5, "guessing", "end"),
    );
  }

  /**
   * @param {Trained} trained
   * @param {string} look
   */
  #rows({ name, costs, before, now }, look) {
    const row = (/** @type {string} */ when, /** @type {Score | null} */ score) => {
      const { cost, right } = score ?? { cost: NaN, right: 0 };
      const words = Number.isFinite(cost) ? [costText(cost), `${(100 * right).toFixed(1)}\u00a0%`] : [score ? "broken" : "\u2026", ""];
      return html("tr", { class: look, "data-cost": String(cost), "data-right": String(right) }, html("th", { scope: "row" }, when), ...words.map((one) => html("td", {}, one)));
    };
    const rows = [row(`${name}, at birth`, before)];
    if (costs.length) rows.push(row(costs.length === STEPS ? "\u2026 after the epoch" : `\u2026 after ${costs.length} steps`, now));
    return rows;
  }
}
