/** Eight lanes, one for each runner: its memory as a small picture, its cost against the step, and where it finishes. */
import { html, set, svg, uniqueId } from "../../lib/dom.mjs";
import { RUNNERS, STEPS } from "../../lib/race.mjs";
import { clamp, linear, path } from "../../lib/scales.mjs";
import { badge } from "./badges.mjs";
import { memoryShape } from "./memory.mjs";

/**
 * @typedef {object} View
 * @property {import("../../lib/race-grounds.mjs").Ground} ground
 * @property {import("../../lib/race.mjs").Run[]} runs
 * @property {import("../../lib/race.mjs").Memory[]} memories what each remembers now
 * @property {import("./memory.mjs").Scales[]} scales
 * @property {number} step
 * @property {number} watched
 */

const HEIGHT = 40;
const PICTURE = 17; // half a side of the picture of the memory
const REACHES = [50, 100, 200, STEPS]; // the lanes grow with the race
const BELOW = 0.1; // lanes reach down to this share of the finish

/** All lanes; each is a radio button that chooses whom to watch. */
export class Lanes {
  /** @param {(runner: number) => void} watch */
  constructor(watch) {
    const group = uniqueId("or-lanes");
    this.lanes = RUNNERS.map((runner, i) => lane(runner, group, () => watch(i)));
    this.legend = html("legend", {});
    this.node = html("fieldset", { class: "or-lanes" }, this.legend);
    this.node.append(...this.lanes.map(({ node }) => node));
  }

  /** @param {View} view */
  draw(view) {
    const top = Math.max(...view.runs.map(({ heights }) => heights[0]), 2 * view.ground.finish);
    const reach = /** @type {number} */ (REACHES.find((steps) => view.step <= steps));
    this.legend.textContent = `Cost above the lowest, on a logarithmic scale, from step 0 to ${reach}. Choose whom to watch:`;
    this.lanes.forEach((lane, i) => {
      const run = view.runs[i];
      lane.radio.checked = i === view.watched;
      lane.rate.textContent = `\u03b7 ${run.rate}`;
      const shape = view.step < run.lost ? memoryShape(view.memories[i], view.scales[i], PICTURE - 2) : svg("g");
      lane.memory.replaceChildren(shape);
      lane.says.textContent = says(run, view.step);
      set(lane.node, { "data-fate": fate(run, view.step) });
      chart(lane, run, view.step, { reach, top, finish: view.ground.finish });
    });
  }
}

/**
 * @param {import("../../lib/race.mjs").Runner} runner
 * @param {string} group
 * @param {() => void} watch
 */
function lane(runner, group, watch) {
  const radio = html("input", { type: "radio", name: group, value: runner.key });
  radio.addEventListener("change", watch);
  const rate = html("span", { class: "or-rate" });
  const sign = svg("svg", { class: "or-sign", viewBox: "-9 -9 18 18", "aria-hidden": "true" }, badge(runner, 0, 0, 8));
  const name = html("span", { class: "or-name" }, html("strong", {}, runner.name), rate);
  const memory = svg("g");
  const ground = svg("circle", { r: PICTURE });
  const picture = svg("svg", { class: "or-picture", viewBox: `${-PICTURE} ${-PICTURE} ${2 * PICTURE} ${2 * PICTURE}`, "aria-hidden": "true" }, ground, memory);
  const [line, curve, end] = [svg("path", { class: "or-line" }), svg("path", { class: "or-curve" }), svg("path", { class: "or-end" })];
  const plot = svg("svg", { class: "or-plot", height: HEIGHT, "aria-hidden": "true" }, line, curve, end);
  const says = html("span", { class: "or-says" });
  const node = html("label", { class: "or-lane", "data-runner": runner.key }, radio, sign, name, picture, plot, says);
  return { node, radio, rate, memory, plot, line, curve, end, says };
}

/** Draw the cost so far, the finish line, and the flag or the cross at the end. */
function chart(/** @type {ReturnType<typeof lane>} */ { plot, line, curve, end }, /** @type {import("../../lib/race.mjs").Run} */ run, /** @type {number} */ step, /** @type {{reach: number, top: number, finish: number}} */ { reach, top, finish }) {
  const width = plot.clientWidth || 150;
  const x = linear([0, reach], [2, width - 10]);
  const y = linear([Math.log10(top), Math.log10(BELOW * finish)], [3, HEIGHT - 3]);
  const height = (/** @type {number} */ above) => clamp(y(Math.log10(Math.max(above, 1e-300))), 1, HEIGHT - 2);
  const level = y(Math.log10(finish));
  set(plot, { viewBox: `0 0 ${width} ${HEIGHT}` });
  set(line, { d: `M0 ${level}H${width}` });
  set(curve, { d: path(run.heights.slice(0, Math.min(step, STEPS) + 1).map((above, i) => [x(i), height(above)])) });
  const [at, crash] = [x(run.arrival), x(run.lost)];
  if (step >= run.arrival) set(end, { d: `M${at} ${level}V${level - 17}l9 4l-9 4` });
  else if (step >= run.lost) set(end, { d: `M${crash - 4} 2l8 8M${crash - 4} 10l8 -8` });
  else set(end, { d: "" });
}

/** @param {import("../../lib/race.mjs").Run} run @param {number} step */
function fate(run, step) {
  if (step >= run.lost) return "lost";
  if (step >= run.arrival) return "arrived";
  return step >= STEPS ? "late" : "running";
}

/** @param {import("../../lib/race.mjs").Run} run @param {number} step */
function says(run, step) {
  const words = { lost: `gone at ${run.lost}`, arrived: `${run.arrival} steps`, late: `not in ${STEPS}`, running: "\u2026" };
  return words[fate(run, step)];
}
