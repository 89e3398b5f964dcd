/** The steps of both passes: which line of NumPy is at work, what it finds, and how it looks with numbers. No DOM. */
import { format, formatSmall } from "../../lib/scales.mjs";

/** The lines of the chapter's two cells, in order; the way back begins with line 5. */
export const CODE = [
  "z1 = x @ W1 + b1",
  "a1 = sigmoid(z1)",
  "z2 = a1 @ W2 + b2",
  "a2 = sigmoid(z2)",
  "cost = np.sum((a2 - y) ** 2)",
  "d_a2 = 2 * (a2 - y)",
  "d_z2 = d_a2 * a2 * (1 - a2)",
  "d_W2, d_b2 = a1.T @ d_z2, d_z2[0]",
  "d_a1 = d_z2 @ W2.T",
  "d_z1 = d_a1 * a1 * (1 - a1)",
  "d_W1, d_b1 = x.T @ d_z1, d_z1[0]",
];

/** The first line of the backward pass. */
export const BACK = 5;

/**
 * @typedef {Record<string, number>} Numbers
 * @typedef {object} Step
 * @property {number} line index in CODE
 * @property {string[]} finds names of the numbers that become known
 * @property {string[]} edges connections that carry something in this step
 * @property {(n: Numbers) => string[]} sums the line with the numbers put in, one text a number found
 * @property {(n: Numbers) => string} say what happens, in words
 */

/** @param {number} value an input or a weight, which has one digit after the point at most */
const given = (value) => format(value, 1).replace(/\.0$/, "");

/** @param {string} text */
const factor = (text) => (text.startsWith("\u2212") ? `(${text})` : text);

const SIDES = ["upper", "lower"];
const shown = formatSmall;

/** All steps; before the first one only what is given is known. @type {Step[]} */
export const STEPS = [
  ...[0, 1].map(weighted),
  ...[0, 1].map(answer),
  {
    line: 2,
    finds: ["z2"],
    edges: ["W2_0", "W2_1"],
    sums: (n) => {
      const terms = [0, 1].map((i) => `${shown(n[`a1_${i}`])} \u00d7 ${factor(given(n[`W2_${i}`]))}`);
      return [`z2 = ${terms.join(" + ")} + ${factor(given(n.b2))} = ${shown(n.z2)}`];
    },
    say: (n) => `The output neuron weighs the two answers and adds its bias: z is ${shown(n.z2)}.`,
  },
  {
    line: 3,
    finds: ["a2"],
    edges: [],
    sums: (n) => [`a2 = \u03c3(${shown(n.z2)}) = ${shown(n.a2)}`],
    say: (n) => `The network says ${shown(n.a2)}. It should say ${given(n.y)}.`,
  },
  {
    line: 4,
    finds: ["cost"],
    edges: ["C", "y"],
    sums: (n) => [`cost = (${shown(n.a2)} \u2212 ${given(n.y)})\u00b2 = ${shown(n.cost)}`],
    say: (n) => `The miss, squared, is the cost: ${shown(n.cost)}. That was the forward pass. Which parameters have a share in it?`,
  },
  {
    line: 5,
    finds: ["d_a2"],
    edges: ["C"],
    sums: (n) => [`d_a2 = 2 \u00d7 (${shown(n.a2)} \u2212 ${given(n.y)}) = ${shown(n.d_a2)}`],
    say: (n) => `Now back. The cost reacts to the output with the slope ${shown(n.d_a2)}: ${wish(n.d_a2, "the output")}.`,
  },
  through("d_a2", "a2", "d_z2", 6, "the output\u2019s"),
  {
    line: 7,
    finds: ["d_W2_0", "d_W2_1", "d_b2"],
    edges: ["W2_0", "W2_1"],
    sums: (n) => [
      ...[0, 1].map((i) => `d_W2[${i}, 0] = ${shown(n[`a1_${i}`])} \u00d7 ${factor(shown(n.d_z2))} = ${shown(n[`d_W2_${i}`])}`),
      `d_b2[0] = ${shown(n.d_b2)}`,
    ],
    say: (n) =>
      `What went in, times what comes back: ${shown(n.d_W2_0)} and ${shown(n.d_W2_1)} for the output\u2019s two weights. Its bias gets ${shown(n.d_b2)} as it is.`,
  },
  ...[0, 1].map(handedOn),
  ...[0, 1].map((j) => through(`d_a1_${j}`, `a1_${j}`, `d_z1_${j}`, 9, `the ${SIDES[j]} hidden neuron\u2019s`)),
  ...[0, 1].map(firstKernel),
];

/** @param {number} j @returns {Step} */
function weighted(j) {
  return {
    line: 0,
    finds: [`z1_${j}`],
    edges: [`W1_0${j}`, `W1_1${j}`],
    sums: (n) => {
      const terms = [0, 1].map((i) => `${given(n[`x_${i}`])} \u00d7 ${factor(given(n[`W1_${i}${j}`]))}`);
      return [`z1[0, ${j}] = ${terms.join(" + ")} + ${factor(given(n[`b1_${j}`]))} = ${shown(n[`z1_${j}`])}`];
    },
    say: (n) => `The ${SIDES[j]} hidden neuron weighs its two inputs and adds its bias: z is ${shown(n[`z1_${j}`])}.`,
  };
}

/** @param {number} j @returns {Step} */
function answer(j) {
  return {
    line: 1,
    finds: [`a1_${j}`],
    edges: [],
    sums: (n) => [`a1[0, ${j}] = \u03c3(${shown(n[`z1_${j}`])}) = ${shown(n[`a1_${j}`])}`],
    say: (n) => `The ${SIDES[j]} hidden neuron answers with the sigmoid of its z: ${shown(n[`a1_${j}`])}.`,
  };
}

/**
 * @param {string} from
 * @param {string} a
 * @param {string} to
 * @param {number} line
 * @param {string} whose
 * @returns {Step}
 */
function through(from, a, to, line, whose) {
  const name = line === 9 ? `d_z1[0, ${to.at(-1)}]` : to;
  return {
    line,
    finds: [to],
    edges: [],
    sums: (n) => [`${name} = ${shown(n[from])} \u00d7 ${shown(n[a])} \u00d7 (1 \u2212 ${shown(n[a])}) = ${shown(n[to])}`],
    say: (n) => `Through ${whose} sigmoid, which has the slope ${shown(n[a] * (1 - n[a]))} there: ${shown(n[to])} is left.`,
  };
}

/** @param {number} j @returns {Step} */
function handedOn(j) {
  const [weight, slope] = [`W2_${j}`, `d_a1_${j}`];
  return {
    line: 8,
    finds: [slope],
    edges: [weight],
    sums: (n) => [`d_a1[0, ${j}] = ${shown(n.d_z2)} \u00d7 ${factor(given(n[weight]))} = ${shown(n[slope])}`],
    say: (n) =>
      `The complaint ${shown(n.d_z2)} goes back through the same weight, ${given(n[weight])}, by which the ${SIDES[j]} hidden neuron spoke: ` +
      `${shown(n[slope])}, so ${wish(n[slope], "its answer")}.`,
  };
}

/** @param {number} j @returns {Step} */
function firstKernel(j) {
  const end = j === 1 ? " All nine slopes are known. No weight has moved." : "";
  return {
    line: 10,
    finds: [`d_W1_0${j}`, `d_W1_1${j}`, `d_b1_${j}`],
    edges: [`W1_0${j}`, `W1_1${j}`],
    sums: (n) => [
      ...[0, 1].map((i) => `d_W1[${i}, ${j}] = ${given(n[`x_${i}`])} \u00d7 ${factor(shown(n[`d_z1_${j}`]))} = ${shown(n[`d_W1_${i}${j}`])}`),
      `d_b1[${j}] = ${shown(n[`d_b1_${j}`])}`,
    ],
    say: (n) =>
      `What went in, times what comes back: ${shown(n[`d_W1_0${j}`])} and ${shown(n[`d_W1_1${j}`])} for the weights of the ${SIDES[j]} hidden neuron, ` +
      `${shown(n[`d_b1_${j}`])} for its bias.${end}`,
  };
}

/**
 * What a slope asks for.
 * @param {number} slope
 * @param {string} what
 */
function wish(slope, what) {
  if (slope === 0) return `${what} may stay as it is`;
  return `the cost falls if ${what} ${slope < 0 ? "grows" : "shrinks"}`;
}

/**
 * Say where the walk stands.
 * @param {number} step how many steps have been taken
 * @param {Numbers} n
 * @returns {string}
 */
export function describe(step, n) {
  const place = `Step ${step} of ${STEPS.length}`;
  if (step === 0) return `${place}: the inputs, the parameters and the target are given. Everything else is still unknown.`;
  const { line, say } = STEPS[step - 1];
  return `${place}, ${line < BACK ? "forward" : "backward"}. ${say(n)}`;
}
