/** What the reader draws on: by mouse, pen, finger, or with the arrow keys. */
import { html } from "../../lib/dom.mjs";
import { SHEET, SIDE } from "../../lib/drawing.mjs";
import { clamp } from "../../lib/scales.mjs";
import { Pixels, lay } from "./pixels.mjs";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HELP =
  "Drawing sheet of 28 by 28 squares. Arrow keys move the pen, Space puts it down or lifts it, Backspace takes the last stroke back.";

/**
 * @typedef {object} Hand what a pad calls
 * @property {(point: [number, number]) => void} begin
 * @property {(points: [number, number][]) => void} extend
 * @property {() => void} end a stroke is finished, or the pen has moved by one square
 * @property {() => void} undo
 */

/** The sheet on the page. */
export class Pad {
  /** @param {Hand} hand */
  constructor(hand) {
    this.hand = hand;
    this.cursor = { column: 14, row: 14, down: false, used: false };
    this.pixels = new Pixels(SHEET, SHEET, "dd-ink");
    this.frame = html("span", { class: "dd-frame" });
    this.pen = html("span", { class: "dd-pen" });
    const about = { class: "dd-pad", role: "application", tabindex: 0, "aria-roledescription": "drawing sheet", "aria-label": HELP };
    this.node = html("div", about, this.pixels.node, this.frame, this.pen);
    this.#listenToPointer();
    this.node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event));
    this.node.addEventListener("blur", () => this.#lift());
  }

  /**
   * @param {import("./sheet.mjs").Sheet} sheet
   * @param {ReturnType<typeof import("../../lib/drawing.mjs").bounds>} part what is cut out
   * @param {[number, number, number][]} colours
   */
  draw(sheet, part, colours) {
    this.pixels.draw(sheet.picture.values, colours);
    lay(this.frame, part, SHEET);
    const { column, row, down, used } = this.cursor;
    lay(this.pen, used ? { top: row, left: column, rows: 1, columns: 1 } : null, SIDE);
    this.pen.classList.toggle("dd-down", down);
  }

  /** Where the pen is, in words; nothing for those who use a mouse. */
  get words() {
    const { column, row, down, used } = this.cursor;
    return used ? `Pen ${down ? "down" : "lifted"} in row ${row + 1}, column ${column + 1}. ` : "";
  }

  #lift() {
    this.cursor.down = false;
    this.cursor.used = false;
    this.hand.end();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const step = STEPS[/** @type {keyof typeof STEPS} */ (key)];
    if (step) this.#move(step);
    else if (key === " " || key === "Enter") this.#toggle();
    else if (key === "Escape") this.cursor.down = false;
    else if (key === "Backspace" || key === "Delete") this.#undo();
    else return;
    event.preventDefault();
    this.cursor.used = true;
    this.hand.end();
  }

  /** @param {number[]} step */
  #move([across, down]) {
    this.cursor.column = clamp(this.cursor.column + across, 0, SIDE - 1);
    this.cursor.row = clamp(this.cursor.row + down, 0, SIDE - 1);
    if (this.cursor.down) this.hand.extend([this.#spot()]);
  }

  #undo() {
    this.cursor.down = false;
    this.hand.undo();
  }

  #toggle() {
    this.cursor.down = !this.cursor.down;
    if (this.cursor.down) this.hand.begin(this.#spot());
  }

  /** @returns {[number, number]} the middle of the pen's square */
  #spot() {
    return [this.cursor.column + 0.5, this.cursor.row + 0.5];
  }

  #listenToPointer() {
    /** @type {number | null} */
    let drawing = null;
    this.node.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0 || drawing !== null) return;
      drawing = event.pointerId;
      this.node.setPointerCapture(drawing);
      this.cursor.down = this.cursor.used = false;
      this.hand.begin(this.#place(event));
    });
    this.node.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== drawing) return;
      const passed = event.getCoalescedEvents?.() ?? [];
      this.hand.extend((passed.length ? passed : [event]).map((one) => this.#place(one)));
    });
    for (const name of ["pointerup", "pointercancel"]) {
      this.node.addEventListener(name, (/** @type {PointerEvent} */ event) => {
        if (event.pointerId !== drawing) return;
        drawing = null;
        this.hand.end();
      });
    }
  }

  /**
   * @param {PointerEvent} event
   * @returns {[number, number]}
   */
  #place(event) {
    const { left, top, width, height } = this.pixels.node.getBoundingClientRect();
    return [(SIDE * (event.clientX - left)) / width, (SIDE * (event.clientY - top)) / height];
  }
}
