/** Softmax in three steps: drag three logits, see the powers of e and the shares that come of them. */
import { button, slider } from "../lib/controls.mjs";
import { html, set, uniqueId } from "../lib/dom.mjs";
import { WidgetElement } from "../lib/element.mjs";
import { format } from "../lib/scales.mjs";
import { softmax, steps } from "../lib/softmax.mjs";
import { defaults } from "../lib/url-state.mjs";
import { KINDS, describe, formatPower } from "./softmax/words.mjs";

const NAMES = ["limpet", "clam", "whelk"]; // of the fields, in the order of KINDS
const REACH = 8;
const NOTE =
  "Bars of the powers are drawn against the largest of the three, the shares against 1. The strip lays " +
  "the three shares end to end: it is always full.";

/** The element `<dl-softmax>`; attributes named like its fields change their defaults. */
export default class Softmax extends WidgetElement {
  static key = "softmax";
  static title = "Interactive figure: softmax in three steps";
  static fields = {
    limpet: { value: -1, min: -REACH, max: REACH, step: 0.1 },
    clam: { value: 1, min: -REACH, max: REACH, step: 0.1 },
    whelk: { value: 5, min: -REACH, max: REACH, step: 0.1 },
    added: { value: 0, min: -100, max: 100, step: 1 },
  };

  /** @param {HTMLElement} body */
  build(body) {
    this.rows = KINDS.map((kind, i) => this.#row(kind, NAMES[i], i));
    const heads = ["", "1. the logit z", "2. raise e to it", "3. divide by the sum"];
    this.sums = { z: html("div", { class: "sx-total" }), power: html("div", { class: "sx-total" }), share: html("div", { class: "sx-total" }) };
    const foot = [html("div", { class: "sx-total sx-foot" }, "sum"), this.sums.z, this.sums.power, this.sums.share];
    const head = heads.map((text) => html("div", { class: "sx-head", "aria-hidden": "true" }, text));
    this.parts = KINDS.map((kind, i) => html("div", { class: "sx-part", "data-class": i }, html("span", {}, kind)));
    body.append(
      html("div", { class: "sx-steps" }, ...head, ...this.rows.flatMap((row) => row.cells), ...foot),
      html("div", { class: "sx-whole", "aria-hidden": "true" }, ...this.parts),
      this.#shift(),
      this.status ?? "",
      html("p", { class: "dl-small" }, NOTE),
    );
  }

  draw() {
    const { powers, sum, shares } = steps(this.#logits().map((z) => z + this.state.added));
    const top = Math.max(...powers);
    this.rows.forEach((row, i) => row.draw(this.state[NAMES[i]], this.state.added, powers[i], powers[i] / top, shares[i]));
    this.sums.z.textContent = "";
    this.sums.power.textContent = formatPower(sum);
    this.sums.share.textContent = format(shares.reduce((all, one) => all + one, 0), 5);
    this.parts.forEach((part, i) => {
      part.style.flexGrow = String(shares[i]);
      part.classList.toggle("sx-thin", shares[i] < 0.2);
    });
    this.adder.set(this.state.added);
    this.hundred.textContent = this.state.added === 100 ? "Take the 100 away" : "Add 100 to all";
  }

  describe() {
    return describe(this.#logits(), softmax(this.#logits()), this.state.added);
  }

  #logits() {
    return NAMES.map((name) => this.state[name]);
  }

  #shift() {
    const fields = /** @type {any} */ (this.fields);
    this.adder = slider("Added to all three", fields.added, (added) => this.#touch({ added }), (value) => format(value, 0));
    this.hundred = button("Add 100 to all", () => this.#touch({ added: this.state.added === 100 ? 0 : 100 }));
    const reset = button("Reset", () => this.#touch(defaults(fields)));
    return html("div", { class: "sx-shift" }, this.adder.node, this.hundred, reset);
  }

  /**
   * The cells of one class: its name, its logit to drag, its power and its share.
   * @param {string} kind
   * @param {string} name of its field
   * @param {number} i
   */
  #row(kind, name, i) {
    const field = /** @type {any} */ (this.fields)[name];
    const id = uniqueId("sx-logit");
    const range = html("input", { id, type: "range", min: field.min, max: field.max, step: field.step });
    range.addEventListener("input", () => this.#touch({ [name]: Number(range.value) }));
    const [z, power, share] = ["z", "power", "share"].map((what) => html("span", { class: "sx-number", "data-number": what }));
    const [reach, bar, part] = ["sx-reach", "sx-bar sx-power", "sx-bar sx-share"].map((look) => html("span", { class: look }));
    const cells = [
      html("label", { for: id, class: "sx-kind" }, kind),
      html("div", { class: "sx-cell sx-logit" }, z, html("div", { class: "sx-track" }, reach, range)),
      html("div", { class: "sx-cell" }, power, html("div", { class: "sx-rail" }, bar)),
      html("div", { class: "sx-cell" }, share, html("div", { class: "sx-rail" }, part)),
    ];
    for (const cell of cells) cell.dataset.class = String(i);
    return { cells, draw: (own, added, raised, height, shared) => {
      if (Number(range.value) !== own) range.value = String(own);
      const [from, to] = [0, own].sort((a, b) => a - b).map((value) => (value + REACH) / (2 * REACH));
      reach.style.setProperty("--from", String(from));
      reach.style.setProperty("--to", String(to));
      z.textContent = added ? `${format(own, 1)} ${added < 0 ? "\u2212" : "+"} ${Math.abs(added)} = ${format(own + added, 1)}` : format(own, 1);
      set(range, { "aria-valuetext": `${format(own, 1)}, share ${format(shared, 5)}` });
      power.textContent = formatPower(raised);
      share.textContent = format(shared, 5);
      bar.style.width = `${100 * height}%`;
      part.style.width = `${100 * shared}%`;
    } };
  }

  /** @param {import("../lib/url-state.mjs").State} part */
  #touch(part) {
    this.change(() => Object.assign(this.state, part));
  }
}
