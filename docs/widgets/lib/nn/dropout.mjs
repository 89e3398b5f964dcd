/** Dropout: in every step of training each example meets another random part of the units. No DOM. */

/** @typedef {import("./matrix.mjs").Matrix} Matrix */

/** Silences each unit with probability r in training and scales up the rest: y = m x / (1 - r); later y = x. */
export class Dropout {
  kind = "dropout";
  /** @type {Record<string, Float64Array>} */
  params = {};
  /** @type {Record<string, Float64Array>} */
  state = {};

  /** @param {number} rate r, the share that is dropped, at least 0 and below 1 */
  constructor(rate) {
    this.rate = rate;
  }

  /** @param {number} units */
  build(units) {
    return units;
  }

  /** @param {Matrix} x @param {import("./dense.mjs").Pass} [pass] */
  forward(x, { training = false, draw } = {}) {
    if (!training || this.rate === 0) return { y: x, cache: null };
    if (!draw) throw new Error("dropout needs random numbers in training");
    const [mask, y] = [new Float64Array(x.data.length), new Float64Array(x.data.length)];
    for (let i = 0; i < y.length; i++) {
      mask[i] = draw() >= this.rate ? 1 / (1 - this.rate) : 0;
      y[i] = x.data[i] * mask[i];
    }
    return { y: x.like(y), cache: mask };
  }

  /** @param {Matrix} dY @param {Float64Array | null} mask */
  backward(dY, mask) {
    if (!mask) return { dX: dY, gradients: {} };
    const dX = new Float64Array(mask.length);
    for (let i = 0; i < dX.length; i++) dX[i] = dY.data[i] * mask[i];
    return { dX: dY.like(dX), gradients: {} };
  }
}
