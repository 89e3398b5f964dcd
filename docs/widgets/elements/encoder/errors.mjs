/** The squared error of every output over the epochs, on a logarithmic axis. */
import { html, set, svg } from "../../lib/dom.mjs";
import { EPOCHS, EVERY, undecided } from "../../lib/encoder.mjs";
import { linear, path } from "../../lib/scales.mjs";
import { count } from "./words.mjs";

const HEIGHT = 176;
const SHRUG = 0.875; // (1 - 1/8)^2 + 7 (1/8)^2
const NAMED = [0.6, 0.46, 0.32, 0.18]; // errors at which a falling line gets its number, in turn
const TICKS = [5, 50, 500, 5000];

/** The chart. */
export class Errors {
  constructor() {
    this.grid = svg("path", { class: "dl-grid" });
    this.shrug = svg("path", { class: "en-shrug" });
    this.lines = Array.from({ length: 8 }, () => svg("path", { class: "en-line" }));
    this.texts = svg("g", { class: "dl-tick" });
    this.names = svg("g");
    this.plot = svg("svg", { role: "img" }, this.grid, this.shrug, this.texts, ...this.lines, this.names);
    this.node = html("div", {}, html("p", { class: "en-title" }, "Squared error of each output"), this.plot);
  }

  /**
   * @param {number[]} epochs some epochs up to now, the first of them 0
   * @param {import("../../lib/encoder.mjs").Moment[]} moments the encoder at these
   */
  draw(epochs, moments) {
    const width = this.plot.clientWidth || 320;
    const time = linear([Math.log(EVERY), Math.log(EPOCHS)], [26, width - 24]);
    this.x = (/** @type {number} */ epoch) => time(Math.log(epoch));
    this.y = linear([0, 1], [HEIGHT - 24, 12]);
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    this.#axes(width);
    const now = moments[moments.length - 1];
    const shown = epochs.map((epoch, n) => ({ epoch, errors: moments[n].errors })).filter(({ epoch }) => epoch > 0);
    const moods = now.codes.map((code) => (code.some(undecided) ? "open" : "set"));
    this.lines.forEach((line, i) => {
      set(line, { d: path(shown.map(({ epoch, errors }) => [this.x(epoch), this.y(Math.min(errors[i], 1.05))])), "data-mood": moods[i] });
    });
    this.#name(shown, moods);
    const words = now.errors.map((error, i) => `output ${i + 1} at ${error.toFixed(2)}`).join(", ");
    set(this.plot, { "aria-label": `Line chart of the squared error of each output; now ${words}.` });
  }

  /** @param {number} width */
  #axes(width) {
    const across = (/** @type {number} */ error) => path([[26, this.y(error)], [width - 24, this.y(error)]]);
    set(this.grid, { d: across(0) + across(0.5) + across(1) });
    set(this.shrug, { d: across(SHRUG) });
    const text = (/** @type {any} */ place, /** @type {string} */ anchor, /** @type {string} */ content) =>
      svg("text", { ...place, "text-anchor": anchor }, content);
    const up = [0, 0.5, 1].map((error) => text({ x: 20, y: this.y(error) + 4 }, "end", String(error)));
    const along = TICKS.map((epoch) =>
      text({ x: this.x(epoch), y: HEIGHT - 6 }, "middle", epoch === 5 ? "epoch 5" : count(epoch)),
    );
    const shrug = text({ x: this.x(6), y: this.y(SHRUG) + 16 }, "start", "always one in eight");
    this.texts.replaceChildren(...up, ...along, shrug);
  }

  /**
   * Write the number of each line where it falls.
   * @param {{epoch: number, errors: number[]}[]} shown
   * @param {string[]} moods
   */
  #name(shown, moods) {
    const height = (/** @type {number} */ i) => NAMED[i % NAMED.length];
    const order = moods
      .map((_, i) => ({ i, when: shown.findIndex(({ errors }) => errors[i] < 0.6) }))
      .filter(({ when }) => when >= 0)
      .sort((one, other) => one.when - other.when);
    const texts = order.flatMap(({ i }, rank) => {
      const at = shown.find(({ errors }) => errors[i] < height(rank));
      if (!at) return [];
      const place = { x: this.x(at.epoch) + 7, y: this.y(height(rank)) + 4 };
      return [svg("text", { class: "en-name", "data-mood": moods[i], ...place }, String(i + 1))];
    });
    this.names.replaceChildren(...texts);
  }
}
