/** A small network in rounds of dropout: what each subnet says, and how their mean compares with the whole net. */
import { choice } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { EVERYBODY, lots, meanOfAll, run, seededNet } from "../lib/dropout.mjs";
import { format } from "../lib/scales.mjs";
import { SteppedWidget } from "../lib/stepped.mjs";
import { Dots } from "./dropout/dots.mjs";
import { Net } from "./dropout/net.mjs";
import { Trend } from "./dropout/trend.mjs";
import { describe } from "./dropout/words.mjs";

const ROUNDS = 200;
const INPUTS = [1, 2, 3];
const ACTIVATIONS = /** @type {const} */ (["linear", "relu"]);

/** The element `<dl-dropout>`; attributes named like its fields change their defaults. */
export default class DropoutRounds extends SteppedWidget {
  static key = "dropout";
  static title = "Interactive figure: rounds of dropout in a small network";
  static counter = "round";
  static pace = 5;
  static fields = {
    round: { value: 60, min: 0, max: ROUNDS, step: 1 },
    rate: { value: 0.3, min: 0, max: 0.8, step: 0.05 },
    seed: { value: 23, min: 1, max: 99, step: 1 },
    relu: { value: 1, min: 0, max: 1, step: 1 },
    scaled: { value: 1, min: 0, max: 1, step: 1 },
  };

  /** @param {HTMLElement} body */
  build(body) {
    this.net = new Net();
    this.dots = new Dots();
    this.trend = new Trend();
    this.factor = html("p", { class: "do-factor" });
    this.net.node.append(this.factor);
    const note =
      "Three inputs, 1, 2 and 3; weights drawn by the seed, so nothing has been learnt yet. Lines are weights: solid above 0, dashed below, thick where large. " +
      "The mean of all 1,024 subnets weighs each by its probability.";
    body.append(
      this.transport("Round"),
      html("div", { class: "do-panels" }, this.net.node, html("div", {}, this.dots.node, this.trend.node)),
      this.status ?? "",
      this.#settings(),
      html("p", { class: "dl-small" }, note),
    );
  }

  draw() {
    const { round } = this.state;
    const story = this.#story();
    const view = this.#view();
    const training = round > 0;
    const mask = training ? story.masks[round - 1] : EVERYBODY;
    const layers = training ? story.answers[round - 1].layers : story.whole.layers;
    this.net.draw(story.net, [INPUTS, ...layers], mask, view.scale, training);
    this.factor.textContent = training
      ? `A round of training: survivors count ${format(view.scale, 2)} times.`
      : "In use: everybody is there and counts once.";
    this.dots.draw(story.outputs, view);
    this.trend.draw(story.means, view);
    this.activations.set(String(this.state.relu));
    this.scaling.set(String(this.state.scaled));
    this.drawControls();
  }

  describe() {
    return describe(this.#view());
  }

  /** @returns {import("./dropout/words.mjs").View} */
  #view() {
    const { round, rate } = this.state;
    const { masks, outputs, means, all, whole, activation, scale } = this.#story();
    const last = Math.max(round - 1, 0);
    return {
      round,
      rate,
      scale,
      activation,
      silent: masks[last].filter((on) => !on).length,
      output: outputs[last],
      mean: means[last],
      all,
      whole: whole.output,
    };
  }

  /** All rounds there can be, computed anew only when something they depend on has changed. */
  #story() {
    const { rate, seed, relu, scaled } = this.state;
    const cause = [rate, seed, relu, scaled].join(" ");
    if (this.cause !== cause) {
      this.cause = cause;
      this.told = tell(seed, rate, ACTIVATIONS[relu], scaled ? 1 / (1 - rate) : 1);
    }
    return /** @type {ReturnType<typeof tell>} */ (this.told);
  }

  #settings() {
    const percent = (/** @type {number} */ rate) => `${Math.round(100 * rate)} %`;
    this.activations = choice("Hidden units", [["1", "ReLU"], ["0", "linear"]], (value) => this.touch({ relu: Number(value) }));
    this.scaling = choice(
      "Survivors in training",
      [["1", "\u00d7 1/(1 \u2212 p)"], ["0", "as they are"]],
      (value) => this.touch({ scaled: Number(value) }),
    );
    const choices = html("div", { class: "do-choices" }, this.activations.node, this.scaling.node);
    return html("div", { class: "do-settings" }, choices, this.addSlider("rate", "Rate: share that is dropped", percent), this.addSlider("seed", "Seed of weights and draws"));
  }
}

/**
 * Everything that happens in all rounds.
 * @param {number} seed
 * @param {number} rate
 * @param {import("../lib/dropout.mjs").Activation} activation
 * @param {number} scale
 */
function tell(seed, rate, activation, scale) {
  const net = seededNet(seed);
  const masks = lots(seed, ROUNDS).map((row) => row.map((lot) => lot >= rate));
  const answers = masks.map((mask) => run(net, INPUTS, activation, mask, scale));
  const outputs = answers.map(({ output }) => output);
  let sum = 0;
  const means = outputs.map((output, i) => (sum += output) / (i + 1));
  const all = meanOfAll(net, INPUTS, activation, rate, scale);
  return { net, masks, answers, outputs, means, all, activation, scale, whole: run(net, INPUTS, activation, EVERYBODY, 1) };
}
