/** Eight optimisers race on one cost from one start: at one rate or each at its own, with what each remembers. */
import { choice } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { GROUNDS } from "../lib/race-grounds.mjs";
import { RATES, RUNNERS, STEPS, batches, memories, run } from "../lib/race.mjs";
import { clamp, format, snap } from "../lib/scales.mjs";
import { SteppedWidget } from "../lib/stepped.mjs";
import { Lanes } from "./optimiser-race/lanes.mjs";
import { RaceMap } from "./optimiser-race/map.mjs";
import { memoryRows, scalesOf } from "./optimiser-race/memory.mjs";
import { SweepChart } from "./optimiser-race/sweep.mjs";
import { Tuner } from "./optimiser-race/tuner.mjs";
import { RULES, describe } from "./optimiser-race/words.mjs";

/** @typedef {import("../lib/race-grounds.mjs").Place} Place */

const NOTE =
  "Drag on the map to start somewhere else. A runner has arrived when its cost stays below the dotted line, for the rest of the race and 50 steps more. " +
  "Arrows are the velocity v, and for Adam the way against m; half the axes of the ellipses are \u221as and \u221au. Each picture has its own scale: full size is the largest value of the race, and lengths are drawn by their roots.";

/** The element `<dl-optimiser-race>`; attributes named like its fields change their defaults. */
export default class OptimiserRace extends SteppedWidget {
  static key = "race";
  static title = "Interactive figure: a race of eight optimisers";
  static fields = {
    ground: { value: 0, min: 0, max: GROUNDS.length - 1, step: 1 },
    own: { value: 1, min: 0, max: 1, step: 1 },
    rate: { value: 6, min: 0, max: RATES.length - 1, step: 1 },
    step: { value: 40, min: 0, max: STEPS, step: 1 },
    watch: { value: 6, min: 0, max: RUNNERS.length - 1, step: 1 },
    seed: { value: 5, min: 1, max: 99, step: 1 },
    dx: { value: 0, min: -6, max: 6, step: 0.01 },
    dy: { value: 0, min: -6, max: 6, step: 0.01 },
  };

  get ground() {
    return GROUNDS[this.state.ground];
  }

  /** Where all runners start. @returns {Place} */
  get start() {
    const [x, y] = this.ground.start;
    return [snap(x + this.state.dx, 0.01), snap(y + this.state.dy, 0.01)];
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.tuner = new Tuner(() => this.#tuned());
    this.map = new RaceMap((place) => this.#startAt(place));
    this.lanes = new Lanes((watch) => this.touch({ watch }));
    this.sweep = new SweepChart();
    this.rule = html("p", { class: "or-rule" });
    this.table = html("table", { class: "or-table" });
    this.watched = html("p", { class: "or-title" });
    const memory = html("div", { class: "or-side" }, this.watched, this.rule, this.table, this.sweep.node);
    body.append(
      this.#choices(),
      this.transport("Step"),
      html("div", { class: "or-panels" }, this.map.node, memory),
      this.lanes.node,
      this.status ?? "",
      this.#settings(),
      html("p", { class: "dl-small" }, NOTE),
    );
  }

  draw() {
    const { step, watch, ground, own } = this.state;
    const { runs, kept, scales } = this.#race();
    const now = kept.map((memory) => memory[Math.min(step, memory.length - 1)]);
    const common = { ground: this.ground, runs, step, watched: watch };
    const label = `Contour map of a cost over two weights, ${this.ground.name}, with the ways of eight optimisers. ${this.describe()}`;
    this.map.draw({ ...common, start: this.start, memory: now[watch], scales: scales[watch], label });
    this.lanes.draw({ ...common, memories: now, scales });
    this.#watch(now[watch], runs[watch].rate);
    this.grounds.set(String(ground));
    this.rates.set(String(own));
    this.drawControls();
    this.sliders.rate.node.hidden = own === 1;
    this.sliders.seed.node.hidden = this.ground.batch === 0;
  }

  describe() {
    const own = this.state.own === 1;
    const { runs } = this.#race();
    return describe({ runs, step: this.state.step, own, tuning: own && this.tuner.busy });
  }

  /** All runs and memories, computed anew only when something they depend on has changed. */
  #race() {
    const { ground, seed, own, rate } = this.state;
    const course = [ground, seed, ...this.start].join(" ");
    if (this.course !== course) {
      this.course = course;
      this.asked = batches(this.ground, seed);
    }
    const asked = /** @type {number[][]} */ (this.asked);
    this.tuner.look(course, this.ground, this.start, asked);
    const rates = RUNNERS.map((_, i) => RATES[own ? this.tuner.best[i] : rate]);
    const cause = [course, ...rates].join(" ");
    if (this.cause !== cause) {
      const all = /** @type {const} */ ([this.ground, this.start, asked]);
      const runs = RUNNERS.map(({ key }, i) => run(key, rates[i], ...all));
      const kept = RUNNERS.map(({ key }, i) => memories(key, rates[i], ...all));
      this.cause = cause;
      this.known = { runs, kept, scales: kept.map(scalesOf) };
    }
    return this.known;
  }

  /** The best rates are known: show the race anew. */
  #tuned() {
    this.dataset.tuned = this.course;
    this.draw();
    this.say(this.describe());
  }

  /** Show the watched runner. @param {import("../lib/race.mjs").Memory} memory @param {number} rate */
  #watch(memory, rate) {
    const runner = RUNNERS[this.state.watch];
    this.watched.replaceChildren("Watched: ", html("strong", { "data-runner": runner.key }, runner.name));
    this.rule.textContent = RULES[runner.key];
    const names = this.ground.axes.map((axis) => axis.split(" ")[1]);
    this.table.replaceChildren(...memoryRows(memory, [names[0], names[1]]));
    this.sweep.draw(runner, this.tuner.busy ? undefined : this.tuner.found[this.state.watch], rate);
  }

  #choices() {
    const names = GROUNDS.map(({ name }, i) => /** @type {[string, string]} */ ([String(i), name]));
    this.grounds = choice("Ground", names, (ground) => this.touch({ ground: Number(ground), dx: 0, dy: 0 }));
    this.rates = choice("Learning rates", [["1", "each its own best"], ["0", "one for all"]], (own) => this.touch({ own: Number(own) }));
    return html("div", { class: "or-choices" }, this.grounds.node, this.rates.node);
  }

  #settings() {
    const sliders = [
      this.addSlider("rate", "One rate \u03b7 for all", (rate) => String(RATES[rate])),
      this.addSlider("seed", "Seed of the batches"),
      this.addSlider("dx", "Start, across the map", () => format(this.start[0], 2)),
      this.addSlider("dy", "Start, up the map", () => format(this.start[1], 2)),
    ];
    return html("div", { class: "or-settings" }, ...sliders);
  }

  /** Start at a place of the map. @param {Place} place */
  #startAt([w1, w2]) {
    const [x, y] = this.ground.start;
    const within = (/** @type {number} */ offset, /** @type {string} */ name) => snap(clamp(offset, this.fields[name].min, this.fields[name].max), 0.01);
    this.touch({ dx: within(w1 - x, "dx"), dy: within(w2 - y, "dy") });
  }
}
