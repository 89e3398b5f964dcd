/** From a drawing to what MNIST would have made of it, equal to `dlbook.data.drawing`. No DOM. */

/** Pixels a side of a picture, of the box in it, and of the sheet that is drawn on. */
export const [SIDE, BOX, SHEET] = [28, 20, 280];

const PEN = 1.1; // half the width of the pen, in units of the 28 x 28 grid

/**
 * @typedef {[number, number]} Point x to the right and y down, in units of a 28 x 28 grid
 * @typedef {{rows: number, columns: number, values: Float64Array}} Picture ink from 0 to 1, row by row
 */

/**
 * A picture without ink.
 * @param {number} rows
 * @param {number} [columns] as many as rows, if not given
 * @returns {Picture}
 */
export function blank(rows, columns = rows) {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/**
 * Draw a line on a square sheet with a round pen: a pixel whose centre lies at the distance d from it has the ink
 * r + 1/2 - d, between 0 and 1, where r is half the width of the pen in pixels.
 * @param {Picture} sheet changed in place
 * @param {Point} from
 * @param {Point} to
 */
export function ink(sheet, from, to) {
  const scale = sheet.columns / SIDE;
  const [x0, y0, x1, y1] = [...from, ...to].map((value) => value * scale);
  const [dx, dy] = [x1 - x0, y1 - y0];
  const reach = scale * PEN + 0.5;
  const length = Math.max(dx * dx + dy * dy, 1e-12);
  const [top, bottom] = span(y0, y1, reach, sheet.rows);
  const [left, right] = span(x0, x1, reach, sheet.columns);
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const x = column + 0.5 - x0;
      const y = row + 0.5 - y0;
      const share = Math.min(Math.max((x * dx + y * dy) / length, 0), 1);
      const shade = Math.min(reach - Math.sqrt((x - share * dx) ** 2 + (y - share * dy) ** 2), 1);
      const at = row * sheet.columns + column;
      if (shade > sheet.values[at]) sheet.values[at] = shade;
    }
  }
}

/**
 * Draw a stroke: a line through points, or a dot.
 * @param {Picture} sheet changed in place
 * @param {Point[]} points
 */
export function stroke(sheet, points) {
  points.forEach((point, i) => ink(sheet, points[Math.max(i - 1, 0)], point));
}

/**
 * The rows or columns that a pen touches.
 * @param {number} one
 * @param {number} other
 * @param {number} reach
 * @param {number} end
 */
function span(one, other, reach, end) {
  const low = Math.floor(Math.min(one, other) - reach - 1);
  return [Math.max(low, 0), Math.min(Math.ceil(Math.max(one, other) + reach + 1), end)];
}

/**
 * Where there is ink.
 * @param {Picture} picture
 * @returns {{top: number, left: number, rows: number, columns: number} | null} null on an empty sheet
 */
export function bounds({ rows, columns, values }) {
  let [top, left, bottom, right] = [rows, columns, -1, -1];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (values[row * columns + column] === 0) continue;
      if (top > row) top = row;
      if (left > column) left = column;
      if (right < column) right = column;
      bottom = row;
    }
  }
  return bottom < 0 ? null : { top, left, rows: bottom - top + 1, columns: right - left + 1 };
}

/**
 * Shrink or stretch a part of a picture; each new pixel is the mean of what it covers.
 * @param {Picture} picture
 * @param {{top: number, left: number, rows: number, columns: number}} part
 * @param {number} rows
 * @param {number} columns
 * @returns {Picture}
 */
export function resized(picture, part, rows, columns) {
  const [across, down] = [covers(part.columns, columns), covers(part.rows, rows)];
  const [narrow, result] = [new Float64Array(part.rows * columns), blank(rows, columns)];
  for (let row = 0; row < part.rows; row += 1) {
    const start = (part.top + row) * picture.columns + part.left;
    for (let c = 0; c < columns; c += 1) {
      const { first, shares } = across[c];
      let sum = 0;
      for (let i = 0; i < shares.length; i += 1) sum += shares[i] * picture.values[start + first + i];
      narrow[row * columns + c] = sum;
    }
  }
  for (let at = 0; at < rows * columns; at += 1) {
    const { first, shares } = down[Math.floor(at / columns)];
    const c = at % columns;
    for (let i = 0; i < shares.length; i += 1) result.values[at] += shares[i] * narrow[(first + i) * columns + c];
  }
  return result;
}

/**
 * Of which pixels, out of n, each of m is the mean, and with what share.
 * @param {number} n
 * @param {number} m
 * @returns {{first: number, shares: Float64Array}[]} its first pixel, and the shares of this one and those after it
 */
function covers(n, m) {
  return Array.from({ length: m }, (_, j) => {
    const [low, high] = [(j * n) / m, ((j + 1) * n) / m];
    const first = Math.floor(low);
    const shares = new Float64Array(Math.min(Math.ceil(high), n) - first);
    return { first, shares: shares.map((_, i) => ((Math.min(high, first + i + 1) - Math.max(low, first + i)) * m) / n) };
  });
}

/**
 * The ink cut out and scaled so that its longer side is 20 pixels, its shape kept.
 * @param {Picture} picture
 * @returns {Picture | null} null on an empty sheet
 */
export function fitted(picture) {
  const part = bounds(picture);
  if (!part) return null;
  const longer = Math.max(part.rows, part.columns);
  const [rows, columns] = [part.rows, part.columns].map((side) => Math.max(1, Math.floor((BOX * side) / longer + 0.5)));
  return resized(picture, part, rows, columns);
}

/**
 * The row and the column on which a cut-out of the ink would balance.
 * @param {Picture} picture with some ink
 * @returns {[number, number]} counted from 0
 */
export function centreOfMass({ columns, values }) {
  let [mass, down, across] = [0, 0, 0];
  values.forEach((value, i) => {
    mass += value;
    down += value * Math.floor(i / columns);
    across += value * (i % columns);
  });
  return [down / mass, across / mass];
}

/**
 * Where the corner of a box goes so that it balances on pixel (14, 14), moved by whole pixels and not over the rim.
 * @param {Picture} box
 * @returns {[number, number]} row and column
 */
export function corner(box) {
  const [top, left] = centreOfMass(box).map((mass) => Math.ceil(Math.round((13.5 - mass) * 1e6) / 1e6));
  return [Math.min(Math.max(top, 0), SIDE - box.rows), Math.min(Math.max(left, 0), SIDE - box.columns)];
}

/**
 * A picture of 28 x 28 with the box in its place.
 * @param {Picture} box
 * @returns {Picture}
 */
export function centred(box) {
  const picture = blank(SIDE);
  const [top, left] = corner(box);
  for (let row = 0; row < box.rows; row += 1) {
    const line = box.values.subarray(row * box.columns, (row + 1) * box.columns);
    picture.values.set(line, (top + row) * SIDE + left);
  }
  return picture;
}

/**
 * A whole sheet shrunk to 28 x 28, wherever on it the ink may be.
 * @param {Picture} picture
 * @returns {Picture}
 */
export function asItIs(picture) {
  return resized(picture, { top: 0, left: 0, rows: picture.rows, columns: picture.columns }, SIDE, SIDE);
}
