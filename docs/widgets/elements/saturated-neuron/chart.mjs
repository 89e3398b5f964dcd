/** Two curves over the epochs, with the present epoch marked and the future faint. */
import { html, set, svg } from "../../lib/dom.mjs";
import { linear, niceMaximum, path } from "../../lib/scales.mjs";
import { point } from "./sketch.mjs";

const HEIGHT = 168;
const ROOM = 87; // pixels between two curves that leave room for the name of the one on the left

/** @typedef {import("../../lib/neuron.mjs").Moment} Moment */

/** One chart. */
export class Chart {
  /**
   * @param {string} title
   * @param {(moment: Moment) => number} value what is drawn
   */
  constructor(title, value) {
    this.value = value;
    this.axes = svg("path", { class: "dl-grid" });
    this.aim = svg("path", { class: "sn-aim" });
    this.now = svg("path", { class: "sn-now" });
    this.lines = [new Line("quadratic", "circle", "quadratic"), new Line("entropy", "square", "cross-entropy")];
    this.texts = svg("g", { class: "dl-tick" });
    const parts = [this.axes, this.aim, this.now, this.texts, ...this.lines.map((line) => line.node)];
    this.plot = svg("svg", { class: "sn-plot", role: "img" }, ...parts);
    this.title = title;
    this.node = html("div", { class: "sn-chart" }, html("p", { class: "sn-title" }, title), this.plot);
  }

  /**
   * @param {Moment[][]} runs the quadratic neuron's moments and the other's
   * @param {number} epoch
   * @param {number | null} target the value that a dashed line marks, if there is one
   */
  draw(runs, epoch, target) {
    const values = runs.map((run) => run.map(this.value));
    const width = this.plot.clientWidth || 300;
    const top = niceMaximum(Math.max(...values.flat()));
    const x = linear([0, values[0].length - 1], [26, width - 10]);
    const y = linear([0, top], [HEIGHT - 22, 10]);
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, "aria-label": this.#words(values, epoch) });
    const across = (/** @type {number} */ level) => path([[26, y(level)], [width - 10, y(level)]]);
    set(this.axes, { d: across(0) + across(top / 2) + across(top) });
    set(this.aim, { d: target === null ? "" : across(target) });
    set(this.now, { d: path([[x(epoch), 10], [x(epoch), HEIGHT - 22]]) });
    this.#ticks(x, y, top, values[0].length - 1);
    this.#curves(values, epoch, x, y);
  }

  /**
   * @param {number[][]} values
   * @param {number} epoch
   * @param {(value: number) => number} x
   * @param {(value: number) => number} y
   */
  #curves(values, epoch, x, y) {
    const places = values.map(mostlyThere);
    const room = Math.abs(x(places[0]) - x(places[1])) > ROOM;
    this.lines.forEach((line, i) => {
      line.draw(values[i].map((value, n) => [x(n), y(value)]), epoch);
      line.name(x(places[i]) + 8, y(values[i][places[i]]) + 2, room);
    });
  }

  /**
   * @param {(value: number) => number} x
   * @param {(value: number) => number} y
   * @param {number} top
   * @param {number} end
   */
  #ticks(x, y, top, end) {
    const up = [0, top / 2, top].map((value) => text(20, y(value) + 4, String(value), "end"));
    const along = [0, end / 3, (2 * end) / 3].map((value) => text(x(value), HEIGHT - 5, String(value), "middle"));
    this.texts.replaceChildren(...up, ...along, text(x(end), HEIGHT - 5, `epoch ${end}`, "end"));
  }

  /**
   * @param {number[][]} values
   * @param {number} epoch
   */
  #words(values, epoch) {
    const [one, other] = values.map((line) => [line[0], line[epoch], line[line.length - 1]].map((v) => v.toFixed(2)));
    const tell = (/** @type {string[]} */ [from, now, to]) => `${from} at the start, ${now} at epoch ${epoch}, ${to} at the end`;
    return `Line chart of ${this.title.toLowerCase()}. Quadratic: ${tell(one)}. Cross-entropy: ${tell(other)}.`;
  }
}

/** One curve: its past, its faint future, its marker and its name. */
class Line {
  /**
   * @param {string} cost
   * @param {"circle" | "square"} marker
   * @param {string} name
   */
  constructor(cost, marker, name) {
    this.past = svg("path", { class: "sn-past" });
    this.future = svg("path", { class: "sn-future" });
    this.marker = point(marker);
    this.label = svg("text", { class: "sn-label", "text-anchor": "start" }, name);
    this.node = svg("g", { "data-cost": cost }, this.future, this.past, this.label, this.marker);
  }

  /**
   * @param {[number, number][]} points
   * @param {number} epoch
   */
  draw(points, epoch) {
    set(this.past, { d: path(points.slice(0, epoch + 1)) });
    set(this.future, { d: path(points.slice(epoch)) });
    set(this.marker, { transform: `translate(${points[epoch].map((c) => c.toFixed(2)).join(" ")})` });
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {boolean} room
   */
  name(x, y, room) {
    set(this.label, { x, y, visibility: room ? "visible" : "hidden" });
  }
}

/** @param {number[]} line the epoch by which a curve has gone most of its way: on its right there is room for its name */
function mostlyThere(line) {
  const [from, to] = [line[0], line[line.length - 1]];
  return line.findIndex((value) => Math.abs(value - from) >= 0.6 * Math.abs(to - from));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {string} anchor
 */
const text = (x, y, content, anchor) => svg("text", { x, y, "text-anchor": anchor }, content);
