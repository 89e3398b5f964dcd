/** The followed unit, step by step: statistics of the batches, the moving averages, and the marked digit's answers. */
import { html, set, svg } from "../../lib/dom.mjs";
import { clamp, format, linear, path } from "../../lib/scales.mjs";

/**
 * @typedef {object} Track what one chart shows
 * @property {number[]} dots one for each step
 * @property {number[]} line the moving average, or what it makes of the marked digit, after each step
 * @property {number} level what the line should come to
 */

const [HEIGHT, LEFT, LONGEST] = [96, 38, 400];
const SPANS = [100, 200, LONGEST]; // the charts grow with the steps
const CHARTS = ["mean", "deviation", "marked"];
const TITLES = [
  ["mean: of each batch (dots) and moving (line)"],
  ["standard deviation, likewise"],
  ["answer to the marked digit: in training (dots), at inference (line)"],
];

/** Three charts over the same steps. */
export class Tracks {
  constructor() {
    this.charts = CHARTS.map((name, i) => {
      const [level, dots, line, now] = ["bn-level", "bn-dots", "bn-line", "bn-changed"].map((look) => svg("path", { class: look }));
      const ticks = svg("g", { class: "dl-tick" });
      const plot = svg("svg", { class: `bn-track bn-track-${name}`, role: "img", height: HEIGHT }, now, ticks, level, dots, line);
      return { name, plot, level, dots, line, now, ticks, title: html("p", { class: "bn-title" }, ...TITLES[i]) };
    });
    this.node = html("div", { class: "bn-tracks" }, ...this.charts.map(({ title, plot }) => html("div", {}, title, plot)));
  }

  /**
   * @param {Record<string, Track>} tracks
   * @param {number} changed the step at which what comes in was last changed
   * @param {boolean} training
   */
  draw(tracks, changed, training) {
    set(this.node, { "data-mode": training ? "training" : "inference" });
    for (const chart of this.charts) draw(chart, tracks[chart.name], changed);
  }
}

/** Draw one chart; it shows the last 400 steps. */
function draw(/** @type {any} */ { plot, level, dots, line, now, ticks, title }, /** @type {Track} */ track, /** @type {number} */ changed) {
  const width = plot.clientWidth || 200;
  const steps = track.dots.length;
  const first = Math.max(steps - LONGEST, 0);
  const last = first + /** @type {number} */ (SPANS.find((span) => steps <= first + span));
  const [shown, moving] = [track.dots.slice(first), track.line.slice(first)];
  const all = [...shown, ...moving, track.level];
  const [low, high] = padded(Math.min(...all), Math.max(...all));
  const x = linear([first, last], [LEFT, width - 6]);
  const y = linear([low, high], [HEIGHT - 20, 6]);
  set(plot, { viewBox: `0 0 ${width} ${HEIGHT}`, "aria-label": `${title.textContent}, up to step ${steps}` });
  set(level, { d: `M${LEFT} ${y(track.level)}H${width - 6}` });
  set(dots, { d: shown.map((value, i) => `M${x(first + i + 1).toFixed(1)} ${y(value).toFixed(1)}h0`).join("") });
  set(line, { d: path(moving.map((value, i) => [x(first + i + 1), y(value)])) });
  set(now, { d: changed > first ? `M${x(changed)} 4V${HEIGHT - 20}` : "" });
  const marks = [low, (low + high) / 2, high].map((value) => svg("text", { x: LEFT - 5, y: clamp(y(value) + 4, 11, HEIGHT - 16), "text-anchor": "end" }, format(value, 1)));
  const ends = [first, last].map((step, i) => svg("text", { x: x(step), y: HEIGHT - 5, "text-anchor": i ? "end" : "start" }, i ? `step ${step}` : String(step)));
  ticks.replaceChildren(svg("path", { class: "dl-grid", d: `M${LEFT} ${HEIGHT - 20}H${width - 6}` }), ...marks, ...ends);
}

/** @param {number} low @param {number} high @returns {[number, number]} */
function padded(low, high) {
  const pad = Math.max(0.08 * (high - low), 0.1);
  return [low - pad, high + pad];
}
