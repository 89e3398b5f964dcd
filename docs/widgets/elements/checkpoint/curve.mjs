/** The validation error of one training over its epochs: what it saw, what is kept, what it never saw. */
import { set, svg } from "../../lib/dom.mjs";
import { path } from "../../lib/scales.mjs";
import { logarithmic, text } from "./axis.mjs";
import { formatError } from "./words.mjs";

const HEIGHT = 286;
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 16, 24, 250];

/** @typedef {import("../../lib/patience.mjs").Watched} Watched */

/** The upper drawing. */
export class Curve {
  constructor() {
    this.wait = svg("rect", { class: "cp-wait" });
    this.grid = svg("path", { class: "dl-grid" });
    this.unseen = svg("path", { class: "cp-unseen" });
    this.stairs = svg("path", { class: "cp-stairs" });
    this.seen = svg("path", { class: "cp-seen" });
    this.stop = svg("path", { class: "cp-stop" });
    this.marks = svg("g", {});
    this.labels = svg("g", {});
    this.ticks = svg("g", { class: "dl-tick" });
    const parts = [this.wait, this.grid, this.unseen, this.stop, this.stairs, this.seen, this.marks, this.ticks, this.labels];
    this.node = svg("svg", { class: "cp-plot", role: "img" }, ...parts);
  }

  /**
   * @param {number[]} errors
   * @param {Watched} end
   * @param {number} epoch the present one, at most that of the stop
   * @param {number} patience
   * @param {[number, number]} range of the errors of all trainings
   */
  draw(errors, end, epoch, patience, range) {
    const width = this.node.clientWidth || 480;
    const x = (/** @type {number} */ at) => LEFT + 6 + ((at - 1) / (errors.length - 1)) * (width - RIGHT - LEFT - 6);
    const { scale: y, ticks } = logarithmic(range, [BOTTOM, TOP]);
    const kept = end.saved.filter((one) => one <= epoch).pop() ?? 1;
    set(this.node, { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, "aria-label": words(errors, end) });
    set(this.grid, { d: ticks.map((value) => path([[LEFT, y(value)], [width - RIGHT, y(value)]])).join("") });
    const points = /** @type {[number, number][]} */ (errors.map((error, i) => [x(i + 1), y(error)]));
    set(this.seen, { d: path(points.slice(0, epoch)) });
    set(this.unseen, { d: path(points.slice(epoch - 1)) });
    set(this.stairs, { d: path(stairs(errors, epoch).map(([at, error]) => [x(at), y(error)])) });
    const limit = Math.min(kept + patience, errors.length);
    set(this.wait, { x: x(kept), y: TOP, width: x(limit) - x(kept), height: BOTTOM - TOP });
    const halted = end.early && epoch === end.stopped;
    set(this.stop, { d: halted ? path([[x(epoch), TOP - 8], [x(epoch), BOTTOM]]) : "" });
    this.#mark(errors, end, epoch, kept, x, y);
    this.#label({ errors, epoch, kept, limit, halted, x, y, width });
    this.#tick(ticks, errors.length, x, y);
  }

  /**
   * A dot for each saved file, a large one for what is kept, a ring for the lowest of all.
   * @param {number[]} errors
   * @param {Watched} end
   * @param {number} epoch
   * @param {number} kept
   * @param {(epoch: number) => number} x
   * @param {(error: number) => number} y
   */
  #mark(errors, end, epoch, kept, x, y) {
    const dot = (/** @type {number} */ at, /** @type {number} */ r, /** @type {string} */ look) =>
      svg("circle", { class: look, cx: x(at).toFixed(2), cy: y(errors[at - 1]).toFixed(2), r });
    const files = end.saved.filter((one) => one <= epoch && one !== kept).map((one) => dot(one, 3, "cp-file"));
    const lowest = dot(errors.indexOf(Math.min(...errors)) + 1, 6, "cp-lowest");
    const now = epoch === kept ? [] : [dot(epoch, 4, "cp-now")];
    this.marks.replaceChildren(...files, lowest, dot(errors.length, 4, "cp-last"), ...now, dot(kept, 7, "cp-kept"));
  }

  /** @param {any} at what is labelled and where it lies */
  #label({ errors, epoch, kept, limit, halted, x, y, width }) {
    const lowest = errors.indexOf(Math.min(...errors)) + 1;
    const side = x(kept) > width / 2 ? "end" : "start";
    const shift = side === "end" ? -4 : 4;
    const name = `kept: ${formatError(errors[kept - 1])}`;
    const words = [text(x(kept) + shift, Math.min(y(errors[kept - 1]) + 22, BOTTOM - 5), name, side, "cp-name cp-name-kept")];
    if (lowest !== kept) {
      const [at, name] = [y(errors[lowest - 1]), `lowest: ${formatError(errors[lowest - 1])}`];
      const below = at + 22 < BOTTOM - 3;
      const edge = below ? Math.min(x(lowest) + 36, width) : x(lowest) - 10;
      const drop = Math.abs(x(lowest) - x(kept)) < 44 && at + 38 < BOTTOM ? 38 : 22; // below the kept error's name
      words.push(text(edge, below ? at + drop : Math.min(at + 5, BOTTOM - 3), name, "end", "cp-name cp-name-lowest"));
    }
    if (errors.length !== kept) {
      const above = y(errors[errors.length - 1]) - 12;
      words.push(text(width - RIGHT + 6, above, `last: ${formatError(errors[errors.length - 1])}`, "end", "cp-name cp-name-last"));
    }
    if (x(limit) - x(kept) > 66) {
      words.push(text((x(kept) + x(limit)) / 2, TOP + 18, "patience", "middle", "cp-name cp-name-wait"));
    }
    if (halted) {
      const away = x(epoch) > width - 120 ? "end" : "start";
      words.push(text(x(epoch) + (away === "end" ? -5 : 5), TOP - 6, `stopped after ${epoch}`, away, "cp-name"));
    }
    this.labels.replaceChildren(...words);
  }

  /**
   * @param {number[]} ticks
   * @param {number} epochs
   * @param {(epoch: number) => number} x
   * @param {(error: number) => number} y
   */
  #tick(ticks, epochs, x, y) {
    const up = ticks.map((value) => text(LEFT - 8, y(value) + 4, String(value), "end"));
    const places = x(epochs) - x(24) > 90 ? [1, 8, 16, 24] : [1, 8, 16];
    const along = places.map((epoch) => text(x(epoch), BOTTOM + 20, String(epoch), "middle"));
    this.ticks.replaceChildren(...up, ...along, text(x(epochs), BOTTOM + 20, `epoch ${epochs}`, "end"));
  }
}

/**
 * The lowest error so far, as the corners of a staircase.
 * @param {number[]} errors
 * @param {number} epoch the last one
 * @returns {[number, number][]}
 */
function stairs(errors, epoch) {
  /** @type {[number, number][]} */
  const corners = [[1, errors[0]]];
  for (let at = 2; at <= epoch; at += 1) {
    const low = corners[corners.length - 1][1];
    corners.push([at, low]);
    if (errors[at - 1] < low) corners.push([at, errors[at - 1]]);
  }
  return corners;
}

/**
 * @param {number[]} errors
 * @param {Watched} end
 */
function words(errors, { kept, stopped }) {
  const lowest = Math.min(...errors);
  return (
    `Line chart of the validation error over ${errors.length} epochs, on a logarithmic axis: ${formatError(errors[0])} after the first, ` +
    `${formatError(errors[kept - 1])} at the kept epoch ${kept}, lowest ${formatError(lowest)} at epoch ${errors.indexOf(lowest) + 1}, ` +
    `${formatError(errors[errors.length - 1])} after the last. Training ends after epoch ${stopped}.`
  );
}
