/** What the trilobite's widget says in words. No DOM. */
import { format } from "../../lib/scales.mjs";

/**
 * @typedef {import("../../lib/descent.mjs").Stop} Stop
 * @typedef {import("../../lib/verdict.mjs").Verdict} Verdict
 * @typedef {object} Story
 * @property {number} step
 * @property {Stop} here
 * @property {Stop | undefined} next
 * @property {number} cost
 * @property {number} rate
 * @property {number} momentum
 * @property {number | undefined} limit at the valley below, with momentum
 * @property {Verdict} verdict
 * @property {boolean} linear whether the ground is a parabola, which is as steep as you like far out
 */

/** The learning rate for people: as many digits as it takes. @param {number} rate */
export const showRate = (rate) => String(Number(rate.toPrecision(2)));

/**
 * A slope, a cost or a stride for people: three digits that count, never more than four after the point.
 * @param {number} value
 * @returns {string}
 */
export function show(value) {
  const size = Math.abs(value);
  if (size >= 1e5) return `${format(value / 10 ** Math.floor(Math.log10(size)), 1)} · 10^${Math.floor(Math.log10(size))}`;
  return format(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4);
}

/**
 * Say where the trilobite is, what it feels, what it does next, and what has become of it.
 * @param {Story} story
 * @returns {string}
 */
export function describe(story) {
  const { step, here, cost } = story;
  const where = step === 0 ? "At the start" : `After ${step} ${step === 1 ? "step" : "steps"}`;
  return `${where}: w = ${format(here.w, 2)}, cost ${show(cost)}. ${felt(story)} ${outcome(story)}`;
}

/** @param {Story} story */
function felt({ here, next, rate, momentum, verdict }) {
  if (Math.abs(here.slope) < 5e-5 && verdict !== "flat") return "It feels no slope.";
  const feels = `It feels the slope ${show(here.slope)}`;
  if (!next) return `${feels}.`;
  const push = `${showRate(rate)} × ${show(Math.abs(here.slope))} = ${show(Math.abs(rate * here.slope))}`;
  if (momentum === 0) return `${feels}: the next stride is ${push} to the ${side(next.velocity)}.`;
  return `${feels}: a push of ${push} to the ${side(-here.slope)}, and ${format(momentum, 2)} of its last step, ${show(here.velocity)}.`;
}

/** @param {number} value */
const side = (value) => (value < 0 ? "left" : "right");

/** @param {Story} story */
function outcome(story) {
  const { limit, rate, momentum } = story;
  const bound = limit === undefined ? "" : `${momentum ? "2 (1 + μ)/h" : "2/h"} = ${show(limit)}`;
  const tooLarge = limit !== undefined && rate > limit;
  return VERDICTS[story.verdict]({ ...story, bound, tooLarge });
}

/** @typedef {Story & {bound: string, tooLarge: boolean}} Case */

/** @type {Record<Verdict, (story: Case) => string>} */
const VERDICTS = {
  arrived: () => "It has arrived: level ground, the lowest there is. It is content.",
  dip: () => "It is stuck in a dip: every way out leads up, and it cannot know of the deeper valley.",
  flat: ({ cost }) => `Stuck on a plateau, as high as ${show(cost)}: where there is no slope to feel, there is no stride.`,
  plain: () => "Down on the plain. It falls for ever, only less and less: there is no lowest point to arrive at.",
  swinging: ({ bound, tooLarge }) => `It swings to and fro for ever: its rate is ${tooLarge ? "above" : "exactly"} ${bound}.`,
  away: ({ bound, tooLarge }) => `It oversteps the lowest point, and farther each time.${tooLarge ? ` Its rate is above ${bound}.` : ""}`,
  outside: ({ bound, tooLarge, linear }) => {
    if (!tooLarge) return "It has left the picture.";
    return `It has left the picture. Its rate is above ${bound}: ${linear ? "it diverges" : "the valley cannot hold it"}.`;
  },
  over: ({ bound, tooLarge, momentum }) => {
    const over = momentum ? "It has rolled past the lowest point of a valley, or over a ridge." : "It has stepped clean over a lowest point or a ridge.";
    return `${over} ${tooLarge ? `Above ${bound} it cannot come to rest in this valley.` : "The slope will turn it round."}`;
  },
  uphill: () => "It rolls uphill: it still has speed.",
  walking: ({ bound, tooLarge, limit }) => {
    if (limit === undefined) return "Downhill, as far as it can feel.";
    return tooLarge ? `Downhill; but its rate is above ${bound}: it cannot come to rest in the valley below.` : `Downhill. Its rate is below ${bound}: it can come to rest in the valley below.`;
  },
};
