/** What the saturated-neuron widget says in words. No DOM. */
import { format, formatSmall } from "../../lib/scales.mjs";

/** @typedef {import("../../lib/neuron.mjs").Moment} Moment */

const FAR = 0.5; // a miss from which a neuron "still" says the wrong thing
const NEAR = 0.1; // a miss that counts as arrived
const SATURATED = 0.1; // a slope below it is worth a word

/**
 * Say where both neurons stand after some epochs, and why.
 * @param {number} epoch
 * @param {Moment} quadratic
 * @param {Moment} entropy
 * @param {number} target
 * @returns {string}
 */
export function describe(epoch, quadratic, entropy, target) {
  const aim = `both should say ${target}`;
  const reason = why(quadratic, entropy);
  if (epoch === 0) return `At the start both neurons say ${format(quadratic.a, 2)}; ${aim}. ${reason}`;
  const one = `the quadratic neuron ${verb(quadratic)} ${format(quadratic.a, 2)}`;
  const other = `the cross-entropy neuron ${verb(entropy)} ${format(entropy.a, 2)}`;
  return `After ${epoch} ${epoch === 1 ? "epoch" : "epochs"}: ${one}; ${other}; ${aim}. ${reason}`;
}

/** @param {Moment} moment */
const verb = ({ miss }) => (Math.abs(miss) > FAR ? "still says" : "says");

/**
 * The reason in one sentence: arrived, choked by the slope of the sigmoid, or on its way.
 * @param {Moment} quadratic
 * @param {Moment} entropy
 */
function why(quadratic, entropy) {
  const [ours, theirs] = [quadratic, entropy].map(({ miss }) => Math.abs(miss) < NEAR);
  if (ours && theirs) return "Both have learnt their lesson.";
  const gradient = formatSmall(Math.abs(quadratic.gradient));
  const slope = formatSmall(quadratic.slope);
  const against = `the cross-entropy\u2019s is ${formatSmall(Math.abs(entropy.gradient))}`;
  if (!ours && quadratic.slope < SATURATED) {
    return `The quadratic gradient is only ${gradient}, choked by \u03c3\u2032(z) = ${slope}; ${against}.`;
  }
  return `The quadratic gradient is ${gradient}, with \u03c3\u2032(z) = ${slope}; ${against}.`;
}
