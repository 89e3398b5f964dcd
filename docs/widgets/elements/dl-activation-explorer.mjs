/** One neuron with any activation function of chapter 2: its value, its slope, and where it stops listening. */
import { FAMILY } from "../lib/activation-family.mjs";
import { button, choice, slider } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { WidgetElement } from "../lib/element.mjs";
import { normal, uniform } from "../lib/random.mjs";
import { clamp, format, snap } from "../lib/scales.mjs";
import { defaults } from "../lib/url-state.mjs";
import { Chart } from "./activation-explorer/chart.mjs";
import { describe, formatSlope } from "./activation-explorer/words.mjs";

const EXAMPLES = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]; // the inputs of the nine examples
const SEED = 2; // of the noise
const NOTE =
  "Nine examples, x = \u22122 to 2, sit on the curve: rings teach the neuron, crosses hardly or not at " +
  "all. Shaded: slope 0 (dead zone), or below 0.05 (saturated), a limit that we chose. Drag the large " +
  "point; the bias gives way. The slope for w is what a gains per gain of w: the curve\u2019s slope " +
  "times the input.";

/** The element `<dl-activation-explorer>`; attributes named like its fields change their defaults. */
export default class ActivationExplorer extends WidgetElement {
  static key = "activation";
  static title = "Interactive figure: a neuron with the activation function of your choice";
  static fields = {
    kind: { value: 1, min: 0, max: FAMILY.length - 1, step: 1 },
    weight: { value: 2, min: -3, max: 3, step: 0.1 },
    bias: { value: 0, min: -4, max: 4, step: 0.1 },
    x: { value: 2, min: -2, max: 2, step: 0.1 },
    leak: { value: 0.2, min: -1, max: 1, step: 0.05 },
    alpha: { value: 1, min: 0.1, max: 2, step: 0.1 },
    noise: { value: 1, min: -3, max: 3, step: 0.05 },
  };

  /** @param {HTMLElement} body */
  build(body) {
    this.draws = normal(uniform(SEED));
    this.chart = new Chart((z) => this.#dragTo(z));
    this.sums = Object.fromEntries(["z", "a", "slope", "lesson"].map((name) => [name, html("dd", { "data-number": name })]));
    this.formula = html("p", { class: "ae-formula" });
    const options = /** @type {[string, string][]} */ (FAMILY.map(({ name }, i) => [String(i), name]));
    this.kinds = choice("Activation function", options, (kind) => this.#touch({ kind: Number(kind) }));
    this.kinds.node.classList.add("ae-kinds");
    body.append(
      this.kinds.node,
      html("div", { class: "ae-main" }, this.chart.node, html("div", { class: "ae-side" }, this.#sums(), ...this.#sliders())),
      this.status ?? "",
      html("p", { class: "dl-small" }, NOTE),
    );
  }

  draw() {
    const { weight, bias, x } = this.state;
    const z = this.#z();
    const activation = this.#activation();
    const slope = activation.slope(z, this.#settings());
    this.chart.draw(activation, this.#settings(), z, this.#examples());
    this.kinds.set(String(this.state.kind));
    for (const [name, control] of Object.entries(this.sliders)) control.set(this.state[name]);
    for (const name of ["leak", "alpha", "noise"]) this.extras[name].hidden = name !== activation.setting;
    this.formula.replaceChildren("a = ", ...raised(activation.formula));
    const bracket = (/** @type {number} */ value) => (value < 0 ? `(${format(value, 1)})` : format(value, 1));
    const shift = `${bias < 0 ? "\u2212" : "+"} ${format(Math.abs(bias), 1)}`;
    this.sums.z.replaceChildren(`${format(weight, 1)} \u00b7 ${bracket(x)} ${shift} = `, strong(format(z, 2)));
    this.sums.a.replaceChildren(strong(format(activation.value(z, this.#settings()), 4)));
    this.sums.slope.replaceChildren(strong(formatSlope(slope)));
    this.sums.lesson.replaceChildren(`${formatSlope(slope)} \u00b7 ${bracket(x)} = `, strong(formatSlope(slope * x)));
  }

  describe() {
    const slope = (/** @type {number} */ z) => this.#activation().slope(z, this.#settings());
    return describe(this.#activation(), this.#z(), slope(this.#z()), this.#examples().map(slope));
  }

  #sums() {
    const pair = (/** @type {string} */ term, /** @type {string} */ name) =>
      html("div", { class: `ae-sum ae-sum-${name}` }, html("dt", {}, term), this.sums[name]);
    const rows = [["z = wx + b", "z"], ["activation a", "a"], ["slope", "slope"], ["slope for w", "lesson"]];
    return html("div", { class: "ae-sums" }, this.formula, html("dl", {}, ...rows.map(([term, name]) => pair(term, name))));
  }

  #sliders() {
    const fields = /** @type {any} */ (this.fields);
    this.sliders = {};
    const add = (/** @type {string} */ label, /** @type {string} */ name, digits = 1) => {
      const show = (/** @type {number} */ value) => format(value, digits);
      this.sliders[name] = slider(label, fields[name], (value) => this.#touch({ [name]: value }), show);
      return this.sliders[name].node;
    };
    const again = button("Draw anew", () => this.#touch({ noise: clamp(snap(this.draws(), 0.05), -3, 3) }));
    this.extras = {
      leak: html("div", {}, add("Share c below 0; parametric ReLU learns it", "leak", 2)),
      alpha: html("div", {}, add("Depth \u03b1", "alpha")),
      noise: html("div", {}, add(`Noise drawn, in standard deviations (seed ${SEED})`, "noise", 2), again),
    };
    const reset = button("Reset", () => this.#reset());
    const basic = [add("Weight w", "weight"), add("Bias b", "bias"), add("Input x", "x")];
    return [...basic, ...Object.values(this.extras), reset];
  }

  #activation() {
    return FAMILY[this.state.kind];
  }

  #settings() {
    const { leak, alpha, noise } = this.state;
    return { leak, alpha, noise };
  }

  /** The weighted input of one example. @param {number} [x] */
  #z(x = this.state.x) {
    return snap(this.state.weight * x + this.state.bias, 0.01);
  }

  #examples() {
    return EXAMPLES.map((x) => this.#z(x));
  }

  /** @param {import("../lib/url-state.mjs").State} part */
  #touch(part) {
    this.change(() => Object.assign(this.state, part));
  }

  #reset() {
    this.draws = normal(uniform(SEED));
    this.#touch(defaults(/** @type {any} */ (this.fields)));
  }

  /** Bring the point to a weighted input: the bias gives way, the weight when the bias cannot. @param {number} z */
  #dragTo(z) {
    const { weight, bias } = /** @type {any} */ (this.fields);
    const { x } = this.state;
    const b = clamp(snap(z - this.state.weight * x, bias.step), bias.min, bias.max);
    const w = x === 0 ? this.state.weight : clamp(snap((z - b) / x, weight.step), weight.min, weight.max);
    this.#touch({ bias: b, weight: Math.abs(z - b - this.state.weight * x) < 0.1 ? this.state.weight : w });
  }
}

/** @param {string} content */
const strong = (content) => html("strong", {}, content);

/** A formula with its powers raised. @param {string} formula such as "e^z" */
const raised = (formula) => formula.split(/\^(\S*\w)/).map((part, i) => (i % 2 ? html("sup", {}, part) : part));
