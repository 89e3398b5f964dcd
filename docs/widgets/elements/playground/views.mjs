/** Everything that shows a snapshot: plane or digits, net, histograms, curves, numbers, the state of the optimiser. */
import { html } from "../../lib/dom.mjs";
import { palette } from "./colours.mjs";
import { Curves } from "./curves.mjs";
import { Net } from "./net.mjs";
import { Sheet } from "./sheet.mjs";
import { Surface } from "./surface.mjs";
import { Violins } from "./violins.mjs";
import { cost, percent } from "./words.mjs";

const NUMBERS = [
  ["step", "step"],
  ["epoch", "epoch"],
  ["loss", "cost"],
  ["val-loss", "cost, new"],
  ["accuracy", "right"],
  ["val-accuracy", "right, new"],
  ["speed", "steps / s"],
];

/** The views. */
export class Views {
  /** @param {(x: number, y: number) => void} press called with a place in the plane */
  constructor(press) {
    this.surface = new Surface(press);
    this.sheet = new Sheet();
    this.net = new Net();
    this.forward = new Violins("Forward: activations of each layer", "forward");
    this.backward = new Violins("Backward: gradients at each layer", "backward");
    this.curves = new Curves();
    this.memory = html("p", { class: "pg-memory" });
    this.key = html("p", { class: "pg-key" });
    this.numbers = Object.fromEntries(NUMBERS.map(([name]) => [name, html("dd", { "data-number": name })]));
    const pairs = NUMBERS.map(([name, words]) => html("div", {}, html("dt", {}, words), this.numbers[name]));
    const left = html("div", { class: "pg-left" }, this.surface.node, this.sheet.node, this.key, this.curves.node, this.memory);
    const right = html("div", { class: "pg-right" }, this.net.node, this.forward.node, this.backward.node);
    this.node = html("div", { class: "pg-views" }, left, right);
    this.table = html("dl", { class: "pg-numbers" }, ...pairs);
  }

  /**
   * @param {any} snapshot
   * @param {import("../../lib/playground/options.mjs").Settings} settings
   * @param {import("../../lib/playground/data.mjs").Split} data
   * @param {import("../../lib/playground/data.mjs").Digits | undefined} digits
   * @param {{x: number, y: number} | null} cross
   */
  draw(snapshot, settings, data, digits, cross) {
    const colours = palette(this.node);
    const values = settings.task === "values";
    this.surface.node.hidden = !snapshot.picture;
    this.sheet.node.hidden = !snapshot.answers;
    if (snapshot.picture) {
      this.surface.draw(colours, snapshot.picture.surface, data, values, cross);
      this.surface.label(plane(snapshot, settings));
    } else if (digits) this.sheet.draw(colours, digits, snapshot.answers);
    this.key.textContent = KEYS[settings.task];
    this.net.draw(colours, { ...snapshot, values }, settings);
    this.forward.draw(snapshot.view);
    this.backward.draw(snapshot.view);
    this.curves.draw(snapshot.history);
    this.memory.textContent = memory(snapshot.memory, settings);
    this.#count(snapshot);
  }

  /** @param {any} snapshot */
  #count({ step, epoch, training, validation, speed }) {
    const { numbers } = this;
    const accuracy = (/** @type {any} */ score) => (score?.accuracy == null ? "\u2013" : percent(score.accuracy));
    numbers.step.textContent = step.toLocaleString("en");
    numbers.epoch.textContent = epoch.toFixed(epoch < 10 ? 1 : 0);
    numbers.loss.textContent = training ? cost(training.loss) : "\u2013";
    numbers["val-loss"].textContent = validation ? cost(validation.loss) : "\u2013";
    numbers.accuracy.textContent = accuracy(training);
    numbers["val-accuracy"].textContent = accuracy(validation);
    numbers.speed.textContent = speed ? Math.round(speed).toLocaleString("en") : "\u2013";
  }
}

const KEYS = {
  classes: "Discs are to be blue, diamonds orange; small hollow ones are new points that it does not learn from. The line: where it cannot decide.",
  values: "The colour of a point is the value that it has; the colour of the plane is the value that the net gives. The line: zero.",
  digits: "Digits that it does not learn from, with its answers. A red frame is a mistake.",
};

/** @param {any} snapshot @param {import("../../lib/playground/options.mjs").Settings} settings */
function plane({ training }, { data, task }) {
  const how = training?.accuracy == null ? `the cost is ${training ? cost(training.loss) : "unknown"}` : `${percent(training.accuracy)} of the points lie in their own colour`;
  return `Map of the answers of the net on the plane, with the points of the set ${data}${task === "classes" ? " in two classes" : ""}; ${how}.`;
}

/** @type {Record<string, string>} */
const SLOTS = {
  velocity: "velocity v",
  accumulator: "sum of squares s",
  mean_square: "mean square of gradients s",
  mean_square_update: "mean square of updates u",
  first_moment: "first moment m",
  second_moment: "second moment v",
};

/** @param {any} state @param {import("../../lib/playground/options.mjs").Settings} settings */
function memory({ step, slots }, { optimizer }) {
  if (slots.length === 0) return "Optimiser: plain SGD remembers nothing from step to step.";
  const parts = slots.map(([slot, size]) => `${SLOTS[slot]}: ${cost(size)}`);
  return `What ${optimizer} remembers after ${step.toLocaleString("en")} ${step === 1 ? "step" : "steps"} (root mean square over all parameters): ${parts.join("; ")}.`;
}
