/** What a net answers all over the plane, and what each of its units does there. No DOM. */
import { Matrix } from "../nn/matrix.mjs";
import { EDGE } from "./options.mjs";

/** Places a side at which the answer is computed. */
export const SIDE = 44;
/** Side of the small picture of a unit, in cells. */
export const TILE = 22;

const STRIDE = SIDE / TILE;

const PLANE = new Matrix(SIDE * SIDE, 2);
for (let i = 0; i < SIDE * SIDE; i++) {
  const place = (/** @type {number} */ cell) => (2 * EDGE * cell) / (SIDE - 1) - EDGE;
  PLANE.row(i).set([place(i % SIDE), -place(Math.floor(i / SIDE))]); // the first row is the highest
}

/**
 * @typedef {object} Picture
 * @property {Float32Array} surface the answers, row after row from the top
 * @property {Float32Array[]} units one for each hidden layer: the pictures of its units one after the other,
 *   as shares of the layer's largest activation
 */

/**
 * The net's answers on the plane, at inference.
 * @param {import("../nn/network.mjs").Network} net with two inputs and one output
 * @returns {Picture}
 */
export function plane(net) {
  const outputs = net.layerOutputs(PLANE);
  const dense = outputs.filter((_, i) => net.layers[i].kind === "dense");
  const surface = Float32Array.from(/** @type {Matrix} */ (dense.pop()).data);
  return { surface, units: dense.map(tiles) };
}

/** @param {Matrix} a */
function tiles(a) {
  const out = new Float32Array(a.cols * TILE * TILE);
  let most = 1e-9;
  for (let j = 0; j < a.cols; j++) {
    for (let k = 0; k < TILE * TILE; k++) {
      const row = Math.floor(k / TILE) * STRIDE * SIDE + (k % TILE) * STRIDE;
      const value = a.data[row * a.cols + j];
      out[j * TILE * TILE + k] = value;
      most = Math.max(most, Math.abs(value));
    }
  }
  for (let i = 0; i < out.length; i++) out[i] /= most;
  return out;
}
