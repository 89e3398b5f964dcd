/** Moves the trilobite about the scene: which pose, how large, how far on its way between two steps. */
import { curvature } from "../../lib/descent.mjs";
import { clamp } from "../../lib/scales.mjs";
import { isRolled, middle, poses } from "../../lib/trilobite.mjs";
import { judge } from "../../lib/verdict.mjs";
import { Glide } from "./glide.mjs";

/**
 * @typedef {object} Trip
 * @property {import("../../lib/descent.mjs").Ground} ground
 * @property {import("../../lib/descent.mjs").Minimum[]} valleys
 * @property {import("../../lib/descent.mjs").Stop[]} places
 * @property {number} end
 * @property {number} rate
 * @property {number} momentum
 * @property {number} step
 * @property {boolean} held in the reader's hand
 * @property {string} label
 */

const LIFT = 14; // pixels: how high a hand lifts it
const TINY = 0.55; // below this share of the middling length it is one that has just hatched
const STRIDES = 0.09; // of its length: the way in which its legs go through one radian
const [HOP, HOP_TIME] = [0.28, 700]; // how high it hops when it has arrived, in lengths, and for how many milliseconds
const THOUGHTS = /** @type {Record<string, string>} */ ({
  arrived: "ah.", pebbles: "mine!", dip: "uphill on all sides\u2026", flat: "which way is down?", plain: "low enough.",
  swinging: "not again\u2026", away: "oh dear", outside: "", over: "oops", uphill: "wheee!", walking: "", tiny: "patience\u2026", held: "?!",
});
const HASTE = 0.05; // of the window: a roller with a longer stride is fast

/** Keeps scene and animal in step. */
export class Guide {
  /** @param {import("./scene.mjs").Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.glide = new Glide((share) => this.#pass(share));
    this.from = 0;
    this.due = 0;
    this.hops = false;
  }

  /** @param {Trip} trip */
  draw(trip) {
    this.trip = trip;
    const { due } = this;
    this.due = 0;
    if (due) this.glide.start(due);
    else if (!this.glide.moving) this.#stand();
    this.#view(this.glide.moving);
  }

  /** Let the way from a step to the present one be seen, from the next drawing on. @param {number} from @param {number} duration */
  move(from, duration) {
    [this.from, this.due, this.hops] = [from, duration, false];
  }

  /** Stop where the state says. */
  rest() {
    [this.due, this.hops] = [0, false];
    this.glide.stop();
  }

  /** @param {boolean} moving the scene then shows the way up to the step before, and the stride being taken */
  #view(moving) {
    const trip = /** @type {Trip} */ (this.trip);
    const upTo = moving && !this.hops ? this.from : trip.step;
    this.scene.draw({ ...trip, places: trip.places.slice(0, upTo + 1), next: trip.places[upTo + 1] });
  }

  /** @param {number} share of the way between two steps, or of the hop for joy at the end of it */
  #pass(share) {
    const trip = /** @type {Trip} */ (this.trip);
    this.scene.fit(trip.ground);
    if (share >= 1) return this.#land();
    if (this.hops) return this.#stand(HOP * Math.abs(Math.sin(2 * Math.PI * share)) * (1 - share));
    const [a, b] = [trip.places[this.from].w, trip.places[trip.step].w];
    const { length, pose } = this.#look(true);
    const rolls = isRolled(poses[pose]);
    const leaps = !rolls && Math.abs(this.scene.x(b) - this.scene.x(a)) > 0.9 * length;
    const eased = rolls ? share : share * share * (3 - 2 * share);
    const w = a + (b - a) * eased;
    this.scene.feel(leaps ? null : w);
    this.scene.think("", { x: 0, y: 0 }, length);
    return this.#put(leaps ? this.scene.leap(a, b, eased) : this.scene.at(w), b < a ? -1 : 1, pose, length);
  }

  /** The end of a stride, which is the beginning of a hop if it has just arrived. */
  #land() {
    const { ground, valleys, places, step } = /** @type {Trip} */ (this.trip);
    const glad = !this.hops && judge(ground, valleys, places, step) === "arrived";
    this.hops = glad;
    if (glad) return this.glide.start(HOP_TIME);
    this.#view(false);
    return this.#stand();
  }

  /** @param {number} [lift] above the ground, in lengths of the body */
  #stand(lift = 0) {
    const trip = /** @type {Trip} */ (this.trip);
    this.scene.fit(trip.ground);
    const here = trip.places[trip.step];
    const { length, pose } = this.#look(false);
    const spot = this.scene.at(here.w);
    const ahead = trip.places[trip.step + 1]?.velocity || -here.slope;
    const facing = trip.step >= trip.end && here.velocity !== 0 ? Math.sign(here.velocity) : ahead < 0 ? -1 : 1;
    this.scene.feel(here.w);
    this.scene.think(this.#thought(pose), spot, (isRolled(poses[pose]) ? 1.1 : 0.62) * length);
    const held = { ...spot, y: spot.y - LIFT, tilt: 0.2 * Math.sign(spot.tilt) };
    return this.#put(trip.held ? held : { ...spot, y: spot.y - lift * length }, facing, pose, length);
  }

  /** @param {string} pose */
  #thought(pose) {
    const { ground, valleys, places, step, held } = /** @type {Trip} */ (this.trip);
    if (held) return THOUGHTS.held;
    const verdict = judge(ground, valleys, places, step);
    if (pose === "pebbles") return THOUGHTS.pebbles;
    return pose === "tiny" && verdict === "walking" ? THOUGHTS.tiny : THOUGHTS[verdict];
  }

  /**
   * @param {{x: number, y: number, tilt: number}} spot
   * @param {number} facing
   * @param {string} pose
   * @param {number} length
   */
  #put(spot, facing, pose, length) {
    const { places, step, ground, momentum } = /** @type {Trip} */ (this.trip);
    const way = spot.x - this.scene.x(places[0].w);
    const fast = pose === "rolling" && Math.abs(places[step].velocity) > HASTE * (ground.window[1] - ground.window[0]);
    const spin = momentum > 0 ? way / (middle(poses.rolling) * length) : 0;
    this.scene.animal.draw({ ...spot, facing, pose, length, phase: (facing * way) / (STRIDES * length), spin, fast });
  }

  /** How large it is, and in which pose. @param {boolean} moving */
  #look(moving) {
    const trip = /** @type {Trip} */ (this.trip);
    const length = this.scene.bodyLength(trip.rate, middlingRate(trip));
    return { length, pose: poseOf(trip, moving, length / this.scene.bodyLength(1, 1)) };
  }
}

/**
 * The rate at which the trilobite is of middling size: the limit of the lowest valley, or of the most curved place.
 * @param {Trip} trip
 */
function middlingRate({ valleys, ground }) {
  if (valleys.length) return [...valleys].sort((one, other) => one.cost - other.cost)[0].limit / 2;
  const [left, right] = ground.window;
  const curved = Array.from({ length: 100 }, (_, i) => curvature(ground, left + ((right - left) * i) / 99));
  return 1 / Math.max(...curved);
}

/**
 * @param {Trip} trip
 * @param {boolean} moving
 * @param {number} size as a share of the middling size
 */
function poseOf(trip, moving, size) {
  if (trip.held) return "giant";
  const verdict = judge(trip.ground, trip.valleys, trip.places, trip.step);
  if (!moving && verdict === "arrived") return trip.ground.linear ? "pebbles" : "content";
  if (!moving && verdict === "plain") return "content";
  if (!moving && (verdict === "dip" || verdict === "flat")) return "stuck";
  if (trip.momentum > 0) return moving || trip.step > 0 ? "rolling" : "rolled-up";
  if (clamp(size, 0, 1) < TINY) return "tiny";
  return verdict === "swinging" || verdict === "away" ? "giant" : moving || trip.step > 0 ? "stepping" : "standing";
}
