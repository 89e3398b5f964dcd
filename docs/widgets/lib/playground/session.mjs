/** A training whose every setting can be changed while it goes on. No DOM. */
import { COSTS } from "../nn/costs.mjs";
import { shuffled, uniform } from "../random.mjs";
import { network, optimizerOf, remember, transplant } from "./build.mjs";
import { checkGradients } from "./check.mjs";
import { examples } from "./data.mjs";
import { History } from "./history.mjs";
import { plane } from "./picture.mjs";
import { look, rootMeanSquare } from "./probe.mjs";

/**
 * @typedef {import("./options.mjs").Settings} Settings
 * @typedef {import("./data.mjs").Digits} Digits
 * @typedef {{loss: number, accuracy: number | null}} Score
 */

const RESTART = ["seed", "initializer"]; // changes that mean a new start
const DATA = ["data", "noise", "seed", "points"];
const NET = ["depth", "width", "activation", "norm", "dropout", "l1", "l2", "task"];

/** Data, net, optimiser and what has happened so far. */
export class Session {
  /** @param {Settings} settings @param {Digits | null} [digits] needed for the data set of that name */
  constructor(settings, digits = null) {
    this.settings = settings;
    this.digits = digits;
    this.data = examples(settings, digits);
    this.reset();
  }

  /** Begin anew: the weights of the seed, and no memory. */
  reset() {
    const { seed } = this.settings;
    this.net = this.#fresh();
    this.optimizer = optimizerOf(this.settings);
    this.memory = this.optimizer.init(this.net.params);
    this.step = 0;
    this.examplesSeen = 0;
    this.draws = { order: uniform(seed * 7919 + 4), dropout: uniform(seed * 7919 + 5) };
    this.#deal();
    this.history = new History();
    this.#record();
  }

  /**
   * Change settings; the net keeps what it has learned where that still fits.
   * @param {Settings} settings
   */
  set(settings) {
    const changed = (/** @type {string[]} */ names) =>
      names.some((name) => JSON.stringify(settings[name]) !== JSON.stringify(this.settings[name]));
    const [restart, data, net, optimizer] = [changed(RESTART), changed(DATA), changed(NET), changed(["optimizer"])];
    this.settings = settings;
    if (data) this.data = examples(settings, this.digits);
    if (restart) return this.reset();
    if (data) this.#deal();
    if (optimizer) {
      this.optimizer = optimizerOf(settings);
      this.memory = this.optimizer.init(this.net.params);
    }
    this.optimizer.rate = settings.rate;
    if (net || data) this.#rebuild();
    return this.#record(true);
  }

  /**
   * Make steps of descent.
   * @param {number} count
   * @param {() => boolean} [enough] asked now and then whether to stop early
   * @returns {number} the steps that were made
   */
  run(count, enough = () => false) {
    const { x, y } = this.data.training;
    if (x.rows === 0) return 0;
    const pass = { training: true, draw: this.draws.dropout };
    for (let made = 0; made < count; made++) {
      if (made % 8 === 7 && enough()) return made;
      const rows = this.#next();
      const { gradients } = this.net.costAndGradients(x.take(rows), y.take(rows), this.settings.cost, pass);
      this.optimizer.apply(gradients, this.memory, this.net.params);
      this.step += 1;
      this.examplesSeen += rows.length;
      if (this.history.due(this.step)) this.#record();
    }
    return count;
  }

  /** The gradient check on the net as it stands. */
  check() {
    return { step: this.step, ...checkGradients(this.net, this.data.training, this.settings.cost) };
  }

  /**
   * Cost and accuracy on a set, at inference and without penalties.
   * @param {import("./data.mjs").Examples | null} set
   * @returns {Score | null}
   */
  score(set) {
    if (!set || set.x.rows === 0) return null;
    const p = this.net.predict(set.x);
    const { task, cost } = this.settings;
    return { loss: COSTS[cost].measure(set.y, p).value, accuracy: task === "values" ? null : share(set.y, p) };
  }

  /** Everything that the page shows. */
  snapshot() {
    const { net, data, settings, memory, history } = this;
    const empty = data.training.x.rows === 0;
    const [training, validation] = [this.score(data.training), this.score(data.validation)];
    const now = { step: this.step, training: training?.loss ?? NaN, validation: validation?.loss ?? NaN };
    return {
      step: this.step,
      task: settings.task,
      epoch: this.examplesSeen / Math.max(data.training.x.rows, 1),
      examples: data.training.x.rows,
      training,
      validation,
      history: history.curves(now),
      view: empty ? null : look(net, data.training, settings.cost),
      picture: settings.task === "digits" ? null : plane(net),
      answers: settings.task === "digits" ? this.#answers() : null,
      weights: Object.fromEntries(Object.entries({ ...net.params, ...net.state }).map(([key, w]) => [key, Float32Array.from(w)])),
      memory: { step: memory.step, ...summed(memory) },
    };
  }

  /** What the net takes the validation digits for. */
  #answers() {
    const p = this.net.predict(/** @type {any} */ (this.data.validation).x);
    return Array.from({ length: p.rows }, (_, i) => best(p.row(i)));
  }

  #fresh() {
    const { x, y } = this.data.training;
    return network(this.settings, x.cols, y.cols);
  }

  /** Another net, with what this one knows. */
  #rebuild() {
    const net = this.#fresh();
    if (this.net.params["dense_1/kernel"].length / this.net.params["dense_1/bias"].length === this.data.training.x.cols) {
      transplant(this.net, net);
    }
    const memory = this.optimizer.init(net.params);
    remember(this.memory, memory);
    this.net = net;
    this.memory = memory;
  }

  /** A new order of the examples. */
  #deal() {
    this.order = shuffled(this.data.training.x.rows, this.draws.order);
    this.cursor = 0;
  }

  #next() {
    if (this.cursor >= this.order.length) this.#deal();
    const rows = this.order.subarray(this.cursor, this.cursor + this.settings.batch);
    this.cursor += rows.length;
    return rows;
  }

  /** @param {boolean} [again] whether this replaces what was written down for the same step */
  #record(again = false) {
    const scores = [this.data.training, this.data.validation].map((set) => this.score(set)?.loss ?? NaN);
    this.history.add(this.step, scores[0], scores[1], again);
  }
}

/** @param {import("../nn/optimizers.mjs").State} memory */
function summed(memory) {
  const slots = Object.entries(memory).filter(([, arrays]) => typeof arrays === "object");
  return { slots: slots.map(([slot, arrays]) => [slot, rootMeanSquare(Object.values(arrays).flatMap((w) => [...w]))]) };
}

/** @param {import("../nn/matrix.mjs").Matrix} y @param {import("../nn/matrix.mjs").Matrix} p */
function share(y, p) {
  let right = 0;
  for (let i = 0; i < y.rows; i++) {
    const fits = y.cols === 1 ? p.data[i] > 0.5 === y.data[i] > 0.5 : best(p.row(i)) === best(y.row(i));
    if (fits) right += 1;
  }
  return right / y.rows;
}

/** @param {Float64Array} row */
const best = (row) => row.reduce((most, value, j) => (value > row[most] ? j : most), 0);
