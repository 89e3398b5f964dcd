/** The network: every unit shows what it does on the plane, every weight is a line of its size and sign. */
import { html, set } from "../../lib/dom.mjs";
import { TILE } from "../../lib/playground/picture.mjs";
import { clamp } from "../../lib/scales.mjs";
import { between, css, image, sharpened } from "./colours.mjs";
import { columns } from "./places.mjs";

const HEIGHT = 236;
const [TOP, BOTTOM] = [22, HEIGHT - 6];
const LARGEST = 30; // pixels a side of a unit's picture

/**
 * @typedef {{x: number, y: number, size: number}} Unit the middle and the side of a square
 * @typedef {import("./colours.mjs").Palette} Palette
 * @typedef {import("../../lib/playground/options.mjs").Settings} Settings
 */

/** The drawing. */
export class Net {
  /** Make the canvas. */
  constructor() {
    this.canvas = html("canvas", { class: "pg-net", role: "img", "aria-label": "The network" });
    this.node = html("div", { class: "pg-chart" }, this.canvas);
  }

  /**
   * @param {Palette} colours
   * @param {any} snapshot
   * @param {Settings} settings
   */
  draw(colours, snapshot, settings) {
    const width = this.canvas.clientWidth || 400;
    const brush = sharpened(this.canvas, width, HEIGHT);
    const kernels = Object.entries(snapshot.weights).filter(([key]) => key.endsWith("/kernel")).map(([, kernel]) => kernel);
    const biases = Object.entries(snapshot.weights).filter(([key]) => /^dense.*bias$/.test(key)).map(([, bias]) => bias);
    const digits = settings.task === "digits";
    const sizes = [digits ? 1 : 2, ...biases.map((bias) => bias.length)];
    const layers = place(width, sizes);
    kernels.forEach((kernel, k) => {
      if (k === 0 && digits) bundle(brush, colours, layers[0], layers[1]);
      else edges(brush, colours, kernel, layers[k], layers[k + 1]);
    });
    this.#inputs(brush, colours, layers[0], digits);
    layers.slice(1, -1).forEach((layer, k) => hidden(brush, colours, layer, faces(colours, snapshot, kernels, k, digits), snapshot.view?.layers[k]));
    outputs(brush, colours, layers[layers.length - 1], snapshot, digits);
    heads(brush, colours, layers, settings);
    const words = `Network of ${sizes.map((size, i) => (i === 0 && digits ? 196 : size)).join("-")} units; the thicker a line, the larger the weight, dashed where it is negative.`;
    set(this.canvas, { "aria-label": words });
  }

  /**
   * @param {CanvasRenderingContext2D} brush
   * @param {Palette} colours
   * @param {Unit[]} layer
   * @param {boolean} digits
   */
  #inputs(brush, colours, layer, digits) {
    const ramps = [(/** @type {number} */ k) => (k % TILE) / (TILE - 1), (/** @type {number} */ k) => 1 - Math.floor(k / TILE) / (TILE - 1)];
    layer.forEach((unit, j) => {
      const face = Float32Array.from({ length: TILE * TILE }, (_, k) => 2 * ramps[j](k) - 1);
      if (digits) frame(brush, colours, unit, false);
      else tile(brush, colours, unit, image(colours, face, TILE, 0.7));
      Object.assign(brush, { fillStyle: css(colours.ink), font: FONT, textAlign: "right" });
      brush.fillText(digits ? "196" : "xy"[j], unit.x - unit.size / 2 - 5, unit.y + 4);
    });
  }
}

const FONT = "600 12px system-ui, sans-serif";

/**
 * @param {number} width
 * @param {number[]} sizes units in each layer
 * @returns {Unit[][]}
 */
function place(width, sizes) {
  const middles = columns(width, sizes.length - 2);
  const room = middles[1] - middles[0];
  return sizes.map((count, k) => {
    const pitch = Math.min((BOTTOM - TOP) / count, LARGEST + 8);
    const size = Math.max(Math.min(pitch - 3, LARGEST, room * 0.62), 4);
    const start = (TOP + BOTTOM) / 2 - (pitch * (count - 1)) / 2;
    return Array.from({ length: count }, (_, j) => ({ x: middles[k], y: start + j * pitch, size }));
  });
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {Palette} colours
 * @param {Float32Array} kernel
 * @param {Unit[]} from
 * @param {Unit[]} to
 */
function edges(brush, colours, kernel, from, to) {
  const many = from.length * to.length > 64;
  for (let i = 0; i < from.length; i++) {
    for (let j = 0; j < to.length; j++) {
      const weight = kernel[i * to.length + j];
      const size = Math.abs(weight);
      if (size < 0.02) continue;
      brush.beginPath();
      brush.setLineDash(weight < 0 ? [4, 3] : []);
      brush.strokeStyle = css(weight > 0 ? colours.data : colours.model, clamp(0.15 + size * 0.35, 0.15, many ? 0.7 : 0.85));
      brush.lineWidth = clamp(size * (many ? 1.1 : 1.6), 0.4, 6);
      brush.moveTo(from[i].x + from[i].size / 2, from[i].y);
      brush.lineTo(to[j].x - to[j].size / 2, to[j].y);
      brush.stroke();
    }
  }
  brush.setLineDash([]);
}

/**
 * All pixels go to all units: too many lines to draw each.
 * @param {CanvasRenderingContext2D} brush
 * @param {Palette} colours
 * @param {Unit[]} from
 * @param {Unit[]} to
 */
function bundle(brush, colours, [from], to) {
  for (const unit of to) {
    brush.beginPath();
    Object.assign(brush, { strokeStyle: css(colours.muted, 0.35), lineWidth: 1.5 });
    brush.moveTo(from.x + from.size / 2, from.y);
    brush.lineTo(unit.x - unit.size / 2, unit.y);
    brush.stroke();
  }
}

/**
 * The pictures of a hidden layer's units: what they do on the plane or, for digits, the first layer's weights.
 * @param {Palette} colours
 * @param {any} snapshot
 * @param {Float32Array[]} kernels
 * @param {number} k number of the hidden layer, from 0
 * @param {boolean} digits
 * @returns {(HTMLCanvasElement | null)[]}
 */
function faces(colours, snapshot, kernels, k, digits) {
  const area = TILE * TILE;
  const units = snapshot.picture?.units[k];
  if (units) {
    return Array.from({ length: units.length / area }, (_, j) => image(colours, units.subarray(j * area, (j + 1) * area), TILE, 0.75));
  }
  const count = snapshot.view?.layers[k].units ?? 0;
  if (!digits || k > 0) return Array.from({ length: count }, () => null);
  const most = kernels[0].reduce((large, w) => Math.max(large, Math.abs(w)), 1e-9);
  return Array.from({ length: count }, (_, j) => {
    const own = Float32Array.from({ length: kernels[0].length / count }, (__, i) => (1.6 * kernels[0][i * count + j]) / most);
    return image(colours, own, Math.sqrt(own.length), 0.9);
  });
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {Palette} colours
 * @param {Unit[]} layer
 * @param {(HTMLCanvasElement | null)[]} pictures
 * @param {import("../../lib/playground/probe.mjs").LayerView | undefined} view
 */
function hidden(brush, colours, layer, pictures, view) {
  layer.forEach((unit, j) => {
    if (pictures[j]) tile(brush, colours, unit, pictures[j], view?.silentUnits[j]);
    else frame(brush, colours, unit, view?.silentUnits[j] ?? false);
  });
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {Palette} colours
 * @param {Unit[]} layer
 * @param {any} snapshot
 * @param {boolean} digits
 */
function outputs(brush, colours, layer, snapshot, digits) {
  layer.forEach((unit, j) => {
    if (!digits && snapshot.picture) {
      const { surface } = snapshot.picture;
      const [low, high] = snapshot.values ? [0, 1] : [-1, 2];
      tile(brush, colours, unit, image(colours, surface.map((answer) => low + high * answer), Math.sqrt(surface.length), 0.75));
      return;
    }
    Object.assign(brush, { fillStyle: css(colours.ink), font: FONT, textAlign: "left" });
    brush.fillText(String(j), unit.x + 2, unit.y + 4);
    brush.fillStyle = css(between(colours, 1, 0.6));
    brush.fillRect(unit.x - 5, unit.y - 2, 4, 4);
  });
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {Palette} colours
 * @param {Unit[][]} layers
 * @param {Settings} settings
 */
function heads(brush, colours, layers, { depth, task }) {
  const narrow = layers[1][0].x - layers[0][0].x < 54;
  Object.assign(brush, { fillStyle: css(colours.muted), font: "12px system-ui, sans-serif", textAlign: "center" });
  layers.forEach(([{ x }], k) => {
    if (k === 0) brush.fillText(task === "digits" ? "pixels" : narrow ? "in" : "input", x - (narrow ? 8 : 4), 12);
    else if (k <= depth) brush.fillText(narrow ? String(k) : `layer ${k}`, x, 12);
    else brush.fillText(narrow ? "out" : "output", x, 12);
  });
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {Palette} colours
 * @param {Unit} unit
 * @param {HTMLCanvasElement} picture
 * @param {boolean} [silent]
 */
function tile(brush, colours, unit, picture, silent = false) {
  const { x, y, size } = unit;
  brush.imageSmoothingEnabled = true;
  brush.drawImage(picture, x - size / 2, y - size / 2, size, size);
  frame(brush, colours, unit, silent, false);
}

/**
 * The edge of a unit; one that is silent is crossed out.
 * @param {CanvasRenderingContext2D} brush
 * @param {Palette} colours
 * @param {Unit} unit
 * @param {boolean} silent
 * @param {boolean} [filled]
 */
function frame(brush, { paper, muted, bad }, { x, y, size }, silent, filled = true) {
  const [left, top] = [x - size / 2, y - size / 2];
  if (filled) {
    brush.fillStyle = css(paper);
    brush.fillRect(left, top, size, size);
  }
  Object.assign(brush, { strokeStyle: css(silent ? bad : muted), lineWidth: silent ? 1.6 : 1 });
  brush.strokeRect(left, top, size, size);
  if (!silent) return;
  brush.beginPath();
  brush.moveTo(left, top);
  brush.lineTo(left + size, top + size);
  brush.moveTo(left + size, top);
  brush.lineTo(left, top + size);
  brush.stroke();
}
