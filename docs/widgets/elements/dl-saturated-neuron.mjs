/** Two copies of one neuron learn the same lesson at the same rate, one with each cost. */
import { choice } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { train } from "../lib/neuron.mjs";
import { clamp, format, snap } from "../lib/scales.mjs";
import { SteppedWidget } from "../lib/stepped.mjs";
import { Chart } from "./saturated-neuron/chart.mjs";
import { Panel } from "./saturated-neuron/panel.mjs";
import { describe } from "./saturated-neuron/words.mjs";

const EPOCHS = 300;
const INPUT = 1;
const COSTS = /** @type {const} */ (["quadratic", "entropy"]);
const STARTS = { good: { weight: 0.6, bias: 0.9 }, bad: { weight: 2, bias: 2 } }; // for the target 0

/** The element `<dl-saturated-neuron>`; attributes named like its fields change their defaults. */
export default class SaturatedNeuron extends SteppedWidget {
  static key = "saturated-neuron";
  static title = "Interactive figure: the same neuron trained with both costs";
  static counter = "epoch";
  static pace = 25;
  static fields = {
    weight: { value: 2, min: -4, max: 4, step: 0.1 },
    bias: { value: 2, min: -4, max: 4, step: 0.1 },
    rate: { value: 0.15, min: 0.01, max: 2, step: 0.01 },
    target: { value: 0, min: 0, max: 1, step: 1 },
    epoch: { value: 20, min: 0, max: EPOCHS, step: 1 },
  };

  /** @param {HTMLElement} body */
  build(body) {
    this.panels = COSTS.map((cost) => new Panel(cost, (z) => this.#dragTo(z)));
    this.charts = [
      new Chart("Output a over the epochs", (moment) => moment.a),
      new Chart("Cost C over the epochs", (moment) => moment.cost),
    ];
    const note =
      "The input is x = 1, so \u2202C/\u2202b equals \u2202C/\u2202w. This book\u2019s quadratic cost is (y \u2212 a)\u00b2, without \u00bd: hence the 2. " +
      "Both streams have the same scale. Drag a point along its curve to start somewhere else.";
    body.append(
      this.transport("Epoch"),
      this.status ?? "",
      html("div", { class: "sn-panels" }, ...this.panels.map((panel) => panel.node)),
      html("div", { class: "sn-charts" }, ...this.charts.map((chart) => chart.node)),
      this.#settings(),
      html("p", { class: "dl-small" }, note),
    );
  }

  draw() {
    const { epoch, target } = this.state;
    const runs = this.#runs();
    this.panels.forEach((panel, i) => panel.draw(runs[i][epoch], target));
    this.charts[0].draw(runs, epoch, target);
    this.charts[1].draw(runs, epoch, null);
    this.starts.set(this.#startName());
    this.targets.set(String(target));
    this.drawControls();
  }

  describe() {
    const { epoch, target } = this.state;
    const [quadratic, entropy] = this.#runs().map((run) => run[epoch]);
    return describe(epoch, quadratic, entropy, target);
  }

  /** Both trainings, computed anew only when something they depend on has changed. */
  #runs() {
    const { weight, bias, rate, target } = this.state;
    const cause = [weight, bias, rate, target].join(" ");
    if (this.cause !== cause) {
      const lesson = { x: INPUT, y: target };
      this.trained = COSTS.map((cost) => train({ weight, bias }, lesson, cost, { rate, epochs: EPOCHS }));
      this.cause = cause;
    }
    return /** @type {import("../lib/neuron.mjs").Moment[][]} */ (this.trained);
  }

  #settings() {
    const digits = (/** @type {number} */ count) => (/** @type {number} */ value) => format(value, count);
    this.starts = choice("Start", [["bad", "badly wrong"], ["good", "good"]], (name) => this.#startFrom(name));
    this.targets = choice("Target y", [["0", "0"], ["1", "1"]], (value) => this.touch({ target: Number(value) }));
    return html(
      "div",
      { class: "sn-settings" },
      html("div", { class: "sn-choices" }, this.starts.node, this.targets.node),
      this.addSlider("rate", "Learning rate \u03b7, for both", digits(2)),
      this.addSlider("weight", "Start weight w", digits(1)),
      this.addSlider("bias", "Start bias b", digits(1)),
    );
  }

  /** The starts for the target 1 are those for 0 in the mirror. @param {string} name */
  #startFrom(name) {
    const { weight, bias } = STARTS[/** @type {"good" | "bad"} */ (name)];
    const side = this.state.target === 1 ? -1 : 1;
    this.touch({ weight: side * weight, bias: side * bias, epoch: 0 });
  }

  #startName() {
    const side = this.state.target === 1 ? -1 : 1;
    const fits = ([, start]) => this.state.weight === side * start.weight && this.state.bias === side * start.bias;
    return Object.entries(STARTS).find(fits)?.[0] ?? "";
  }

  /** Start from the weighted input under the finger: the bias gives way, the weight when the bias cannot. */
  #dragTo(z) {
    const { weight, bias } = /** @type {any} */ (this.fields);
    const b = clamp(snap(z - this.state.weight * INPUT, bias.step), bias.min, bias.max);
    const w = clamp(snap((z - b) / INPUT, weight.step), weight.min, weight.max);
    this.touch({ weight: w, bias: b, epoch: 0 });
  }
}
