/** The 8-3-8 encoder: eight messages through three hidden neurons and back, trained one message at a time. No DOM. */
import { Dense } from "./nn/dense.mjs";
import { randomUniform } from "./nn/initializers.mjs";
import { Matrix } from "./nn/matrix.mjs";
import { Network } from "./nn/network.mjs";
import { Momentum } from "./nn/optimizers.mjs";
import { Trainer } from "./nn/training.mjs";
import { uniform } from "./random.mjs";

/** Epochs of a whole training. */
export const EPOCHS = 5000;

/** Epochs between two moments that are kept. */
export const EVERY = 5;

const MESSAGES = 8;
const RATE = 0.3 / 2; // for half the sum of squares; the book's quadratic cost has no 1/2 in front
const MOMENTUM = 0.3;
const SPAN = 0.1;
const UNDECIDED = 0.25; // a hidden activation that is further than this from both 0 and 1

/**
 * @typedef {object} Moment the encoder after some epochs
 * @property {number[][]} codes hidden activations, three for each message
 * @property {number[]} answers which message each comes back as, counted from 0
 * @property {number[]} errors squared error of each output, summed over the messages
 */

/** A training that goes on as far as it is asked to, and remembers its past. */
export class Encoder {
  /** @type {Moment[]} one for every `EVERY` epochs */
  moments = [];

  /**
   * @param {number} seed of the first weights, which lie between -0.1 and 0.1
   * @param {Record<string, ArrayLike<number>>} [start] first weights to take instead, by name
   */
  constructor(seed, start = {}) {
    this.seed = seed;
    const small = randomUniform(-SPAN, SPAN);
    const options = { activation: "sigmoid", kernelInitializer: small, biasInitializer: small };
    this.patterns = new Matrix(MESSAGES, MESSAGES);
    for (let i = 0; i < MESSAGES; i++) this.patterns.row(i)[i] = 1;
    this.messages = Array.from({ length: MESSAGES }, (_, i) => this.patterns.take([i])); // one at a time, in fixed order
    this.net = new Network([new Dense(3, options), new Dense(MESSAGES, options)]).build(MESSAGES, uniform(seed));
    this.net.setWeights(start);
    const how = { cost: "quadratic", optimizer: new Momentum(RATE, MOMENTUM) };
    this.trainer = new Trainer(this.net, this.patterns, this.patterns, how);
    this.#keep();
  }

  /** Epochs that have been trained. */
  get trained() {
    return (this.moments.length - 1) * EVERY;
  }

  /**
   * Train on.
   * @param {number} epoch how far, a multiple of `EVERY`
   * @param {() => boolean} [enough] asked now and then; true stops early
   */
  train(epoch, enough = () => false) {
    while (this.trained < epoch && !enough()) {
      for (let i = 0; i < EVERY; i++) for (const message of this.messages) this.trainer.step(message, message);
      this.#keep();
    }
  }

  /**
   * The moment after some epochs, which must have been trained.
   * @param {number} epoch a multiple of `EVERY`
   * @returns {Moment}
   */
  at(epoch) {
    return this.moments[epoch / EVERY];
  }

  #keep() {
    const [hidden, outputs] = this.net.layerOutputs(this.patterns);
    const errors = this.patterns.like(outputs.data.map((p, i) => (p - this.patterns.data[i]) ** 2)).toRows();
    this.moments.push({
      codes: hidden.toRows(),
      answers: outputs.toRows().map((row) => row.indexOf(Math.max(...row))),
      errors: errors[0].map((_, j) => errors.reduce((sum, row) => sum + row[j], 0)),
    });
  }
}

/**
 * Whether a hidden activation has not made up its mind: it is far from both 0 and 1.
 * @param {number} activation
 * @returns {boolean}
 */
export const undecided = (activation) => Math.min(activation, 1 - activation) > UNDECIDED;

/**
 * A code, rounded: "011".
 * @param {number[]} code
 * @returns {string}
 */
export const rounded = (code) => code.map(Math.round).join("");

/**
 * The messages whose rounded code another has too, as groups of numbers counted from 0.
 * @param {number[][]} codes
 * @returns {number[][]}
 */
export function shared(codes) {
  /** @type {Record<string, number[]>} */
  const owners = {};
  codes.forEach((code, i) => (owners[rounded(code)] ??= []).push(i));
  return Object.values(owners).filter((group) => group.length > 1);
}

/**
 * The epoch after one step of play: five more at first, and 2 % more later on, a steady pace on a logarithmic axis.
 * @param {number} epoch
 * @returns {number}
 */
export function nextEpoch(epoch) {
  return Math.min(epoch + EVERY * Math.max(1, Math.floor(epoch / (50 * EVERY))), EPOCHS);
}
