/** First weights of a deep net: what they do to signals and gradients, and to one epoch of training. */
import { choice } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { aimedAt, range, STEPS, Subject, toyData } from "../lib/init-lab.mjs";
import { format } from "../lib/scales.mjs";
import { SteppedWidget } from "../lib/stepped.mjs";
import { Curve } from "./initialisation-lab/curve.mjs";
import { Ladder } from "./initialisation-lab/ladder.mjs";
import { describe } from "./initialisation-lab/words.mjs";

const ACTIVATIONS = ["sigmoid", "tanh", "relu"];
const SCHEMES = ["lecun_normal", "glorot_normal", "he_normal", "normal"];
const NAMES = ["LeCun", "Glorot", "He"];
const SLICE = 12; // ms that training may take at a time
const EVERY = 4; // steps from one look into the layers to the next, while it trains
const NOTE =
  "Ten clouds of points with 16 coordinates, 1,024 to learn from; plain SGD with rate 0.05, batches of 16, biases 0. The ladders watch 40 of them. " +
  "Gradients are those of each example\u2019s cost by the weighted inputs z. ";

/** The element `<dl-initialisation-lab>`; attributes named like its fields change their defaults. */
export default class InitialisationLab extends SteppedWidget {
  static key = "init";
  static title = "Interactive figure: first weights, signals, gradients and one epoch of training";
  static pace = 16;
  static fields = {
    activation: { value: 2, min: 0, max: 2, step: 1 },
    scheme: { value: 1, min: 0, max: 3, step: 1 },
    s: { value: 1, min: 0, max: 1, step: 0.01 },
    against: { value: 3, min: 0, max: 3, step: 1 }, // 0 for nothing
    depth: { value: 10, min: 1, max: 20, step: 1 },
    width: { value: 64, min: 16, max: 64, step: 16 },
    seed: { value: 8, min: 1, max: 99, step: 1 },
    step: { value: 0, min: 0, max: STEPS, step: 1 },
  };

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.working);
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.forward = new Ladder("forward", "Up: activations of each layer");
    this.backward = new Ladder("backward", "Down: gradients, dC/dz");
    this.curve = new Curve();
    this.key = html("p", { class: "il-key" });
    body.append(
      this.#weights(),
      html("div", { class: "il-ladders" }, this.forward.node, this.backward.node),
      this.key,
      this.transport(),
      this.curve.node,
      this.status ?? "",
      this.#settings(),
      html("p", { class: "dl-small" }, NOTE),
    );
  }

  draw() {
    const { own, other } = this.#subjects();
    this.#catchUp();
    const busy = this.playing || this.#behind;
    if (!this.looked || (this.playing ? own.at % EVERY === 0 : !busy)) this.#look(own, other);
    const trained = (/** @type {Subject} */ subject, /** @type {string} */ name) => ({ name, costs: subject.costs, before: this.#birth(subject), now: busy ? null : subject.score });
    this.curve.draw(trained(own, this.#name()), other && trained(other, NAMES[this.state.against - 1]));
    this.drawControls();
    for (const [name, control] of Object.entries(this.choices)) control.set(String(this.state[name]));
    if (!this.playing) this.player.textContent = "Train one epoch";
    this.toggleAttribute("data-busy", this.#behind);
    this.#announce();
  }

  /** Set part of the state; who moves the slider for one size means one size. @param {import("../lib/url-state.mjs").State} part */
  put(part) {
    super.put("s" in part ? { ...part, scheme: 3 } : part);
  }

  describe() {
    const { own, other } = this.#subjects();
    if (this.playing || this.#behind) return `Training: step ${own.at} of ${STEPS}.`;
    const setting = own.setting;
    const against = other && { name: `with ${NAMES[this.state.against - 1]}\u2019s weights`, now: other.score };
    const name = setting.scheme === "normal" ? `s = ${format(setting.s, 2)} everywhere` : `with ${this.#name()}\u2019s weights`;
    return describe({ name, setting, rungs: own.ladder, at: own.at, before: this.#birth(own), now: own.score, other: against });
  }

  /** Whether training has not yet come to the step that is asked for. */
  get #behind() {
    const { own, other } = this.#subjects();
    return Math.min(own.at, other?.at ?? STEPS) < this.state.step;
  }

  /** The nets of the present setting, born anew when it changes, or when a step lies behind them. */
  #subjects() {
    const { activation, scheme, s, against, depth, width, seed, step } = this.state;
    const common = { activation: ACTIVATIONS[activation], depth, width, seed };
    this.own = this.#reuse(this.own, { ...common, scheme: SCHEMES[scheme], s: scheme === 3 ? s : 0 }, step);
    const wanted = against > 0 && against - 1 !== scheme;
    this.other = wanted ? this.#reuse(this.other, { ...common, scheme: SCHEMES[against - 1], s: 0 }, step) : null;
    return { own: this.own, other: this.other };
  }

  /**
   * @param {Subject | null | undefined} old
   * @param {import("../lib/init-lab.mjs").Setting} setting
   * @param {number} step
   * @returns {Subject}
   */
  #reuse(old, setting, step) {
    if (old && old.at <= step && JSON.stringify(old.setting) === JSON.stringify(setting)) return old;
    if (this.task?.seed !== setting.seed) this.task = { seed: setting.seed, data: toyData(setting.seed) };
    this.looked = false;
    return new Subject(setting, this.task.data);
  }

  /** Train for a moment; go on later if that was not enough, and say so when it is done. */
  #catchUp() {
    clearTimeout(this.working);
    if (!this.#behind) return;
    const { own, other } = this.#subjects();
    const end = performance.now() + SLICE;
    while (this.#behind && performance.now() < end) {
      for (const subject of [own, other]) {
        if (!subject || subject.at >= this.state.step) continue;
        this.#birth(subject);
        subject.step();
      }
    }
    this.late = true;
    this.working = setTimeout(() => this.draw());
  }

  /** Announce what has come of a training that took several moments. */
  #announce() {
    if (!this.late || this.playing || this.#behind) return;
    this.late = false;
    this.say(this.describe());
  }

  /** What a net knew before its first step. @param {Subject} subject */
  #birth(subject) {
    return subject.scores.get(0) ?? subject.score;
  }

  /**
   * @param {Subject} own
   * @param {Subject | null} other
   */
  #look(own, other) {
    this.looked = true;
    const [mine, theirs] = [own.ladder, other?.ladder ?? null];
    const all = [...mine.forward, ...mine.backward, ...(theirs ? [...theirs.forward, ...theirs.backward] : [])];
    const reach = range(all.map(({ size }) => size).concat(mine.forward.map(({ apart }) => apart)));
    this.forward.draw(mine.forward, theirs?.forward ?? null, reach, this.state.depth);
    this.backward.draw(mine.backward, theirs?.backward ?? null, reach, this.state.depth);
    const span = (/** @type {string} */ look, /** @type {string} */ words) => html("span", { class: `il-sign ${look}` }, words);
    const dashed = other ? [span("il-sign-other", `size with ${NAMES[this.state.against - 1]}`)] : [];
    const wide = `hidden layers: s = ${format(aimedAt(own.setting), 3)}`;
    this.key.replaceChildren(span("il-sign-hill", "where the numbers lie"), span("il-sign-size", "their size (root mean square)"), span("il-sign-apart", "how far examples differ"), ...dashed, html("span", {}, wide));
  }

  #name() {
    return NAMES[this.state.scheme] ?? `s = ${format(this.state.s, 2)}`;
  }

  #weights() {
    const schemes = NAMES.map((name, i) => /** @type {[string, string]} */ ([String(i), name]));
    this.choices = {
      activation: choice("Hidden units", [["0", "sigmoid"], ["1", "tanh"], ["2", "ReLU"]], (value) => this.touch({ activation: Number(value) })),
      scheme: choice("First weights", [...schemes, ["3", "one size"]], (value) => this.touch({ scheme: Number(value) })),
      against: choice("Compare with", [["0", "nothing"], ...NAMES.map((name, i) => /** @type {[string, string]} */ ([String(i + 1), name]))], (value) => this.touch({ against: Number(value) })),
    };
    const size = this.addSlider("s", "One size: standard deviation", (s) => `s = ${format(s, 2)}`);
    return html("div", { class: "il-weights" }, this.choices.activation.node, this.choices.scheme.node, size);
  }

  #settings() {
    const sliders = [this.addSlider("depth", "Hidden layers"), this.addSlider("width", "Units of each"), this.addSlider("seed", "Seed of weights and task")];
    return html("div", { class: "il-settings" }, /** @type {any} */ (this.choices).against.node, ...sliders);
  }
}
