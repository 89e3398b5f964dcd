/** The letters of the runners, on discs that keep apart. */
import { svg } from "../../lib/dom.mjs";
import { clamp } from "../../lib/scales.mjs";

/** @typedef {[number, number]} Point */

/**
 * A letter on a disc.
 * @param {import("../../lib/race.mjs").Runner} runner
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function badge({ key, letter }, x, y, radius) {
  const disc = svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: radius });
  const name = svg("text", { x: x.toFixed(1), y: (y + radius * 0.45).toFixed(1), "font-size": (1.3 * radius).toFixed(1) }, letter);
  return svg("g", { class: "or-badge", "data-runner": key }, disc, name);
}

/**
 * Move discs apart that would cover each other, each as little as need be.
 * @param {Point[]} spots where they would like to be
 * @param {number} gap the distance they are to keep
 * @param {[number, number, number, number]} box left, top, right and bottom of what they must not leave
 * @returns {Point[]}
 */
export function apart(spots, gap, [left, top, right, bottom]) {
  const places = spots.map(([x, y], i) => /** @type {Point} */ ([x + 0.01 * Math.cos(2.4 * i), y + 0.01 * Math.sin(2.4 * i)]));
  for (let round = 0; round < 60; round += 1) {
    places.forEach((place, i) => places.slice(0, i).forEach((other) => push(place, other, gap)));
    for (const place of places) [place[0], place[1]] = [clamp(place[0], left, right), clamp(place[1], top, bottom)];
  }
  return places;
}

/** @param {Point} one @param {Point} other @param {number} gap */
function push(one, other, gap) {
  const [dx, dy] = [one[0] - other[0], one[1] - other[1]];
  const distance = Math.hypot(dx, dy);
  if (distance >= gap || distance === 0) return;
  const share = (gap - distance) / distance / 2;
  one[0] += share * dx;
  one[1] += share * dy;
  other[0] -= share * dx;
  other[1] -= share * dy;
}
