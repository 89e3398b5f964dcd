/** A ladder of hills: for each layer, where the sizes of its numbers lie on a scale of powers of ten. */
import { html, set, svg } from "../../lib/dom.mjs";
import { histogram } from "../../lib/init-lab.mjs";
import { linear, path } from "../../lib/scales.mjs";
import { sizeText, tens } from "./words.mjs";

const [HEIGHT, TOP, BOTTOM] = [372, 26, 26];
const [LEFT, RIGHT] = [30, 68];
const BINS = 40;
const CEILING = 46; // px, the tallest hill

/**
 * @typedef {import("../../lib/init-lab.mjs").Rung} Rung
 * @typedef {[number, number][]} Points
 */

/** One of the two ladders. */
export class Ladder {
  /**
   * @param {"forward" | "backward"} way
   * @param {string} title
   */
  constructor(way, title) {
    this.way = way;
    this.title = title;
    this.grid = svg("path", { class: "dl-grid" });
    this.one = svg("path", { class: "il-one" });
    this.ticks = svg("g", { class: "dl-tick" });
    this.rows = svg("g");
    this.other = svg("path", { class: "il-other" });
    this.thread = svg("path", { class: "il-thread" });
    this.apart = svg("path", { class: "il-apart-thread" });
    this.marks = svg("g");
    const parts = [this.grid, this.one, this.rows, this.other, this.apart, this.thread, this.marks, this.ticks];
    this.plot = svg("svg", { class: "il-plot", role: "img" }, ...parts);
    this.node = html("div", { class: `il-ladder il-${way}` }, html("p", { class: "il-title" }, title), this.plot);
  }

  /**
   * @param {Rung[]} rungs from the lowest layer on
   * @param {Rung[] | null} other those of the net to compare with
   * @param {[number, number]} range powers of ten
   * @param {number} depth hidden layers
   */
  draw(rungs, other, range, depth) {
    const width = this.plot.clientWidth || 340;
    const x = linear(range, [LEFT, width - RIGHT]);
    const gap = (HEIGHT - TOP - BOTTOM) / (depth + 1);
    const first = depth + 1 - rungs.length; // the inputs have no gradient here
    const y = (/** @type {number} */ i) => HEIGHT - BOTTOM - gap * (first + i) - 6;
    const place = (/** @type {number} */ value) => x(Math.min(Math.max(Math.log10(value), range[0]), range[1]));
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    this.#axis(x, range, width);
    const tall = Math.min(1.7 * gap, CEILING);
    this.rows.replaceChildren(...rungs.map((rung, i) => this.#row(rung, first + i, y(i), { x, range, tall, end: width - RIGHT })).reverse());
    const spots = (/** @type {number[]} */ values) => values.flatMap((value, i) => (seen(value) ? [/** @type {[number, number]} */ ([place(value), y(i)])] : []));
    const sizes = spots(rungs.map(({ size }) => size));
    const aparts = this.way === "forward" ? spots(rungs.map(({ apart }) => apart)) : [];
    set(this.thread, { d: path(sizes) });
    set(this.apart, { d: path(aparts) });
    set(this.other, { d: path(other ? spots(other.map(({ size }) => size)) : []) });
    const dots = sizes.map(([cx, cy]) => svg("circle", { class: "il-dot", cx, cy, r: Math.min(4, gap / 3.4) }));
    this.marks.replaceChildren(...dots, ...aparts.map(([cx, cy]) => diamond(cx, cy, Math.min(5, gap / 3))));
    const [low, high] = [rungs[0], rungs[rungs.length - 1]].map(({ size }) => sizeText(size));
    set(this.plot, { "aria-label": `${this.title}: histograms of powers of ten, one a layer; the size is ${low} at the bottom and ${high} at the top.` });
  }

  /**
   * @param {ReturnType<typeof linear>} x
   * @param {[number, number]} range
   * @param {number} width
   */
  #axis(x, [low, high], width) {
    const step = [1, 2, 5, 10].find((one) => (x(one) - x(0)) >= 46) ?? 10;
    const powers = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((power) => power % step === 0);
    const down = (/** @type {number} */ power) => path([[x(power), TOP - 8], [x(power), HEIGHT - BOTTOM]]);
    set(this.grid, { d: powers.map(down).join("") });
    set(this.one, { d: down(0) });
    const texts = powers.map((power) => svg("text", { x: x(power), y: HEIGHT - 8, "text-anchor": "middle" }, tens(power)));
    this.ticks.replaceChildren(...texts, svg("text", { x: width, y: 12, "text-anchor": "end" }, "size"), svg("text", { x: 0, y: 12 }, "layer"));
  }

  /**
   * @param {Rung} rung
   * @param {number} layer 0 for the inputs
   * @param {number} base where its hill stands
   * @param {{x: ReturnType<typeof linear>, range: [number, number], tall: number, end: number}} frame
   */
  #row(rung, layer, base, { x, range, tall, end }) {
    const shares = histogram(rung.values, range, BINS);
    const most = Math.max(...shares, 1e-9);
    const middle = (/** @type {number} */ i) => range[0] + ((i + 0.5) * (range[1] - range[0])) / BINS;
    const points = /** @type {Points} */ ([...shares].map((share, i) => [x(middle(i)), base - (tall * share) / most]));
    const outline = path([[x(range[0]), base], ...points, [x(range[1]), base]]);
    return svg(
      "g",
      { class: "il-row", "data-layer": layer, "data-size": rung.size.toPrecision(9), "data-apart": rung.apart.toPrecision(9) },
      svg("path", { class: "il-hill", d: shares.some((share) => share > 0) ? `${outline}Z` : "" }),
      svg("path", { class: "dl-grid", d: path([[LEFT, base], [end, base]]) }),
      svg("text", { class: "il-layer", x: LEFT - 8, y: base + 4, "text-anchor": "end" }, layer ? String(layer) : "in"),
      svg("text", { class: "il-size", x: end + 8, y: base + 4 }, sizeText(rung.size)),
    );
  }
}

/** @param {number} size */
const seen = (size) => size > 0 && Number.isFinite(size);

/**
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
const diamond = (x, y, r) => svg("path", { class: "il-apart", d: `${path([[x, y - r], [x + r, y], [x, y + r], [x - r, y]])}Z` });
