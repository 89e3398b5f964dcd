/** Finds the best rate of every optimiser, one optimiser after the other, so that the page never stands still for long. */
import { RUNNERS, sweep } from "../../lib/race.mjs";

/** @typedef {{arrivals: number[], best: number}} Found */

/** Keeps what was found for the present race, and the last known best rates while it is looking anew. */
export class Tuner {
  /** @param {() => void} done called when all rates of all optimisers have been tried */
  constructor(done) {
    this.done = done;
    this.best = RUNNERS.map(() => 6); // numbers of rates, to begin with
    this.found = /** @type {(Found | undefined)[]} */ ([]);
    this.cause = "";
  }

  /** Whether there are rates still to be tried. */
  get busy() {
    return this.found.length < RUNNERS.length;
  }

  /**
   * Begin anew, unless the race is the one that is known.
   * @param {string} cause what the race depends on
   * @param {import("../../lib/race-grounds.mjs").Ground} ground
   * @param {import("../../lib/race-grounds.mjs").Place} start
   * @param {number[][]} asked
   */
  look(cause, ground, start, asked) {
    if (cause === this.cause) return;
    this.wait = this.cause ? 100 : 0; // not at every pixel of a drag
    [this.cause, this.found] = [cause, []];
    clearTimeout(this.timer);
    const next = () => {
      const found = sweep(RUNNERS[this.found.length].key, ground, start, asked);
      this.found.push(found);
      if (this.busy) this.timer = setTimeout(next, 0);
      else this.#finish();
    };
    this.timer = setTimeout(next, this.wait);
  }

  #finish() {
    this.best = this.found.map((one) => /** @type {Found} */ (one).best);
    this.done();
  }
}
