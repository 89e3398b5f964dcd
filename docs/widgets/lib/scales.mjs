/** From data to pixels and to text. No DOM. */

/**
 * A linear scale.
 * @param {[number, number]} domain the data's range
 * @param {[number, number]} range where its ends go, in pixels
 * @returns {((value: number) => number) & {invert: (pixel: number) => number}}
 */
export function linear([d0, d1], [r0, r1]) {
  const scale = (/** @type {number} */ value) => r0 + ((value - d0) / (d1 - d0)) * (r1 - r0);
  return Object.assign(scale, {
    invert: (/** @type {number} */ pixel) => d0 + ((pixel - r0) / (r1 - r0)) * (d1 - d0),
  });
}

/**
 * The value of the range that is nearest to a value.
 * @param {number} value
 * @param {number} low
 * @param {number} high
 * @returns {number}
 */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/**
 * The nearest multiple of a step, free of noise such as 0.30000000000000004.
 * @param {number} value
 * @param {number} step
 * @returns {number}
 */
export function snap(value, step) {
  return Number((Math.round(value / step) * step).toFixed(10));
}

/**
 * The end of an axis that starts at 0: the smallest of 1, 2, 5, 10, 20 ... that holds the value, at least 1.
 * @param {number} value
 * @returns {number}
 */
export function niceMaximum(value) {
  for (let ten = 1; ; ten *= 10) {
    for (const one of [1, 2, 5]) if (one * ten >= value) return one * ten;
  }
}

/**
 * A polyline for the `d` of an SVG path, with coordinates to a hundredth of a pixel.
 * @param {[number, number][]} points
 * @returns {string}
 */
export function path(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${round(x)} ${round(y)}`).join("");
}

/** @param {number} value */
const round = (value) => Math.round(value * 100) / 100;

/**
 * A number for people: fixed digits, a real minus sign, and no minus before a rounded zero.
 * @param {number} value
 * @param {number} digits after the point
 * @returns {string}
 */
export function format(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `\u2212${text}` : text;
}

/**
 * A factor or slope for people: three digits after the point, up to six where the first ones are all 0.
 * @param {number} value
 * @returns {string}
 */
export function formatSmall(value) {
  const zeros = Math.ceil(-Math.log10(Math.abs(value)));
  return format(value, Number.isFinite(zeros) ? clamp(zeros, 3, 6) : 3);
}
