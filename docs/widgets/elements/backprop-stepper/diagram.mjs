/** The network with its values and, below them, the slopes that come back. */
import { set, svg } from "../../lib/dom.mjs";
import { format, formatSmall, path } from "../../lib/scales.mjs";
import { BACK } from "./steps.mjs";
import { WIDE_FROM, across, down, ends, labelAt } from "./places.mjs";

/**
 * @typedef {Record<string, number>} Numbers
 * @typedef {import("./places.mjs").Places} Places
 */

const EDGES = [
  ...[0, 1].flatMap((i) => [0, 1].map((j) => ({ name: `W1_${i}${j}`, from: `in${i}`, to: `hid${j}`, cross: i !== j }))),
  ...[0, 1].map((i) => ({ name: `W2_${i}`, from: `hid${i}`, to: "out", cross: false })),
  { name: "C", from: "out", to: "cost", cross: false },
  { name: "y", from: "target", to: "cost", cross: false },
];
const BOXES = { hid0: ["z1_0", "a1_0"], hid1: ["z1_1", "a1_1"], out: ["z2", "a2"], cost: ["cost"] };
const BIASES = { hid0: "b1_0", hid1: "b1_1", out: "b2" };
const GIVEN = { in0: "x_0", in1: "x_1", target: "y" };

/** The drawing. */
export class Diagram {
  /** Make its parts, without places. */
  constructor() {
    this.texts = /** @type {Record<string, SVGElement>} */ ({});
    this.halves = /** @type {Record<string, SVGElement>} */ ({});
    this.edges = EDGES.map((edge) => ({ ...edge, line: svg("path", { class: "bs-edge" }), head: svg("path", { class: "bs-head" }) }));
    const lines = this.edges.flatMap((edge) => [edge.line, edge.head]);
    const labels = this.edges.filter(({ name }) => name.startsWith("W")).map(({ name }) => this.#pair(name));
    this.boxes = Object.entries(BOXES).map(([place, names]) => ({ place, names, node: this.#box(names) }));
    this.rounds = Object.entries(GIVEN).map(([place, name]) => ({ place, name, node: this.#round(name) }));
    this.biases = Object.entries(BIASES).map(([place, name]) => ({ place, name, node: this.#pair(name) }));
    for (const [name, text] of Object.entries(this.texts)) set(text, { "data-number": name });
    const nodes = [...this.boxes, ...this.rounds, ...this.biases].map(({ node }) => node);
    this.node = svg("svg", { class: "bs-net", role: "img" }, ...lines, ...nodes, ...labels);
  }

  /**
   * @param {Numbers} numbers
   * @param {import("./steps.mjs").Step[]} taken the steps up to now, the last one being shown
   */
  draw(numbers, taken) {
    this.#lay();
    const known = new Set(taken.flatMap(({ finds }) => finds));
    const last = taken[taken.length - 1];
    const now = new Set(last?.finds);
    for (const [name, text] of Object.entries(this.texts)) {
      text.textContent = wording(name, numbers, known);
      text.classList.toggle("bs-now", now.has(name));
    }
    for (const [name, half] of Object.entries(this.halves)) {
      half.classList.toggle("bs-finds", now.has(name));
      half.classList.toggle("bs-finds-slope", now.has(`d_${name}`));
    }
    const back = last !== undefined && last.line >= BACK;
    for (const edge of this.edges) this.#mark(edge, last?.edges.includes(edge.name) ?? false, back);
    const place = last ? `, up to step ${taken.length}` : "";
    const label = `The network with two inputs, two hidden neurons and one output, with its values and slopes${place}. The text below tells the numbers.`;
    set(this.node, { "aria-label": label });
  }

  /**
   * @param {any} edge
   * @param {boolean} active
   * @param {boolean} back
   */
  #mark(edge, active, back) {
    const [start, end] = ends(/** @type {Places} */ (this.places), edge);
    const look = active ? ` ${back ? "bs-back" : "bs-ahead"}` : "";
    set(edge.line, { class: `bs-edge${look}` });
    const [tail, tip] = back ? [end, start] : [start, end];
    set(edge.head, { class: `bs-head${look}`, d: active || !back ? arrow(tail, tip) : "" });
  }

  #lay() {
    const width = this.node.clientWidth || 640;
    if (width === this.width) return;
    this.width = width;
    const places = width >= WIDE_FROM ? across(width) : down(width);
    this.places = places;
    set(this.node, { viewBox: `0 0 ${width} ${places.height}`, height: places.height });
    for (const edge of this.edges) {
      set(edge.line, { d: path(ends(places, edge)) });
      if (edge.name.startsWith("W")) this.#put(edge.name, labelAt(places, edge), "middle");
    }
    for (const { place, node } of [...this.boxes, ...this.rounds]) {
      set(node, { transform: `translate(${places.at[place].map((c) => c.toFixed(1)).join(" ")})` });
    }
    for (const { place, name } of this.biases) this.#put(name, places.bias[place].at, places.bias[place].anchor);
  }

  /**
   * @param {string} name
   * @param {[number, number]} at
   * @param {string} anchor
   */
  #put(name, [x, y], anchor) {
    set(this.texts[name], { x, y: y - 4, "text-anchor": anchor });
    set(this.texts[`d_${name}`], { x, y: y + 12, "text-anchor": anchor });
  }

  /** A parameter with its slope below it. @param {string} name */
  #pair(name) {
    this.texts[name] = svg("text", { class: "bs-weight" });
    this.texts[`d_${name}`] = svg("text", { class: "bs-slope" });
    return svg("g", {}, this.texts[name], this.texts[`d_${name}`]);
  }

  /** A neuron, in two halves z and a, or the cost. @param {string[]} names */
  #box(names) {
    const [width, height] = [names.length * 60, 68];
    const halves = names.map((name, i) => {
      const x = i * 60 - width / 2;
      this.halves[name] = svg("rect", { class: "bs-half", x, y: -height / 2, width: 60, height, rx: 6 });
      return this.halves[name];
    });
    const texts = names.flatMap((name, i) => {
      const x = i * 60 - width / 2 + 30;
      const title = svg("text", { class: "bs-name", x, y: -17 }, name === "cost" ? "C" : name[0]);
      this.texts[name] = svg("text", { class: "bs-value", x, y: 3 });
      this.texts[`d_${name}`] = svg("text", { class: "bs-slope", x, y: 23, "text-anchor": "middle" });
      return [title, this.texts[name], this.texts[`d_${name}`]];
    });
    return svg("g", {}, ...halves, ...texts);
  }

  /** An input, or the target. @param {string} name */
  #round(name) {
    this.texts[name] = svg("text", { class: "bs-value", y: 4.5 });
    return svg("g", { class: name === "y" ? "bs-target" : "bs-input" }, svg("circle", { r: 22 }), this.texts[name]);
  }
}

/**
 * What stands in the drawing for a number: nothing or a question mark as long as it is unknown.
 * @param {string} name
 * @param {Numbers} numbers
 * @param {Set<string>} known
 */
function wording(name, numbers, known) {
  if (name === "d_cost") return known.has("d_a2") ? "1" : "";
  if (/^[xyWb]/.test(name)) {
    const text = format(numbers[name], 1).replace(/\.0$/, "");
    if (name === "y") return `y ${text}`;
    return name.startsWith("b") ? `bias ${text}` : text;
  }
  if (known.has(name)) return formatSmall(numbers[name]);
  return name.startsWith("d_") ? "" : "?";
}

/**
 * A small triangle whose tip is the end of a line.
 * @param {[number, number]} tail
 * @param {[number, number]} tip
 */
function arrow([x0, y0], [x, y]) {
  const length = Math.hypot(x - x0, y - y0);
  const [u, v] = [(x - x0) / length, (y - y0) / length];
  const [bx, by] = [x - 9 * u, y - 9 * v];
  return `${path([[x, y], [bx - 4.5 * v, by + 4.5 * u], [bx + 4.5 * v, by - 4.5 * u]])}Z`;
}
