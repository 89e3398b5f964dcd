/** Two panels on one z: the activation with the neuron's examples on it above, its slope below, flat zones shaded. */
import { kindOf, zones } from "../../lib/activation-family.mjs";
import { set, svg } from "../../lib/dom.mjs";
import { listenToDrag } from "../../lib/drag.mjs";
import { clamp, format, linear, niceMaximum, path } from "../../lib/scales.mjs";
import { formatSlope } from "./words.mjs";

const HEIGHT = 372;
const [LEFT, RIGHT] = [36, 10];
const [UPPER, LOWER] = [[30, 208], [252, 338]]; // top and bottom of the panels
const STEPS = 400;
const JUMP = 0.15; // a leap between neighbours of this share of a panel's height is a gap in the curve
const TANGENT = 46; // half its length in pixels
const NARROW = 74; // a zone of fewer pixels has no room for its name

/** The reach of z to both sides. */
export const REACH = 10;

const Z = Array.from({ length: STEPS + 1 }, (_, i) => -REACH + (2 * REACH * i) / STEPS);

/** @typedef {import("../../lib/activation-family.mjs").Activation} Activation */
/** @typedef {import("../../lib/activation-family.mjs").Settings} Settings */

/** The drawing; a reader can drag the point along the curve. */
export class Chart {
  /** @param {(z: number) => void} drag called with the weighted input under the reader's finger */
  constructor(drag) {
    this.shades = svg("g", { class: "ae-zones" });
    this.grid = svg("path", { class: "dl-grid" });
    this.thread = svg("path", { class: "ae-thread" });
    this.curve = svg("path", { class: "ae-curve" });
    this.slopes = svg("path", { class: "ae-slope" });
    this.tangent = svg("path", { class: "ae-tangent" });
    this.crowd = svg("g", { class: "ae-crowd" });
    this.points = [svg("circle", { class: "ae-point", r: 7.5 }), svg("circle", { class: "ae-mark", r: 5 })];
    this.ticks = svg("g", { class: "dl-tick" });
    const still = [this.shades, this.grid, this.thread, this.curve, this.slopes, this.ticks];
    this.node = svg("svg", { class: "ae-plot", role: "img" }, ...still, this.tangent, this.crowd, ...this.points);
    listenToDrag(this.node, (x) => drag(clamp(this.x.invert(x), -REACH, REACH)));
  }

  /**
   * @param {Activation} activation
   * @param {Settings} settings
   * @param {number} z the example that is looked at
   * @param {number[]} examples the weighted inputs of all examples
   */
  draw(activation, settings, z, examples) {
    const value = (/** @type {number} */ at) => activation.value(at, settings);
    const slope = (/** @type {number} */ at) => activation.slope(at, settings);
    this.#lay(Z.map(value), Z.map(slope));
    const [x, y] = [this.x(z), this.up(value(z))];
    set(this.thread, { d: path([[x, UPPER[0]], [x, LOWER[1]]]) });
    set(this.points[0], { cx: x.toFixed(2), cy: y.toFixed(2) });
    set(this.points[1], { cx: x.toFixed(2), cy: this.low(slope(z)).toFixed(2) });
    this.#lean(x, y, slope(z));
    const dots = examples.map((one) => this.#example(one, value(one), kindOf(slope(one))));
    this.crowd.replaceChildren(...dots);
    const where = `activation ${format(value(z), 4)} and slope ${formatSlope(slope(z))} at z = ${format(z, 2)}`;
    set(this.node, { "aria-label": `Two line charts over z from \u221210 to 10, ${activation.name} above and its slope below: ${where}.` });
  }

  /**
   * Everything that does not depend on the neuron's weights.
   * @param {number[]} values
   * @param {number[]} slopes
   */
  #lay(values, slopes) {
    const width = this.node.clientWidth || 400;
    this.x = linear([-REACH, REACH], [LEFT, width - RIGHT]);
    const [v, s] = [span(values), span(slopes)];
    this.up = linear(v, [UPPER[1], UPPER[0]]);
    this.low = linear(s, [LOWER[1], LOWER[0]]);
    set(this.node, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    set(this.curve, { d: pieces(values, this.x, this.up, UPPER[1] - UPPER[0]) });
    set(this.slopes, { d: pieces(slopes, this.x, this.low, LOWER[1] - LOWER[0]) });
    const across = (/** @type {number} */ y) => path([[LEFT, y], [width - RIGHT, y]]);
    set(this.grid, { d: [...marks(v).map(this.up), ...marks(s).map(this.low)].map(across).join("") });
    this.#label(width, marks(v), marks(s));
    this.shades.replaceChildren(...zones(slopes).flatMap((zone) => this.#shade(zone)));
  }

  /**
   * @param {number} width
   * @param {number[]} values the ticks above
   * @param {number[]} slopes the ticks below
   */
  #label(width, values, slopes) {
    const side = (/** @type {(v: number) => number} */ scale) => (/** @type {number} */ value) =>
      text(LEFT - 6, scale(value) + 4, tick(value), "end");
    const along = [-10, -5, 0, 5].map((z) => text(this.x(z), HEIGHT - 16, tick(z), "middle"));
    this.ticks.replaceChildren(
      ...values.map(side(this.up)),
      ...slopes.map(side(this.low)),
      ...along,
      text(width - RIGHT, HEIGHT - 16, "z = 10", "end"),
      text(LEFT, 14, "activation a", "start", "ae-name"),
      text(LEFT, LOWER[0] - 14, "slope", "start", "ae-name ae-name-slope"),
    );
  }

  /** @param {{kind: string, from: number, to: number}} zone */
  #shade({ kind, from, to }) {
    const [left, right] = [this.x(Z[from]), this.x(Z[to])];
    const look = kind === "dead zone" ? "ae-zone ae-dead" : "ae-zone";
    const rect = (/** @type {number[]} */ [top, bottom]) =>
      svg("rect", { class: look, x: left, y: top, width: right - left, height: bottom - top });
    const room = right - left > NARROW;
    const name = room ? [text((left + right) / 2, LOWER[0] + 22, kind, "middle", "ae-kind")] : [];
    return [rect(UPPER), rect(LOWER), ...name];
  }

  /**
   * The tangent, of equal length on the screen however steep.
   * @param {number} x
   * @param {number} y
   * @param {number} slope
   */
  #lean(x, y, slope) {
    const [rise, run] = [this.up(slope) - this.up(0), this.x(1) - this.x(0)];
    const stretch = TANGENT / Math.hypot(rise, run);
    const tip = (/** @type {number} */ side) => [x + side * stretch * run, y + side * stretch * rise];
    set(this.tangent, { d: path(/** @type {any} */ ([tip(-1), tip(1)])) });
  }

  /**
   * One example on the curve: a ring where it teaches, a cross where it hardly does.
   * @param {number} z
   * @param {number} value
   * @param {string} kind
   */
  #example(z, value, kind) {
    const [x, y] = [this.x(z).toFixed(2), this.up(value).toFixed(2)];
    if (!kind) return svg("circle", { class: "ae-example", cx: x, cy: y, r: 4 });
    return svg("path", { class: "ae-deaf", d: "M-4 -4L4 4M-4 4L4 -4", transform: `translate(${x} ${y})` });
  }
}

/**
 * A range that holds 0, 1 and all values, with round ends.
 * @param {number[]} values
 * @returns {[number, number]}
 */
function span(values) {
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)];
  const nice = (/** @type {number} */ value) => (value < 1.05 ? value : niceMaximum(Math.floor(value * 10) / 10));
  const ends = [low < 0 ? -nice(-low) : 0, nice(high)];
  const margin = (ends[1] - ends[0]) * 0.06;
  return [ends[0] - margin, ends[1] + margin];
}

/**
 * The ticks of a panel: its ends and 0.
 * @param {[number, number]} range
 * @returns {number[]}
 */
function marks([low, high]) {
  const margin = ((high - low) * 0.06) / 1.12;
  const ends = [low + margin, high - margin].map((end) => Number(end.toFixed(2)));
  return [...new Set([Math.min(ends[0], 0), 0, ends[1]])].filter((end) => end === 0 || Math.abs(end) > 0.2 * ends[1]);
}

/**
 * A curve as the `d` of a path, in pieces where it leaps.
 * @param {number[]} values
 * @param {(z: number) => number} x
 * @param {(value: number) => number} y
 * @param {number} height
 */
function pieces(values, x, y, height) {
  const runs = [[]];
  values.forEach((value, i) => {
    if (i && Math.abs(y(value) - y(values[i - 1])) > JUMP * height) runs.push([]);
    runs[runs.length - 1].push([x(Z[i]), y(value)]);
  });
  return runs.map((run) => path(/** @type {any} */ (run))).join("");
}

const tick = (/** @type {number} */ value) => format(value, Number.isInteger(value) ? 0 : Number.isInteger(value * 10) ? 1 : 2);

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {string} anchor
 * @param {string} [look]
 */
const text = (x, y, content, anchor, look = "") => svg("text", { x, y, "text-anchor": anchor, class: look }, content);
