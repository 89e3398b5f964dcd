/** Least squares with and without a ridge penalty, by singular values: sound also where parameters outnumber points. No DOM. */

const CUT = 1e-12; // singular values below this share of the largest count as 0, as in NumPy's lstsq(..., rcond=1e-12)
const SWEEPS = 60;
const FLAT = 1e-15; // cosine at which two columns count as perpendicular

/** @typedef {number[][]} Matrix a list of rows */

/**
 * Fit y by a polynomial: the coefficients w that make mean((V w - y)^2) + penalty * sum(w^2) smallest, w[0] not counted
 * in the sum. Without a penalty, the smallest coefficients of all that fit best.
 * @param {number[]} x places, in -1 to 1
 * @param {number[]} y heights
 * @param {number} degree
 * @param {number} penalty at least 0
 * @returns {number[]} degree + 1 coefficients, the constant first
 */
export function fitPolynomial(x, y, degree, penalty) {
  const powers = x.map((value) => Array.from({ length: degree + 1 }, (_, k) => value ** k));
  if (penalty === 0) return solve(powers, y, 0);
  const means = powers[0].map((_, k) => mean(powers.map((row) => row[k])));
  const middle = mean(y);
  const centred = powers.map((row) => row.slice(1).map((value, k) => value - means[k + 1]));
  const rest = degree === 0 ? [] : solve(centred, y.map((value) => value - middle), penalty * x.length);
  return [middle - rest.reduce((sum, w, k) => sum + w * means[k + 1], 0), ...rest];
}

/**
 * The value of a polynomial.
 * @param {number[]} w coefficients, the constant first
 * @param {number} x
 * @returns {number}
 */
export function polynomial(w, x) {
  return w.reduceRight((sum, one) => sum * x + one, 0);
}

/**
 * The mean squared error of a polynomial.
 * @param {number[]} w coefficients, the constant first
 * @param {number[]} x
 * @param {number[]} y
 * @returns {number}
 */
export function meanSquaredError(w, x, y) {
  return mean(x.map((value, i) => (polynomial(w, value) - y[i]) ** 2));
}

/**
 * The smallest w of those that make |A w - y|^2 + ridge |w|^2 smallest.
 * @param {Matrix} A
 * @param {number[]} y
 * @param {number} ridge
 * @returns {number[]}
 */
function solve(A, y, ridge) {
  const wide = A.length < A[0].length;
  const columns = wide ? A.map((row) => [...row]) : A[0].map((_, k) => A.map((row) => row[k]));
  const turned = columns.map((_, i) => columns.map((__, j) => Number(i === j)));
  orthogonalise(columns, turned);
  const sizes = columns.map((column) => Math.sqrt(dot(column, column)));
  const least = CUT * Math.max(...sizes);
  const w = new Array(A[0].length).fill(0);
  sizes.forEach((s, i) => {
    if (s <= least) return;
    const [left, right] = wide ? [turned[i], columns[i]] : [columns[i], turned[i]]; // one of them is s times too long
    const share = dot(left, y) / (s * s + ridge);
    right.forEach((value, k) => (w[k] += share * value));
  });
  return w;
}

/**
 * Turn pairs of columns until all are perpendicular (one-sided Jacobi rotations, Hestenes 1958); the second matrix takes part
 * in every turn.
 * @param {Matrix} columns
 * @param {Matrix} turned
 */
function orthogonalise(columns, turned) {
  for (let sweep = 0, moved = true; moved && sweep < SWEEPS; sweep += 1) {
    moved = false;
    for (let i = 0; i < columns.length; i += 1) {
      for (let j = i + 1; j < columns.length; j += 1) {
        const [aa, bb, ab] = [dot(columns[i], columns[i]), dot(columns[j], columns[j]), dot(columns[i], columns[j])];
        if (Math.abs(ab) <= FLAT * Math.sqrt(aa * bb)) continue;
        moved = true;
        const slant = (bb - aa) / (2 * ab);
        const tangent = (slant >= 0 ? 1 : -1) / (Math.abs(slant) + Math.hypot(1, slant));
        const cosine = 1 / Math.hypot(1, tangent);
        for (const both of [columns, turned]) rotate(both[i], both[j], cosine, cosine * tangent);
      }
    }
  }
}

/**
 * @param {number[]} one
 * @param {number[]} other
 * @param {number} cosine
 * @param {number} sine
 */
function rotate(one, other, cosine, sine) {
  one.forEach((a, k) => {
    const b = other[k];
    one[k] = cosine * a - sine * b;
    other[k] = sine * a + cosine * b;
  });
}

/** @param {number[]} a @param {number[]} b */
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
