/** Small changes to a picture that may leave its label true, equal to `dlbook.augment`. No DOM. */

/**
 * @typedef {object} Amounts how far a picture is changed; positions count from the top left, in pixels
 * @property {number} right
 * @property {number} down
 * @property {number} degrees anticlockwise
 * @property {number} skew pixels to the right for each pixel above the centre
 * @property {number} zoom factor, more than 1 enlarges
 * @property {number} blur standard deviation of the bell, in pixels
 * @property {number} noise standard deviation of what is added to each pixel
 * @property {number} mirror 1 swaps left and right, before all else
 * @typedef {[number, number, number, number]} Square a matrix of two rows
 */

/** @type {Amounts} What changes nothing. */
export const NOTHING = { right: 0, down: 0, degrees: 0, skew: 0, zoom: 1, blur: 0, noise: 0, mirror: 0 };

/** The farthest that the chapter goes to either side, for its augmented nets. */
export const LIMITS = { right: 2, down: 2, degrees: 10, skew: 0.2, zoom: 0.1 };

const TRUNCATE = 4; // standard deviations after which the bell is cut off, as in SciPy

/**
 * Change a square picture: mirror it, lean, turn, enlarge and move it in one interpolation, blur it, add noise.
 * @param {ArrayLike<number>} pixels ink from 0 to 1, row by row
 * @param {Amounts} amounts
 * @param {() => number} bell a stream of standard normal numbers, for the noise
 * @returns {Float64Array}
 */
export function augmented(pixels, amounts, bell) {
  const { right, down, degrees, skew, zoom, blur: sigma, noise, mirror } = amounts;
  const first = mirror ? mirrored(pixels) : Float64Array.from(pixels);
  const moved = right || down || degrees || skew || zoom !== 1 ? warped(first, matrix(degrees, skew, zoom), [down, right]) : first;
  return noisy(blurred(moved, sigma), noise, bell);
}

/**
 * Left and right swapped.
 * @param {ArrayLike<number>} pixels
 * @returns {Float64Array}
 */
export function mirrored(pixels) {
  const side = Math.sqrt(pixels.length);
  return Float64Array.from(pixels, (_, i) => pixels[i - (i % side) + side - 1 - (i % side)]);
}

/**
 * Where a point (row, column; from the centre) goes: it leans, turns and moves away from the centre.
 * @param {number} degrees
 * @param {number} skew
 * @param {number} zoom
 * @returns {Square}
 */
export function matrix(degrees, skew, zoom) {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [zoom * (c + s * skew), -zoom * s, zoom * (s - c * skew), zoom * c];
}

/**
 * Send each point p to matrix p + offset; what comes in from outside is background. Between four pixels, ink is
 * interpolated linearly.
 * @param {ArrayLike<number>} pixels
 * @param {Square} matrix
 * @param {[number, number]} offset down and right
 * @returns {Float64Array}
 */
export function warped(pixels, [a, b, c, d], [down, right]) {
  const side = Math.sqrt(pixels.length);
  const [centre, area] = [(side - 1) / 2, a * d - b * c];
  const result = new Float64Array(pixels.length);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [v, u] = [row - centre - down, column - centre - right];
      result[row * side + column] = between(pixels, side, centre + (d * v - b * u) / area, centre + (a * u - c * v) / area);
    }
  }
  return result;
}

/**
 * The ink at a point between pixels.
 * @param {ArrayLike<number>} pixels
 * @param {number} side
 * @param {number} y
 * @param {number} x
 */
function between(pixels, side, y, x) {
  const last = side - 1;
  const [v, u] = [tidy(y), tidy(x)];
  if (v < 0 || v > last || u < 0 || u > last) return 0;
  const [top, left] = [Math.min(Math.floor(v), last - 1), Math.min(Math.floor(u), last - 1)];
  const [p, q, at] = [v - top, u - left, top * side + left];
  return (1 - p) * ((1 - q) * pixels[at] + q * pixels[at + 1]) + p * ((1 - q) * pixels[at + side] + q * pixels[at + side + 1]);
}

/** A place without the noise of rounding, which would put a pixel of the rim outside. @param {number} place */
const tidy = (place) => Math.round(place * 1e9) / 1e9;

/**
 * Blurred by a Gaussian bell, along the columns and then along the rows.
 * @param {ArrayLike<number>} pixels
 * @param {number} sigma
 * @returns {Float64Array}
 */
export function blurred(pixels, sigma) {
  if (sigma === 0) return Float64Array.from(pixels);
  const [side, radius] = [Math.sqrt(pixels.length), Math.floor(TRUNCATE * sigma + 0.5)];
  const bell = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp((-0.5 * (i - radius) ** 2) / sigma ** 2));
  const whole = bell.reduce((sum, weight) => sum + weight, 0);
  const along = (/** @type {ArrayLike<number>} */ ink, /** @type {number} */ stride) => {
    const result = new Float64Array(ink.length);
    for (let i = 0; i < result.length; i++) {
      const place = Math.floor(i / stride) % side;
      for (let k = Math.max(-radius, -place); k <= Math.min(radius, side - 1 - place); k++) result[i] += (bell[k + radius] * ink[i + k * stride]) / whole;
    }
    return result;
  };
  return along(along(pixels, side), 1);
}

/**
 * With normal noise on every pixel, then cut to 0 and 1.
 * @param {ArrayLike<number>} pixels
 * @param {number} sigma
 * @param {() => number} bell a stream of standard normal numbers
 * @returns {Float64Array}
 */
export function noisy(pixels, sigma, bell) {
  const result = new Float64Array(pixels.length);
  for (let i = 0; i < result.length; i++) result[i] = Math.min(Math.max(pixels[i] + (sigma ? sigma * bell() : 0), 0), 1);
  return result;
}

/**
 * Amounts drawn evenly between minus and plus the chapter's limits, as multiples of the sliders' steps.
 * @param {() => number} draw a stream of uniform numbers
 * @param {Record<string, {step: number}>} fields
 * @returns {Amounts}
 */
export function drawn(draw, fields) {
  const some = Object.entries(LIMITS).map(([name, limit]) => {
    const amount = NOTHING[/** @type {keyof Amounts} */ (name)] + (2 * draw() - 1) * limit;
    const { step } = fields[name];
    return [name, Number((Math.round(amount / step) * step).toFixed(4))];
  });
  return { ...NOTHING, ...Object.fromEntries(some) };
}

/**
 * Whether amounts lie within the chapter's limits.
 * @param {Amounts} amounts
 * @returns {boolean}
 */
export function isModest(amounts) {
  if (amounts.blur || amounts.noise || amounts.mirror) return false;
  return Object.entries(LIMITS).every(([name, limit]) => {
    const key = /** @type {keyof Amounts} */ (name);
    return Math.abs(amounts[key] - NOTHING[key]) <= limit + 1e-9;
  });
}
