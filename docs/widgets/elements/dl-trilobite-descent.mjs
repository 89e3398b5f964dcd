/** The trilobite walks down a real cost by real gradient steps, or rolls down with momentum. */
import { choice } from "../lib/controls.mjs";
import { GROUNDS, cost, limitWith, minima, valleyBelow, walk } from "../lib/descent.mjs";
import { html } from "../lib/dom.mjs";
import { clamp, format, snap } from "../lib/scales.mjs";
import { SteppedWidget } from "../lib/stepped.mjs";
import { endOf, judge } from "../lib/verdict.mjs";
import { Guide } from "./trilobite-descent/guide.mjs";
import { RateSlider } from "./trilobite-descent/rate.mjs";
import { Scene } from "./trilobite-descent/scene.mjs";
import { describe, show } from "./trilobite-descent/words.mjs";

const STEPS = 300;
const TINY = 0.004; // of the window: while strides are shorter, several are played at once
const AT_ONCE = 8;
const NAMES = ["two pebbles", "a hill", "a dip", "a hollow", "a plateau"];
const STRIDE = 300; // milliseconds that a stride takes to be seen

/** The element `<dl-trilobite-descent>`; attributes named like its fields change their defaults. */
export default class TrilobiteDescent extends SteppedWidget {
  static key = "trilobite";
  static title = "Interactive figure: the trilobite descends";
  static pace = 2.5;
  static fields = {
    ground: { value: 1, min: 0, max: GROUNDS.length - 1, step: 1 },
    start: { value: -2.5, min: -5.2, max: 5.2, step: 0.01 },
    rate: { value: 6, min: 0.01, max: 100, step: 0.001 },
    momentum: { value: 0, min: 0, max: 0.95, step: 0.05 },
    step: { value: 2, min: 0, max: STEPS, step: 1 },
  };

  get end() {
    return this.trip().end;
  }

  get ground() {
    return GROUNDS[this.state.ground];
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.#settle();
    this.scene = new Scene({ drag: (w) => this.#drag(w), drop: () => this.#drop() });
    this.guide = new Guide(this.scene);
    this.#makeNumbers();
    const hint = "Pick the trilobite up and put it down somewhere else. Each ground is the cost of a real neuron with one weight, as the figures draw it.";
    body.append(
      this.#transport(),
      this.scene.node,
      this.readout,
      this.status ?? "",
      this.#settings(),
      html("p", { class: "dl-small" }, hint),
    );
  }

  draw() {
    const { start, rate, momentum, step } = this.state;
    const trip = this.trip();
    const valley = valleyBelow(this.ground, trip.valleys, start);
    this.guide.draw({ ...trip, ground: this.ground, rate, momentum, step, held: this.held === true, label: this.describe() });
    this.#showNumbers();
    this.rates.draw(rate, this.#limits(valley));
    this.grounds.set(String(this.state.ground));
    this.drawControls();
  }

  /** Take steps; short strides by the handful, so that nobody has to wait. @param {number} steps */
  advance(steps) {
    const { places, end } = this.trip();
    const before = this.state.step;
    let i = Math.min(before + steps, end);
    const [left, right] = this.ground.window;
    while (this.playing && i < end && i < before + AT_ONCE && Math.abs(places[i].w - places[before].w) < TINY * (right - left)) i += 1;
    this.#go(i);
  }

  describe() {
    const { start, rate, momentum, step } = this.state;
    const { places, valleys } = this.trip();
    const valley = valleyBelow(this.ground, valleys, places[step].w) ?? valleyBelow(this.ground, valleys, start);
    const limit = valley && limitWith(valley, momentum);
    const verdict = judge(this.ground, valleys, places, step);
    const here = places[step];
    return describe({ step, here, next: places[step + 1], cost: cost(this.ground, here.w), rate, momentum, limit, verdict, linear: this.ground.linear });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.guide?.rest();
  }

  /** The whole walk, its valleys and its end, computed anew only when something they depend on has changed. */
  trip() {
    const { ground, start, rate, momentum } = this.state;
    const cause = [ground, start, rate, momentum].join(" ");
    if (this.cause !== cause) {
      const valleys = ground === this.surveyed ? this.known.valleys : minima(this.ground);
      const places = walk(this.ground, { start, rate, momentum }, STEPS + 1);
      const end = Math.min(endOf(this.ground, valleys, places), STEPS);
      this.cause = cause;
      this.surveyed = ground;
      this.known = { valleys, places, end };
    }
    return /** @type {{valleys: import("../lib/descent.mjs").Minimum[], places: import("../lib/descent.mjs").Stop[], end: number}} */ (this.known);
  }

  /** Bring a state from the address into what this ground has. */
  #settle() {
    const [left, right] = this.ground.window;
    this.state.start = clamp(this.state.start, left, right);
    this.state.step = Math.min(this.state.step, this.trip().end);
  }

  #transport() {
    const options = /** @type {[string, string][]} */ (NAMES.map((name, i) => [String(i), name]));
    this.grounds = choice("Ground:", options, (value) => this.#choose(Number(value)));
    return this.transport("", String, this.grounds.node);
  }

  #settings() {
    this.rates = new RateSlider((rate) => this.touch({ rate }));
    const momentum = this.addSlider("momentum", "Momentum \u03bc", (value) => format(value, 2));
    const start = this.addSlider("start", "Start w", (value) => format(value, 2));
    return html("div", { class: "td-settings" }, this.rates.node, momentum, start);
  }

  /** The limits of all valleys for the ruler, that of the valley below the start first. */
  #limits(/** @type {import("../lib/descent.mjs").Minimum | undefined} */ valley) {
    const { momentum } = this.state;
    const all = this.trip().valleys;
    const name = momentum > 0 ? "2 (1 + \u03bc)/h" : "limit 2/h";
    return [...all.filter((one) => one === valley), ...all.filter((one) => one !== valley)].map((one) => ({ limit: limitWith(one, momentum), name }));
  }

  #makeNumbers() {
    const names = [["step", "step"], ["w", "weight w"], ["cost", "cost C"], ["slope", "slope \u2202C/\u2202w"], ["stride", "next stride"]];
    this.numbers = Object.fromEntries(names.map(([key]) => [key, html("dd", { "data-number": key })]));
    this.readout = html("dl", { class: "td-numbers" }, ...names.map(([key, name]) => html("div", { "data-part": key }, html("dt", {}, name), this.numbers[key])));
  }

  #showNumbers() {
    const { places } = this.trip();
    const { step } = this.state;
    const here = places[step];
    const texts = { step: String(step), w: Math.abs(here.w) < 100 ? format(here.w, 3) : show(here.w), cost: show(cost(this.ground, here.w)), slope: show(here.slope), stride: places[step + 1] ? show(places[step + 1].velocity) : "\u2013" };
    for (const [key, text] of Object.entries(texts)) this.numbers[key].textContent = text;
  }

  /** Go on to a step and let it be seen. @param {number} step */
  #go(step) {
    const from = this.state.step;
    this.state.step = step;
    if (!this.calm && step > from) this.guide.move(from, this.state.momentum > 0 ? 1000 / TrilobiteDescent.pace : STRIDE);
  }

  /** Go on to a step, or begin again with part of the state changed. @param {import("../lib/url-state.mjs").State} part */
  put(part) {
    if (part.step > this.state.step) return this.#go(part.step);
    this.guide.rest();
    const start = this.#inside(part.start ?? this.state.start, GROUNDS[part.ground ?? this.state.ground]);
    return super.put({ step: 0, ...part, start });
  }

  /** Another ground, with a start, a rate and a momentum worth trying there. @param {number} ground */
  #choose(ground) {
    const { start, rate, momentum } = GROUNDS[ground];
    this.touch({ ground, start, rate, momentum });
  }

  /**
   * @param {number} w
   * @param {typeof GROUNDS[number]} ground
   */
  #inside(w, ground) {
    const [left, right] = ground.window;
    return clamp(snap(w, 0.01), Math.ceil(left * 100) / 100, Math.floor(right * 100) / 100);
  }

  /** @param {number} w */
  #drag(w) {
    this.held = true;
    this.touch({ start: w });
  }

  #drop() {
    this.held = false;
    this.change(() => {});
  }
}
