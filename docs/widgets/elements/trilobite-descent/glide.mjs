/** Moves something from one place to the next within a fraction of a second, one animation frame after the other. */
export class Glide {
  /** @param {(share: number) => void} show called with shares from 0 to 1 of the way */
  constructor(show) {
    this.show = show;
    this.frame = 0;
  }

  /** Begin, in so many milliseconds. @param {number} duration */
  start(duration) {
    cancelAnimationFrame(this.frame);
    const begin = performance.now();
    const turn = (/** @type {number} */ now) => {
      const share = Math.min(Math.max((now - begin) / duration, 0), 1);
      this.frame = share < 1 ? requestAnimationFrame(turn) : 0;
      this.show(share);
    };
    this.frame = requestAnimationFrame(turn);
    this.show(0);
  }

  /** Whether it is under way. */
  get moving() {
    return this.frame !== 0;
  }

  /** Stop where it is. */
  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}
