/** How a drawing becomes what a net sees: cut out and scaled, then moved by its centre of mass. */
import { html } from "../../lib/dom.mjs";
import { BOX, SIDE, blank, centreOfMass } from "../../lib/drawing.mjs";
import { Pixels, lay } from "./pixels.mjs";

/**
 * @typedef {object} View
 * @property {boolean} prepared whether the drawing is scaled and centred
 * @property {import("../../lib/drawing.mjs").Picture | null} box null where it is not, or where there is no ink
 * @property {[number, number] | null} corner where the box goes
 * @property {import("../../lib/drawing.mjs").Picture} seen 28 x 28
 */

/** Two pictures with what is done in words. */
export class Steps {
  constructor() {
    this.small = new Pixels(BOX, BOX, "dd-pixels");
    this.seen = new Pixels(SIDE, SIDE, "dd-pixels");
    this.frame = html("span", { class: "dd-frame" });
    this.mass = html("span", { class: "dd-mass" });
    this.balance = html("span", { class: "dd-mass" });
    this.words = [html("p", { class: "dd-caption" }), html("p", { class: "dd-caption" })];
    const first = html("div", { class: "dd-picture dd-box" }, this.small.node, this.balance);
    const second = html("div", { class: "dd-picture dd-seen" }, this.seen.node, this.frame, this.mass);
    this.first = html("div", { class: "dd-step" }, first, this.words[0]);
    this.node = html("div", { class: "dd-steps" }, this.first, html("div", { class: "dd-step" }, second, this.words[1]));
  }

  /**
   * @param {View} view
   * @param {[number, number, number][]} colours
   */
  draw({ prepared, box, corner, seen }, colours) {
    const middle = box ? [BOX - box.rows, BOX - box.columns].map((rest) => Math.floor(rest / 2)) : [0, 0];
    this.small.draw(box ? inside(box, middle).values : blank(BOX).values, colours);
    this.seen.draw(seen.values, colours);
    const mass = box && centreOfMass(box);
    lay(this.frame, box && corner && { top: corner[0], left: corner[1], rows: box.rows, columns: box.columns }, SIDE);
    lay(this.balance, mass && point(mass, middle), BOX);
    lay(this.mass, mass && corner && point(mass, corner), SIDE);
    this.first.classList.toggle("dd-skipped", !prepared);
    const size = box ? `: now ${box.rows} \u00d7 ${box.columns}` : "";
    this.words[0].textContent = prepared ? `1. Cut out, its longer side scaled to 20${size}` : "1. Left out";
    this.words[1].textContent = prepared ? "2. Its centre of mass moved to the middle of 28 \u00d7 28" : "The whole sheet, shrunk to 28 \u00d7 28";
  }
}

/**
 * @param {import("../../lib/drawing.mjs").Picture} box
 * @param {number[]} corner
 */
function inside(box, [top, left]) {
  const picture = blank(BOX);
  box.values.forEach((value, i) => {
    picture.values[(top + Math.floor(i / box.columns)) * BOX + left + (i % box.columns)] = value;
  });
  return picture;
}

/**
 * A spot to mark: the middle of a pixel is half a pixel from its corner.
 * @param {[number, number]} mass
 * @param {number[]} corner
 */
const point = (mass, [top, left]) => ({ top: top + mass[0] + 0.5, left: left + mass[1] + 0.5, rows: 0, columns: 0 });
