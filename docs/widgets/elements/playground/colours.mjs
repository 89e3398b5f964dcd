/** The colours of the theme as numbers, for what is drawn on a canvas. */

/**
 * @typedef {[number, number, number]} Colour red, green and blue from 0 to 255
 * @typedef {Record<"paper" | "ink" | "muted" | "grid" | "data" | "model" | "bad", Colour>} Palette
 */

/** @type {Palette} */
const LIGHT = {
  paper: [255, 255, 255],
  ink: [31, 36, 48],
  muted: [89, 97, 114],
  grid: [223, 227, 234],
  data: [11, 90, 173],
  model: [176, 64, 10],
  bad: [187, 42, 60],
};

/**
 * The colours as they are now.
 * @param {Element} node something that they apply to
 * @returns {Palette}
 */
export function palette(node) {
  const style = getComputedStyle(node);
  const entries = Object.entries(LIGHT).map(([role, fallback]) => [role, colour(style.getPropertyValue(`--fig-${role}`)) ?? fallback]);
  return Object.fromEntries(entries);
}

/**
 * Between the colour of minus one, paper and the colour of one.
 * @param {Palette} colours
 * @param {number} value
 * @param {number} [strength] how much of the colour there is at the ends
 * @returns {Colour}
 */
export function between({ paper, data, model }, value, strength = 1) {
  const end = value > 0 ? data : model;
  const share = Math.min(Math.abs(value), 1) * strength;
  return /** @type {Colour} */ (paper.map((part, i) => part + (end[i] - part) * share));
}

/**
 * A colour as CSS has it.
 * @param {Colour} colour
 * @param {number} [alpha]
 */
export const css = ([red, green, blue], alpha = 1) => `rgb(${red} ${green} ${blue} / ${alpha})`;

/**
 * Make a canvas as large as its box in real pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 * @param {number} height
 * @returns {CanvasRenderingContext2D} it draws in CSS pixels
 */
export function sharpened(canvas, width, height) {
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  brush.setTransform(ratio, 0, 0, ratio, 0, 0);
  brush.clearRect(0, 0, width, height);
  return brush;
}

/**
 * A small picture, one pixel a number from -1 to 1, for `drawImage`.
 * @param {Palette} colours
 * @param {ArrayLike<number>} values row after row
 * @param {number} width
 * @param {number} [strength]
 * @returns {HTMLCanvasElement}
 */
export function image(colours, values, width, strength = 1) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height: values.length / width });
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const pixels = brush.createImageData(width, values.length / width);
  const { paper, data, model } = colours;
  for (let i = 0; i < values.length; i++) {
    const end = values[i] > 0 ? data : model;
    const share = Math.min(Math.abs(values[i]), 1) * strength;
    for (let part = 0; part < 3; part++) pixels.data[4 * i + part] = paper[part] + (end[part] - paper[part]) * share;
    pixels.data[4 * i + 3] = 255;
  }
  brush.putImageData(pixels, 0, 0);
  return canvas;
}

/** @param {string} text @returns {Colour | null} */
function colour(text) {
  const digits = /^#([0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (!digits) return null;
  return /** @type {Colour} */ ([0, 2, 4].map((i) => Number.parseInt(digits.slice(i, i + 2), 16)));
}
