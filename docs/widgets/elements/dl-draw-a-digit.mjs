/** The reader draws a digit; it is prepared as MNIST was, and the book's own trained nets read it. */
import { answer, spokeFor } from "../lib/digit-net.mjs";
import { button } from "../lib/controls.mjs";
import { html, uniqueId } from "../lib/dom.mjs";
import { asItIs, blank, bounds, centred, corner, fitted, SIDE } from "../lib/drawing.mjs";
import { WidgetElement } from "../lib/element.mjs";
import { format } from "../lib/scales.mjs";
import { Pad } from "./draw-a-digit/pad.mjs";
import { Panel } from "./draw-a-digit/panel.mjs";
import { shades } from "./draw-a-digit/pixels.mjs";
import { Sheet } from "./draw-a-digit/sheet.mjs";
import { Shelf } from "./draw-a-digit/shelf.mjs";
import { Steps } from "./draw-a-digit/steps.mjs";
import { stock } from "./draw-a-digit/store.mjs";
import { describe } from "./draw-a-digit/words.mjs";

const NETS = ["shallow", "intermediate", "deep"];
const COLOURS = ["ink", "data", "bad"]; // of a drawing, and of what spoke for and against
const NONE = new Float64Array(SIDE * SIDE);
const FAILED = "The nets\u2019 weights could not be fetched. Reload the page to try again.";
const MAP =
  "The maps show, for each pixel, its ink times the slope of the winner\u2019s logit (its number before the softmax) with respect to that pixel: " +
  "roughly, by how much the logit would change if that ink were gone. Each map has its own scale. ";
const OWN = "A drawing stays in your browser; the address holds only the choice of a test digit. ";

/** The element `<dl-draw-a-digit nets="shallow intermediate deep">`; without the attribute the shallow net answers alone. */
export default class DrawADigit extends WidgetElement {
  static key = "digit";
  static title = "Interactive figure: draw a digit and let the book\u2019s nets read it";
  static fields = {
    test: { value: 0, min: 0, max: 20, step: 1 }, // 0 for a drawing
    prepare: { value: 1, min: 0, max: 1, step: 1 },
  };

  connectedCallback() {
    super.connectedCallback();
    this.scheme = new MutationObserver(() => this.#recolour());
    this.scheme.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  }

  disconnectedCallback() {
    this.scheme?.disconnect();
    super.disconnectedCallback();
  }

  /** @param {HTMLElement} body */
  build(body) {
    const wanted = (this.getAttribute("nets") ?? "shallow").split(/\s+/);
    this.names = NETS.filter((name) => wanted.includes(name));
    this.sheet = new Sheet();
    this.pad = new Pad(this.#hand());
    this.steps = new Steps();
    this.panels = this.names.map((name) => new Panel(name));
    this.place = html("div", { class: "dd-place" });
    this.took = html("span", { class: "dd-took", "aria-hidden": "true" });
    const licence = html("a", { href: "https://creativecommons.org/licenses/by-sa/3.0/" }, "CC BY-SA 3.0");
    body.append(
      html("div", { class: "dd-desk" }, html("div", { class: "dd-draw" }, this.pad.node, this.#buttons()), html("div", {}, this.steps.node, this.#switch())),
      html("div", { class: `dd-panels dd-${this.names.length}` }, ...this.panels.map((panel) => panel.node)),
      this.status ?? "",
      this.place,
      html("p", { class: "dl-small" }, "Test digits: MNIST, by Yann LeCun and Corinna Cortes, ", licence, ". ", MAP, OWN, this.took),
    );
    stock(this.names).then((all) => this.#begin(all), () => this.say(FAILED));
  }

  draw() {
    const { test, prepare } = this.state;
    const cause = [this.sheet.version, test, prepare, this.pad.words, this.stock !== undefined].join(" ");
    if (this.cause === cause) return;
    this.cause = cause;
    const [ink, pro, contra] = this.colours ?? shades(this.body, COLOURS);
    const label = this.stock && test > 0 && this.sheet.untouched ? this.stock.digits[test - 1].label : null;
    const start = performance.now();
    const view = this.#prepared();
    this.answers = this.#read(view.seen);
    this.panels.forEach((panel, i) => {
      const given = this.answers[i] ?? null;
      panel.draw(given, given ? spokeFor(this.stock.nets[i].layers, given) : NONE, label, [pro, contra]);
    });
    this.#took(performance.now() - start);
    this.pad.draw(this.sheet, prepare ? bounds(this.sheet.picture) : null, [ink]);
    this.steps.draw(view, [ink]);
    this.shelf?.mark(test);
    this.switch.checked = prepare === 1;
    this.undo.disabled = !this.sheet.canUndo;
  }

  describe() {
    if (!this.stock) return "The nets\u2019 weights are on their way.";
    const { test, prepare } = this.state;
    const digit = this.stock.digits[test - 1];
    const touched = !this.sheet.untouched;
    const label = digit && !touched ? digit.label : null;
    const other = this.#read(this.#prepared(1 - prepare).seen);
    const said = this.answers.map(({ winner, probabilities }, i) => {
      return { name: this.names[i], winner, probability: probabilities[winner], otherwise: other[i].winner };
    });
    const subject = digit ? `${touched ? "Your version of test" : "Test"} digit ${format(digit.row + 1, 0)} of 10,000, a ${digit.label}` : touched ? "Your drawing" : "This drawing";
    return this.pad.words + describe(said, { subject, label, prepared: prepare === 1 });
  }

  /** @param {import("./draw-a-digit/store.mjs").Stock} all */
  #begin(all) {
    this.stock = all;
    all.nets.forEach(({ accuracy }, i) => this.panels[i].judge(accuracy));
    const wrong = all.digits.map(({ label, pixels }) =>
      all.nets.filter(({ layers }) => answer(layers, pixels).winner !== label).map(({ name }) => name),
    );
    this.shelf = new Shelf(all.digits, wrong, this.names, (number) => this.change(() => this.#put(number)));
    this.place.replaceWith(this.shelf.node);
    if (this.sheet.untouched) this.#put(this.state.test);
    this.#recolour();
    this.say(this.describe());
    this.dataset.ready = "";
  }

  /** Put a test digit on the sheet, or the example. @param {number} number from 1; 0 for the example */
  #put(number) {
    this.state.test = number;
    if (number) this.sheet.putDigit(this.stock.digits[number - 1].pixels);
    else this.sheet.show(this.stock.example);
  }

  /** What the nets see, and how it came to be. @param {number} [prepare] 1 for scaled and centred */
  #prepared(prepare = this.state.prepare) {
    const { picture } = this.sheet;
    if (!prepare) return { prepared: false, box: null, corner: null, seen: asItIs(picture) };
    const box = fitted(picture);
    if (!box) return { prepared: true, box, corner: null, seen: blank(SIDE) };
    return { prepared: true, box, corner: corner(box), seen: centred(box) };
  }

  /** @param {import("../lib/drawing.mjs").Picture} picture */
  #read({ values }) {
    if (!this.stock || !values.some((value) => value > 0)) return [];
    return this.stock.nets.map(({ layers }) => answer(layers, values));
  }

  /** @param {number} time */
  #took(time) {
    this.took.textContent = this.sheet.untouched ? "" : `This answer took ${format(time, 1)} ms.`;
    this.dataset.took = time.toFixed(2);
  }

  /** @returns {import("./draw-a-digit/pad.mjs").Hand} */
  #hand() {
    return {
      begin: (point) => {
        if (this.sheet.untouched && !this.sheet.print) this.state.test = 0;
        this.sheet.begin(point);
        this.#soon();
      },
      extend: (points) => {
        points.forEach((point) => this.sheet.extend(point));
        this.#soon();
      },
      end: () => this.change(() => {}),
      undo: () => this.sheet.undo(),
    };
  }

  /** Draw before the next frame, however many events come until then. */
  #soon() {
    cancelAnimationFrame(this.frame ?? 0);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  #recolour() {
    this.cause = "";
    this.colours = shades(this.body, COLOURS);
    this.shelf?.paint(this.colours);
    this.draw();
  }

  #buttons() {
    const clear = button("Clear", () => this.change(() => this.#clear()));
    this.undo = button("Undo", () => this.change(() => this.sheet.undo()));
    const reset = button("Reset", () => this.change(() => this.#reset()));
    return html("div", { class: "dd-buttons" }, clear, this.undo, reset);
  }

  #clear() {
    this.state.test = 0;
    this.sheet.clear();
  }

  #reset() {
    this.state.prepare = 1;
    if (this.stock) this.#put(0);
  }

  #switch() {
    const id = uniqueId("dd-prepare");
    this.switch = html("input", { id, type: "checkbox" });
    this.switch.addEventListener("change", () => this.change(() => (this.state.prepare = this.switch.checked ? 1 : 0)));
    return html("p", { class: "dd-switch" }, this.switch, html("label", { for: id }, "Scale and centre the drawing, as MNIST was"));
  }
}
