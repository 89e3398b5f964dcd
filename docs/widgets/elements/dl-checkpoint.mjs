/** Recorded validation curves of many seeds: with which patience does which epoch's net come home? */
import { button, choice, slider } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { WidgetElement } from "../lib/element.mjs";
import { compare, watch } from "../lib/patience.mjs";
import { clamp, format } from "../lib/scales.mjs";
import { defaults } from "../lib/url-state.mjs";
import { Crowd } from "./checkpoint/crowd.mjs";
import { Curve } from "./checkpoint/curve.mjs";
import { describe, formatError } from "./checkpoint/words.mjs";

const answer = await fetch(new URL("../data/checkpoint.json", import.meta.url));
/** @type {{seeds: number[], curves: Record<string, number[][]>}} */
const recorded = await answer.json();

const VARIANTS = Object.keys(recorded.curves); // raw, standardised, targets-too
const LABELS = ["nothing", "the inputs", "inputs and targets"];
const EPOCHS = recorded.curves[VARIANTS[0]][0].length;
const ROWS = [["epochs", "epochs trained"], ["kept", "kept error"], ["lowest", `lowest of ${EPOCHS}`], ["last", `after epoch ${EPOCHS}`]];
const NOTE =
  "Recorded errors in squared thousands of dollars, on the 102 rows that also choose the epoch: the " +
  "lowest number is low partly by luck. Point at a net in the lower picture to see its curve.";

/** The element `<dl-checkpoint>`; attributes named like its fields change their defaults. */
export default class Checkpoint extends WidgetElement {
  static key = "checkpoint";
  static title = "Interactive figure: what a checkpoint with patience keeps";
  static pace = 5;
  static fields = {
    scaled: { value: 0, min: 0, max: VARIANTS.length - 1, step: 1 },
    seed: { value: 12, min: 1, max: recorded.seeds.length, step: 1 },
    patience: { value: 3, min: 1, max: EPOCHS, step: 1 },
    epoch: { value: EPOCHS, min: 1, max: EPOCHS, step: 1 },
  };

  get stepsLeft() {
    return this.#end().stopped - this.#epoch();
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.curve = new Curve();
    this.crowd = new Crowd((place) => this.#touch({ seed: place + 1, epoch: EPOCHS }));
    this.cells = Object.fromEntries(ROWS.map(([name]) => [name, [html("td", { "data-number": name }), html("td", { "data-mean": name })]]));
    this.seedHead = html("th", { scope: "col" });
    const title = (/** @type {string} */ words) => html("p", { class: "cp-title" }, words);
    body.append(
      this.#settings(),
      this.#transport(),
      title("Validation error of one net"),
      this.curve.node,
      this.status ?? "",
      html(
        "div",
        { class: "cp-all" },
        html("div", {}, title("All twenty: what each takes home (dot), and its lowest (ring)"), this.crowd.node),
        this.#table(),
      ),
      html("p", { class: "dl-small" }, NOTE),
    );
  }

  draw() {
    const { seed, patience, scaled } = this.state;
    const [curves, errors, end] = [this.#curves(), this.#errors(), this.#end()];
    const range = /** @type {[number, number]} */ ([Math.min(...curves.flat()), Math.max(...curves.flat())]);
    this.curve.draw(errors, end, this.#epoch(), patience, range);
    this.crowd.draw(curves, curves.map((one) => watch(one, patience).kept), seed - 1, range);
    for (const [name, control] of Object.entries(this.sliders)) control.set(this.state[name]);
    this.scalings.set(String(scaled));
    this.#fill(errors, end);
    this.player.textContent = this.playing ? "Pause" : this.calm ? "Run to the end" : "Play";
    this.stepper.disabled = this.stepsLeft === 0;
  }

  /** @param {number} steps */
  advance(steps) {
    this.state.epoch = clamp(this.#epoch() + steps, 1, EPOCHS);
    if (this.stepsLeft === 0) this.state.epoch = EPOCHS;
  }

  describe() {
    const { seed, patience } = this.state;
    const { early, twice } = compare(this.#curves(), patience);
    const all = { early, twice, of: recorded.seeds.length };
    return describe(seed, this.#errors(), this.#end(), { epoch: this.#epoch(), patience }, all);
  }

  #curves() {
    return recorded.curves[VARIANTS[this.state.scaled]];
  }

  #errors() {
    return this.#curves()[this.state.seed - 1];
  }

  #end() {
    return watch(this.#errors(), this.state.patience);
  }

  /** The epoch that is shown: none after the stop. */
  #epoch() {
    return Math.min(this.state.epoch, this.#end().stopped);
  }

  #settings() {
    const fields = /** @type {any} */ (this.fields);
    const options = /** @type {[string, string][]} */ (LABELS.map((label, i) => [String(i), label]));
    this.scalings = choice("Standardised:", options, (value) => this.#touch({ scaled: Number(value), epoch: EPOCHS }));
    const seed = slider("Seed", fields.seed, (value) => this.#touch({ seed: value, epoch: EPOCHS }), String);
    const limit = (/** @type {number} */ value) => (value === EPOCHS ? `${value}, never gives up` : `${value}`);
    const patience = slider("Patience", fields.patience, (value) => this.#touch({ patience: value, epoch: EPOCHS }), limit);
    this.sliders = { seed, patience };
    return html("div", { class: "cp-settings" }, this.scalings.node, patience.node, seed.node);
  }

  #transport() {
    this.player = button("Play", () => this.#playOrPause());
    this.stepper = button("Step", () => this.#step());
    const back = button("Rewind", () => this.#touch({ epoch: 1 }));
    const reset = button("Reset", () => this.#touch(defaults(/** @type {any} */ (this.fields))));
    const next = button("Next seed", () => this.#touch({ seed: (this.state.seed % recorded.seeds.length) + 1, epoch: EPOCHS }));
    return html("div", { class: "dl-transport cp-transport" }, this.player, this.stepper, back, next, reset);
  }

  #table() {
    const head = html("tr", {}, html("td", {}), this.seedHead, html("th", { scope: "col" }, "mean of all"));
    const rows = ROWS.map(([name, label]) => html("tr", { class: `cp-row-${name}` }, html("th", { scope: "row" }, label), ...this.cells[name]));
    return html("table", { class: "cp-table" }, html("thead", {}, head), html("tbody", {}, ...rows));
  }

  /**
   * Put the numbers into the table: of the net as it stands, and the means of all nets at their end.
   * @param {number[]} errors
   * @param {import("../lib/patience.mjs").Watched} end
   */
  #fill(errors, end) {
    const epoch = this.#epoch();
    const kept = end.saved.filter((one) => one <= epoch).pop() ?? 1;
    const own = { epochs: epoch, kept: errors[kept - 1], lowest: Math.min(...errors), last: errors[EPOCHS - 1] };
    const all = compare(this.#curves(), this.state.patience);
    this.seedHead.textContent = `seed ${this.state.seed}`;
    for (const [name] of ROWS) {
      const [one, mean] = this.cells[name];
      one.textContent = name === "epochs" ? String(own.epochs) : formatError(own[name]);
      mean.textContent = name === "epochs" ? format(all.epochs, 1) : formatError(all[name]);
    }
  }

  #playOrPause() {
    if (this.playing) return this.pause();
    if (this.stepsLeft === 0) this.state.epoch = 1;
    return this.play();
  }

  #step() {
    this.pause();
    this.change(() => this.advance(1));
  }

  /** Stop and set part of the state. @param {import("../lib/url-state.mjs").State} part */
  #touch(part) {
    this.pause();
    this.change(() => Object.assign(this.state, part));
  }
}
