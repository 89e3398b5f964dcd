/** Where the weights begin, by Keras' conventions: truncated normals are corrected for their truncation. No DOM. */
import { normal } from "../random.mjs";

/** Standard deviation of a standard normal distribution that is cut off at 2 and -2. */
export const TRUNCATED_STDDEV = 0.87962566103423978;

/**
 * @typedef {(fanIn: number, fanOut: number, draw: () => number) => Float64Array} Initializer fills a kernel of
 *   (fanIn, fanOut) from a stream of uniform numbers; a bias is one row, (1, units)
 */

/**
 * The same number everywhere.
 * @param {number} value
 * @returns {Initializer}
 */
export const constant = (value) => (fanIn, fanOut) => new Float64Array(fanIn * fanOut).fill(value);

/**
 * Equally likely anywhere between two limits.
 * @param {number} [low]
 * @param {number} [high]
 * @returns {Initializer}
 */
export const randomUniform = (low = -0.05, high = 0.05) => (fanIn, fanOut, draw) =>
  filled(fanIn * fanOut, () => low + (high - low) * draw());

/**
 * Normally distributed.
 * @param {number} [mean]
 * @param {number} [stddev]
 * @returns {Initializer}
 */
export const randomNormal = (mean = 0, stddev = 0.05) => (fanIn, fanOut, draw) => {
  const bell = normal(draw);
  return filled(fanIn * fanOut, () => mean + stddev * bell());
};

/**
 * Normally distributed, drawn again beyond two standard deviations; what remains is narrower, uncorrected.
 * @param {number} [mean]
 * @param {number} [stddev] before truncation
 * @returns {Initializer}
 */
export const truncatedNormal = (mean = 0, stddev = 0.05) => (fanIn, fanOut, draw) => {
  const bell = truncated(normal(draw));
  return filled(fanIn * fanOut, () => mean + stddev * bell());
};

/**
 * A variance that follows the layer's size: gain / fan.
 * @param {number} gain
 * @param {(fanIn: number, fanOut: number) => number} fan
 * @param {"normal" | "uniform"} kind
 * @returns {Initializer}
 */
const scaled = (gain, fan, kind) => (fanIn, fanOut, draw) => {
  const stddev = Math.sqrt(gain / fan(fanIn, fanOut));
  if (kind === "normal") return truncatedNormal(0, stddev / TRUNCATED_STDDEV)(fanIn, fanOut, draw);
  const limit = Math.sqrt(3) * stddev;
  return randomUniform(-limit, limit)(fanIn, fanOut, draw);
};

/** @param {() => number} bell a stream of standard normal numbers, from which those beyond 2 are left out */
const truncated = (bell) => () => {
  let value = bell();
  while (Math.abs(value) > 2) value = bell();
  return value;
};

/**
 * @param {number} size
 * @param {() => number} next
 */
const filled = (size, next) => new Float64Array(size).map(next);

/** @param {number} fanIn @param {number} fanOut */
const between = (fanIn, fanOut) => (fanIn + fanOut) / 2;

/** @param {number} fanIn */
const incoming = (fanIn) => fanIn;

/** @type {Record<string, Initializer>} The initialisers by the names that the book and Keras use. */
export const INITIALIZERS = {
  zeros: constant(0),
  ones: constant(1),
  random_normal: randomNormal(),
  random_uniform: randomUniform(),
  truncated_normal: truncatedNormal(),
  glorot_normal: scaled(1, between, "normal"),
  glorot_uniform: scaled(1, between, "uniform"),
  he_normal: scaled(2, incoming, "normal"),
  he_uniform: scaled(2, incoming, "uniform"),
  lecun_normal: scaled(1, incoming, "normal"),
  lecun_uniform: scaled(1, incoming, "uniform"),
};
