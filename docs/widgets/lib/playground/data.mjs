/** The playground's data sets: points of a plane with two classes or a value, and digits; one seed, one set. No DOM. */
import { Matrix } from "../nn/matrix.mjs";
import { normal, uniform } from "../random.mjs";
import { pointOf } from "./options.mjs";

const COUNT = 200; // points to learn from, and as many to judge by
const SIZE = 1.7; // of the figures that the points form

/**
 * @typedef {{x: Matrix, y: Matrix}} Examples inputs and targets, one row each
 * @typedef {{training: Examples, validation: Examples | null}} Split
 * @typedef {{side: number, images: Uint8Array, labels: number[], training: number}} Digits pixels of a byte each;
 *   the first so many are for training
 * @typedef {(i: number, draw: () => number) => [number, number, number]} Maker x, y and class or value of point i
 */

/** @type {Record<string, Maker>} */
const MAKERS = {
  circles: (i, draw) => {
    const inner = i % 2;
    return [...onCircle(2 * Math.PI * draw(), SIZE * (inner ? 0.5 * Math.sqrt(draw()) : 0.75 + 0.25 * draw())), inner];
  },
  xor: (i, draw) => {
    const [right, up] = [i % 2, (i >> 1) % 2];
    const far = () => SIZE * (0.06 + 0.94 * draw());
    return [far() * (right ? 1 : -1), far() * (up ? 1 : -1), Number(right !== up)];
  },
  spirals: (i, draw) => {
    const [arm, along] = [i % 2, Math.sqrt(0.02 + 0.98 * draw())];
    return [...onCircle(along * 3 * Math.PI + arm * Math.PI, SIZE * along), arm];
  },
  moons: (i, draw) => {
    const [lower, turn] = [i % 2, Math.PI * draw()];
    const [x, y] = onCircle(turn, 1.1);
    return lower ? [0.55 - x, 0.3 - y, 1] : [x - 0.55, y - 0.3, 0];
  },
  hills: (_, draw) => {
    const [x, y] = [spread(draw), spread(draw)];
    const bump = (/** @type {number} */ a, /** @type {number} */ b) => Math.exp(-((x - a) ** 2 + (y - b) ** 2) / 0.8);
    return [x, y, bump(0.9, 0.8) - bump(-0.9, -0.8)];
  },
  ripples: (_, draw) => {
    const [x, y] = [spread(draw), spread(draw)];
    return [x, y, Math.cos(2.6 * Math.hypot(x, y))];
  },
};

/**
 * The examples of a data set.
 * @param {import("./options.mjs").Settings} settings
 * @param {Digits | null} [digits] needed for the set of that name
 * @returns {Split}
 */
export function examples({ data, noise, seed, points }, digits = null) {
  if (data === "digits") return digitExamples(/** @type {Digits} */ (digits));
  if (data === "own") {
    const rows = points.map(pointOf).map(({ x, y, label }) => [x, y, label]);
    return { training: matrices(rows), validation: null };
  }
  const draw = uniform(seed * 7919 + 1);
  const make = () => Array.from({ length: COUNT }, (_, i) => MAKERS[data](i, draw));
  const both = [make(), make()];
  const bell = normal(uniform(seed * 7919 + 2));
  const values = data === "hills" || data === "ripples";
  const noisy = ([x, y, target]) =>
    values ? [x, y, target + noise * bell()] : [x + noise * bell(), y + noise * bell(), target];
  const [training, validation] = both.map((rows) => matrices(rows.map(noisy)));
  return { training, validation };
}

/** @param {number[][]} rows @returns {Examples} */
function matrices(rows) {
  const x = Float64Array.from(rows.flatMap(([a, b]) => [a, b]));
  return { x: new Matrix(rows.length, 2, x), y: new Matrix(rows.length, 1, Float64Array.from(rows, ([, , t]) => t)) };
}

/** @param {Digits} digits @returns {Split} */
function digitExamples({ side, images, labels, training }) {
  const part = (/** @type {number} */ from, /** @type {number} */ to) => {
    const size = side * side;
    const x = Float64Array.from(images.subarray(from * size, to * size), (pixel) => pixel / 255);
    const y = new Matrix(to - from, 10);
    for (let i = from; i < to; i++) y.row(i - from)[labels[i]] = 1;
    return { x: new Matrix(to - from, size, x), y };
  };
  return { training: part(0, training), validation: part(training, labels.length) };
}

/** @param {number} angle @param {number} radius @returns {[number, number]} */
const onCircle = (angle, radius) => [radius * Math.cos(angle), radius * Math.sin(angle)];

/** @param {() => number} draw */
const spread = (draw) => 2 * (2 * draw() - 1);
