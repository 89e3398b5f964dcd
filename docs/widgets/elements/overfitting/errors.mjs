/** Error against degree, on old and on new points; a press chooses the degree. */
import { html, set, svg } from "../../lib/dom.mjs";
import { clamp, linear, path } from "../../lib/scales.mjs";
import { showError } from "./words.mjs";

const HEIGHT = 222;
const [FLOOR, ROOF] = [-3, 2]; // powers of ten that are drawn; what lies outside stands on the edge
const LINES = /** @type {const} */ ([["old", "old points"], ["fresh", "new points"]]);
const TICKS = { "-3": "\u2264 0.001", "-2": "0.01", "-1": "0.1", 0: "1", 1: "10", 2: "\u2265 100" };

/** The chart. */
export class Errors {
  /** @param {(degree: number) => void} choose */
  constructor(choose) {
    this.grid = svg("path", { class: "dl-grid" });
    this.now = svg("rect", { class: "of-now", y: 8, height: HEIGHT - 42 });
    this.texts = svg("g", { class: "dl-tick" });
    this.lines = LINES.map(([name, words]) => {
      const line = svg("path", { class: "of-line" });
      const marks = svg("g", {});
      const label = svg("text", { class: "of-label" }, words);
      return { name, line, marks, label, node: svg("g", { class: `of-${name}` }, line, marks, label) };
    });
    const parts = [this.now, this.grid, this.texts, ...this.lines.map(({ node }) => node)];
    this.plot = svg("svg", { class: "of-errors", role: "img" }, ...parts);
    this.plot.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const { left } = this.plot.getBoundingClientRect();
      choose(clamp(Math.round(this.x.invert(event.clientX - left)), 0, 9));
    });
    this.node = html("div", { class: "of-chart" }, html("p", { class: "of-title" }, "Mean squared error by degree"), this.plot);
  }

  /**
   * @param {import("./words.mjs").Fit[]} fits one a degree
   * @param {number} degree
   */
  draw(fits, degree) {
    this.#lay();
    const band = this.x(1) - this.x(0);
    set(this.now, { x: this.x(degree) - band / 2, width: band });
    for (const { name, line, marks, label } of this.lines) {
      const points = fits.map((fit, i) => /** @type {[number, number]} */ ([this.x(i), this.#height(fit[name])]));
      set(line, { d: path(points) });
      marks.replaceChildren(...points.map(([x, y], i) => mark(name, x, y, i === degree ? 6 : 3.2)));
      set(label, { ...this.#labelAt(name, points), "text-anchor": "middle" });
    }
    const { old, fresh } = fits[degree];
    const words = `Line chart of the error over the degrees 0 to 9. At degree ${degree} it is ${showError(old)} on old points and ${showError(fresh)} on new ones.`;
    set(this.plot, { "aria-label": words });
  }

  /**
   * Above the line of the new points, and below that of the old ones where there is room.
   * @param {"old" | "fresh"} name
   * @param {[number, number][]} points
   */
  #labelAt(name, points) {
    const middle = name === "old" ? 7 : 4;
    const heights = points.slice(middle - 1, middle + 2).map(([, y]) => y);
    const low = Math.max(...heights) + 20;
    if (name === "old" && low + 6 < this.y(FLOOR)) return { x: points[middle][0], y: low };
    return { x: points[middle][0], y: Math.max(Math.min(...heights) - 11, 12) };
  }

  /** @param {number} error */
  #height(error) {
    return this.y(clamp(Math.log10(Math.max(error, 1e-9)), FLOOR, ROOF));
  }

  #lay() {
    const width = this.plot.clientWidth || 300;
    if (width === this.width) return;
    this.width = width;
    this.x = linear([0, 9], [66, width - 14]);
    this.y = linear([FLOOR, ROOF], [HEIGHT - 40, 14]);
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    const levels = Object.keys(TICKS).map(Number);
    set(this.grid, { d: levels.map((level) => path([[54, this.y(level)], [width - 4, this.y(level)]])).join("") });
    const up = Object.entries(TICKS).map(([level, text]) => svg("text", { x: 48, y: this.y(Number(level)) + 4, "text-anchor": "end" }, text));
    const along = Array.from({ length: 10 }, (_, i) => svg("text", { x: this.x(i), y: HEIGHT - 20, "text-anchor": "middle" }, String(i)));
    this.texts.replaceChildren(...up, ...along, svg("text", { x: width - 4, y: HEIGHT - 4, "text-anchor": "end" }, "degree"));
  }
}

/**
 * @param {"old" | "fresh"} name the two lines differ in the shape of their marks as well
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
function mark(name, x, y, r) {
  if (name === "old") return svg("circle", { cx: x, cy: y, r });
  return svg("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, rx: 1 });
}
