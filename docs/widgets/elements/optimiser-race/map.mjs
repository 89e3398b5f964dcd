/** The map: the cost from above, the way of every runner with its letter at the end, and what the watched one remembers. */
import { set, svg, uniqueId } from "../../lib/dom.mjs";
import { listenToDrag } from "../../lib/drag.mjs";
import { between } from "../../lib/race-grounds.mjs";
import { RUNNERS } from "../../lib/race.mjs";
import { clamp, linear, path } from "../../lib/scales.mjs";
import { apart, badge } from "./badges.mjs";
import { memoryShape } from "./memory.mjs";

/**
 * @typedef {import("../../lib/race-grounds.mjs").Place} Place
 * @typedef {object} View
 * @property {import("../../lib/race-grounds.mjs").Ground} ground
 * @property {Place} start
 * @property {import("../../lib/race.mjs").Run[]} runs
 * @property {number} step
 * @property {number} watched
 * @property {import("../../lib/race.mjs").Memory} memory
 * @property {import("./memory.mjs").Scales} scales
 * @property {string} label
 */

const BADGE = 9; // radius of a letter's disc
const MEMORY = 46; // pixels that the largest memory of the race takes
const WILD = 400; // a line is not drawn farther out than so many pixels

/** One map; a reader can move the start. */
export class RaceMap {
  /** @param {(place: Place) => void} drag */
  constructor(drag) {
    const clip = uniqueId("or-clip");
    this.frame = svg("rect", { rx: 8 });
    this.high = svg("rect", { class: "or-high" });
    this.bands = svg("g", { class: "or-bands" });
    this.star = svg("path", { class: "or-star" });
    this.start = svg("circle", { class: "or-start", r: 5 });
    this.ways = RUNNERS.map(({ key }) => svg("path", { class: "or-way", "data-runner": key }));
    this.memory = svg("g", { class: "or-memory" });
    this.marks = svg("g", { class: "or-marks" });
    this.names = [svg("text", { class: "dl-tick" }), svg("text", { class: "dl-tick" })];
    const inside = svg("g", { "clip-path": `url(#${clip})` }, this.high, this.bands, this.start, ...this.ways, this.star);
    inside.append(this.memory);
    this.node = svg("svg", { class: "or-map", role: "img" }, svg("clipPath", { id: clip }, this.frame), inside, ...this.names, this.marks);
    listenToDrag(this.node, (x, y) => drag([this.x.invert(clamp(x, 0, this.width)), this.y.invert(clamp(y, 0, this.height))]));
  }

  /** @param {View} view */
  draw(view) {
    this.#fit(view.ground);
    set(this.node, { "aria-label": view.label });
    const [sx, sy] = this.#spot(view.start);
    set(this.start, { cx: sx, cy: sy });
    view.runs.forEach((run, i) => {
      const shown = run.places.slice(0, view.step + 1).map((place) => this.#spot(place));
      set(this.ways[i], { d: path(shown), "data-watched": String(i === view.watched) });
    });
    this.#heads(view);
    this.#remember(view);
  }

  /** Fit the map to the ground and the present width. @param {import("../../lib/race-grounds.mjs").Ground} ground */
  #fit(ground) {
    const width = this.node.clientWidth || 420;
    if (width === this.width && ground === this.ground) return;
    this.width = width;
    this.ground = ground;
    const [left, right, low, high] = ground.frame;
    this.height = Math.round((width * (high - low)) / (right - left));
    this.x = linear([left, right], [0, width]);
    this.y = linear([low, high], [this.height, 0]);
    set(this.node, { viewBox: `0 0 ${width} ${this.height}`, height: this.height });
    for (const rect of [this.frame, this.high]) set(rect, { width, height: this.height });
    this.bands.replaceChildren(...[...ground.levels].reverse().map((level, i) => svg("path", { class: `or-band or-band-${i}`, d: this.#band(level) })));
    const [x, y] = this.#spot(ground.lowest);
    set(this.star, { d: star(x, y) });
    ground.axes.forEach((name, i) => (this.names[i].textContent = name));
    set(this.names[0], { x: width - 8, y: this.height - 8, "text-anchor": "end" });
    set(this.names[1], { x: 14, y: 12, "text-anchor": "end", transform: "rotate(-90 14 12)" });
  }

  /** The region below a level: for each column of pixels the stretch between two places. @param {number} level */
  #band(level) {
    const at = (/** @type {number} */ pixel) => between(/** @type {any} */ (this.ground), this.x.invert(pixel), level);
    const pieces = /** @type {string[]} */ ([]);
    let columns = /** @type {[number, number, number][]} */ ([]);
    const close = () => {
      const [over, under] = [columns.map(([x, , y]) => [x, y]), columns.map(([x, y]) => [x, y]).reverse()];
      if (columns.length) pieces.push(`${path(/** @type {any} */ ([...over, ...under]))}Z`);
      columns = [];
    };
    const add = (/** @type {number} */ x) => {
      const found = at(x);
      if (found) columns.push([x, clamp(this.y(found[0]), -WILD, this.height + WILD), clamp(this.y(found[1]), -WILD, this.height + WILD)]);
    };
    for (let x = -2; x <= this.width + 2; x += 2) {
      const [here, next] = [at(x), at(x + 2)];
      if (!here && next) add(edge(at, x + 2, x));
      add(x);
      if (here && !next) add(edge(at, x, x + 2)), close();
    }
    close();
    return pieces.join("");
  }

  /** The letters: at the places of the runners, moved apart where they would cover each other. @param {View} view */
  #heads({ runs, step, watched }) {
    const spots = runs.map(({ places }) => {
      const [x, y] = this.#spot(places[Math.min(step, places.length - 1)]);
      return /** @type {Place} */ ([clamp(x, 4, this.width - 4), clamp(y, 4, this.height - 4)]);
    });
    const letters = apart(spots, 2 * BADGE + 1, [BADGE, BADGE, this.width - BADGE, this.height - BADGE]);
    const marks = runs.map((run, i) => {
      const [[x, y], [lx, ly]] = [spots[i], letters[i]];
      const thread = svg("path", { class: "or-thread", d: `M${x} ${y}L${lx} ${ly}` });
      const dot = svg("circle", { class: "or-dot", cx: x, cy: y, r: 3 });
      const disc = badge(RUNNERS[i], lx, ly, BADGE);
      return svg("g", { "data-runner": RUNNERS[i].key, "data-watched": String(i === watched), "data-lost": String(step >= run.lost) }, thread, dot, disc);
    });
    marks.push(...marks.splice(watched, 1)); // the watched one on top
    this.marks.replaceChildren(...marks);
  }

  /** What the watched runner remembers, drawn at its place. @param {View} view */
  #remember({ runs, step, watched, memory, scales }) {
    const { places, lost } = runs[watched];
    const [x, y] = this.#spot(places[Math.min(step, places.length - 1)]);
    const shape = step < lost ? memoryShape(memory, scales, MEMORY) : svg("g");
    set(shape, { transform: `translate(${x} ${y})` });
    set(this.memory, { "data-runner": RUNNERS[watched].key });
    this.memory.replaceChildren(shape);
  }

  /** @param {Place} place @returns {Place} */
  #spot([w1, w2]) {
    return [clamp(this.x(w1), -WILD, this.width + WILD), clamp(this.y(w2), -WILD, this.height + WILD)];
  }
}

/**
 * Where a region ends, between a pixel inside and one outside.
 * @param {(x: number) => unknown} at
 * @param {number} inside
 * @param {number} outside
 */
function edge(at, inside, outside) {
  for (let i = 0; i < 12; i += 1) {
    const middle = (inside + outside) / 2;
    if (at(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** @param {number} x @param {number} y */
function star(x, y) {
  const corners = Array.from({ length: 10 }, (_, i) => {
    const [radius, angle] = [i % 2 ? 3.2 : 7.5, (Math.PI * i) / 5];
    return /** @type {Place} */ ([x + radius * Math.sin(angle), y - radius * Math.cos(angle)]);
  });
  return `${path(corners)}Z`;
}
