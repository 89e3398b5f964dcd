/** The activation functions of chapter 2 as one family: value, slope, and where each stops listening. No DOM. */
import * as f from "./activations.mjs";

/** A slope below it counts as saturated, as in the chapter's figure of the slopes. */
export const SATURATED = 0.05;

const LINES = [[-1, -1], [0.25, 0], [1, -1.5]]; // slope and offset of the three lines of the maxout neuron

/**
 * @typedef {{leak: number, alpha: number, noise: number}} Settings what some members of the family can be set to
 * @typedef {"" | "saturated" | "dead zone"} Kind
 * @typedef {object} Activation
 * @property {string} name
 * @property {string} formula
 * @property {"" | keyof Settings} setting the one it has, if any
 * @property {(z: number, settings: Settings) => number} value
 * @property {(z: number, settings: Settings) => number} slope
 */

const lines = (/** @type {number} */ z) => LINES.map(([slope, offset]) => slope * z + offset);
const steepness = (/** @type {number} */ z) =>
  f.maxoutDerivative(lines(z)).reduce((sum, one, i) => sum + one * LINES[i][0], 0);

/** @type {Activation[]} The family, in the order in which the chapter meets it, the straight ones last. */
export const FAMILY = [
  { name: "step", formula: "1 if z > 0, else 0", setting: "", value: f.step, slope: f.stepDerivative },
  { name: "sigmoid", formula: "1 / (1 + e^\u2212z)", setting: "", value: f.sigmoid, slope: f.sigmoidDerivative },
  { name: "tanh", formula: "2\u03c3(2z) \u2212 1", setting: "", value: f.tanh, slope: f.tanhDerivative },
  { name: "ReLU", formula: "max(0, z)", setting: "", value: f.relu, slope: f.reluDerivative },
  { name: "softplus", formula: "ln(1 + e^z)", setting: "", value: f.softplus, slope: f.softplusDerivative },
  {
    name: "leaky, parametric ReLU",
    formula: "z if z > 0, else c z",
    setting: "leak",
    value: (z, { leak }) => f.leakyRelu(z, leak),
    slope: (z, { leak }) => f.leakyReluDerivative(z, leak),
  },
  {
    name: "ELU",
    formula: "z if z > 0, else \u03b1(e^z \u2212 1)",
    setting: "alpha",
    value: (z, { alpha }) => f.elu(z, alpha),
    slope: (z, { alpha }) => f.eluDerivative(z, alpha),
  },
  {
    name: "noisy ReLU",
    formula: "max(0, z + \u03b5)",
    setting: "noise",
    value: (z, { noise }) => f.noisyRelu(z, noise),
    slope: (z, { noise }) => f.noisyReluDerivative(z, noise),
  },
  {
    name: "maxout",
    formula: "the largest of \u2212z \u2212 1, z/4 and z \u2212 1.5",
    setting: "",
    value: (z) => f.maxout(lines(z)),
    slope: steepness,
  },
  { name: "identity", formula: "z", setting: "", value: f.identity, slope: f.identityDerivative },
  { name: "square", formula: "z\u00b2", setting: "", value: f.square, slope: f.squareDerivative },
];

/**
 * How well a neuron listens where its slope is such.
 * @param {number} slope
 * @returns {Kind}
 */
export function kindOf(slope) {
  if (slope === 0) return "dead zone";
  return Math.abs(slope) < SATURATED ? "saturated" : "";
}

/**
 * The zones along a row of slopes in which a neuron is hard to teach; a single point is no zone.
 * @param {number[]} slopes at evenly spaced places
 * @returns {{kind: Kind, from: number, to: number}[]} kind, first and last index of each, from left to right
 */
export function zones(slopes) {
  /** @type {{kind: Kind, from: number, to: number}[]} */
  const runs = [];
  slopes.forEach((slope, i) => {
    const kind = kindOf(slope);
    const last = runs[runs.length - 1];
    if (last?.kind === kind) last.to = i;
    else runs.push({ kind, from: i, to: i });
  });
  return runs.filter(({ kind, from, to }) => kind && to > from);
}
