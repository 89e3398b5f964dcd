/** Test digits to try, as buttons. */
import { html } from "../../lib/dom.mjs";
import { SIDE } from "../../lib/drawing.mjs";
import { Pixels } from "./pixels.mjs";
import { list } from "./words.mjs";

const KINDS = 10; // the first ten are one of each kind

/** Two rows of buttons. */
export class Shelf {
  /**
   * @param {import("./store.mjs").Digit[]} digits
   * @param {string[][]} wrong which nets misread each digit
   * @param {string[]} nets all nets on show
   * @param {(number: number) => void} choose called with the digit's number, from 1
   */
  constructor(digits, wrong, nets, choose) {
    this.pictures = digits.map(({ pixels }) => ({ pixels, canvas: new Pixels(SIDE, SIDE, "dd-thumb") }));
    this.buttons = digits.map(({ label }, i) => {
      const misread = wrong[i].length ? `, misread by the ${list(wrong[i])} net${wrong[i].length > 1 ? "s" : ""}` : "";
      const dots = nets.map((net) => html("i", { class: wrong[i].includes(net) ? "dd-dot dd-miss" : "dd-dot" }));
      const about = { type: "button", class: "dd-test", "aria-pressed": "false", "aria-label": `Test digit ${i + 1}, a ${label}${misread}` };
      const button = html("button", about, this.pictures[i].canvas.node, html("span", { class: "dd-dots", "aria-hidden": "true" }, ...dots));
      button.addEventListener("click", () => choose(i + 1));
      return button;
    });
    const row = (/** @type {string} */ name, /** @type {HTMLElement[]} */ buttons) =>
      html("div", { role: "group", "aria-label": name, class: "dd-row" }, html("p", { class: "dd-title" }, name), html("div", { class: "dd-tests" }, ...buttons));
    this.node = html(
      "div",
      { class: "dd-shelf" },
      row("The first test digit of each kind", this.buttons.slice(0, KINDS)),
      row("Test digits that trip up one or more of the book\u2019s three nets", this.buttons.slice(KINDS)),
    );
  }

  /** Draw the pictures in the colours of the page. @param {[number, number, number][]} colours */
  paint(colours) {
    for (const { pixels, canvas } of this.pictures) canvas.draw(pixels, colours);
  }

  /** Mark the digit that is on the sheet. @param {number} number from 1; 0 for none */
  mark(number) {
    this.buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i + 1 === number)));
  }
}
