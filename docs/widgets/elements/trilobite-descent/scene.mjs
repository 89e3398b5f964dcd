/** The picture: ground in layers, the way so far, the slope under the antennae, the next stride, the animal. */
import { cost, limitWith, slope } from "../../lib/descent.mjs";
import { set, svg, uniqueId } from "../../lib/dom.mjs";
import { clamp, linear, path } from "../../lib/scales.mjs";
import { Animal } from "./animal.mjs";
import { show } from "./words.mjs";

/**
 * @typedef {import("../../lib/descent.mjs").Ground} Ground
 * @typedef {import("../../lib/descent.mjs").Stop} Stop
 * @typedef {import("../../lib/descent.mjs").Minimum} Minimum
 * @typedef {object} View what is to be seen
 * @property {Ground} ground
 * @property {Minimum[]} valleys
 * @property {Stop[]} places the way so far, the start first
 * @property {Stop | undefined} next
 * @property {number} rate
 * @property {number} momentum
 * @property {string} label for those who do not see it
 */

const LAYERS = [["td-ground", 0], ["td-ground-middle", 0.12], ["td-ground-deep", 0.288]];
const POINTS = 240; // of a curve
const BOW = 0.3; // how high the arc of a leap rises, as a share of its length
const [SHORT, LONG] = [0.36, 1.7]; // the least and the greatest length of the animal, in middling lengths

/** The picture; a reader can put the trilobite somewhere else. */
export class Scene {
  /** @param {{drag: (w: number) => void, drop: () => void}} hands */
  constructor(hands) {
    const clip = uniqueId("td-clip");
    this.frame = svg("rect", { rx: 10 });
    this.sky = svg("rect", { class: "td-sky", rx: 10 });
    this.layers = LAYERS.map(([name]) => svg("path", { class: name }));
    this.surface = svg("path", { class: "td-surface" });
    this.limits = svg("g", { class: "td-limits" });
    this.way = svg("path", { class: "td-way" });
    this.dots = svg("g", { class: "td-dots" });
    this.stride = svg("g", { class: "td-stride" });
    this.tangent = svg("path", { class: "td-tangent" });
    this.sign = svg("g", { class: "td-sign" });
    this.thought = svg("text", { class: "td-thought", "text-anchor": "middle" });
    this.animal = new Animal();
    const inside = svg("g", { "clip-path": `url(#${clip})` }, this.sky, ...this.layers, this.surface, this.limits);
    inside.append(this.stride, this.way, this.dots, this.tangent, this.animal.node, this.thought);
    this.node = svg("svg", { class: "td-scene", role: "img" }, svg("clipPath", { id: clip }, this.frame), inside, this.sign);
    this.#listen(hands);
  }

  /** Fit the picture to its width and to the ground. @param {Ground} ground */
  fit(ground) {
    const width = this.node.clientWidth || 600;
    if (width === this.width && ground === this.ground) return;
    this.width = width;
    this.ground = ground;
    this.key = "";
    this.height = Math.round(clamp(width * 0.5, 250, 350));
    this.x = linear(/** @type {[number, number]} */ (ground.window), [0, width]);
    this.y = linear(/** @type {[number, number]} */ (ground.height), [this.height, 0]);
    set(this.node, { viewBox: `0 0 ${width} ${this.height}`, height: this.height });
    for (const rect of [this.frame, this.sky]) set(rect, { width, height: this.height });
    const points = Array.from({ length: POINTS + 1 }, (_, i) => {
      const w = this.x.invert((i * width) / POINTS);
      return /** @type {[number, number]} */ ([(i * width) / POINTS, this.y(cost(ground, w))]);
    });
    LAYERS.forEach(([, depth], i) => {
      const under = points.map(([x, y]) => /** @type {[number, number]} */ ([x, Math.min(y + Number(depth) * this.height, this.height)]));
      set(this.layers[i], { d: `${path(under)}V${this.height}H0Z` });
    });
    set(this.surface, { d: path(points) });
  }

  /** Length of the animal's body in pixels: it grows with the learning rate. @param {number} rate @param {number} middling */
  bodyLength(rate, middling) {
    const base = clamp(this.width * 0.15, 66, 112);
    return base * clamp((rate / middling) ** 0.32, SHORT, LONG);
  }

  /** Where a weight is on the canvas: its point on the surface and the tilt there. @param {number} w */
  at(w) {
    const run = this.x(1) - this.x(0);
    const rise = this.y(1) - this.y(0);
    return { x: this.x(w), y: this.y(cost(this.ground, w)), tilt: Math.atan2(slope(this.ground, w) * rise, run) };
  }

  /** A point of a leap from weight to weight, at a share of the way. @param {number} from @param {number} to @param {number} share */
  leap(from, to, share) {
    const [a, b] = [this.at(from), this.at(to)];
    const [cx, cy] = control(a, b);
    const mix = (/** @type {number} */ p, /** @type {number} */ c, /** @type {number} */ q) =>
      (1 - share) ** 2 * p + 2 * share * (1 - share) * c + share ** 2 * q;
    return { x: mix(a.x, cx, b.x), y: mix(a.y, cy, b.y), tilt: a.tilt + (b.tilt - a.tilt) * share };
  }

  /** Draw all but the animal and what it feels. @param {View} view */
  draw(view) {
    this.fit(view.ground);
    const key = JSON.stringify([view.places.length, view.places[0], view.rate, view.momentum]);
    set(this.node, { "aria-label": view.label });
    if (key === this.key) return;
    this.key = key;
    const here = view.places[view.places.length - 1];
    this.#limits(view);
    this.#way(view.places, view.momentum);
    this.stride.replaceChildren(...(view.next ? this.#stride(here, view.next, view) : []));
    this.sign.replaceChildren(...this.#sign(here));
  }

  /** Draw the slope that is felt at a weight, or none in mid-air. @param {number | null} w */
  feel(w) {
    if (w === null) return set(this.tangent, { d: "" });
    const { x, y, tilt } = this.at(w);
    const reach = clamp(this.width * 0.17, 60, 120);
    const tip = (/** @type {number} */ side) => /** @type {[number, number]} */ ([x + side * reach * Math.cos(tilt), y + side * reach * Math.sin(tilt)]);
    return set(this.tangent, { d: path([tip(-1), tip(1)]) });
  }

  /** What the trilobite thinks, above its back. @param {string} words @param {{x: number, y: number}} spot @param {number} height of the animal */
  think(words, { x, y }, height) {
    const half = 6 + words.length * 3.6;
    set(this.thought, { x: clamp(x, half, this.width - half), y: Math.max(y - height - 8, 20) });
    if (this.thought.textContent !== words) this.thought.textContent = words;
  }

  /** @param {View} view */
  #limits({ valleys, momentum }) {
    const texts = valleys.map((valley) => {
      const { x, y } = this.at(valley.w);
      const words = `holds rates below ${show(limitWith(valley, momentum))}`;
      const half = 4 + words.length * 3.1;
      const text = svg("text", { x: clamp(x, half, this.width - half), y: y + 27, "text-anchor": "middle" }, words);
      return svg("g", {}, svg("path", { d: `M${x} ${y + 3}v9` }), text);
    });
    this.limits.replaceChildren(...texts);
  }

  /** @param {Stop[]} places @param {number} momentum a roller keeps to the ground, a walker leaps */
  #way(places, momentum) {
    const points = places.map(({ w }) => this.at(w));
    const leaps = points.slice(1).map((point, i) => {
      const [cx, cy] = control(points[i], point);
      return `M${points[i].x.toFixed(1)} ${points[i].y.toFixed(1)}Q${cx.toFixed(1)} ${cy.toFixed(1)} ${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    });
    set(this.way, { d: momentum ? "" : leaps.join("") });
    this.dots.replaceChildren(...points.map(({ x, y }) => svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 3.2 })));
  }

  /** The next stride as an arrow deep in the ground; with momentum also the two parts that it is made of. */
  #stride(/** @type {Stop} */ here, /** @type {Stop} */ next, /** @type {View} */ { rate, momentum }) {
    const level = this.height - 16;
    const [from, to] = [here.w, next.w].map((w) => clamp(this.x(w), -6, this.width + 6));
    const drop = (/** @type {number} */ w, /** @type {number} */ x) => `M${x} ${Math.min(this.at(w).y, level)}V${level}`;
    const drops = Math.abs(to - from) < 2 ? "" : drop(here.w, from) + drop(next.w, to);
    const nodes = [svg("path", { class: "td-drop", d: drops }), arrow(from, to, level, "td-whole")];
    if (momentum > 0 && here.velocity !== 0) {
      const kept = clamp(this.x(here.w + momentum * here.velocity), -6, this.width + 6);
      nodes.push(arrow(from, kept, level - 20, "td-kept"), arrow(kept, to, level - 10, "td-push"));
    }
    const words = momentum > 0 && here.velocity !== 0 ? "speed kept + push = stride" : `stride = ${show(Math.abs(rate * here.slope))}`;
    nodes.push(this.#strideWords(words, Math.min(from, to), Math.max(from, to), level));
    return nodes;
  }

  /** Beside the arrow where there is room, else above it. */
  #strideWords(/** @type {string} */ words, /** @type {number} */ left, /** @type {number} */ right, /** @type {number} */ level) {
    const room = words.length * 6.6 + 12;
    if (right + room < this.width) return svg("text", { x: right + 8, y: level + 4 }, words);
    if (left - room > 0) return svg("text", { x: left - 8, y: level + 4, "text-anchor": "end" }, words);
    return svg("text", { x: clamp((left + right) / 2, room / 2, this.width - room / 2), y: level - 6, "text-anchor": "middle" }, words);
  }

  /** A sign at the edge for a walker that has left the picture. @param {Stop} here */
  #sign({ w }) {
    const { x, y } = this.at(w);
    if (x >= 0 && x <= this.width && y >= 0) return [];
    const right = x > this.width;
    const side = x < 0 ? "start" : right ? "end" : "middle";
    const words = x < 0 ? `\u2190 w = ${show(w)}` : right ? `w = ${show(w)} \u2192` : `\u2191 w = ${show(w)}`;
    return [svg("text", { x: clamp(x, 10, this.width - 10), y: 24, "text-anchor": side }, words)];
  }

  /** @param {{drag: (w: number) => void, drop: () => void}} hands */
  #listen({ drag, drop }) {
    const follow = (/** @type {PointerEvent} */ event) => {
      const { left } = this.node.getBoundingClientRect();
      drag(this.x.invert(clamp(event.clientX - left, 0, this.width)));
    };
    this.node.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      this.node.setPointerCapture(event.pointerId);
      if (event.pointerType !== "touch") follow(event); // a finger may only be about to scroll
    });
    this.node.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (this.node.hasPointerCapture(event.pointerId)) follow(event);
    });
    this.node.addEventListener("pointerup", (/** @type {PointerEvent} */ event) => {
      if (event.pointerType === "touch") follow(event);
      drop();
    });
    this.node.addEventListener("pointercancel", drop);
  }
}

/** The handle of the arc from point to point, always above the ground. */
function control(/** @type {{x: number, y: number}} */ a, /** @type {{x: number, y: number}} */ b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const side = dx >= 0 ? 1 : -1;
  return [(a.x + b.x) / 2 + side * BOW * dy, (a.y + b.y) / 2 - side * BOW * dx];
}

/** A level arrow; too short for a head, it is a mere stroke. */
function arrow(/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ y, /** @type {string} */ look) {
  const way = to - from;
  const head = Math.min(Math.abs(way), 8) * Math.sign(way);
  const tip = `M${to} ${y}l${-head} ${-Math.abs(head) / 2}v${Math.abs(head)}Z`;
  return svg("g", { class: look }, svg("path", { class: "td-shaft", d: `M${from} ${y}H${to - head}` }), svg("path", { class: "td-head", d: tip }));
}
