/** Trains the 8-3-8 encoder in the page: eight messages, three hidden neurons, a code that nobody asked for. */
import { button } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { EPOCHS, EVERY, Encoder, nextEpoch } from "../lib/encoder.mjs";
import { format } from "../lib/scales.mjs";
import { SteppedWidget } from "../lib/stepped.mjs";
import { Cube } from "./encoder/cube.mjs";
import { Errors } from "./encoder/errors.mjs";
import { Table } from "./encoder/table.mjs";
import { count, describe } from "./encoder/words.mjs";

const SLICE = 30; // ms of training between two frames
const TURN = 180; // degrees to which the cube turns in either direction

/** The element `<dl-encoder>`; attributes named like its fields change their defaults. */
export default class EncoderElement extends SteppedWidget {
  static key = "encoder";
  static title = "Interactive figure: an 8-3-8 encoder learns its code";
  static counter = "epoch";
  static pace = 16;
  static fields = {
    epoch: { value: 1000, min: 0, max: EPOCHS, step: EVERY },
    seed: { value: 7, min: 1, max: 999, step: 1 },
    turn: { value: 26, min: -TURN, max: TURN, step: 1 },
  };

  get next() {
    return nextEpoch(this.state.epoch);
  }

  /** Epochs that can be shown: the training may lag behind what was asked for. */
  get shown() {
    return Math.min(this.state.epoch, this.encoder.trained);
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.cube = new Cube((degrees) => this.#turn(degrees));
    this.errors = new Errors();
    this.table = new Table();
    const note =
      "Rate 0.3, momentum 0.3, weights and biases from \u22120.1 to 0.1, one message at a time in fixed order, as in the recorded run; " +
      "but the random numbers are this page\u2019s own, so its seed 1 is not the recorded one. Play keeps a steady pace along the logarithmic " +
      "axis. Orange: a hidden activation is further than 0.25 from both 0 and 1. Red: a rounded code that another message has too.";
    body.append(
      this.transport("Epoch", count),
      this.status ?? "",
      html("div", { class: "en-views" }, this.cube.node, this.table.node),
      this.errors.node,
      this.#settings(),
      html("p", { class: "dl-small" }, note),
    );
    this.encoder = new Encoder(this.state.seed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame ?? 0);
  }

  draw() {
    this.#catchUp();
    const epochs = pastEpochs(this.shown);
    const moments = epochs.map((epoch) => this.encoder.at(epoch));
    this.cube.draw(moments.map(({ codes }) => codes), this.state.turn);
    this.table.draw(moments[moments.length - 1]);
    this.errors.draw(epochs, moments);
    this.drawControls();
  }

  describe() {
    if (this.shown < this.state.epoch) return `Training up to epoch ${count(this.state.epoch)} \u2026`;
    return describe(this.shown, this.encoder.at(this.shown));
  }

  /** Train as far as the state asks for, a slice now and the rest in later frames, so that the page never stalls. */
  #catchUp() {
    cancelAnimationFrame(this.frame ?? 0);
    if (this.encoder.seed !== this.state.seed) this.encoder = new Encoder(this.state.seed);
    const begin = performance.now();
    this.behind ||= this.encoder.trained < this.state.epoch;
    this.encoder.train(this.state.epoch, () => performance.now() - begin > SLICE);
    if (this.encoder.trained < this.state.epoch) {
      this.frame = requestAnimationFrame(() => this.draw());
    } else if (this.behind) {
      this.behind = false;
      if (!this.playing) this.say(this.describe());
    }
  }

  #settings() {
    const next = () => this.touch({ seed: (this.state.seed % this.fields.seed.max) + 1 });
    const turn = this.addSlider("turn", "Turn the cube", (value) => `${format(value, 0)}\u00b0`);
    const seed = html("div", { class: "en-seed" }, this.addSlider("seed", "Seed of the first weights"), button("Next seed", next));
    return html("div", { class: "en-settings" }, turn, seed);
  }

  /** To turn the cube is no reason to stop. @param {import("../lib/url-state.mjs").State} part */
  touch(part) {
    if ("turn" in part) this.change(() => this.put(part));
    else super.touch(part);
  }

  /** Turn the cube, round and round. @param {number} degrees */
  #turn(degrees) {
    const turned = this.state.turn + degrees;
    this.touch({ turn: turned > TURN ? turned - 2 * TURN : turned < -TURN ? turned + 2 * TURN : turned });
  }
}

/**
 * The epochs at which play would have stopped on its way here, and here.
 * @param {number} end
 * @returns {number[]}
 */
function pastEpochs(end) {
  const epochs = [];
  for (let epoch = 0; epoch < end; epoch = nextEpoch(epoch)) epochs.push(epoch);
  return [...epochs, end];
}
