/** All about one of the two neurons: what it says, where it sits on the sigmoid, what its gradient is made of. */
import { html, svg } from "../../lib/dom.mjs";
import { format, formatSmall } from "../../lib/scales.mjs";
import { Flow } from "./flow.mjs";
import { Sketch, point } from "./sketch.mjs";

/** @typedef {import("../../lib/neuron.mjs").CostName} CostName */

const LOOKS = {
  quadratic: { name: "Quadratic cost", marker: /** @type {const} */ ("circle"), before: "2 (a \u2212 y)", gate: "\u00d7 \u03c3\u2032(z)" },
  entropy: { name: "Cross-entropy", marker: /** @type {const} */ ("square"), before: "a \u2212 y", gate: "" },
};

/** One panel. */
export class Panel {
  /**
   * @param {CostName} cost
   * @param {(z: number) => void} drag called when the reader drags the neuron's point
   */
  constructor(cost, drag) {
    const { name, marker, before, gate } = LOOKS[cost];
    this.gated = gate !== "";
    this.sketch = new Sketch(marker, drag);
    this.flow = new Flow(this.gated);
    this.numbers = { a: figure("a"), before: figure("before"), slope: figure("slope"), gradient: figure("gradient") };
    this.aim = html("span", {});
    const key = svg("svg", { class: "sn-key", viewBox: "-8 -8 16 16", "aria-hidden": "true" }, point(marker));
    const title = html("p", { class: "sn-name" }, key, html("strong", {}, name));
    const says = html("p", { class: "sn-says" }, "says ", this.numbers.a, " ", this.aim);
    const factors = html(
      "dl",
      { class: "sn-factors" },
      pair(before, this.numbers.before),
      this.gated ? pair(gate, this.numbers.slope) : pair("no \u03c3\u2032(z)", this.numbers.slope, "sn-gone"),
      pair("= \u2202C/\u2202w", this.numbers.gradient),
    );
    this.node = html("div", { class: "sn-panel", role: "group", "aria-label": name, "data-cost": cost });
    this.node.append(title, says, this.sketch.node, factors, this.flow.node);
  }

  /**
   * @param {import("../../lib/neuron.mjs").Moment} moment
   * @param {number} target
   */
  draw(moment, target) {
    const before = this.gated ? 2 * moment.miss : moment.miss;
    this.sketch.draw(moment, target);
    this.flow.draw(before, moment.gradient);
    this.numbers.a.textContent = format(moment.a, 2);
    this.numbers.before.textContent = format(before, 2);
    this.numbers.slope.textContent = formatSmall(moment.slope);
    this.numbers.gradient.textContent = formatSmall(moment.gradient);
    this.aim.textContent = `should say ${target}`;
  }
}

/** @param {string} name what a test or a style finds the number by */
const figure = (name) => html("span", { class: "sn-number", "data-number": name });

/**
 * @param {string} term
 * @param {HTMLElement} number
 * @param {string} [look]
 */
const pair = (term, number, look = "sn-factor") =>
  html("div", { class: look }, html("dt", {}, term), html("dd", {}, number));
