/** What the subnets of all rounds have said: a dot each, their mean, the mean of all subnets, and the whole net. */
import { html, set, svg } from "../../lib/dom.mjs";
import { format, linear, path } from "../../lib/scales.mjs";

const HEIGHT = 250;
const TOP = 74; // three names stand above
const BIN = 9; // pixels
const NAME = 150; // pixels that the longest name takes
const MARKS = /** @type {const} */ ([
  ["whole", "whole net"],
  ["all", "all subnets"],
  ["mean", "mean of rounds"],
]);

/** The chart. */
export class Dots {
  /** Make its parts, without places. */
  constructor() {
    this.axis = svg("path", { class: "dl-grid" });
    this.texts = svg("g", { class: "dl-tick" });
    this.dots = svg("g", { class: "do-dots" });
    this.marks = MARKS.map(([name, words]) => {
      const [line, text] = [svg("path", {}), svg("text", {})];
      return { name, words, line, text, node: svg("g", { class: `do-mark do-${name}` }, line, text) };
    });
    const parts = [this.axis, this.texts, this.dots, ...this.marks.map(({ node }) => node)];
    this.plot = svg("svg", { class: "do-plot", role: "img" }, ...parts);
    this.node = html("div", { class: "do-chart" }, html("p", { class: "do-title" }, "What the subnets say, one dot a round"), this.plot);
  }

  /**
   * @param {number[]} outputs of all rounds there can be, so that the scale stays as it is while rounds are played
   * @param {import("./words.mjs").View} view
   */
  draw(outputs, view) {
    const width = this.plot.clientWidth || 340;
    const ends = [...outputs, view.whole, view.all, 0];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const room = Math.max(0.04 * (high - low), 0.05);
    const x = linear([low - room, high + room], [8, width - 8]);
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    set(this.axis, { d: path([[4, HEIGHT - 24], [width - 4, HEIGHT - 24]]) });
    this.#ticks(x, low, high);
    this.#stack(outputs, view.round, x);
    this.marks.forEach((mark, i) => this.#mark(mark, x(view[mark.name]), view, i, width));
    const words = MARKS.filter(([name]) => name !== "mean" || view.round > 0).map(([name, text]) => `${text} ${format(view[name], 2)}`);
    set(this.plot, { "aria-label": `Dot plot of the answers of ${view.round} subnets; ${words.join(", ")}.` });
  }

  /**
   * @param {(value: number) => number} x
   * @param {number} low
   * @param {number} high
   */
  #ticks(x, low, high) {
    const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].find((one) => (high - low) / one <= 6) ?? 100;
    const first = Math.ceil(low / step);
    const count = Math.floor(high / step) - first + 1;
    const texts = Array.from({ length: Math.max(count, 0) }, (_, i) => {
      const value = (first + i) * step;
      return svg("text", { x: x(value), y: HEIGHT - 7, "text-anchor": "middle" }, format(value, step < 1 ? 1 : 0));
    });
    this.texts.replaceChildren(...texts);
  }

  /**
   * @param {number[]} outputs
   * @param {number} round
   * @param {(value: number) => number} x
   */
  #stack(outputs, round, x) {
    const bins = outputs.map((value) => Math.round(x(value) / BIN));
    const sizes = new Map();
    for (const bin of bins) sizes.set(bin, (sizes.get(bin) ?? 0) + 1);
    const rise = Math.min(BIN, (HEIGHT - 30 - TOP) / Math.max(...sizes.values()));
    const heights = new Map();
    const dots = bins.slice(0, round).map((bin, i) => {
      const floor = heights.get(bin) ?? 0;
      heights.set(bin, floor + 1);
      const last = i === round - 1;
      return svg("circle", { class: last ? "do-last" : "do-dot", cx: bin * BIN, cy: (HEIGHT - 30 - rise * floor).toFixed(1), r: last ? 5.5 : 3.8 });
    });
    this.dots.replaceChildren(...dots);
  }

  /**
   * @param {any} mark
   * @param {number} x
   * @param {import("./words.mjs").View} view
   * @param {number} row
   * @param {number} width
   */
  #mark({ name, words, line, text, node }, x, view, row, width) {
    set(node, { visibility: name === "mean" && view.round === 0 ? "hidden" : "visible" });
    const y = 14 + 18 * row;
    set(line, { d: path([[x, y - 10], [x, HEIGHT - 24]]) });
    text.textContent = `${words} ${format(view[/** @type {"whole"} */ (name)], 2)}`;
    const outer = view[/** @type {"whole"} */ (name)] >= (view.whole + view.mean) / 2; // outwards, so that no line crosses a name
    const fits = { left: x > NAME, right: width - x > NAME };
    const right = fits.left && fits.right ? outer : x < width / 2;
    set(text, { x: right ? x + 7 : x - 7, y, "text-anchor": right ? "start" : "end" });
  }
}
