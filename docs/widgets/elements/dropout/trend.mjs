/** The mean of the rounds so far, round by round, on its way to the mean of all subnets. */
import { html, set, svg } from "../../lib/dom.mjs";
import { format, linear, path } from "../../lib/scales.mjs";

const HEIGHT = 120;

/** The chart. */
export class Trend {
  /** Make its parts, without places. */
  constructor() {
    this.axis = svg("path", { class: "dl-grid" });
    this.texts = svg("g", { class: "dl-tick" });
    this.whole = svg("path", { class: "do-level do-whole" });
    this.all = svg("path", { class: "do-level do-all" });
    this.line = svg("path", { class: "do-line" });
    this.tip = svg("circle", { class: "do-tip", r: 4.5 });
    this.plot = svg("svg", { class: "do-plot", role: "img" }, this.axis, this.texts, this.whole, this.all, this.line, this.tip);
    this.node = html("div", { class: "do-chart do-trend" }, html("p", { class: "do-title" }, "Mean of the rounds so far"), this.plot);
  }

  /**
   * @param {number[]} means after each round there can be
   * @param {import("./words.mjs").View} view
   */
  draw(means, { round, whole, all }) {
    const width = this.plot.clientWidth || 340;
    const settled = [...means.slice(7), whole, all]; // the first rounds may leap out of the picture's scale
    const [low, high] = [Math.min(...settled), Math.max(...settled)];
    const room = Math.max(0.1 * (high - low), 0.05);
    const x = linear([0, means.length], [44, width - 10]);
    const y = linear([low - room, high + room], [HEIGHT - 22, 8]);
    const across = (/** @type {number} */ value) => path([[44, y(value)], [width - 10, y(value)]]);
    const inside = (/** @type {number} */ value) => Math.min(Math.max(y(value), 4), HEIGHT - 20);
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    set(this.axis, { d: path([[44, HEIGHT - 20], [width - 10, HEIGHT - 20]]) });
    set(this.whole, { d: across(whole) });
    set(this.all, { d: across(all) });
    const points = means.slice(0, round).map((mean, i) => /** @type {[number, number]} */ ([x(i + 1), inside(mean)]));
    set(this.line, { d: path(points) });
    const end = points[points.length - 1] ?? [0, 0];
    set(this.tip, { cx: end[0], cy: end[1], visibility: round > 0 ? "visible" : "hidden" });
    const label = (/** @type {number} */ at, /** @type {number} */ up, /** @type {string} */ text, /** @type {string} */ anchor) =>
      svg("text", { x: at, y: up, "text-anchor": anchor }, text);
    const along = [0, 100].map((n) => label(x(n), HEIGHT - 5, String(n), "middle"));
    const last = label(width - 10, HEIGHT - 5, `round ${means.length}`, "end");
    const ups = [high, low].map((value) => label(38, y(value) + 4, format(value, 2), "end"));
    this.texts.replaceChildren(...along, last, ...ups);
    const now = round > 0 ? `is ${format(means[round - 1], 2)} after round ${round}` : "begins with the first round";
    set(this.plot, { "aria-label": `Line chart of the mean of the rounds so far: it ${now}.` });
  }
}
