/** The network of this round: silent units are empty and unconnected, the others show what they hand on. */
import { html, set, svg } from "../../lib/dom.mjs";
import { UNITS } from "../../lib/dropout.mjs";
import { clamp, format, linear, path } from "../../lib/scales.mjs";

const HEIGHT = 372;
const [TOP, GAP] = [44, 66];
const RADIUS = 20;

/** The drawing. */
export class Net {
  /** Make its parts, without places. */
  constructor() {
    this.edges = UNITS.slice(1).flatMap((units, k) =>
      Array.from({ length: UNITS[k] * units }, (_, n) => {
        const [i, j] = [Math.floor(n / units), n % units];
        return { k, i, j, node: svg("path", { class: "do-edge" }) };
      }),
    );
    this.units = UNITS.map((count, k) => Array.from({ length: count }, () => unit(k)));
    this.heads = UNITS.map(() => svg("text", { class: "do-head" }));
    const nodes = [...this.edges.map(({ node }) => node), ...this.units.flat().map(({ node }) => node), ...this.heads];
    this.plot = svg("svg", { class: "do-net", role: "img" }, ...nodes);
    this.node = html("div", { class: "do-side" }, this.plot);
  }

  /**
   * @param {import("../../lib/dropout.mjs").Layer[]} net
   * @param {number[][]} layers what each layer hands on, the inputs first
   * @param {boolean[]} mask
   * @param {number} scale
   * @param {boolean} training whether this is a round, and not the whole net
   */
  draw(net, layers, mask, scale, training) {
    this.#lay();
    const stays = [layers[0].map(() => true), mask.slice(0, UNITS[1]), mask.slice(UNITS[1]), [true]];
    for (const { k, i, j, node } of this.edges) {
      const on = stays[k][i] && stays[k + 1][j] && layers[k][i] !== 0;
      const weight = net[k].kernel[i][j];
      const look = `do-edge ${weight < 0 ? "do-minus" : "do-plus"}`;
      set(node, { class: look, visibility: on ? "visible" : "hidden", "stroke-width": clamp(Math.abs(weight) * 1.6, 0.5, 4).toFixed(2) });
    }
    this.units.forEach((column, k) =>
      column.forEach(({ node, text }, j) => {
        node.classList.toggle("do-out", !stays[k][j]);
        text.textContent = stays[k][j] ? format(layers[k][j], 1) : "";
      }),
    );
    this.#write(stays, scale, training);
  }

  /**
   * @param {boolean[][]} stays
   * @param {number} scale
   * @param {boolean} training
   */
  #write(stays, scale, training) {
    const silent = stays.map((column) => column.filter((on) => !on).length);
    const times = scale === 1 ? "" : `, others \u00d7 ${format(scale, 2)}`;
    this.heads.forEach((head, k) => {
      const hidden = k === 1 || k === 2;
      const words = training ? `${silent[k]} out` : "all in";
      head.textContent = hidden ? words : ["inputs", "", "", "output"][k];
      head.classList.toggle("do-bad", hidden && training && silent[k] > 0);
    });
    const label = training
      ? `Network with 3 inputs, two hidden layers of 5 units and 1 output; ${silent[1]} and ${silent[2]} hidden units are silent${times}.`
      : "Network with 3 inputs, two hidden layers of 5 units and 1 output; nobody is silent.";
    set(this.plot, { "aria-label": label });
  }

  #lay() {
    const width = this.plot.clientWidth || 340;
    if (width === this.width) return;
    this.width = width;
    const x = linear([0, UNITS.length - 1], [26, width - 30]);
    const y = (/** @type {number} */ k, /** @type {number} */ j) => TOP + GAP * (2 + j - (UNITS[k] - 1) / 2) + 8;
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
    this.units.forEach((column, k) =>
      column.forEach(({ node }, j) => set(node, { transform: `translate(${x(k).toFixed(1)} ${y(k, j).toFixed(1)})` })),
    );
    for (const { k, i, j, node } of this.edges) set(node, { d: path([[x(k), y(k, i)], [x(k + 1), y(k + 1, j)]]) });
    this.heads.forEach((head, k) => set(head, { x: x(k), y: 14 }));
  }
}

/** @param {number} k the layer */
function unit(k) {
  const text = svg("text", { y: 4.5 });
  const look = k === 0 ? "do-input" : k === UNITS.length - 1 ? "do-output" : "do-hidden";
  return { text, node: svg("g", { class: `do-unit ${look}` }, svg("circle", { r: RADIUS }), text) };
}
