/** The line on which a surface is zero (marching squares). No DOM. */

/**
 * The pieces of the line, cell by cell.
 * @param {ArrayLike<number>} values row after row
 * @param {number} side rows and columns
 * @returns {[number, number, number, number][]} x and y of both ends, in columns and rows
 */
export function contour(values, side) {
  /** @type {[number, number, number, number][]} */
  const pieces = [];
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column;
      const corners = [values[at], values[at + 1], values[at + side + 1], values[at + side]]; // clockwise
      const ends = crossings(corners);
      for (let i = 0; i + 1 < ends.length; i += 2) {
        const [a, b] = [ends[i], ends[i + 1]];
        pieces.push([column + a[0], row + a[1], column + b[0], row + b[1]]);
      }
    }
  }
  return pieces;
}

const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]];

/** @param {number[]} corners */
function crossings(corners) {
  const found = [];
  for (let i = 0; i < 4; i++) {
    const [a, b] = [corners[i], corners[(i + 1) % 4]];
    if (a > 0 === b > 0 || !Number.isFinite(a + b)) continue;
    const share = a / (a - b);
    const [from, to] = [CORNERS[i], CORNERS[(i + 1) % 4]];
    found.push([from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]);
  }
  return found;
}
