/** Descent over weight and bias, in batches of any size, on the cost of twelve pebbles. */
import { button } from "../lib/controls.mjs";
import { html, set, svg } from "../lib/dom.mjs";
import { X, cost, curvatures, descend, hessian, indexAt, steepestLimit } from "../lib/pebbles.mjs";
import { clamp, format, snap } from "../lib/scales.mjs";
import { SteppedWidget } from "../lib/stepped.mjs";
import { BowlMap } from "./descent-2d/map.mjs";
import { Scatter } from "./descent-2d/scatter.mjs";
import { describe, distance, turn } from "./descent-2d/words.mjs";

const EPOCHS = 20;
const ARRIVED = 0.05; // this near to the lowest point the trilobite is content
const LIMIT = 2 / curvatures(hessian()).large;
const THUMB = 8;

/** The element `<dl-descent-2d>`; attributes named like its fields change their defaults. */
export default class Descent2d extends SteppedWidget {
  static key = "descent";
  static title = "Interactive figure: descent in mini-batches on a map";
  static counter = "seen";
  static pace = 12; // examples a second
  static fields = {
    batch: { value: 1, min: 1, max: X.length, step: 1 },
    rate: { value: 0.1, min: 0.01, max: 0.8, step: 0.01 },
    seed: { value: 5, min: 0, max: 999, step: 1 },
    weight: { value: 3, min: -0.6, max: 3.9, step: 0.01 },
    bias: { value: 1.25, min: -1.1, max: 2.2, step: 0.01 },
    seen: { value: 24, min: 0, max: EPOCHS * X.length, step: 1 },
  };

  /** The end of the walk, which is near when it was lost. */
  get end() {
    const { own } = this.walks();
    return own[own.length - 1].seen;
  }

  /** How many pebbles have been asked when the next step is done. */
  get next() {
    const { own } = this.walks();
    const i = indexAt(own, this.state.seen);
    return own[Math.min(i + 1, own.length - 1)].seen;
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.map = new BowlMap(([w, b]) => this.touch({ weight: snap(w, 0.01), bias: snap(b, 0.01) }));
    this.scatter = new Scatter();
    this.#makeNumbers();
    const keys = [["d2-key-way", "this walker"], ["d2-key-other", "batch descent, same work"], ["d2-key-next", "next step"], ["d2-key-whole", "the step that all twelve would take"], ["d2-key-hill", "the hill that the next batch sees"]];
    const legend = html("ul", { class: "d2-legend" }, ...keys.map(([look, name]) => html("li", { class: look }, name)));
    body.append(
      this.#transport(),
      html("div", { class: "d2-pictures" }, this.map.node, html("div", { class: "d2-side" }, this.scatter.node, this.readout)),
      legend,
      this.status ?? "",
      this.#settings(),
      html("p", { class: "dl-small" }, "Drag on the map to start somewhere else. Each gradient is computed from the very pebbles that are filled in the plot beside the map."),
    );
  }

  draw() {
    const { batch, rate, seed, seen } = this.state;
    const { own, whole } = this.walks();
    const i = indexAt(own, seen);
    const j = indexAt(whole, seen);
    const arrived = distance(own[i]) < ARRIVED;
    this.map.draw({ way: own.slice(0, i + 1), other: whole.slice(0, j + 1), rate, arrived, label: `Contour map of the cost over weight and bias. ${this.describe()}` });
    this.scatter.draw(own[i]);
    this.#showNumbers(own[i]);
    this.seedShown.textContent = `seed ${seed}`;
    this.#ruler(batch);
    this.drawControls();
  }

  /** @param {number} pebbles how many more are asked */
  advance(pebbles) {
    this.put({ seen: this.state.seen + pebbles });
  }

  /** As much work stays done as the walk can do. @param {import("../lib/url-state.mjs").State} part */
  put(part) {
    super.put(part);
    this.state.seen = Math.min(this.state.seen, this.end);
  }

  describe() {
    const { batch, seen } = this.state;
    const { own, whole } = this.walks();
    const [i, j] = [own, whole].map((steps) => indexAt(steps, seen));
    return describe({ step: own[i], count: i, batch, seen: own[i].seen, other: { step: whole[j], count: j } });
  }

  /** This walker's descent and that of all twelve, computed anew only when something they depend on has changed. */
  walks() {
    const { batch, rate, seed, weight, bias } = this.state;
    const cause = [batch, rate, seed, weight, bias].join(" ");
    if (this.cause !== cause) {
      const how = { rate, seed, epochs: EPOCHS, start: /** @type {[number, number]} */ ([weight, bias]) };
      const [own, whole] = [batch, X.length].map((size) => descend({ ...how, batch: size }));
      this.cause = cause;
      this.known = { own, whole, limit: steepestLimit(own) };
    }
    return /** @type {{own: import("../lib/pebbles.mjs").Step[], whole: import("../lib/pebbles.mjs").Step[], limit: number}} */ (this.known);
  }

  #transport() {
    const again = button("Shuffle anew", () => this.touch({ seed: (this.state.seed + 1) % 1000 }));
    this.seedShown = html("span", { class: "d2-seed" });
    return this.transport("", String, again, this.seedShown);
  }

  #settings() {
    const names = { 1: "1: incremental", [X.length]: `${X.length}: all at once` };
    const batch = this.addSlider("batch", "Batch size B", (value) => names[/** @type {1} */ (value)] ?? String(value));
    const rate = this.addSlider("rate", "Learning rate \u03b7", (value) => format(value, 2));
    const seen = this.addSlider("seen", "Pebbles asked", (value) => `${value}, epoch ${Math.floor(value / X.length)}`);
    this.marks = svg("svg", { class: "d2-ruler", "aria-hidden": "true", height: 36 });
    rate.append(this.marks);
    return html("div", { class: "d2-settings" }, batch, rate, seen);
  }

  /** Mark the limits under the slider of the rate. @param {number} batch */
  #ruler(batch) {
    const width = this.marks.clientWidth || 240;
    const { min, max } = Descent2d.fields.rate;
    const x = (/** @type {number} */ rate) => THUMB + (clamp((rate - min) / (max - min), 0, 1)) * (width - 2 * THUMB);
    const mark = (/** @type {number} */ limit, /** @type {string} */ name, /** @type {1 | 2} */ row) => {
      const [at, y] = [x(limit), row === 1 ? 14 : 30];
      const words = svg("text", { x: row === 1 ? at - 5 : at + 5, y, "text-anchor": row === 1 ? "end" : "start" }, `${name}: ${format(limit, 2)}`);
      return svg("g", { class: `d2-mark d2-mark-${row}` }, svg("path", { d: `M${at} 0V${y}` }), words);
    };
    const own = batch === 1 ? "2/h, steepest pebble" : "2/h, steepest batch";
    const marks = [...(batch < X.length ? [mark(this.walks().limit, own, 2)] : []), mark(LIMIT, "2/h, all 12", 1)];
    set(this.marks, { viewBox: `0 0 ${width} 36` });
    this.marks.replaceChildren(...marks);
  }

  #makeNumbers() {
    const names = [["weight", "w"], ["bias", "b"], ["cost", "cost C"], ["distance", "from lowest point"], ["turn", "off the way of all"]];
    this.numbers = Object.fromEntries(names.map(([key]) => [key, html("dd", { "data-number": key })]));
    this.readout = html("dl", { class: "d2-numbers" }, ...names.map(([key, name]) => html("div", {}, html("dt", {}, name), this.numbers[key])));
  }

  /** @param {import("../lib/pebbles.mjs").Step} step */
  #showNumbers(step) {
    const angle = step.rows.length ? turn(step) : null;
    const texts = { weight: format(step.place[0], 3), bias: format(step.place[1], 3), cost: format(cost(step.place), 3), distance: format(distance(step), 3), turn: angle === null ? "\u2013" : `${format(angle, 0)}\u00b0` };
    for (const [key, text] of Object.entries(texts)) this.numbers[key].textContent = text;
  }
}
