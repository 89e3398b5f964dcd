/** The page's end of the worker: asks one question at a time, and puts together what comes up meanwhile. */

/** @typedef {any} Snapshot what the worker answers: `Session.snapshot` with `check`, `made` and `milliseconds` */

const MUCH = 1e9;

/** A training in a worker. */
export class Engine {
  /**
   * @param {(snapshot: Snapshot) => void} show called with every answer
   * @param {() => void} fail called when the worker cannot work
   */
  constructor(show, fail) {
    this.show = show;
    this.fail = fail;
    this.waiting = {};
    this.goal = 0;
  }

  /** Whether it waits for an answer. */
  get busy() {
    return this.asked ?? false;
  }

  /** Whether it is still on its way to the step that it was sent to. */
  get behind() {
    return this.goal > 0;
  }

  /**
   * Begin anew and train up to a step.
   * @param {import("../../lib/playground/options.mjs").Settings} settings
   * @param {import("../../lib/playground/data.mjs").Digits | undefined} digits
   * @param {number} steps
   */
  start(settings, digits, steps) {
    this.stop();
    this.worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => this.#answer(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.fail();
    };
    this.ask({ settings, digits, check: steps === 0 });
    if (steps > 0) this.travel(steps, 0);
  }

  /** End the worker; whatever it was doing is lost. */
  stop() {
    this.worker?.terminate();
    this.worker = undefined;
    this.asked = false;
    this.waiting = {};
  }

  /**
   * Train up to a step, however long it takes.
   * @param {number} goal
   * @param {number} now the step where it stands
   */
  travel(goal, now) {
    this.goal = goal;
    this.ask({ steps: goal - now });
  }

  /** Forget the step that it was sent to. */
  stay() {
    if (this.goal > 0) delete this.waiting.steps;
    this.goal = 0;
  }

  /**
   * Ask for something, now or as soon as the worker is free.
   * @param {import("./worker.mjs").Question} question
   */
  ask(question) {
    if (!this.worker) return;
    const { steps = 0, ...others } = question;
    const earlier = question.reset ? 0 : this.waiting.steps ?? 0;
    this.waiting = { ...this.waiting, ...others, steps: Math.min(earlier + steps, MUCH) };
    this.#send();
  }

  #send() {
    if (this.asked || Object.keys(this.waiting).length === 0) return;
    this.asked = true;
    this.worker?.postMessage(this.waiting);
    this.waiting = {};
  }

  /** @param {Snapshot} snapshot */
  #answer(snapshot) {
    this.asked = false;
    if (this.goal > 0) {
      const left = this.goal - snapshot.step;
      const stuck = snapshot.made === 0 && !this.waiting.steps; // there is nothing to learn from
      this.waiting.steps = left;
      if (left <= 0 || stuck) {
        this.goal = 0;
        this.waiting = { ...this.waiting, steps: 0, check: true };
      }
    }
    this.show(snapshot);
    this.#send();
  }
}
