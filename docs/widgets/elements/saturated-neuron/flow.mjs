/** The gradient as a stream: what the miss sends in, the gate sigma'(z), and what comes out. */
import { set, svg } from "../../lib/dom.mjs";
import { path } from "../../lib/scales.mjs";

const [WIDTH, HEIGHT] = [300, 60]; // stretched to the width of the panel
const FULL = 54; // thickness of the largest gradient there can be before the gate: 2
const HAIR = 1; // a stream never gets thinner, so that it stays visible
const [GATE_LEFT, GATE_RIGHT] = [128, 172];

/** One stream, on the same scale for both costs. */
export class Flow {
  /** @param {boolean} gated whether sigma'(z) stands in the way */
  constructor(gated) {
    this.stream = svg("path", { class: "sn-stream" });
    this.jaws = svg("path", { class: "sn-jaws" });
    const parts = gated ? [this.stream, this.jaws] : [this.stream];
    const shape = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", height: HEIGHT };
    this.node = svg("svg", { class: "sn-flow", "aria-hidden": "true", ...shape }, ...parts);
  }

  /**
   * @param {number} before the factors that come before the gate, multiplied
   * @param {number} after the gradient
   */
  draw(before, after) {
    const [thick, thin] = [before, after].map((value) => Math.max((Math.abs(value) / 2) * FULL, HAIR));
    const outline = [[0, thick], [GATE_LEFT, thick], [GATE_RIGHT, thin], [WIDTH, thin]];
    const upper = outline.map(([x, size]) => [x, (HEIGHT - size) / 2]);
    const lower = outline.map(([x, size]) => [x, (HEIGHT + size) / 2]).reverse();
    set(this.stream, { d: `${path(/** @type {any} */ ([...upper, ...lower]))}Z` });
    const jaw = (/** @type {number} */ side) => {
      const edge = (/** @type {number} */ size) => (HEIGHT + side * size) / 2;
      const wall = HEIGHT / 2 + (side * HEIGHT) / 2;
      return `${path([[GATE_LEFT - 6, wall], [GATE_LEFT, edge(thick)], [GATE_RIGHT, edge(thin)], [GATE_RIGHT, wall]])}Z`;
    };
    set(this.jaws, { d: jaw(-1) + jaw(1) });
  }
}
