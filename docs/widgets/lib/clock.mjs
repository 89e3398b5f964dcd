/** Counts steps at a steady pace, one animation frame after the other, and not while suspended. */
export class Clock {
  /**
   * @param {number} pace steps a second
   * @param {(steps: number) => void} tick called with how many steps have come due
   */
  constructor(pace, tick) {
    this.pace = pace;
    this.tick = tick;
    this.running = false;
    this.suspended = false;
    this.frame = 0;
  }

  /** Begin to count. */
  start() {
    this.running = true;
    this.#schedule();
  }

  /** Stop counting. */
  stop() {
    this.running = false;
    cancelAnimationFrame(this.frame);
  }

  /** Hold the count without forgetting that it runs. @param {boolean} suspended */
  suspend(suspended) {
    if (this.suspended === suspended) return;
    this.suspended = suspended;
    this.#schedule();
  }

  #schedule() {
    cancelAnimationFrame(this.frame);
    this.last = performance.now();
    this.owed = 0;
    if (this.running && !this.suspended) this.frame = requestAnimationFrame((now) => this.#turn(now));
  }

  /** @param {number} now */
  #turn(now) {
    const passed = Math.min(Math.max(now - (this.last ?? now), 0), 100); // no leap after a stall
    this.last = now;
    this.owed = (this.owed ?? 0) + (passed / 1000) * this.pace;
    const steps = Math.floor(this.owed);
    this.owed -= steps;
    if (steps > 0) this.tick(steps);
    if (this.running && !this.suspended) this.frame = requestAnimationFrame((next) => this.#turn(next));
  }
}
