/** Where the layers stand: the drawing of the net and the charts below it share these columns. No DOM. */

/** Pixels left of the first column. */
export const GUTTER = 44;

/**
 * The middle of each column: inputs, hidden layers, output.
 * @param {number} width pixels there are
 * @param {number} depth hidden layers
 * @returns {number[]}
 */
export function columns(width, depth) {
  const [first, last] = [GUTTER, width - 24];
  return Array.from({ length: depth + 2 }, (_, k) => first + ((last - first) * k) / (depth + 1));
}
