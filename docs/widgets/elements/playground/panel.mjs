/** The playground's controls: what chapter 7 needs in the open, all others in a fold. */
import { checkbox, select, slider } from "../../lib/controls.mjs";
import { html } from "../../lib/dom.mjs";
import { ACTIVATIONS, BATCHES, COST_NAMES, DATA, OPTIMISERS, PACES, PENALTIES, RATES, STARTS } from "../../lib/playground/options.mjs";

const labels = (/** @type {[string, string][]} */ pairs) => pairs.map(([, label]) => label);
const pace = (/** @type {number} */ steps) => (steps === 0 ? "full speed" : `${steps.toLocaleString("en")} steps / s`);
const strength = (/** @type {number} */ i) => (PENALTIES[i] === 0 ? "off" : PENALTIES[i].toFixed(5).replace(/0+$/, ""));
const batch = (/** @type {number} */ i) => (BATCHES[i] > 1000 ? "all" : String(BATCHES[i]));

/** @typedef {{node: HTMLElement, set: (value: number) => void}} Control */

/** All controls that change the state by one field. */
export class Panel {
  /**
   * @param {import("../../lib/url-state.mjs").Fields} fields
   * @param {(part: import("../../lib/url-state.mjs").State) => void} change
   */
  constructor(fields, change) {
    const list = (/** @type {string} */ label, /** @type {string} */ name, /** @type {string[]} */ options) =>
      select(label, options, (value) => change({ [name]: value }));
    const range = (/** @type {string} */ label, /** @type {string} */ name, /** @type {(value: number) => string} */ show) =>
      slider(label, fields[name], (value) => change({ [name]: value }), show);
    const norm = checkbox("Batch norm behind each layer", (on) => change({ norm: Number(on) }));
    /** @type {Record<string, Control>} */
    this.first = {
      data: list("Data", "data", DATA.map(({ label }) => label)),
      activation: list("Activation", "activation", labels(ACTIVATIONS)),
      depth: range("Hidden layers", "depth", String),
      width: range("Units in each", "width", String),
      rate: range("Learning rate", "rate", (i) => String(RATES[i])),
      pace: list("Pace", "pace", PACES.map(pace)),
    };
    /** @type {Record<string, Control>} */
    this.more = {
      initializer: list("First weights", "initializer", labels(STARTS)),
      optimizer: list("Optimiser", "optimizer", labels(OPTIMISERS)),
      cost: list("Cost", "cost", labels(COST_NAMES)),
      batch: range("Batch size", "batch", batch),
      noise: range("Noise in the data", "noise", (value) => value.toFixed(2)),
      dropout: range("Dropout", "dropout", (value) => (value === 0 ? "off" : `${Math.round(100 * value)} %`)),
      l1: range("L1 penalty", "l1", strength),
      l2: range("L2 penalty", "l2", strength),
      seed: range("Seed", "seed", String),
      norm: { node: norm.node, set: (value) => norm.set(value === 1) },
    };
  }

  /** @param {Record<string, Control>} controls */
  grid(controls) {
    return html("div", { class: "pg-controls" }, ...Object.values(controls).map(({ node }) => node));
  }

  /** @param {boolean} open whether the fold is open at first */
  fold(open) {
    const summary = html("summary", {}, "First weights, optimiser, cost, batch, noise, regularisation, seed");
    return html("details", { class: "pg-fold", open }, summary, this.grid(this.more));
  }

  /**
   * Show the state.
   * @param {import("../../lib/url-state.mjs").State} state
   */
  set(state) {
    for (const [name, control] of Object.entries({ ...this.first, ...this.more })) control.set(state[name]);
  }
}
