/** All trainings side by side: the error that each takes home, on a stem from the lowest that it could have had. */
import { set, svg } from "../../lib/dom.mjs";
import { clamp, path } from "../../lib/scales.mjs";
import { logarithmic, text } from "./axis.mjs";

const HEIGHT = 190;
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 16, 26, 156];

/** The lower drawing; a reader can point at a training. */
export class Crowd {
  /** @param {(place: number) => void} choose called with the place of the training under the reader's finger, from 0 */
  constructor(choose) {
    this.band = svg("rect", { class: "cp-band" });
    this.grid = svg("path", { class: "dl-grid" });
    this.stems = svg("path", { class: "cp-stems" });
    this.dots = svg("g", {});
    this.ticks = svg("g", { class: "dl-tick" });
    this.node = svg("svg", { class: "cp-plot cp-crowd", role: "img" }, this.band, this.grid, this.stems, this.ticks, this.dots);
    this.count = 1;
    this.#listen(choose);
  }

  /**
   * @param {number[][]} curves
   * @param {number[]} kept the kept epoch of each
   * @param {number} chosen the place of the training above, from 0
   * @param {[number, number]} range of the errors
   */
  draw(curves, kept, chosen, range) {
    const width = this.node.clientWidth || 480;
    this.count = curves.length;
    this.step = (width - LEFT - RIGHT) / curves.length;
    const x = (/** @type {number} */ place) => LEFT + (place + 0.5) * this.step;
    const { scale: y, ticks } = logarithmic(range, [BOTTOM, TOP]);
    set(this.node, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, "aria-label": this.#words(curves, kept) });
    set(this.grid, { d: ticks.map((value) => path([[LEFT, y(value)], [width - RIGHT, y(value)]])).join("") });
    set(this.band, { x: x(chosen) - this.step / 2, y: TOP - 8, width: this.step, height: BOTTOM - TOP + 34 });
    const homes = curves.map((errors, i) => errors[kept[i] - 1]);
    const lows = curves.map((errors) => Math.min(...errors));
    set(this.stems, { d: homes.map((home, i) => path([[x(i), y(home)], [x(i), y(lows[i])]])).join("") });
    const dot = (/** @type {number} */ place, /** @type {number} */ error, /** @type {string} */ look, r = 4) =>
      svg("circle", { class: look, cx: x(place).toFixed(2), cy: y(error).toFixed(2), r });
    const rings = lows.map((low, i) => dot(i, low, "cp-lowest", 4.5));
    this.dots.replaceChildren(...rings, ...homes.map((home, i) => dot(i, home, "cp-kept")));
    this.#tick(ticks, width, x, y);
  }

  /**
   * @param {number[]} ticks
   * @param {number} width
   * @param {(place: number) => number} x
   * @param {(error: number) => number} y
   */
  #tick(ticks, width, x, y) {
    const up = ticks.map((value) => text(LEFT - 8, y(value) + 4, String(value), "end"));
    const few = this.step < 22 ? [1, 5, 10, 15, 20] : Array.from({ length: this.count }, (_, i) => i + 1);
    const along = few.map((seed) => text(x(seed - 1), BOTTOM + 20, String(seed), "middle"));
    this.ticks.replaceChildren(...up, ...along, text(width - RIGHT, HEIGHT - 1, "seed", "end"));
  }

  /**
   * @param {number[][]} curves
   * @param {number[]} kept
   */
  #words(curves, kept) {
    const same = curves.filter((errors, i) => errors[kept[i] - 1] === Math.min(...errors)).length;
    const what = "the kept error of each above the lowest it could have had";
    return `Dot chart of ${curves.length} nets on a logarithmic axis: ${what}. For ${same} of them the two are the same.`;
  }

  /** @param {(place: number) => void} choose */
  #listen(choose) {
    this.node.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const { left } = this.node.getBoundingClientRect();
      choose(clamp(Math.floor((event.clientX - left - LEFT) / this.step), 0, this.count - 1));
    });
  }
}
