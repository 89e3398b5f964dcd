/** A polynomial through eight points that can be moved: its degree, a penalty, and its errors on old and new points. */
import { button, slider } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { WidgetElement } from "../lib/element.mjs";
import { fitPolynomial, meanSquaredError } from "../lib/least-squares.mjs";
import { NEW, OLD } from "../lib/overfitting-points.mjs";
import { clamp, format, snap } from "../lib/scales.mjs";
import { Errors } from "./overfitting/errors.mjs";
import { Plot } from "./overfitting/plot.mjs";
import { PENALTIES, describe, showError, strength } from "./overfitting/words.mjs";

const HIGHEST = 9;
const COUNT = OLD.x.length;
const STORED = 0.00001; // to which the points are known
const MOVED = 0.001; // to which they are moved
const NUMBERS = [["old", "error on old points"], ["fresh", "error on 1,000 new points"], ["largest", "largest coefficient"]];

/** @returns {import("../lib/url-state.mjs").Fields} two fields a point */
function pointFields() {
  const place = (/** @type {number} */ value) => ({ value, min: -1, max: 1, step: STORED });
  const height = (/** @type {number} */ value) => ({ value, min: 0, max: 5.2, step: STORED });
  return Object.fromEntries(OLD.x.flatMap((x, i) => [[`x${i + 1}`, place(x)], [`y${i + 1}`, height(OLD.y[i])]]));
}

/** The element `<dl-overfitting>`; attributes named like its fields change their defaults. */
export default class Overfitting extends WidgetElement {
  static key = "overfitting";
  static title = "Interactive figure: a curve through eight points";
  static pace = 1;
  static fields = {
    degree: { value: HIGHEST, min: 0, max: HIGHEST, step: 1 },
    penalty: { value: 0, min: 0, max: PENALTIES.length - 1, step: 1 },
    ...pointFields(),
  };

  get stepsLeft() {
    return HIGHEST - this.state.degree;
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.plot = new Plot(COUNT, (i, x, y) => this.#move(i, x, y));
    this.errors = new Errors((degree) => this.#touch({ degree }));
    this.numbers = Object.fromEntries(NUMBERS.map(([name]) => [name, html("dd", { "data-number": name })]));
    const pairs = NUMBERS.map(([name, words]) => html("div", { class: `of-${name}` }, html("dt", {}, words), this.numbers[name]));
    const side = html("div", { class: "of-side" }, this.errors.node, html("dl", { class: "of-numbers" }, ...pairs));
    const note =
      "Drag the eight dots, or choose one with the Tab key and move it with the arrow keys. The small squares are 25 of the 1,000 new points. " +
      "The cost that is made smallest is the mean squared error plus \u03bb times the sum of all squared coefficients but the constant.";
    body.append(
      this.#transport(),
      html("div", { class: "of-panels" }, this.plot.node, side),
      this.status ?? "",
      this.#settings(),
      html("p", { class: "dl-small" }, note),
    );
  }

  draw() {
    const { degree, penalty } = this.state;
    const fits = this.#fits();
    const { w, old, fresh } = fits[degree];
    const { x, y } = this.#points();
    this.plot.draw(x, y, w);
    this.errors.draw(fits, degree);
    this.numbers.old.textContent = showError(old);
    this.numbers.fresh.textContent = showError(fresh);
    this.numbers.largest.textContent = format(Math.max(...w.map(Math.abs)), 1);
    this.degrees.set(degree);
    this.penalties.set(penalty);
    this.player.textContent = this.#playLabel();
  }

  /** @param {number} steps */
  advance(steps) {
    this.state.degree = clamp(this.state.degree + steps, 0, HIGHEST);
  }

  describe() {
    return describe(this.state.degree, this.#fits(), PENALTIES[this.state.penalty]);
  }

  #points() {
    const numbered = (/** @type {string} */ name) => OLD.x.map((_, i) => this.state[`${name}${i + 1}`]);
    return { x: numbered("x"), y: numbered("y") };
  }

  /** The curves of all degrees, computed anew only when points or penalty have changed. */
  #fits() {
    const { x, y } = this.#points();
    const penalty = PENALTIES[this.state.penalty];
    const cause = [penalty, ...x, ...y].join(" ");
    if (this.cause !== cause) {
      this.cause = cause;
      this.fitted = Array.from({ length: HIGHEST + 1 }, (_, degree) => {
        const w = fitPolynomial(x, y, degree, penalty);
        return { w, old: meanSquaredError(w, x, y), fresh: meanSquaredError(w, NEW.x, NEW.y) };
      });
    }
    return /** @type {import("./overfitting/words.mjs").Fit[]} */ (this.fitted);
  }

  #transport() {
    this.player = button("Play", () => this.#playOrPause());
    const step = button("Step", () => this.#touch({ degree: (this.state.degree + 1) % (HIGHEST + 1) }));
    const reset = button("Reset", () => this.#reset());
    this.degrees = slider("Degree", this.fields.degree, (degree) => this.#touch({ degree }), String);
    const show = (/** @type {number} */ i) => strength(PENALTIES[i]);
    this.penalties = slider("Penalty \u03bb", this.fields.penalty, (penalty) => this.#touch({ penalty }), show);
    return html("div", { class: "dl-transport" }, this.player, step, reset, this.degrees.node, this.penalties.node);
  }

  #settings() {
    const close = button("Move two points together", () => this.#touch({ x4: snap(this.state.x5 - 0.02, MOVED) }));
    const back = button("The first eight points", () => this.#home());
    return html("div", { class: "of-settings" }, close, back);
  }

  #home() {
    const points = Object.entries(this.fields).filter(([name]) => /\d$/.test(name));
    this.#touch(Object.fromEntries(points.map(([name, { value }]) => [name, value])));
  }

  #reset() {
    this.#touch(Object.fromEntries(Object.entries(this.fields).map(([name, { value }]) => [name, value])));
  }

  /**
   * @param {number} i
   * @param {number} x
   * @param {number} y
   */
  #move(i, x, y) {
    const put = (/** @type {string} */ name, /** @type {number} */ value) => {
      const { min, max } = this.fields[name];
      return { [name]: clamp(snap(value, MOVED), min, max) };
    };
    this.#touch({ ...put(`x${i + 1}`, x), ...put(`y${i + 1}`, y) });
  }

  #playOrPause() {
    if (this.playing) return this.pause();
    if (this.stepsLeft === 0) this.state.degree = 0;
    return this.play();
  }

  #playLabel() {
    if (this.playing) return "Pause";
    return this.calm ? "Run to the end" : "Play";
  }

  /** Stop and set part of the state. @param {import("../lib/url-state.mjs").State} part */
  #touch(part) {
    this.pause();
    this.change(() => Object.assign(this.state, part));
  }
}
