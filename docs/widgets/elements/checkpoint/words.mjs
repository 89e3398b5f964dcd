/** What the checkpoint widget says in words. No DOM. */
import { format } from "../../lib/scales.mjs";

/** An error for people: three digits. @param {number} value @returns {string} */
export const formatError = (value) => format(value, value < 99.95 ? 1 : 0);

/**
 * Say where one training stands or how it ended, and how all of them fare with this patience.
 * @param {number} seed
 * @param {number[]} errors of its epochs
 * @param {import("../../lib/patience.mjs").Watched} end
 * @param {{epoch: number, patience: number}} state
 * @param {{early: number, twice: number, of: number}} all
 * @returns {string}
 */
export function describe(seed, errors, end, { epoch, patience }, all) {
  if (epoch < end.stopped) return underway(seed, errors, end, epoch, patience);
  return `${ended(seed, errors, end, patience)} ${everyone(all, patience)}`;
}

/**
 * @param {number} seed
 * @param {number[]} errors
 * @param {import("../../lib/patience.mjs").Watched} end
 * @param {number} epoch
 * @param {number} patience
 */
function underway(seed, errors, { saved }, epoch, patience) {
  const kept = saved.filter((one) => one <= epoch).pop() ?? 1;
  const so = `the kept net is that of epoch ${kept}, with an error of ${formatError(errors[kept - 1])}`;
  if (kept === epoch) return `Seed ${seed}, epoch ${epoch}: a new lowest error, ${formatError(errors[epoch - 1])}. The net is saved.`;
  const waited = epoch - kept;
  return `Seed ${seed}, epoch ${epoch}: an error of ${formatError(errors[epoch - 1])}, no new lowest for ${epochs(waited)} of ${patience}; ${so}.`;
}

/**
 * @param {number} seed
 * @param {number[]} errors
 * @param {import("../../lib/patience.mjs").Watched} end
 * @param {number} patience
 */
function ended(seed, errors, { kept, stopped, early }, patience) {
  const [own, lowest, last] = [errors[kept - 1], Math.min(...errors), errors[errors.length - 1]];
  const why = early
    ? `Seed ${seed} stops after epoch ${stopped}: no new lowest error in ${epochs(patience)}`
    : `Seed ${seed} runs through all ${errors.length} epochs`;
  const what = `${why}. Kept: epoch ${kept}, error ${formatError(own)}.`;
  const close = kept === errors.length ? "and the last" : `and the last epoch has ${formatError(last)}`;
  if (own === lowest) return `${what} It is the lowest of all ${errors.length}, ${close}.`;
  const factor = own / lowest;
  const price = factor < 1.095 ? "hardly more than" : `${format(factor, 1)} times`;
  const missed = `the ${formatError(lowest)} of epoch ${errors.indexOf(lowest) + 1}, which it never saw`;
  return `${what} That is ${price} ${missed}; the last epoch would have had ${formatError(last)}.`;
}

/**
 * @param {{early: number, twice: number, of: number}} all
 * @param {number} patience
 */
function everyone({ early, twice, of }, patience) {
  const some = `Of all ${of} nets, ${early || "none"} stop${early > 1 ? "" : "s"} early with a patience of ${patience}`;
  if (twice > 1) return `${some}, and ${twice} are taken home with more than twice their lowest error.`;
  return `${some}, and ${twice ? "one" : "none"} is taken home with more than twice its lowest error.`;
}

/** @param {number} count */
const epochs = (count) => `${count} ${count === 1 ? "epoch" : "epochs"}`;
