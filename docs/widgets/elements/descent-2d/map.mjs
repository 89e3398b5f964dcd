/** The map: the cost of all twelve pebbles from above, the walker's way, batch descent's way, and the next batch's own hill. */
import { arrow } from "../../lib/arrow.mjs";
import { set, svg, uniqueId } from "../../lib/dom.mjs";
import { listenToDrag } from "../../lib/drag.mjs";
import { ALL, LEVELS, X, Y, cost, curvatures, gradient, hessian, lowest } from "../../lib/pebbles.mjs";
import { clamp, linear, path } from "../../lib/scales.mjs";
import { Animal } from "../trilobite-descent/animal.mjs";

/**
 * @typedef {import("../../lib/pebbles.mjs").Place} Place
 * @typedef {import("../../lib/pebbles.mjs").Step} Step
 * @typedef {object} View
 * @property {Step[]} way the walker's steps so far, the present one last
 * @property {Step[]} other those of batch descent for the same work
 * @property {number} rate
 * @property {boolean} arrived
 * @property {string} label
 */

const [LEFT, RIGHT, LOW, HIGH] = [-0.6, 3.9, -1.1, 2.2]; // weights and biases on the map, both at one scale

/** One map; a reader can put the walker somewhere else. */
export class BowlMap {
  /** @param {(place: Place) => void} drag */
  constructor(drag) {
    const clip = uniqueId("d2-clip");
    this.frame = svg("rect", { rx: 8 });
    this.ground = svg("rect", { class: "d2-high" });
    this.contours = svg("g", { class: "d2-contours" });
    this.hill = svg("g", { class: "d2-hill" });
    this.other = svg("path", { class: "d2-other" });
    this.way = svg("path", { class: "d2-way" });
    this.dots = svg("g", { class: "d2-dots" });
    this.whole = svg("path", { class: "d2-whole" });
    this.next = svg("path", { class: "d2-next" });
    this.animal = new Animal();
    this.centre = svg("path", { class: "d2-lowest" });
    this.names = ["weight w \u2192", "bias b \u2192"].map((name) => svg("text", { class: "dl-tick" }, name));
    const inside = svg("g", { "clip-path": `url(#${clip})` }, this.ground, this.contours, this.centre, this.hill, this.other, this.way, this.dots);
    inside.append(this.animal.node, this.whole, this.next);
    this.node = svg("svg", { class: "d2-map", role: "img" }, svg("clipPath", { id: clip }, this.frame), inside, ...this.names);
    listenToDrag(this.node, (x, y) => drag([this.x.invert(clamp(x, 0, this.width)), this.y.invert(clamp(y, 0, this.height))]));
  }

  /** @param {View} view */
  draw(view) {
    this.#fit();
    const here = view.way[view.way.length - 1];
    set(this.node, { "aria-label": view.label });
    set(this.way, { d: this.#line(view.way) });
    set(this.other, { d: this.#line(view.other) });
    this.dots.replaceChildren(...view.way.map(({ place }) => this.#dot(place)));
    this.#hill(here);
    const whole = this.#arrow(here.place, gradient(here.place), view.rate);
    const own = here.rows.length ? this.#arrow(here.place, gradient(here.place, here.rows), view.rate) : "";
    set(this.whole, { d: here.rows.length === X.length ? "" : whole });
    set(this.next, { d: own });
    const [x, y] = this.#spot(here.place);
    const [gw] = gradient(here.place, here.rows.length ? here.rows : ALL);
    const pose = view.arrived ? "content" : view.way.length > 1 ? "stepping" : "standing";
    this.animal.draw({ pose, length: clamp(0.1 * this.width, 34, 48), x, y, tilt: 0, facing: gw > 0 ? -1 : 1, phase: 2 * view.way.length });
  }

  /** Fit the map and its contour lines to the present width. */
  #fit() {
    const width = this.node.clientWidth || 480;
    if (width === this.width) return;
    this.width = width;
    this.scale = width / (RIGHT - LEFT);
    this.height = Math.round(this.scale * (HIGH - LOW));
    this.x = linear([LEFT, RIGHT], [0, width]);
    this.y = linear([LOW, HIGH], [this.height, 0]);
    set(this.node, { viewBox: `0 0 ${width} ${this.height}`, height: this.height });
    for (const rect of [this.frame, this.ground]) set(rect, { width, height: this.height });
    const centre = /** @type {Place} */ (lowest());
    const rings = [...LEVELS].reverse().map((level, i) => shaped(svg("ellipse", { class: `d2-ring d2-ring-${i}` }), this.#ellipse(centre, ALL, level)));
    this.contours.replaceChildren(...rings);
    const [x, y] = this.#spot(centre);
    set(this.centre, { d: `M${x - 5} ${y}h10M${x} ${y - 5}v10` });
    set(this.names[0], { x: width - 8, y: this.height - 8, "text-anchor": "end" });
    set(this.names[1], { x: 14, y: 12, "text-anchor": "end", transform: "rotate(-90 14 12)" });
  }

  /** The line of equal cost of some examples at a level: an ellipse about their lowest point. */
  #ellipse(/** @type {Place} */ centre, /** @type {number[]} */ rows, /** @type {number} */ level) {
    const { small, large, angle } = curvatures(hessian(rows));
    const above = Math.max(level - cost(centre, rows), 0);
    const [cx, cy] = this.#spot(centre);
    const [rx, ry] = [large, small].map((h) => Math.sqrt((2 * above) / h) * this.scale);
    return { cx, cy, rx, ry, transform: `rotate(${(-angle * 180) / Math.PI} ${cx} ${cy})` };
  }

  /** The hill that the next batch sees: its line of equal cost through here and its lowest point, or the bottom of its trough. */
  #hill(/** @type {Step} */ { place, rows }) {
    if (rows.length === 0 || rows.length === X.length) return this.hill.replaceChildren();
    const own = lowest(rows);
    if (own === null) {
      const [i] = rows;
      const ends = [LEFT - 1, RIGHT + 1].map((w) => this.#spot([w, Y[i] - w * X[i]]));
      return this.hill.replaceChildren(svg("path", { class: "d2-trough", d: path(/** @type {any} */ (ends)) }));
    }
    const ring = shaped(svg("ellipse", { class: "d2-own" }), this.#ellipse(own, rows, cost(place, rows)));
    const [x, y] = this.#spot(own);
    return this.hill.replaceChildren(ring, svg("path", { class: "d2-trough", d: `M${x - 5} ${y - 5}l10 10M${x - 5} ${y + 5}l10 -10` }));
  }

  /** An arrow against a gradient, as long as the step. */
  #arrow(/** @type {Place} */ place, /** @type {Place} */ [gw, gb], /** @type {number} */ rate) {
    const [x, y] = this.#spot(place);
    return arrow([x, y], [-rate * gw * this.scale, rate * gb * this.scale]);
  }

  /** @param {Step[]} steps */
  #line(steps) {
    return path(steps.map(({ place }) => this.#spot(place)));
  }

  /** @param {Place} place */
  #dot(place) {
    const [x, y] = this.#spot(place);
    return svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 2.6 });
  }

  /** @param {Place} place @returns {[number, number]} */
  #spot([w, b]) {
    return [this.x(clamp(w, -50, 50)), this.y(clamp(b, -50, 50))];
  }
}

/** Set attributes and give the node back. */
function shaped(/** @type {SVGElement} */ node, /** @type {Record<string, string | number>} */ attributes) {
  set(node, attributes);
  return node;
}
