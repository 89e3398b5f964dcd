/** The plane: what the net answers everywhere, and the points that it learns from. */
import { html, set } from "../../lib/dom.mjs";
import { contour } from "../../lib/playground/contour.mjs";
import { EDGE } from "../../lib/playground/options.mjs";
import { SIDE } from "../../lib/playground/picture.mjs";
import { between, css, image, sharpened } from "./colours.mjs";

/** The drawing. */
export class Surface {
  /** @param {(x: number, y: number) => void} press called with the place in the plane that was pressed */
  constructor(press) {
    this.canvas = html("canvas", { class: "pg-surface", role: "img", "aria-label": "The plane of the data" });
    this.canvas.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const { left, top, width } = this.canvas.getBoundingClientRect();
      const place = (/** @type {number} */ pixel) => (pixel / width) * 2 * EDGE - EDGE;
      press(place(event.clientX - left), -place(event.clientY - top));
    });
    this.node = html("div", { class: "pg-plane" }, this.canvas);
  }

  /**
   * @param {import("./colours.mjs").Palette} colours
   * @param {Float32Array} surface answers of the net
   * @param {import("../../lib/playground/data.mjs").Split} data
   * @param {boolean} values whether answers are numbers around 0, and not probabilities
   * @param {{x: number, y: number} | null} cross a place to mark
   */
  draw(colours, surface, data, values, cross) {
    const size = this.canvas.clientWidth || 300;
    const brush = sharpened(this.canvas, size, size);
    const shown = surface.map((answer) => (values ? answer : 2 * answer - 1));
    brush.imageSmoothingEnabled = true;
    const half = size / (2 * (SIDE - 1)); // the outer places lie on the rim
    brush.drawImage(image(colours, shown, SIDE, 0.62), -half, -half, size + 2 * half, size + 2 * half);
    this.#border(brush, colours, shown, size);
    const at = (/** @type {number} */ value) => ((value + EDGE) / (2 * EDGE)) * size;
    for (const [part, small] of /** @type {const} */ ([["validation", true], ["training", false]])) {
      const examples = data[part];
      if (!examples) continue;
      for (let i = 0; i < examples.x.rows; i++) {
        const [x, y] = examples.x.row(i);
        point(brush, colours, at(x), at(-y), examples.y.data[i], { small, values });
      }
    }
    if (cross) mark(brush, colours, at(cross.x), at(-cross.y));
  }

  /** Say what there is to be seen. @param {string} words */
  label(words) {
    set(this.canvas, { "aria-label": words });
  }

  /**
   * @param {CanvasRenderingContext2D} brush
   * @param {import("./colours.mjs").Palette} colours
   * @param {Float32Array} shown
   * @param {number} size
   */
  #border(brush, { ink, paper }, shown, size) {
    const scale = size / (SIDE - 1);
    brush.beginPath();
    for (const [x0, y0, x1, y1] of contour(shown, SIDE)) {
      brush.moveTo(x0 * scale, y0 * scale);
      brush.lineTo(x1 * scale, y1 * scale);
    }
    brush.lineCap = "round";
    for (const [colour, width] of /** @type {const} */ ([[paper, 4], [ink, 1.8]])) {
      Object.assign(brush, { strokeStyle: css(colour, colour === paper ? 0.7 : 1), lineWidth: width });
      brush.stroke();
    }
  }
}

/**
 * One example: a disc or a diamond by its class, smaller and hollow if the net does not learn from it.
 * @param {CanvasRenderingContext2D} brush
 * @param {import("./colours.mjs").Palette} colours
 * @param {number} x
 * @param {number} y
 * @param {number} target
 * @param {{small: boolean, values: boolean}} look
 */
function point(brush, colours, x, y, target, { small, values }) {
  const r = small ? 2.1 : 3.7;
  brush.beginPath();
  if (values || target > 0.5) brush.arc(x, y, r, 0, 7);
  else {
    const d = r * 1.3;
    brush.moveTo(x, y - d);
    for (const [dx, dy] of [[d, 0], [0, d], [-d, 0], [0, -d]]) brush.lineTo(x + dx, y + dy);
  }
  const colour = values ? between(colours, target, 1) : target > 0.5 ? colours.data : colours.model;
  brush.fillStyle = small ? css(colours.paper, 0.8) : css(colour);
  brush.fill();
  brush.strokeStyle = small ? css(values ? colours.muted : colour, 0.9) : css(values ? colours.ink : colours.paper);
  brush.lineWidth = small ? 0.9 : 1.1;
  brush.stroke();
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {import("./colours.mjs").Palette} colours
 * @param {number} x
 * @param {number} y
 */
function mark(brush, { ink }, x, y) {
  brush.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    brush.moveTo(x + 4 * dx, y + 4 * dy);
    brush.lineTo(x + 10 * dx, y + 10 * dy);
  }
  Object.assign(brush, { strokeStyle: css(ink), lineWidth: 1.6 });
  brush.stroke();
}
