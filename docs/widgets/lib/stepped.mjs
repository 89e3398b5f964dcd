/** The base class of widgets that go through steps: Play, Step, Reset, a slider for the step, and more sliders. */
import { button, slider } from "./controls.mjs";
import { html } from "./dom.mjs";
import { WidgetElement } from "./element.mjs";

/** @typedef {import("./url-state.mjs").State} State */

/**
 * A widget whose state has a field that counts steps. A subclass puts `transport()` and `addSlider()` into its body
 * and calls `drawControls()` when it draws; it may say where the steps end and which step comes next.
 */
export class SteppedWidget extends WidgetElement {
  /** The field that counts the steps. */
  static counter = "step";

  /** @type {Record<string, {node: HTMLElement, set: (value: number) => void}>} The sliders by field. */
  sliders = {};

  /** Whether the reader has not done anything yet: then playing begins at the beginning. */
  untouched = true;

  get #counter() {
    return /** @type {typeof SteppedWidget} */ (this.constructor).counter;
  }

  /** Where the widget stands. */
  get step() {
    return this.state[this.#counter];
  }

  /** The last step. @returns {number} */
  get end() {
    return this.fields[this.#counter].max;
  }

  /** Where one press of Step leads. @returns {number} */
  get next() {
    return Math.min(this.step + 1, this.end);
  }

  get stepsLeft() {
    return Math.max(this.end - this.step, 0);
  }

  /** Go on by some steps. @param {number} steps */
  advance(steps) {
    for (let i = 0; i < steps && this.stepsLeft > 0; i++) this.put({ [this.#counter]: this.next });
  }

  /** Set part of the state, without drawing. @param {State} part */
  put(part) {
    Object.assign(this.state, part);
  }

  /** Set part of the state by the reader's hand: playing stops. @param {State} part */
  touch(part) {
    this.untouched = false;
    this.pause();
    this.change(() => this.put(part));
  }

  /**
   * The row of buttons, with a slider for the step where that has a name.
   * @param {string} [label] name of the slider
   * @param {(value: number) => string} [show] the step as text
   * @param {(Node | string)[]} more what else belongs into the row
   * @returns {HTMLElement}
   */
  transport(label = "", show = String, ...more) {
    this.player = button("Play", () => this.#playOrPause());
    this.stepper = button("Step", () => this.touch({ [this.#counter]: this.next }));
    const reset = button("Reset", () => this.touch({ [this.#counter]: 0 }));
    if (label) more.unshift(this.addSlider(this.#counter, label, show));
    return html("div", { class: "dl-transport" }, this.player, this.stepper, reset, ...more);
  }

  /**
   * A slider for a field of the state.
   * @param {string} name
   * @param {string} label
   * @param {(value: number) => string} [show] the value as text
   * @returns {HTMLElement}
   */
  addSlider(name, label, show = String) {
    this.sliders[name] = slider(label, this.fields[name], (value) => this.touch({ [name]: value }), show);
    return this.sliders[name].node;
  }

  /** Show in the buttons and sliders where the widget stands. */
  drawControls() {
    for (const [name, control] of Object.entries(this.sliders)) control.set(this.state[name]);
    this.player.textContent = this.playing ? "Pause" : this.calm ? "Run to the end" : "Play";
    this.stepper.disabled = this.stepsLeft === 0;
  }

  #playOrPause() {
    if (this.playing) return this.pause();
    if (this.untouched || this.stepsLeft === 0) this.put({ [this.#counter]: 0 });
    this.untouched = false;
    return this.play();
  }
}
