/** What the encoder widget says in words. No DOM. */
import { EPOCHS, shared, undecided } from "../../lib/encoder.mjs";
import { format } from "../../lib/scales.mjs";

/** @typedef {import("../../lib/encoder.mjs").Moment} Moment */

const NAMES = ["first", "second", "third"];
const SHRUG = 6.5; // a summed error above it is no better than always answering one in eight

/**
 * Say where the encoder stands after some epochs.
 * @param {number} epoch
 * @param {Moment} moment
 * @returns {string}
 */
export function describe(epoch, { codes, answers, errors }) {
  const sum = errors.reduce((total, error) => total + error, 0);
  const error = `The squared errors add up to ${format(sum, sum < 0.995 ? 3 : 2)}.`;
  if (epoch === 0) {
    return `Before training all eight codes lie together in the middle of the cube, and no message means anything. ${error}`;
  }
  const when = `After ${count(epoch)} epochs`;
  if (sum > SHRUG) {
    return `${when}: every output says about one in eight, whatever the message; the codes have hardly stirred. ${error}`;
  }
  const back = answers.filter((answer, i) => answer === i).length;
  const home = back === 8 ? "all eight messages come back" : `${back} of 8 messages ${back === 1 ? "comes" : "come"} back`;
  return `${when}: ${home}. ${codesInWords(codes, epoch)} ${error}`;
}

/**
 * A number with a comma at the thousands.
 * @param {number} value
 * @returns {string}
 */
export const count = (value) => value.toLocaleString("en-GB");

/** @param {number[][]} codes @param {number} epoch */
function codesInWords(codes, epoch) {
  const floating = codes.flatMap((code, i) => (code.some(undecided) ? [i + 1] : []));
  const pairs = shared(codes);
  if (pairs.length === 1 && pairs[0].length === 2 && epoch === EPOCHS) return twins(codes, pairs[0]);
  if (floating.length === 0 && pairs.length === 0) return "Each has a corner of the cube to itself: eight different codes.";
  if (floating.length === 1) {
    const own = codes[floating[0] - 1].map((value) => format(value, 2)).join(", ");
    return `Only message ${floating[0]} is undecided: its hidden activations are ${own}.`;
  }
  if (floating.length === 0) return "All have decided, but some share a corner.";
  const who = floating.length > 3 ? `${floating.length} codes` : `Messages ${floating.slice(0, -1).join(", ")} and ${floating.at(-1)}`;
  return `${who} ${epoch === EPOCHS ? "have stayed" : "are still"} away from the corners.`;
}

/**
 * Two messages round to one code: say what tells them apart.
 * @param {number[][]} codes
 * @param {number[]} pair
 */
function twins(codes, [one, other]) {
  const gaps = codes[one].map((value, j) => Math.abs(value - codes[other][j]));
  const widest = gaps.indexOf(Math.max(...gaps));
  const [a, b] = [codes[one], codes[other]].map((code) => format(code[widest], 2));
  return `Messages ${one + 1} and ${other + 1} round to the same code, yet the ${NAMES[widest]} neuron tells them apart: it says ${a} to one and ${b} to the other.`;
}
