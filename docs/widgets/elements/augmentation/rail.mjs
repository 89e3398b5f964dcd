/** Above a slider: what the net says at each of its places, if the other sliders stay where they are. */
import { html } from "../../lib/dom.mjs";
import { snap } from "../../lib/scales.mjs";

const PLACES = 17;

/** A row of digits, one a place; those that differ from the label stand out. */
export class Rail {
  /** @param {import("../../lib/url-state.mjs").Field} field */
  constructor({ min, max, step }) {
    this.values = Array.from({ length: PLACES }, (_, i) => snap(min + ((max - min) * i) / (PLACES - 1), step));
    this.cells = this.values.map((value) => html("span", { class: "au-cell", "data-value": value }));
    this.node = html("div", { class: "au-rail", "aria-hidden": "true" }, ...this.cells);
  }

  /**
   * @param {(value: number) => number} read what the net says at a place
   * @param {number} label
   */
  draw(read, label) {
    this.values.forEach((value, i) => {
      const said = read(value);
      this.cells[i].textContent = String(said);
      this.cells[i].classList.toggle("au-off", said !== label);
    });
  }
}
