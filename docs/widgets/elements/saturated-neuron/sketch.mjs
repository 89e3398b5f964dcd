/** The sigmoid with the neuron's point on it and the tangent there. */
import { sigmoid } from "../../lib/activations.mjs";
import { set, svg } from "../../lib/dom.mjs";
import { listenToDrag } from "../../lib/drag.mjs";
import { clamp, format, formatSmall, linear, path } from "../../lib/scales.mjs";

const HEIGHT = 128;
const REACH = 10; // z is drawn from -REACH to REACH
const TANGENT = 1.9; // half its length, in units of z where it is flat
const STEPS = 80;

/** One drawing; a reader can drag the point. */
export class Sketch {
  /**
   * @param {"circle" | "square"} marker
   * @param {(z: number) => void} drag called with the weighted input under the reader's finger
   */
  constructor(marker, drag) {
    this.grid = svg("path", { class: "dl-grid" });
    this.aim = svg("path", { class: "sn-aim" });
    this.curve = svg("path", { class: "sn-sigmoid" });
    this.tangent = svg("path", { class: "sn-tangent" });
    this.point = point(marker);
    this.ticks = ["\u22126", "0", "6"].map((text) => svg("text", { class: "dl-tick", "text-anchor": "middle" }, text));
    this.ends = ["1", "0"].map((text) => svg("text", { class: "dl-tick", "text-anchor": "end" }, text));
    this.name = svg("text", { class: "dl-tick", "text-anchor": "end" }, "z");
    const parts = [this.grid, this.aim, this.curve, this.tangent, ...this.ticks, ...this.ends, this.name, this.point];
    this.node = svg("svg", { class: "sn-sketch", role: "img" }, ...parts);
    listenToDrag(this.node, (x) => drag(clamp(this.x.invert(x), -REACH, REACH)));
  }

  /**
   * @param {import("../../lib/neuron.mjs").Moment} moment
   * @param {number} target
   */
  draw(moment, target) {
    this.#lay(target);
    const z = clamp(moment.z, -REACH, REACH);
    const [x, y] = [this.x(z), this.y(sigmoid(z))];
    const [rise, run] = [this.y(moment.slope) - this.y(0), this.x(1) - this.x(0)];
    const stretch = (TANGENT * run) / Math.hypot(rise, run);
    const tip = (/** @type {number} */ side) => /** @type {[number, number]} */ ([x + side * stretch * run, y + side * stretch * rise]);
    set(this.tangent, { d: path([tip(-1), tip(1)]) });
    set(this.point, { transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})` });
    const where = `output ${format(moment.a, 2)} at z = ${format(moment.z, 1)}, where the slope is ${formatSmall(moment.slope)}`;
    set(this.node, { "aria-label": `The sigmoid curve with this neuron\u2019s point on it: ${where}.` });
  }

  /** Fit what does not move to the present width. @param {number} target */
  #lay(target) {
    const width = this.node.clientWidth || 300;
    if (width === this.width && target === this.target) return;
    this.width = width;
    this.target = target;
    this.x = linear([-REACH, REACH], [20, width - 8]);
    this.y = linear([0, 1], [HEIGHT - 26, 14]);
    const across = (/** @type {number} */ a) => path([[20, this.y(a)], [width - 8, this.y(a)]]);
    const points = Array.from({ length: STEPS + 1 }, (_, i) => -REACH + (2 * REACH * i) / STEPS);
    set(this.node, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    set(this.grid, { d: across(0) + across(1) });
    set(this.aim, { d: across(target) });
    set(this.curve, { d: path(points.map((z) => [this.x(z), this.y(sigmoid(z))])) });
    this.ticks.forEach((text, i) => set(text, { x: this.x(6 * (i - 1)), y: HEIGHT - 8 }));
    this.ends.forEach((text, i) => set(text, { x: 14, y: this.y(1 - i) + 4 }));
    set(this.name, { x: width - 8, y: HEIGHT - 8 });
  }
}

/**
 * The mark of a neuron, centred on the origin: the costs differ in shape as well as in colour.
 * @param {"circle" | "square"} marker
 * @returns {SVGElement}
 */
export function point(marker) {
  if (marker === "circle") return svg("circle", { class: "sn-point", r: 6 });
  return svg("rect", { class: "sn-point", x: -5.5, y: -5.5, width: 11, height: 11, rx: 1.5 });
}
