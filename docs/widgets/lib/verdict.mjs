/** What has become of a walker: where a place of its walk leaves it. No DOM. */
import { cost } from "./descent.mjs";

/**
 * @typedef {import("./descent.mjs").Ground} Ground
 * @typedef {import("./descent.mjs").Minimum} Minimum
 * @typedef {import("./descent.mjs").Stop} Stop
 * @typedef {"arrived" | "dip" | "flat" | "plain" | "swinging" | "away" | "outside" | "over" | "uphill" | "walking"} Verdict
 */

const NEAR = 0.004; // of the window's width: this near a minimum a resting walker has arrived
const STILL = 0.001; // a stride shorter than this share of the window is standing still
const LEVEL = 0.1; // less steep than this, in shares of the picture, is level ground
const SAME = 1e-5; // of the window: returning this near to a place is returning to it
const SPOT = 1e-9; // a stride shorter than this, of the window, is none: the walker has come down on the very spot
const WIDE = 0.02; // a swing is at least this wide
const HELD = 10; // a walk ends when a walker has swung the same way for so many steps

/**
 * Judge one place of a walk.
 * @param {Ground} ground
 * @param {Minimum[]} valleys of the ground
 * @param {Stop[]} places the whole walk
 * @param {number} i which place
 * @returns {Verdict}
 */
export function judge(ground, valleys, places, i) {
  const [left, right] = ground.window;
  const width = right - left;
  const { w, velocity, slope } = places[i];
  const next = places[i + 1]?.velocity ?? velocity;
  if (w < left || w > right) return "outside";
  const still = Math.max(Math.abs(velocity), Math.abs(next)) < STILL * width;
  const here = valleys.find((valley) => Math.abs(valley.w - w) < NEAR * width);
  if ((still || Math.abs(next) < SPOT * width) && here) return valleys.some((valley) => valley.cost < here.cost - 1e-3) ? "dip" : "arrived";
  if (still && Math.abs(slope) * width < LEVEL * (ground.height[1] - ground.height[0])) {
    if (!isLow(ground, w)) return "flat";
    if (valleys.length === 0) return "plain";
  }
  if (swings(places, i, width)) return "swinging";
  if (i > 1 && grows(places, i)) return "away";
  if (i > 0 && slope * places[i - 1].slope < 0) return "over";
  return i > 0 && velocity * slope > 0 ? "uphill" : "walking";
}

/**
 * The place at which there is nothing left to see: the walker rests, is lost, or swings for ever.
 * @param {Ground} ground
 * @param {Minimum[]} valleys
 * @param {Stop[]} places
 * @returns {number} an index into the places
 */
export function endOf(ground, valleys, places) {
  let swung = 0;
  for (let i = 1; i < places.length; i += 1) {
    const verdict = judge(ground, valleys, places, i);
    if (verdict === "arrived" || verdict === "dip") return i;
    swung = verdict === "swinging" ? swung + 1 : 0;
    if (swung === HELD || isGone(ground, places[i])) return i;
  }
  return places.length - 1;
}

/**
 * Nobody comes back from so far outside as the window is wide, nor from outside on ground without a slope.
 * @param {Ground} ground
 * @param {Stop} place
 */
function isGone({ window: [left, right] }, { w, velocity, slope }) {
  const width = right - left;
  if (w < left - width || w > right + width) return true;
  return (w < left || w > right) && Math.abs(velocity) < STILL * width && Math.abs(slope) < 1e-3;
}

/**
 * @param {Ground} ground
 * @param {number} w
 */
const isLow = (ground, w) => cost(ground, w) < 0.05 * Math.max(...ground.window.map((end) => cost(ground, end)));

/**
 * To and fro between the same two places.
 * @param {Stop[]} places
 * @param {number} i
 * @param {number} width
 */
function swings(places, i, width) {
  if (i < 4) return false;
  const [now, one, two, , four] = [0, 1, 2, 3, 4].map((back) => places[i - back].w);
  const same = Math.max(Math.abs(now - two), Math.abs(two - four)) < SAME * width;
  return same && Math.abs(now - one) > WIDE * width;
}

/**
 * Over the lowest point twice, and wider the second time.
 * @param {Stop[]} places
 * @param {number} i
 */
function grows(places, i) {
  const [now, one, two] = [0, 1, 2].map((back) => places[i - back]);
  const across = now.slope * one.slope < 0 && one.slope * two.slope < 0;
  return across && Math.abs(now.velocity) > Math.abs(one.velocity);
}
