/** The course of a training: one moment after the other, fewer and further apart as it gets long. No DOM. */

const MOST = 240;

/** Costs over steps; the moments lie `every` steps apart. */
export class History {
  every = 8;
  /** @type {{step: number, training: number, validation: number}[]} */
  moments = [];

  /** Whether this step is to be written down. @param {number} step */
  due(step) {
    return step % this.every === 0;
  }

  /**
   * Write down a moment.
   * @param {number} step
   * @param {number} training
   * @param {number} validation NaN where there is none
   * @param {boolean} [again] replace the last one if it is of the same step
   */
  add(step, training, validation, again = false) {
    if (again && this.moments[this.moments.length - 1]?.step === step) this.moments.pop();
    this.moments.push({ step, training, validation });
    if (this.moments.length > MOST) {
      this.every *= 2;
      this.moments = this.moments.filter((moment) => moment.step % this.every === 0);
    }
  }

  /**
   * The curves as arrays, and where they are now.
   * @param {{step: number, training: number, validation: number}} now
   * @returns {{steps: Float32Array, training: Float32Array, validation: Float32Array}}
   */
  curves(now) {
    const last = this.moments[this.moments.length - 1];
    const moments = last?.step === now.step ? this.moments : [...this.moments, now];
    const column = (/** @type {"step" | "training" | "validation"} */ name) => Float32Array.from(moments, (moment) => moment[name]);
    return { steps: column("step"), training: column("training"), validation: column("validation") };
  }
}
