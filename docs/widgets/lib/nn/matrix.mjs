/** Matrices of 64-bit numbers, and the few products that a network needs. No DOM. */

/** A matrix, row after row in one typed array; a batch has one row for each example. */
export class Matrix {
  /**
   * @param {number} rows
   * @param {number} cols
   * @param {Float64Array} [data] its numbers, row after row; zeros if left out
   */
  constructor(rows, cols, data = new Float64Array(rows * cols)) {
    this.rows = rows;
    this.cols = cols;
    this.data = data;
  }

  /**
   * Make a matrix of nested arrays.
   * @param {number[][]} rows
   * @returns {Matrix}
   */
  static from(rows) {
    return new Matrix(rows.length, rows[0].length, Float64Array.from(rows.flat()));
  }

  /**
   * One row, not a copy of it.
   * @param {number} i
   * @returns {Float64Array}
   */
  row(i) {
    return this.data.subarray(i * this.cols, (i + 1) * this.cols);
  }

  /**
   * A matrix of some rows, in the order asked for.
   * @param {ArrayLike<number>} order numbers of rows
   * @returns {Matrix}
   */
  take(order) {
    const taken = new Matrix(order.length, this.cols);
    for (let i = 0; i < order.length; i++) {
      for (let j = 0; j < this.cols; j++) taken.data[i * this.cols + j] = this.data[order[i] * this.cols + j];
    }
    return taken;
  }

  /**
   * A matrix of the same shape around other numbers.
   * @param {Float64Array} data
   * @returns {Matrix}
   */
  like(data) {
    return new Matrix(this.rows, this.cols, data);
  }

  /** The rows as nested arrays. @returns {number[][]} */
  toRows() {
    return Array.from({ length: this.rows }, (_, i) => [...this.row(i)]);
  }
}

/**
 * X W: (n, inputs) times (inputs, units).
 * @param {Matrix} x
 * @param {Matrix} w
 * @returns {Matrix} (n, units)
 */
export function times(x, w) {
  const [n, inputs, units] = [x.rows, x.cols, w.cols];
  const [a, b, out] = [x.data, w.data, new Float64Array(n * units)];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < inputs; k++) {
      const value = a[i * inputs + k];
      if (value === 0) continue; // one-hot inputs are mostly zeros
      for (let j = 0; j < units; j++) out[i * units + j] += value * b[k * units + j];
    }
  }
  return new Matrix(n, units, out);
}

/**
 * X^T D: (n, inputs) turned, times (n, units); what a kernel's gradient is.
 * @param {Matrix} x
 * @param {Matrix} d
 * @returns {Matrix} (inputs, units)
 */
export function transposedTimes(x, d) {
  const [n, inputs, units] = [x.rows, x.cols, d.cols];
  const [a, b, out] = [x.data, d.data, new Float64Array(inputs * units)];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < inputs; k++) {
      const value = a[i * inputs + k];
      if (value === 0) continue;
      for (let j = 0; j < units; j++) out[k * units + j] += value * b[i * units + j];
    }
  }
  return new Matrix(inputs, units, out);
}

/**
 * D W^T: (n, units) times (inputs, units) turned; how a derivative goes back through a kernel.
 * @param {Matrix} d
 * @param {Matrix} w
 * @returns {Matrix} (n, inputs)
 */
export function timesTransposed(d, w) {
  const [n, units, inputs] = [d.rows, d.cols, w.rows];
  const [a, b, out] = [d.data, w.data, new Float64Array(n * inputs)];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < inputs; k++) {
      let sum = 0;
      for (let j = 0; j < units; j++) sum += a[i * units + j] * b[k * units + j];
      out[i * inputs + k] = sum;
    }
  }
  return new Matrix(n, inputs, out);
}

/**
 * The sum of each column.
 * @param {Matrix} d
 * @returns {Float64Array} one number a column
 */
export function columnSums(d) {
  const out = new Float64Array(d.cols);
  for (let i = 0; i < d.rows; i++) for (let j = 0; j < d.cols; j++) out[j] += d.data[i * d.cols + j];
  return out;
}
