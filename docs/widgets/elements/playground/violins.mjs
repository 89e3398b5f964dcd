/** What goes forward and what comes back in each layer, as histograms on end that stand below the layers. */
import { html, set, svg } from "../../lib/dom.mjs";
import { BINS, DECADES } from "../../lib/playground/probe.mjs";
import { format, linear, path } from "../../lib/scales.mjs";
import { GUTTER, columns } from "./places.mjs";

const HEIGHT = 142;
const [TOP, BOTTOM] = [8, HEIGHT - 20];

/** One chart of histograms. */
export class Violins {
  /**
   * @param {string} title
   * @param {"forward" | "backward"} way
   */
  constructor(title, way) {
    this.way = way;
    this.grid = svg("path", { class: "dl-grid" });
    this.texts = svg("g", { class: "dl-tick" });
    this.bodies = svg("g", { class: `pg-violins pg-${way}` });
    this.notes = svg("g", { class: "pg-notes" });
    this.idle = svg("path", { class: "pg-idle" });
    this.plot = svg("svg", { role: "img", "aria-label": "Histograms by layer" }, this.grid, this.texts, this.idle, this.bodies, this.notes);
    this.node = html("div", { class: "pg-chart" }, html("p", { class: "pg-title" }, title), this.plot);
  }

  /** @param {import("../../lib/playground/probe.mjs").View | null} view */
  draw(view) {
    const width = this.plot.clientWidth || 400;
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    const layers = view ? (this.way === "forward" ? view.layers.slice(0, -1) : view.layers) : [];
    const range = this.way === "forward" ? view?.range ?? [0, 1] : DECADES;
    const middles = columns(width, Math.max((view?.layers.length ?? 1) - 1, 0)).slice(1);
    const y = linear(range, [BOTTOM, TOP]);
    const reach = Math.min(((middles[0] ?? 80) - GUTTER) * 0.46, 22);
    this.#scale(range, y, width);
    const shapes = layers.map((layer, i) => svg("path", { d: violin(layer[this.way], middles[i], reach, y, range) }));
    this.bodies.replaceChildren(...shapes);
    const asleep = layers.map(({ idle }, i) => path([[middles[i] - idle * reach, y(0)], [middles[i] + idle * reach, y(0)]]));
    set(this.idle, { d: this.way === "forward" ? asleep.join("") : "" });
    const notes = layers.map((layer) => note(this.way, layer, reach > 18));
    this.notes.replaceChildren(...notes.map(([text, bad], i) => svg("text", { x: middles[i], y: HEIGHT - 4, class: bad ? "pg-bad" : "" }, text)));
    set(this.plot, { "aria-label": this.#words(layers) });
  }

  /**
   * @param {[number, number]} range
   * @param {(value: number) => number} y
   * @param {number} width
   */
  #scale([low, high], y, width) {
    const forward = this.way === "forward";
    const levels = forward ? (low < 0 && high > 0 ? [low, 0, high] : [low, high]) : [-6, -3, 0, 3];
    set(this.grid, { d: levels.map((level) => path([[GUTTER - 10, y(level)], [width - 4, y(level)]])).join("") });
    const label = (/** @type {number} */ level) => (forward ? short(level) : POWERS[level]);
    this.texts.replaceChildren(...levels.map((level) => svg("text", { x: GUTTER - 14, y: y(level) + 4, "text-anchor": "end" }, label(level))));
  }

  /** @param {import("../../lib/playground/probe.mjs").LayerView[]} layers */
  #words(layers) {
    const forward = this.way === "forward";
    const each = layers.map(({ silent, saturated, signal, units }, i) => {
      if (!forward) return `layer ${i + 1}: root mean square ${signal.toExponential(1)}`;
      return `layer ${i + 1}: ${silent} of ${units} units silent, ${Math.round(100 * saturated)} % saturated`;
    });
    const what = forward ? "activations" : "derivatives of the cost by the weighted inputs";
    return `Histograms of ${what}${each.length ? `; ${each.join("; ")}` : ""}.`;
  }
}

/** @type {Record<number, string>} */
const POWERS = { "-6": "10\u207b\u2076", "-3": "0.001", 0: "1", 3: "1,000" };

/**
 * Both sides of a histogram around a line.
 * @param {ArrayLike<number>} shares
 * @param {number} middle
 * @param {number} reach
 * @param {(value: number) => number} y
 * @param {[number, number]} range
 */
function violin(shares, middle, reach, y, [low, high]) {
  const most = Math.max(...Array.from(shares), 1e-9);
  const edge = (/** @type {number} */ bin) => y(low + ((high - low) * bin) / BINS);
  let shape = "";
  for (let bin = 0; bin < BINS; bin++) {
    if (shares[bin] === 0) continue;
    const half = Math.max((shares[bin] / most) * reach, 0.6);
    shape += path([[middle - half, edge(bin)], [middle + half, edge(bin)], [middle + half, edge(bin + 1)], [middle - half, edge(bin + 1)]]) + "Z";
  }
  return shape;
}

/**
 * What is worth saying below a layer, and whether it is bad news.
 * @param {"forward" | "backward"} way
 * @param {import("../../lib/playground/probe.mjs").LayerView} layer
 * @param {boolean} roomy
 * @returns {[string, boolean]}
 */
function note(way, { silent, saturated, zeros, idle }, roomy) {
  const say = (/** @type {number} */ share, /** @type {string} */ what) => `${Math.round(100 * share)}${roomy ? ` % ${what}` : "%"}`;
  if (way === "backward") return [zeros > 0.005 ? say(zeros, "zero") : "", zeros > 0.99];
  if (silent > 0) return [roomy ? `${silent} silent` : `${silent}\u00d7`, true];
  if (saturated > 0.1) return [say(saturated, "flat"), true];
  return [idle > 0.005 ? say(idle, "zero") : "", false];
}

/** @param {number} value */
const short = (value) => format(value, Math.abs(value) >= 1 || value === 0 ? 0 : 2);
