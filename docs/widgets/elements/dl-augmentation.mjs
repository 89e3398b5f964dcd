/** A digit, changed by sliders, and what one of the book's nets says of it: how far may an augmentation go? */
import { augmented, drawn, NOTHING } from "../lib/augment.mjs";
import { button, choice, slider } from "../lib/controls.mjs";
import { answer } from "../lib/digit-net.mjs";
import { html, uniqueId } from "../lib/dom.mjs";
import { WidgetElement } from "../lib/element.mjs";
import { normal, uniform } from "../lib/random.mjs";
import { format } from "../lib/scales.mjs";
import { Rail } from "./augmentation/rail.mjs";
import { Side } from "./augmentation/side.mjs";
import { COPIES, Strip } from "./augmentation/strip.mjs";
import { describe } from "./augmentation/words.mjs";
import { shades } from "./draw-a-digit/pixels.mjs";
import { stock } from "./draw-a-digit/store.mjs";

const NETS = ["intermediate", "deep"];
const SHOWN = 10; // the first test digit of each kind
const FAILED = "The nets\u2019 weights could not be fetched. Reload the page to try again.";
const pixels = (/** @type {number} */ by) => `${format(by, 1)} px`;

/** @type {[string, string, (value: number) => string][]} The sliders: field, label, value in words. */
const SLIDERS = [
  ["right", "Shift to the right", pixels],
  ["down", "Shift down", pixels],
  ["degrees", "Turn to the left", (by) => `${format(by, 0)}\u00b0`],
  ["skew", "Lean", (by) => format(by, 2)],
  ["zoom", "Zoom", (by) => `${Math.round(100 * by)}\u00a0%`],
  ["blur", "Blur", pixels],
  ["noise", "Noise", (by) => format(by, 2)],
];

/** The element `<dl-augmentation>`; attributes named like its fields change their defaults. */
export default class Augmentation extends WidgetElement {
  static key = "augment";
  static title = "Interactive figure: change a digit, and see what a net makes of it";
  static fields = {
    test: { value: 7, min: 1, max: SHOWN, step: 1 },
    right: { value: 0, min: -8, max: 8, step: 0.5 },
    down: { value: 0, min: -8, max: 8, step: 0.5 },
    degrees: { value: 180, min: -180, max: 180, step: 1 },
    skew: { value: 0, min: -1, max: 1, step: 0.05 },
    zoom: { value: 1, min: 0.4, max: 1.6, step: 0.05 },
    blur: { value: 0, min: 0, max: 4, step: 0.1 },
    noise: { value: 0, min: 0, max: 0.8, step: 0.05 },
    mirror: { value: 0, min: 0, max: 1, step: 1 },
    net: { value: 0, min: 0, max: 1, step: 1 },
    seed: { value: 1, min: 1, max: 99, step: 1 },
  };

  connectedCallback() {
    super.connectedCallback();
    this.scheme = new MutationObserver(() => this.#recolour());
    this.scheme.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.scheme?.disconnect();
    clearTimeout(this.working);
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.original = new Side("The digit", "au-before");
    this.copy = new Side("The copy", "au-after");
    this.strip = new Strip((i) => this.#touch(this.copies[i]?.amounts ?? {}));
    const labels = Array.from({ length: SHOWN }, (_, i) => /** @type {[string, string]} */ ([String(i + 1), String(i)]));
    this.choices = {
      test: choice("Digit", labels, (value) => this.#touch({ test: Number(value) })),
      net: choice("Net", NETS.map((name, i) => [String(i), name]), (value) => this.#touch({ net: Number(value) })),
    };
    const others = button("Draw eight others", () => this.#touch({ seed: (this.state.seed % 99) + 1 }));
    this.seed = html("span", { class: "au-seed" });
    const licence = html("a", { href: "https://creativecommons.org/licenses/by-sa/3.0/" }, "CC BY-SA 3.0");
    const note =
      "The small digits on each slider: what the net says there, if the others stay. Copies are drawn within 2 pixels, 10 degrees, a lean of 0.2 and a zoom of 10 %. " +
      "Test digits are changed here to look at them; in training and testing one leaves them alone. MNIST, by Yann LeCun and Corinna Cortes, ";
    body.append(
      html("div", { class: "au-choices" }, this.choices.test.node, this.choices.net.node),
      html("div", { class: "au-sides" }, this.original.node, this.copy.node),
      this.#sliders(),
      this.status ?? "",
      html("div", { class: "au-draw" }, html("p", { class: "au-title" }, "Drawn at random, as for the chapter\u2019s nets ", this.seed), this.strip.node, others),
      html("p", { class: "dl-small" }, note, licence, "."),
    );
    stock(NETS).then((all) => this.#begin(all), () => this.say(FAILED));
  }

  draw() {
    for (const [name, control] of Object.entries(this.sliders)) control.set(this.state[name]);
    for (const [name, control] of Object.entries(this.choices)) control.set(String(this.state[name]));
    this.mirror.checked = this.state.mirror === 1;
    this.seed.textContent = `(seed ${this.state.seed})`;
    if (!this.stock) return;
    const cause = JSON.stringify(this.state);
    if (this.cause === cause) return;
    this.cause = cause;
    const { label, pixels } = this.#digit;
    const colours = this.colours ?? shades(this.body, ["ink"]);
    this.original.draw(pixels, this.#read(pixels), label, colours);
    const copy = this.#changed(this.#amounts);
    this.said = this.#read(copy);
    this.copy.draw(copy, this.said, label, colours);
    this.#drawCopies(colours);
    this.#drawRails();
  }

  describe() {
    if (!this.stock) return "The nets\u2019 weights are on their way.";
    const { label, row, pixels } = this.#digit;
    const { winner, probabilities } = this.said;
    const kept = this.copies.filter(({ said }) => said === label).length;
    const before = this.#read(pixels).winner;
    return describe({ label, row, net: NETS[this.state.net], amounts: this.#amounts, winner, probability: probabilities[winner], before, kept, copies: COPIES });
  }

  get #digit() {
    return this.stock.digits[this.state.test - 1];
  }

  /** @returns {import("../lib/augment.mjs").Amounts} */
  get #amounts() {
    return /** @type {any} */ (Object.fromEntries(Object.keys(NOTHING).map((name) => [name, this.state[name]])));
  }

  /** The digit changed; noise is drawn by the seed, always the same. @param {import("../lib/augment.mjs").Amounts} amounts */
  #changed(amounts) {
    return augmented(this.#digit.pixels, amounts, normal(uniform(this.state.seed)));
  }

  /** @param {Float64Array} picture */
  #read(picture) {
    return answer(this.stock.nets[this.state.net].layers, picture);
  }

  /** @param {[number, number, number][]} colours */
  #drawCopies(colours) {
    const draw = uniform(500 + this.state.seed);
    this.copies = Array.from({ length: COPIES }, () => {
      const amounts = drawn(draw, this.fields);
      const picture = this.#changed(amounts);
      return { amounts, picture, said: this.#read(picture).winner };
    });
    this.strip.draw(this.copies.map(({ picture }) => picture), this.copies.map(({ said }) => said), this.#digit.label, colours);
  }

  /** Ask the net along every slider, one slider at a time, so that the page is never held up for long. */
  #drawRails() {
    clearTimeout(this.working);
    this.removeAttribute("data-railed");
    const left = Object.entries(this.rails);
    const next = () => {
      const [name, rail] = left.shift() ?? [];
      if (!rail) return this.toggleAttribute("data-railed", true);
      rail.draw((value) => this.#read(this.#changed({ ...this.#amounts, [name]: value })).winner, this.#digit.label);
      return (this.working = setTimeout(next));
    };
    this.working = setTimeout(next);
  }

  #sliders() {
    this.sliders = {};
    this.rails = {};
    const nodes = SLIDERS.map(([name, label, show]) => {
      this.sliders[name] = slider(label, this.fields[name], (value) => this.#touch({ [name]: value }), show);
      this.rails[name] = new Rail(this.fields[name]);
      return html("div", { class: "au-slider", "data-field": name }, this.sliders[name].node, this.rails[name].node);
    });
    const id = uniqueId("au-mirror");
    this.mirror = html("input", { id, type: "checkbox" });
    this.mirror.addEventListener("change", () => this.#touch({ mirror: this.mirror.checked ? 1 : 0 }));
    const reset = button("Reset", () => this.#touch({ ...NOTHING }));
    const last = html("div", { class: "au-last" }, html("p", { class: "dd-switch" }, this.mirror, html("label", { for: id }, "Mirror it")), reset);
    return html("div", { class: "au-sliders" }, ...nodes, last);
  }

  /** @param {import("./draw-a-digit/store.mjs").Stock} all */
  #begin(all) {
    this.stock = all;
    this.#recolour();
    this.say(this.describe());
    this.dataset.ready = "";
  }

  #recolour() {
    this.cause = "";
    this.colours = shades(this.body, ["ink"]);
    this.draw();
  }

  /** @param {import("../lib/url-state.mjs").State} part */
  #touch(part) {
    this.change(() => Object.assign(this.state, part));
  }
}
