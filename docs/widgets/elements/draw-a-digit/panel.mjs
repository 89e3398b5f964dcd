/** All about one net: its accuracy, its ten answers, and which pixels spoke for the winner. */
import { html } from "../../lib/dom.mjs";
import { SIDE } from "../../lib/drawing.mjs";
import { format } from "../../lib/scales.mjs";
import { Pixels } from "./pixels.mjs";
import { share } from "./words.mjs";

/** @typedef {import("../../lib/digit-net.mjs").Answer} Answer */

/** One panel. */
export class Panel {
  /** @param {string} name of the net */
  constructor(name) {
    this.accuracy = html("span", { class: "dd-accuracy" }, "\u2026");
    this.says = html("p", { class: "dd-says" });
    this.bars = Array.from({ length: 10 }, (_, digit) => new Bar(digit));
    this.map = new Pixels(SIDE, SIDE, "dd-map");
    this.caption = html("p", { class: "dd-caption" });
    const title = `${name[0].toUpperCase()}${name.slice(1)} net`;
    this.node = html(
      "div",
      { class: "dd-panel", role: "group", "aria-label": title, "data-net": name },
      html("p", { class: "dd-name" }, html("strong", {}, title.replace(" net", ""), html("span", {}, " net")), " ", this.accuracy),
      html("div", { class: "dd-answer" }, this.says, html("ol", { class: "dd-bars" }, ...this.bars.map((bar) => bar.node))),
      html("div", { class: "dd-spoke" }, this.map.node, this.caption),
    );
  }

  /** Say how often the net with exactly these weights is right. @param {number} accuracy */
  judge(accuracy) {
    this.accuracy.textContent = `reads ${format(100 * accuracy, 2)} % of the test digits`;
  }

  /**
   * @param {Answer | null} given null when there is nothing to read
   * @param {Float64Array} spoke
   * @param {number | null} label what it should be, where that is known
   * @param {[number, number, number][]} colours for and against
   */
  draw(given, spoke, label, colours) {
    this.bars.forEach((bar, digit) => bar.draw(given?.probabilities[digit] ?? 0, digit === given?.winner, digit === label));
    const most = spoke.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-12);
    this.map.draw(spoke.map((value) => value / most), colours);
    this.node.classList.toggle("dd-wrong", given !== null && label !== null && given.winner !== label);
    if (!given) {
      this.says.textContent = "nothing yet";
      this.caption.textContent = "";
      return;
    }
    this.says.replaceChildren("says ", html("strong", {}, String(given.winner)), ` (${share(given.probabilities[given.winner])})`);
    const [pro, contra] = [html("b", { class: "dd-for" }, "for"), html("b", { class: "dd-against" }, "against")];
    this.caption.replaceChildren("ink that spoke ", pro, " or ", contra, ` the ${given.winner}`);
  }
}

/** One of the ten answers. */
export class Bar {
  /** @param {number} digit */
  constructor(digit) {
    this.fill = html("span", { class: "dd-fill" });
    this.number = html("span", { class: "dd-share" });
    this.node = html("li", { "data-digit": digit }, html("span", { class: "dd-digit" }, String(digit)), html("span", { class: "dd-track" }, this.fill), this.number);
  }

  /**
   * @param {number} probability
   * @param {boolean} winner
   * @param {boolean} right whether this is what the digit is meant to be
   */
  draw(probability, winner, right) {
    this.fill.style.width = `${(100 * probability).toFixed(2)}%`;
    this.number.textContent = `${format(100 * probability, 1)} %`;
    this.node.dataset.share = probability.toPrecision(9);
    this.node.classList.toggle("dd-winner", winner);
    this.node.classList.toggle("dd-right", right);
  }
}
