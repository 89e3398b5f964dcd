/** Batch normalisation: give every unit mean 0 and standard deviation 1, then let it learn others. No DOM. */
import { columnSums } from "./matrix.mjs";

/** @typedef {import("./matrix.mjs").Matrix} Matrix */

/**
 * With m and v the mean and the (biased) variance of a unit over the batch: x-hat = (x - m) / sqrt(v + epsilon),
 * y = gamma x-hat + beta. Afterwards, at inference, m and v are moving averages.
 */
export class BatchNorm {
  kind = "batch_norm";
  /** @type {Record<string, Float64Array>} */
  params = {};
  /** @type {Record<string, Float64Array>} */
  state = {};

  /**
   * @param {number} [momentum] share of the old value that the moving averages keep
   * @param {number} [epsilon] added to the variance
   */
  constructor(momentum = 0.99, epsilon = 1e-3) {
    this.momentum = momentum;
    this.epsilon = epsilon;
  }

  /** @param {number} units */
  build(units) {
    Object.assign(this.params, { gamma: new Float64Array(units).fill(1), beta: new Float64Array(units) });
    const moving = { moving_mean: new Float64Array(units), moving_variance: new Float64Array(units).fill(1) };
    Object.assign(this.state, moving);
    return units;
  }

  /** @param {Matrix} x @param {import("./dense.mjs").Pass} [pass] */
  forward(x, { training = false } = {}) {
    const [n, units, values] = [x.rows, x.cols, x.data];
    const mean = training ? columnMeans(x) : this.state.moving_mean;
    const variance = training ? columnVariances(x, mean) : this.state.moving_variance;
    if (training) this.#move(mean, variance);
    const scale = variance.map((v) => 1 / Math.sqrt(v + this.epsilon));
    const { gamma, beta } = this.params;
    const [xHat, y] = [new Float64Array(n * units), new Float64Array(n * units)];
    for (let i = 0, k = 0; i < n; i++) {
      for (let j = 0; j < units; j++, k++) {
        xHat[k] = (values[k] - mean[j]) * scale[j];
        y[k] = gamma[j] * xHat[k] + beta[j];
      }
    }
    return { y: x.like(y), cache: { xHat: x.like(xHat), scale, training } };
  }

  /**
   * d_beta = sum d_y, d_gamma = sum d_y x-hat, and in training
   * d_x = gamma / sqrt(v + epsilon) (d_y - d_beta / n - x-hat d_gamma / n).
   * @param {Matrix} dY
   * @param {{xHat: Matrix, scale: Float64Array, training: boolean}} cache
   */
  backward(dY, { xHat, scale, training }) {
    const n = training ? dY.rows : Infinity; // at inference the statistics are constants
    const [beta, gamma] = [columnSums(dY), new Float64Array(dY.cols)];
    const [d, hat, dX] = [dY.data, xHat.data, new Float64Array(dY.data.length)];
    for (let i = 0, k = 0; i < dY.rows; i++) for (let j = 0; j < dY.cols; j++, k++) gamma[j] += d[k] * hat[k];
    for (let i = 0, k = 0; i < dY.rows; i++) {
      for (let j = 0; j < dY.cols; j++, k++) {
        dX[k] = this.params.gamma[j] * scale[j] * (d[k] - beta[j] / n - (hat[k] * gamma[j]) / n);
      }
    }
    return { dX: dY.like(dX), gradients: { gamma, beta } };
  }

  /**
   * Move the moving statistics towards those of the batch.
   * @param {Float64Array} mean
   * @param {Float64Array} variance
   */
  #move(mean, variance) {
    const { moving_mean: m, moving_variance: v } = this.state;
    for (let j = 0; j < m.length; j++) {
      m[j] += (1 - this.momentum) * (mean[j] - m[j]);
      v[j] += (1 - this.momentum) * (variance[j] - v[j]);
    }
  }
}

/** @param {Matrix} x */
const columnMeans = (x) => columnSums(x).map((sum) => sum / x.rows);

/** @param {Matrix} x @param {Float64Array} mean */
function columnVariances(x, mean) {
  const variance = new Float64Array(x.cols);
  for (let i = 0, k = 0; i < x.rows; i++) {
    for (let j = 0; j < x.cols; j++, k++) variance[j] += (x.data[k] - mean[j]) ** 2 / x.rows;
  }
  return variance;
}
