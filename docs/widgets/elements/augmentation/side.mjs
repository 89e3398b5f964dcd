/** One of the two pictures, with what a net says of it. */
import { html } from "../../lib/dom.mjs";
import { SIDE } from "../../lib/drawing.mjs";
import { Bar } from "../draw-a-digit/panel.mjs";
import { Pixels } from "../draw-a-digit/pixels.mjs";
import { share } from "../draw-a-digit/words.mjs";

/** A picture, the answer, and ten bars. */
export class Side {
  /**
   * @param {string} title
   * @param {string} look its class
   */
  constructor(title, look) {
    this.picture = new Pixels(SIDE, SIDE, "dd-map");
    this.says = html("p", { class: "dd-says" });
    this.bars = Array.from({ length: 10 }, (_, digit) => new Bar(digit));
    const answer = html("div", {}, this.says, html("ol", { class: "dd-bars" }, ...this.bars.map((bar) => bar.node)));
    const head = html("p", { class: "au-title" }, title);
    this.node = html("div", { class: `dd-panel au-side ${look}`, role: "group", "aria-label": title }, head, this.picture.node, answer);
  }

  /**
   * @param {Float64Array} pixels
   * @param {import("../../lib/digit-net.mjs").Answer | null} given null while the net is on its way
   * @param {number} label
   * @param {[number, number, number][]} colours
   */
  draw(pixels, given, label, colours) {
    this.picture.draw(pixels, colours);
    this.bars.forEach((bar, digit) => bar.draw(given?.probabilities[digit] ?? 0, digit === given?.winner, digit === label));
    this.node.classList.toggle("dd-wrong", given !== null && given.winner !== label);
    if (!given) this.says.textContent = "\u2026";
    else this.says.replaceChildren("says ", html("strong", {}, String(given.winner)), ` (${share(given.probabilities[given.winner])})`);
  }
}
