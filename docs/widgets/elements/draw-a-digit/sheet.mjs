/** The sheet of paper: a printed test digit or nothing, and strokes on it. No DOM. */
import { SHEET, SIDE, blank, ink, stroke } from "../../lib/drawing.mjs";

/** @typedef {import("../../lib/drawing.mjs").Point} Point */

/** What has been drawn, as strokes and as ink. */
export class Sheet {
  constructor() {
    this.picture = blank(SHEET);
    /** @type {Point[][]} */
    this.strokes = [];
    /** @type {Float64Array | null} */
    this.print = null;
    this.version = 0; // counts every change of the ink
    this.untouched = true; // nothing here comes from the reader's hand
  }

  /**
   * Put strokes on a clean sheet that the reader has not drawn.
   * @param {Point[][]} strokes
   */
  show(strokes) {
    [this.strokes, this.print, this.untouched] = [strokes.map((points) => [...points]), null, true];
    this.#redraw();
  }

  /**
   * Print a test digit on a clean sheet.
   * @param {Float64Array} pixels
   */
  putDigit(pixels) {
    [this.strokes, this.print, this.untouched] = [[], pixels, true];
    this.#redraw();
  }

  /** Make it empty. */
  clear() {
    [this.strokes, this.print, this.untouched] = [[], null, false];
    this.#redraw();
  }

  /** Begin a stroke with a dot; an untouched example makes room for it, a test digit stays. @param {Point} point */
  begin(point) {
    if (this.untouched && !this.print) this.clear();
    this.untouched = false;
    this.strokes.push([point]);
    this.#ink(point, point);
  }

  /** Go on with the stroke. @param {Point} point */
  extend(point) {
    const last = this.strokes[this.strokes.length - 1];
    this.#ink(last[last.length - 1], point);
    last.push(point);
  }

  /** Whether there is a stroke of the reader's to take back. */
  get canUndo() {
    return !this.untouched && this.strokes.length > 0;
  }

  /** Take the last stroke back. */
  undo() {
    if (!this.canUndo) return;
    this.strokes.pop();
    this.untouched = this.print !== null && this.strokes.length === 0;
    this.#redraw();
  }

  /**
   * @param {Point} from
   * @param {Point} to
   */
  #ink(from, to) {
    ink(this.picture, from, to);
    this.version += 1;
  }

  #redraw() {
    const { values } = this.picture;
    const large = SHEET / SIDE;
    const print = this.print;
    if (print) values.forEach((_, i) => (values[i] = print[Math.floor(i / SHEET / large) * SIDE + Math.floor((i % SHEET) / large)]));
    else values.fill(0);
    for (const points of this.strokes) stroke(this.picture, points);
    this.version += 1;
  }
}
