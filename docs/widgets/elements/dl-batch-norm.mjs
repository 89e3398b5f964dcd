/** Batch norm on four real units: what comes in, what goes out, in training and at inference. */
import { MARKED, History, atInference, inTraining, incoming, summary } from "../lib/batch-norm-layer.mjs";
import { button, choice } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { format } from "../lib/scales.mjs";
import { SteppedWidget } from "../lib/stepped.mjs";
import { Flow } from "./batch-norm/flow.mjs";
import { Tracks } from "./batch-norm/tracks.mjs";
import { describe } from "./batch-norm/words.mjs";

const [LONG, LEAP, LAST] = [400, 100, 2000];
const RECENT = 50; // steps whose answers to the marked digit are compared
const EPSILON = 0.001;
const PLAIN = { shift: 0, stretch: 1 };
const NOTE =
  "The units are those of the figure: four of a fresh layer, before any activation, asked about 512 digits that come in batches, dealt anew by the seed in each epoch. " +
  "In training every digit is drawn as its own batch makes it. The marked digit, \u25b2, is asked in the company of each batch, without leaving a trace in the moving averages. " +
  "The shapes reach from \u22124 to 4, and what lies beyond is counted at their ends. Momentum is 0.99 and \u03b5 0.001, as in Keras. A line down the charts: here something that comes in was changed.";

/** The element `<dl-batch-norm>`; attributes named like its fields change their defaults. */
export default class BatchNormFaces extends SteppedWidget {
  static key = "norm";
  static title = "Interactive figure: batch norm in training and at inference";
  static fields = {
    step: { value: 60, min: 0, max: LAST, step: 1 },
    changed: { value: 0, min: 0, max: LAST, step: 1 },
    training: { value: 1, min: 0, max: 1, step: 1 },
    shift: { value: 0, min: -2, max: 2, step: 0.1 },
    stretch: { value: 1, min: 0.1, max: 3, step: 0.1 },
    gamma: { value: 1, min: 0, max: 2, step: 0.1 },
    beta: { value: 0, min: -2, max: 2, step: 0.1 },
    batch: { value: 5, min: 0, max: 8, step: 1 },
    unit: { value: 0, min: 0, max: 3, step: 1 },
    seed: { value: 3, min: 1, max: 99, step: 1 },
  };

  get end() {
    return Math.min(this.state.changed + LONG, LAST);
  }

  /** What the layer is fed now. @returns {import("../lib/batch-norm-layer.mjs").World} */
  get world() {
    const { shift, stretch, batch, seed } = this.state;
    return { shift, stretch, batch: 2 ** batch, seed };
  }

  /** A change of what comes in holds from the present step on. @param {import("../lib/url-state.mjs").State} part */
  put(part) {
    const feeds = ["shift", "stretch", "batch", "seed"].some((name) => name in part);
    super.put(feeds ? { ...part, changed: this.step } : part);
    if (part.step === 0) super.put({ changed: 0 });
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.history = new History();
    this.flow = new Flow((unit) => this.touch({ unit }));
    this.tracks = new Tracks();
    this.modes = choice("Mode", [["1", "training"], ["0", "inference"]], (training) => this.touch({ training: Number(training) }));
    this.leap = button(`${LEAP} steps`, () => this.touch({ step: Math.min(this.step + LEAP, this.end) }));
    this.count = html("span", { class: "bn-count" });
    body.append(
      this.transport("", String, this.leap, this.count, this.modes.node),
      this.#settings(),
      this.flow.node,
      this.tracks.node,
      this.status ?? "",
      html("p", { class: "dl-small" }, NOTE),
    );
  }

  draw() {
    const { training, unit, changed } = this.state;
    const { input, output } = this.#crowds();
    this.flow.draw({ input, output, unit, training: training === 1 });
    this.tracks.draw(this.#tracks(input.summary), changed, training === 1);
    this.modes.set(String(training));
    this.count.textContent = `step ${this.step}`;
    this.leap.disabled = this.stepsLeft === 0;
    this.drawControls();
  }

  describe() {
    const { training, unit, gamma, beta } = this.state;
    const { input, output, still } = this.#crowds();
    const [own, out] = [input, output].map(({ summary: { mean, deviation } }) => ({ mean: mean[unit], deviation: deviation[unit] }));
    const { marked } = this.#tracks(input.summary);
    const answers = marked.dots.slice(this.state.changed).slice(-RECENT);
    return describe({
      ...{ step: this.step, batch: this.world.batch, training: training === 1, gamma, beta, unit },
      ...{ input: own, output: out, marked: { answers, still: still.row(MARKED)[unit] }, off: this.#off(own) },
    });
  }

  /** How far the moving averages are off. @param {{mean: number, deviation: number}} own */
  #off({ mean, deviation }) {
    const { moving_mean, moving_variance } = this.#past().norm.state;
    const { unit } = this.state;
    return { mean: (moving_mean[unit] - mean) / deviation, spread: Math.sqrt(moving_variance[unit]) / deviation };
  }

  /** The steps so far. A reloaded page knows only the last change: before it, the digits came as they are. */
  #past() {
    const { step, changed } = this.state;
    const history = /** @type {History} */ (this.history);
    if (history.steps.length > step) history.clear();
    history.reach({ ...this.world, ...PLAIN }, Math.min(changed, step));
    history.reach(this.world, step);
    return history;
  }

  /** All answers that come in and that go out. */
  #crowds() {
    const { gamma, beta, training } = this.state;
    const { steps } = this.#past();
    const still = atInference(this.world, steps[this.step - 1], gamma, beta);
    const x = incoming(this.world.shift, this.world.stretch);
    const y = training ? inTraining(this.world, this.step, gamma, beta) : still;
    return { input: { x, summary: summary(x) }, output: { x: y, summary: summary(y) }, still };
  }

  /** The three charts of the followed unit. @param {import("../lib/batch-norm-layer.mjs").Summary} now */
  #tracks({ mean, deviation }) {
    const { unit, gamma, beta } = this.state;
    const { steps } = this.#past();
    const own = incoming(this.world.shift, this.world.stretch).row(MARKED)[unit];
    const normal = (/** @type {number} */ m, /** @type {number} */ v) => (gamma * (own - m)) / Math.sqrt(v + EPSILON) + beta;
    return {
      mean: { dots: steps.map((one) => one.mean[unit]), line: steps.map((one) => one.movingMean[unit]), level: mean[unit] },
      deviation: { dots: steps.map((one) => Math.sqrt(one.variance[unit])), line: steps.map((one) => Math.sqrt(one.movingVariance[unit])), level: deviation[unit] },
      marked: { dots: steps.map((one) => gamma * one.probe[unit] + beta), line: steps.map((one) => normal(one.movingMean[unit], one.movingVariance[unit])), level: normal(mean[unit], deviation[unit] ** 2) },
    };
  }

  #settings() {
    const one = (/** @type {number} */ value) => format(value, 1);
    const sliders = [
      this.addSlider("stretch", "Stretch what comes in", (value) => `\u00d7 ${one(value)}`),
      this.addSlider("gamma", "\u03b3, the spread that goes out", one),
      this.addSlider("shift", "Shift what comes in", one),
      this.addSlider("beta", "\u03b2, the mean that goes out", one),
      this.addSlider("batch", "Batch size", (value) => String(2 ** value)),
      this.addSlider("seed", "Seed of the batches"),
    ];
    return html("div", { class: "bn-settings" }, ...sliders);
  }
}
