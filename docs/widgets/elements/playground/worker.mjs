/** Trains in a thread of its own, so that the page can answer meanwhile: one question in, one answer out. */
import { Session } from "../../lib/playground/session.mjs";

const LEAST = 40; // ms of training between two pictures, if there is enough to do

/** @type {Session | null} */
let session = null;
let took = 0; // ms that the last picture needed

/**
 * @typedef {object} Question what is to be done, in this order
 * @property {import("../../lib/playground/options.mjs").Settings} [settings] train by these from now on
 * @property {import("../../lib/playground/data.mjs").Digits} [digits]
 * @property {boolean} [reset] begin anew
 * @property {number} [steps] train so many steps, or fewer if time is up
 * @property {boolean} [check] check the gradients
 */

/** @param {Question} question */
function work({ settings, digits, reset, steps, check }) {
  if (!session) session = new Session(/** @type {any} */ (settings), digits);
  else {
    session.digits = digits ?? session.digits;
    if (settings) session.set(settings);
    if (reset) session.reset();
  }
  const begin = performance.now();
  const end = begin + Math.max(LEAST, took);
  const made = session.run(steps ?? 0, () => performance.now() > end);
  const trained = performance.now();
  const proof = check ? session.check() : undefined;
  const drawn = performance.now();
  const snapshot = session.snapshot();
  took = performance.now() - drawn;
  return { ...snapshot, check: proof, made, milliseconds: trained - begin };
}

self.onmessage = ({ data }) => {
  const answer = work(data);
  const { picture } = answer;
  const move = picture ? [picture.surface.buffer, ...picture.units.map((tiles) => tiles.buffer)] : [];
  /** @type {any} */ (self).postMessage(answer, move);
};
