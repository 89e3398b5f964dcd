/** One small network, walked through forward and back: each number beside the line of NumPy that computes it. */
import { numbers } from "../lib/backprop.mjs";
import { button } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { format } from "../lib/scales.mjs";
import { SteppedWidget } from "../lib/stepped.mjs";
import { Diagram } from "./backprop-stepper/diagram.mjs";
import { Listing } from "./backprop-stepper/listing.mjs";
import { STEPS, describe } from "./backprop-stepper/steps.mjs";

const weight = (/** @type {number} */ value) => ({ value, min: -4, max: 4, step: 0.1 });
const GROUPS = [
  ["Example", [["x1", "input x\u2081"], ["x2", "input x\u2082"], ["target", "target y"]]],
  ["Upper hidden neuron", [["upper-x1", "weight of x\u2081"], ["upper-x2", "weight of x\u2082"], ["upper-bias", "bias"]]],
  ["Lower hidden neuron", [["lower-x1", "weight of x\u2081"], ["lower-x2", "weight of x\u2082"], ["lower-bias", "bias"]]],
  ["Output", [["output-upper", "weight of upper"], ["output-lower", "weight of lower"], ["output-bias", "bias"]]],
];

/** The element `<dl-backprop-stepper>`; attributes named like its fields change their defaults. */
export default class BackpropStepper extends SteppedWidget {
  static key = "backprop";
  static title = "Interactive figure: backpropagation step by step";
  static pace = 0.7;
  static fields = {
    x1: { value: 1, min: -3, max: 3, step: 0.1 },
    x2: { value: 2, min: -3, max: 3, step: 0.1 },
    target: { value: 1, min: 0, max: 1, step: 0.1 },
    "upper-x1": weight(-1),
    "upper-x2": weight(0.5),
    "upper-bias": weight(0),
    "lower-x1": weight(0.5),
    "lower-x2": weight(0.5),
    "lower-bias": weight(-0.5),
    "output-upper": weight(2),
    "output-lower": weight(-1),
    "output-bias": weight(0),
    step: { value: 12, min: 0, max: STEPS.length, step: 1 },
  };

  /** @param {HTMLElement} body */
  build(body) {
    this.diagram = new Diagram();
    this.listing = new Listing((step) => this.touch({ step }));
    body.append(this.#transport(), this.diagram.node, this.status ?? "", this.listing.node, this.#settings());
  }

  draw() {
    const { step } = this.state;
    const now = numbers(this.#net());
    this.diagram.draw(now, STEPS.slice(0, step));
    this.listing.draw(now, step);
    this.drawControls();
    this.back.disabled = step === 0;
  }

  describe() {
    return describe(this.state.step, numbers(this.#net()));
  }

  /** @returns {import("../lib/backprop.mjs").Net} */
  #net() {
    const s = this.state;
    return {
      x: [s.x1, s.x2],
      y: s.target,
      W1: [[s["upper-x1"], s["lower-x1"]], [s["upper-x2"], s["lower-x2"]]],
      b1: [s["upper-bias"], s["lower-bias"]],
      W2: [s["output-upper"], s["output-lower"]],
      b2: s["output-bias"],
    };
  }

  #transport() {
    const row = this.transport("Step");
    this.back = button("Back", () => this.touch({ step: Math.max(this.state.step - 1, 0) }));
    this.stepper.before(this.back);
    return row;
  }

  #settings() {
    const groups = GROUPS.map(([legend, sliders]) => {
      const nodes = /** @type {string[][]} */ (sliders).map(([name, label]) => this.addSlider(name, label, (value) => format(value, 1)));
      return html("fieldset", { class: "bs-group" }, html("legend", {}, /** @type {string} */ (legend)), ...nodes);
    });
    const restore = button("The chapter\u2019s numbers", () => this.#restore());
    return html("div", { class: "bs-settings" }, ...groups, restore);
  }

  /** Put all sliders but the step's back to where they were. */
  #restore() {
    const given = Object.entries(this.fields).filter(([name]) => name !== "step");
    this.touch(Object.fromEntries(given.map(([name, field]) => [name, field.value])));
  }
}
