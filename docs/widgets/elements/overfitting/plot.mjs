/** The points, the curve, and how far it misses them; the old points can be moved. */
import { set, svg, uniqueId } from "../../lib/dom.mjs";
import { polynomial } from "../../lib/least-squares.mjs";
import { NEW, SOURCE } from "../../lib/overfitting-points.mjs";
import { clamp, format, linear, path } from "../../lib/scales.mjs";

const HEIGHT = 300;
const [LOW, HIGH] = [-0.2, 5.4];
const GRID = Array.from({ length: 241 }, (_, i) => -1 + i / 120);
const SHOWN = NEW.x.map((x, i) => [x, NEW.y[i]]).filter((_, i) => i % 40 === 20); // those of the still figure
const STRIDE = 0.02; // of an arrow key; with Shift ten times as much
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The drawing. */
export class Plot {
  /**
   * @param {number} count how many points can be moved
   * @param {(i: number, x: number, y: number) => void} move called with a point's number and where the reader wants it
   */
  constructor(count, move) {
    const id = uniqueId("of-clip");
    this.frame = svg("rect", { x: 0, y: 0, width: 0, height: HEIGHT });
    this.grid = svg("path", { class: "dl-grid" });
    this.source = svg("path", { class: "of-source" });
    this.misses = svg("path", { class: "of-misses" });
    this.curve = svg("path", { class: "of-curve" });
    this.fresh = svg("g", { class: "of-new" });
    this.texts = svg("g", { class: "dl-tick" });
    this.name = svg("text", { class: "of-source-name" }, "their source");
    this.points = Array.from({ length: count }, (_, i) => this.#point(i, move));
    const inside = svg("g", { "clip-path": `url(#${id})` }, this.source, this.fresh, this.misses, this.curve);
    const parts = [svg("clipPath", { id }, this.frame), this.grid, inside, this.texts, this.name, ...this.points];
    this.node = svg("svg", { class: "of-plot", role: "group", "aria-label": "Eight points that can be moved, and the curve through them" }, ...parts);
  }

  /**
   * @param {number[]} x
   * @param {number[]} y
   * @param {number[]} w the curve's coefficients
   */
  draw(x, y, w) {
    this.#lay();
    this.places = { x, y };
    const curve = GRID.map((value) => /** @type {[number, number]} */ ([this.x(value), this.y(clamp(polynomial(w, value), -1e3, 1e3))]));
    set(this.curve, { d: path(curve) });
    const bar = (/** @type {number} */ value, /** @type {number} */ i) => {
      const end = clamp(polynomial(w, value), -1e3, 1e3);
      return path([[this.x(value), this.y(y[i])], [this.x(value), this.y(end)]]);
    };
    set(this.misses, { d: x.map(bar).join("") });
    this.points.forEach((point, i) => {
      const where = `x ${format(x[i], 3)}, y ${format(y[i], 3)}`;
      set(point, { transform: `translate(${this.x(x[i]).toFixed(1)} ${this.y(y[i]).toFixed(1)})`, "aria-valuetext": where, "aria-valuenow": y[i] });
    });
  }

  #lay() {
    const width = this.node.clientWidth || 400;
    if (width === this.width) return;
    this.width = width;
    this.x = linear([-1.04, 1.04], [22, width - 6]);
    this.y = linear([LOW, HIGH], [HEIGHT - 22, 8]);
    set(this.node, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    set(this.frame, { x: 22, y: 0, width: width - 28, height: HEIGHT - 20 });
    const across = (/** @type {number} */ level) => path([[22, this.y(level)], [width - 6, this.y(level)]]);
    set(this.grid, { d: [0, 2, 4].map(across).join("") });
    set(this.source, { d: path(GRID.map((value) => [this.x(value), this.y(polynomial(SOURCE, value))])) });
    set(this.name, { x: this.x(-0.42), y: this.y(2.75) });
    this.fresh.replaceChildren(...SHOWN.map(([a, b]) => svg("rect", { x: this.x(a) - 2.8, y: this.y(b) - 2.8, width: 5.6, height: 5.6, rx: 1 })));
    const up = [0, 2, 4].map((value) => svg("text", { x: 16, y: this.y(value) + 4, "text-anchor": "end" }, String(value)));
    const along = [-1, 0, 1].map((value) => svg("text", { x: this.x(value), y: HEIGHT - 5, "text-anchor": "middle" }, format(value, 0)));
    this.texts.replaceChildren(...up, ...along);
  }

  /**
   * @param {number} i
   * @param {(i: number, x: number, y: number) => void} move
   */
  #point(i, move) {
    const range = { "aria-valuemin": 0, "aria-valuemax": 5, "aria-valuenow": 0 };
    const label = `Point ${i + 1}, moved by the arrow keys`;
    const node = svg("g", { class: "of-point", role: "slider", tabindex: 0, "aria-label": label, ...range });
    node.append(svg("circle", { class: "of-reach", r: 17 }), svg("circle", { class: "of-dot", r: 6.5 }));
    const follow = (/** @type {PointerEvent} */ event) => {
      const { left, top } = this.node.getBoundingClientRect();
      move(i, this.x.invert(event.clientX - left), this.y.invert(event.clientY - top));
    };
    node.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      if (event.button === 0) node.setPointerCapture(event.pointerId);
    });
    node.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (node.hasPointerCapture(event.pointerId)) follow(event);
    });
    node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const way = /** @type {any} */ (KEYS)[event.key];
      if (!way) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 * STRIDE : STRIDE;
      move(i, this.places.x[i] + far * way[0], this.places.y[i] + far * way[1]);
    });
    return node;
  }
}
