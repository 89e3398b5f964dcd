/** Keeping the best epoch of a training and leaving early, equal to `dlbook.nn.EarlyStopping`. No DOM. */

/**
 * @typedef {object} Watched
 * @property {number} kept the epoch of the lowest error so far, from 1; the first of equals
 * @property {number} stopped the epoch after which training ends
 * @property {boolean} early whether it ended for want of patience
 * @property {number[]} saved the epochs at which a new lowest error was saved
 */

/**
 * Watch a training as a checkpoint with patience does.
 * @param {number[]} errors the validation error after each epoch
 * @param {number} patience epochs in a row without a new lowest error after which one gives up, at least 1
 * @returns {Watched}
 */
export function watch(errors, patience) {
  const saved = [1];
  for (let epoch = 2; epoch <= errors.length; epoch += 1) {
    const kept = saved[saved.length - 1];
    if (errors[epoch - 1] < errors[kept - 1]) saved.push(epoch);
    else if (epoch - kept >= patience) return { kept, stopped: epoch, early: true, saved };
  }
  return { kept: saved[saved.length - 1], stopped: errors.length, early: false, saved };
}

/**
 * What a patience is worth over many trainings.
 * @param {number[][]} curves the errors of each training
 * @param {number} patience
 * @returns {{kept: number, last: number, lowest: number, epochs: number, early: number, twice: number}} the mean kept,
 *   last and lowest error, the mean number of epochs, how many end early, and how many keep more than twice their lowest
 */
export function compare(curves, patience) {
  const ends = curves.map((errors) => {
    const { kept, stopped, early } = watch(errors, patience);
    return { kept: errors[kept - 1], last: errors[errors.length - 1], lowest: Math.min(...errors), stopped, early };
  });
  const mean = (/** @type {(end: any) => number} */ pick) => ends.reduce((sum, end) => sum + pick(end), 0) / ends.length;
  return {
    kept: mean((end) => end.kept),
    last: mean((end) => end.last),
    lowest: mean((end) => end.lowest),
    epochs: mean((end) => end.stopped),
    early: ends.filter((end) => end.early).length,
    twice: ends.filter((end) => end.kept > 2 * end.lowest).length,
  };
}
