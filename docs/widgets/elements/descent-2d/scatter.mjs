/** The pebbles themselves: size against heft, the neuron's line, and the misses of those that are asked next. */
import { set, svg, uniqueId } from "../../lib/dom.mjs";
import { ALL, X, Y } from "../../lib/pebbles.mjs";
import { linear, path } from "../../lib/scales.mjs";

const [LEFT, RIGHT, LOW, HIGH] = [-0.5, 1.7, -1, 5];

/** One drawing. */
export class Scatter {
  constructor() {
    const clip = uniqueId("d2-clip");
    this.frame = svg("rect", { rx: 8 });
    this.back = svg("rect", { class: "d2-back", rx: 8 });
    this.misses = svg("path", { class: "d2-misses" });
    this.line = svg("path", { class: "d2-line" });
    this.stones = ALL.map(() => svg("ellipse", { class: "d2-stone" }));
    this.names = ["size x \u2192", "heft y \u2192"].map((name) => svg("text", { class: "dl-tick" }, name));
    const inside = svg("g", { "clip-path": `url(#${clip})` }, this.back, this.misses, this.line);
    this.node = svg("svg", { class: "d2-scatter", role: "img" }, svg("clipPath", { id: clip }, this.frame), inside, ...this.stones, ...this.names);
  }

  /** @param {import("../../lib/pebbles.mjs").Step} step */
  draw({ place: [w, b], rows }) {
    const width = this.node.clientWidth || 280;
    const height = Math.round(Math.min(Math.max(width * 0.8, 180), 225));
    const [x, y] = [linear([LEFT, RIGHT], [0, width]), linear([LOW, HIGH], [height, 0])];
    set(this.node, { viewBox: `0 0 ${width} ${height}`, height, "aria-label": words(rows) });
    for (const rect of [this.frame, this.back]) set(rect, { width, height });
    set(this.line, { d: path([LEFT, RIGHT].map((at) => [x(at), y(w * at + b)])) });
    set(this.misses, { d: rows.map((i) => `M${x(X[i])} ${y(Y[i])}V${y(w * X[i] + b)}`).join("") });
    this.stones.forEach((stone, i) => {
      const size = 4.5 + 2 * X[i];
      set(stone, { cx: x(X[i]), cy: y(Y[i]), rx: size + 1, ry: size, "data-asked": String(rows.includes(i)) });
    });
    set(this.names[0], { x: width - 8, y: height - 8, "text-anchor": "end" });
    set(this.names[1], { x: 14, y: 12, "text-anchor": "end", transform: "rotate(-90 14 12)" });
  }
}

/** @param {number[]} rows */
function words(rows) {
  const asked = rows.length ? `; ${rows.length === X.length ? "all" : rows.length} of them are asked next, with their misses drawn` : "";
  return `Scatter plot of twelve pebbles, heft against size, with the neuron\u2019s line${asked}.`;
}
