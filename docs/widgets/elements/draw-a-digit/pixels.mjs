/** A picture made of pixels, in the colours of the page. */
import { html } from "../../lib/dom.mjs";

/**
 * The shades of some colour roles where a node stands.
 * @param {Element} node
 * @param {string[]} roles such as "ink"
 * @returns {[number, number, number][]} red, green and blue
 */
export function shades(node, roles) {
  const style = getComputedStyle(node);
  return roles.map((role) => {
    const hex = /^#([\da-f]{6})$/i.exec(style.getPropertyValue(`--fig-${role}`).trim())?.[1] ?? "808080";
    return /** @type {[number, number, number]} */ ([0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  });
}

/** One canvas with a pixel for each number. */
export class Pixels {
  /**
   * @param {number} rows
   * @param {number} columns
   * @param {string} look its class
   */
  constructor(rows, columns, look) {
    this.node = html("canvas", { width: columns, height: rows, class: look, "aria-hidden": "true" });
    this.paper = this.node.getContext("2d");
    this.image = this.paper.createImageData(columns, rows);
  }

  /**
   * @param {ArrayLike<number>} values one a pixel: 0 is paper, 1 the first colour, -1 the second
   * @param {[number, number, number][]} colours
   */
  draw(values, colours) {
    const { data } = this.image;
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i];
      const colour = colours[value < 0 ? 1 : 0];
      [data[4 * i], data[4 * i + 1], data[4 * i + 2]] = colour;
      data[4 * i + 3] = Math.round(255 * Math.abs(value));
    }
    this.paper.putImageData(this.image, 0, 0);
  }
}

/**
 * Lay a frame or a mark over a part of a picture.
 * @param {HTMLElement} node
 * @param {{top: number, left: number, rows: number, columns: number} | null} part null hides it
 * @param {number} side pixels a side of the whole
 */
export function lay(node, part, side) {
  node.hidden = part === null;
  if (!part) return;
  const share = (/** @type {number} */ value) => `${((100 * value) / side).toFixed(3)}%`;
  Object.assign(node.style, { top: share(part.top), left: share(part.left), height: share(part.rows), width: share(part.columns) });
}
