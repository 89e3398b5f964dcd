/** What the widget about mini-batches says in words. No DOM. */
import { ALL, X, cost, gradient, lowest } from "../../lib/pebbles.mjs";
import { format } from "../../lib/scales.mjs";

/** @typedef {import("../../lib/pebbles.mjs").Step} Step */

const CLOSE = 0.1; // this near to the lowest point a walker is there
const FAR = 10;

/**
 * The angle between the gradient of a batch and that of all examples, in degrees; none where either is 0.
 * @param {Step} step
 * @returns {number | null}
 */
export function turn({ place, rows }) {
  const [own, whole] = [gradient(place, rows.length ? rows : ALL), gradient(place)];
  const sizes = Math.hypot(...own) * Math.hypot(...whole);
  if (sizes < 1e-12) return null;
  const cosine = (own[0] * whole[0] + own[1] * whole[1]) / sizes;
  return (Math.acos(Math.min(Math.max(cosine, -1), 1)) * 180) / Math.PI;
}

/**
 * How far a walker is from the lowest point of the whole.
 * @param {Step} step
 * @returns {number}
 */
export function distance({ place }) {
  const [w, b] = /** @type {[number, number]} */ (lowest());
  return Math.hypot(place[0] - w, place[1] - b);
}

/**
 * Say where the walker is, whom it asks next, and how it fares beside batch descent.
 * @param {{step: Step, count: number, batch: number, seen: number, other: {step: Step, count: number}}} story
 * @returns {string}
 */
export function describe({ step, count, batch, seen, other }) {
  const epochs = Math.floor(seen / X.length);
  const work = `${epochs} ${epochs === 1 ? "epoch" : "epochs"}${seen % X.length ? ` and ${seen % X.length} pebbles` : ""}`;
  const where = count === 0 ? "At the start" : `After ${work}, which is ${count} ${count === 1 ? "step" : "steps"} at batch size ${batch}`;
  if (distance(step) > FAR) return `${where}: it is ${format(distance(step), 0)} away from the lowest point. It diverges.`;
  const place = `w = ${format(step.place[0], 2)}, b = ${format(step.place[1], 2)}, cost ${format(cost(step.place), 3)}, ${format(distance(step), 2)} from the lowest point`;
  return `${where}: ${place}. ${asked(step)} ${beside(step, batch, other)}`.trim();
}

/** @param {Step} step */
function asked(step) {
  if (step.rows.length === 0) return "";
  if (step.rows.length === X.length) return "It asks all twelve, and steps straight across the contour lines.";
  const angle = turn(step);
  const who = step.rows.length === 1 ? "The next pebble" : `The next ${step.rows.length} pebbles`;
  if (angle === null) return `${who} would stay here.`;
  const verdict = angle > 90 ? ": uphill, for the whole" : "";
  return `${who} would go ${format(angle, 0)} degrees off the way that all twelve would${verdict}.`;
}

/** @param {Step} step @param {number} batch @param {{step: Step, count: number}} other */
function beside(step, batch, other) {
  if (batch === X.length || other.count === 0) return "";
  if (distance(step) < CLOSE && distance(other.step) < CLOSE) return "Both it and batch descent are about there.";
  const who = `Batch descent, for the same work, has taken ${other.count} ${other.count === 1 ? "step" : "steps"}`;
  return `${who} and is ${format(distance(other.step), 2)} away.`;
}
