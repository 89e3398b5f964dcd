/** The outline of an arrow. No DOM. */

/**
 * An arrow for the `d` of an SVG path, with a head that is never longer than the arrow.
 * @param {[number, number]} from
 * @param {[number, number]} by how far it goes, in pixels
 * @param {number} [head]
 * @returns {string} empty for an arrow shorter than a pixel
 */
export function arrow([x, y], [dx, dy], head = 9) {
  const size = Math.hypot(dx, dy);
  if (!(size >= 1)) return "";
  const [ux, uy] = [dx / size, dy / size];
  const wings = Math.min(size, head);
  const [tx, ty] = [x + dx, y + dy];
  const wing = (/** @type {number} */ side) => `${tx - wings * ux - side * 0.45 * wings * uy} ${ty - wings * uy + side * 0.45 * wings * ux}`;
  return `M${x} ${y}L${tx} ${ty}M${wing(1)}L${tx} ${ty}L${wing(-1)}`;
}
