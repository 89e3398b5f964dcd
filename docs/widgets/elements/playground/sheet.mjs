/** Validation digits, each with what the net takes it for; those that it misreads are framed. */
import { html, set } from "../../lib/dom.mjs";
import { css, sharpened } from "./colours.mjs";

const [COLUMNS, ROWS] = [8, 6];

/** The drawing. */
export class Sheet {
  /** Make the canvas. */
  constructor() {
    this.canvas = html("canvas", { class: "pg-surface", role: "img", "aria-label": "Digits" });
    this.node = html("div", { class: "pg-plane" }, this.canvas);
    this.ink = "";
    /** @type {HTMLCanvasElement[]} */
    this.pictures = [];
  }

  /**
   * @param {import("./colours.mjs").Palette} colours
   * @param {import("../../lib/playground/data.mjs").Digits} digits
   * @param {number[]} answers one for each validation digit
   */
  draw(colours, digits, answers) {
    const width = this.canvas.clientWidth || 300;
    const brush = sharpened(this.canvas, width, width);
    const [across, down] = [width / COLUMNS, width / ROWS];
    const side = Math.min(across - 8, down - 18);
    let wrong = 0;
    for (let i = 0; i < COLUMNS * ROWS; i++) {
      const [x, y] = [(i % COLUMNS) * across + (across - side) / 2, Math.floor(i / COLUMNS) * down + 3];
      brush.imageSmoothingEnabled = false;
      brush.drawImage(this.#picture(colours, digits, i), x, y, side, side);
      const right = answers[i] === digits.labels[digits.training + i];
      if (!right) wrong += 1;
      Object.assign(brush, { strokeStyle: css(right ? colours.grid : colours.bad), lineWidth: right ? 1 : 2.5 });
      brush.strokeRect(x, y, side, side);
      Object.assign(brush, { fillStyle: css(right ? colours.muted : colours.bad), textAlign: "center" });
      brush.font = `${right ? "" : "700 "}12px system-ui, sans-serif`;
      brush.fillText(`${right ? "" : "\u2717 "}${answers[i]}`, x + side / 2, y + side + 12);
    }
    const words = `${COLUMNS * ROWS} handwritten digits that the net has not learned from, and its answers; ${wrong} of them are wrong and framed.`;
    set(this.canvas, { "aria-label": words });
  }

  /**
   * @param {import("./colours.mjs").Palette} colours
   * @param {import("../../lib/playground/data.mjs").Digits} digits
   * @param {number} i
   */
  #picture(colours, { side, images, training }, i) {
    const ink = css(colours.ink);
    if (this.ink !== ink) Object.assign(this, { ink, pictures: [] });
    this.pictures[i] ??= painted(colours, images.subarray((training + i) * side * side, (training + i + 1) * side * side), side);
    return this.pictures[i];
  }
}

/**
 * @param {import("./colours.mjs").Palette} colours
 * @param {Uint8Array} pixels
 * @param {number} side
 */
function painted({ paper, ink }, pixels, side) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: side, height: side });
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = brush.createImageData(side, side);
  pixels.forEach((pixel, i) => {
    for (let part = 0; part < 3; part++) image.data[4 * i + part] = paper[part] + ((ink[part] - paper[part]) * pixel) / 255;
    image.data[4 * i + 3] = 255;
  });
  brush.putImageData(image, 0, 0);
  return canvas;
}
