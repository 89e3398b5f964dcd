/** Eight copies, drawn at random within the chapter's limits, with what the net says below each. */
import { html } from "../../lib/dom.mjs";
import { SIDE } from "../../lib/drawing.mjs";
import { Pixels } from "../draw-a-digit/pixels.mjs";

/** How many copies there are. */
export const COPIES = 8;

/** A row of buttons; each puts its copy on the large picture. */
export class Strip {
  /** @param {(i: number) => void} choose called with the number of the copy, from 0 */
  constructor(choose) {
    this.copies = Array.from({ length: COPIES }, (_, i) => {
      const canvas = new Pixels(SIDE, SIDE, "dd-thumb");
      const said = html("span", { class: "au-said" });
      const node = html("button", { type: "button", class: "dd-test", "aria-label": `Copy ${i + 1}` }, canvas.node, said);
      node.addEventListener("click", () => choose(i));
      return { canvas, said, node };
    });
    this.node = html("div", { class: "dd-tests au-strip", role: "group", "aria-label": "Copies drawn at random" }, ...this.copies.map(({ node }) => node));
  }

  /**
   * @param {Float64Array[]} pictures
   * @param {number[]} said
   * @param {number} label
   * @param {[number, number, number][]} colours
   */
  draw(pictures, said, label, colours) {
    this.copies.forEach(({ canvas, said: words, node }, i) => {
      canvas.draw(pictures[i], colours);
      words.textContent = String(said[i]);
      words.classList.toggle("au-off", said[i] !== label);
      node.setAttribute("aria-label", `Copy ${i + 1}, read as a ${said[i]}`);
    });
  }
}
