/** A race of the eight optimisers over two weights: runs, arrivals and a sweep of rates, equal to `dlbook.nn`. No DOM. */
import { OPTIMIZERS } from "./nn/optimizers.mjs";
import { ALL, deal } from "./pebbles.mjs";
import { uniform } from "./random.mjs";

/**
 * @typedef {import("./race-grounds.mjs").Place} Place
 * @typedef {import("./race-grounds.mjs").Ground} Ground
 * @typedef {keyof typeof OPTIMIZERS} Key
 * @typedef {object} Runner an optimiser in the race
 * @property {Key} key
 * @property {string} name
 * @property {string} letter
 * @typedef {object} Run how one optimiser fares
 * @property {number} rate
 * @property {Place[]} places where it stands after each step, the start first
 * @property {number[]} heights the cost there, above the lowest
 * @property {number} arrival the step from which on it stays below the finish; Infinity if there is none
 * @property {number} lost the step with which it has flown off; Infinity if it has not
 * @typedef {{gradient: Place, step: Place, slots: Record<string, Place>}} Memory the last gradient, the last step, and what is kept
 */

/** Steps of a race. */
export const STEPS = 300;

/** Whoever arrives must stay below the finish till the end of the race and for so many more steps. */
export const STAY = 50;

const FAR = 1000; // a runner so far out has flown off

/** The rates that a sweep tries: 1, 2 and 5 in each decade, from 0.001 to 50. */
export const RATES = [-3, -2, -1, 0, 1].flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));

/** The runners, in the order of the chapter. */
export const RUNNERS = /** @type {Runner[]} */ ([
  { key: "sgd", name: "SGD", letter: "S" },
  { key: "momentum", name: "Momentum", letter: "M" },
  { key: "nesterov", name: "Nesterov", letter: "N" },
  { key: "adagrad", name: "AdaGrad", letter: "G" },
  { key: "rmsprop", name: "RMSProp", letter: "R" },
  { key: "adadelta", name: "AdaDelta", letter: "D" },
  { key: "adam", name: "Adam", letter: "A" },
  { key: "adamw", name: "AdamW", letter: "W" },
]);

/**
 * The examples that each step asks, the same for all runners: every example once an epoch.
 * @param {Ground} ground
 * @param {number} seed
 * @returns {number[][]}
 */
export function batches({ batch }, seed) {
  if (batch === 0) return Array.from({ length: STEPS + STAY }, () => []);
  const [steps, draw] = [/** @type {number[][]} */ ([]), uniform(seed)];
  while (steps.length < STEPS + STAY) {
    const order = deal(ALL.length, draw);
    for (let from = 0; from < order.length; from += batch) steps.push(order.slice(from, from + batch));
  }
  return steps.slice(0, STEPS + STAY);
}

/**
 * Let an optimiser run.
 * @param {Key} key
 * @param {number} rate
 * @param {Ground} ground
 * @param {Place} start
 * @param {number[][]} asked the examples of every step
 * @param {(g: Place, w: Float64Array, state: any) => void} [watch] told after every step
 * @returns {Run}
 */
export function run(key, rate, ground, start, asked, watch) {
  const rule = new OPTIMIZERS[key](rate);
  const params = { w: Float64Array.from(start) };
  const gradients = { w: new Float64Array(2) };
  const state = rule.init(params);
  let place = start;
  const places = [place];
  for (const rows of asked) {
    const g = ground.gradient(place, rows);
    gradients.w.set(g);
    rule.apply(gradients, state, params);
    place = [params.w[0], params.w[1]];
    places.push(place);
    watch?.(g, params.w, state);
    if (!(Math.hypot(place[0], place[1]) < FAR)) break;
  }
  const lost = places.length <= asked.length ? places.length - 1 : Infinity;
  const heights = places.map((at) => ground.above(at));
  return { rate, places, heights, lost, arrival: lost < Infinity ? Infinity : arrival(heights, ground.finish) };
}

/**
 * The step from which on every height is below the finish.
 * @param {number[]} heights
 * @param {number} finish
 * @returns {number} Infinity if there is no such step in the race
 */
export function arrival(heights, finish) {
  let after = heights.length;
  while (after > 0 && heights[after - 1] <= finish) after -= 1;
  return after <= STEPS ? after : Infinity;
}

/**
 * What a runner remembers after each step.
 * @param {Key} key
 * @param {number} rate
 * @param {Ground} ground
 * @param {Place} start
 * @param {number[][]} asked
 * @returns {Memory[]} the first before the first step, with no gradient yet
 */
export function memories(key, rate, ground, start, asked) {
  const slots = Object.entries(new OPTIMIZERS[key](rate).slots);
  const kept = /** @type {Memory[]} */ ([
    { gradient: [0, 0], step: [0, 0], slots: Object.fromEntries(slots.map(([slot, value]) => [slot, [value, value]])) },
  ]);
  let before = start;
  run(key, rate, ground, start, asked, (gradient, w, state) => {
    const now = slots.map(([slot]) => [slot, [state[slot].w[0], state[slot].w[1]]]);
    kept.push({ gradient, step: [w[0] - before[0], w[1] - before[1]], slots: Object.fromEntries(now) });
    before = [w[0], w[1]];
  });
  return kept;
}

/**
 * Try all rates.
 * @param {Key} key
 * @param {Ground} ground
 * @param {Place} start
 * @param {number[][]} asked
 * @returns {{arrivals: number[], best: number}} the arrival at each rate, and the number of the best rate: the first
 *   arrival, at a tie with the lowest rate; if none arrives, the one that is lowest in the end
 */
export function sweep(key, ground, start, asked) {
  const runs = RATES.map((rate) => run(key, rate, ground, start, asked));
  const arrivals = runs.map((one) => one.arrival);
  const first = Math.min(...arrivals);
  if (first < Infinity) return { arrivals, best: arrivals.indexOf(first) };
  const ends = runs.map(({ heights, lost }) => (lost < Infinity ? Infinity : heights[STEPS]));
  return { arrivals, best: ends.indexOf(Math.min(...ends)) };
}
