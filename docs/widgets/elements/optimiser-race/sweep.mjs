/** The sweep: how many steps the watched optimiser needs at each of the rates that were tried. */
import { html, set, svg } from "../../lib/dom.mjs";
import { RATES, STEPS } from "../../lib/race.mjs";
import { linear, path } from "../../lib/scales.mjs";

const HEIGHT = 108;
const [TOP, BOTTOM, LEFT] = [22, 84, 30];

/** One chart. */
export class SweepChart {
  constructor() {
    this.title = html("p", { class: "or-title" }, "Steps to the finish at each rate tried");
    this.plot = svg("svg", { role: "img", height: HEIGHT });
    this.node = html("div", { class: "or-sweep" }, this.title, this.plot);
  }

  /**
   * @param {import("../../lib/race.mjs").Runner} runner
   * @param {{arrivals: number[], best: number} | undefined} found undefined while the rates are being tried
   * @param {number} rate the present one
   */
  draw(runner, found, rate) {
    const width = this.plot.clientWidth || 230;
    const x = linear([0, RATES.length - 1], [LEFT + 8, width - 8]);
    const y = linear([0, STEPS], [BOTTOM, TOP]);
    const arrivals = found?.arrivals ?? [];
    const points = arrivals.map((steps, i) => (steps < Infinity ? dot(x(i), y(steps), i === found?.best) : cross(x(i), TOP - 12)));
    const reached = arrivals.map((steps, i) => [i, steps]).filter(([, steps]) => steps < Infinity);
    const line = svg("path", { class: "or-reached", d: path(reached.map(([i, steps]) => [x(i), y(steps)])) });
    const now = svg("path", { class: "or-now", d: `M${x(RATES.indexOf(rate))} ${TOP - 18}V${BOTTOM}` });
    const labels = RATES.flatMap((one, i) => (i % 3 ? [] : [svg("text", { x: x(i), y: BOTTOM + 16, "text-anchor": "middle" }, String(one))]));
    const rows = [0, 150, STEPS].map((steps) => svg("text", { x: LEFT - 4, y: y(steps) + 4, "text-anchor": "end" }, String(steps)));
    const grid = svg("path", { class: "dl-grid", d: `M${LEFT} ${BOTTOM}H${width}` });
    set(this.plot, { viewBox: `0 0 ${width} ${HEIGHT}`, "data-runner": runner.key, "aria-label": words(runner.name, found) });
    this.plot.replaceChildren(grid, svg("g", { class: "dl-tick" }, ...labels, ...rows), now, line, ...points);
  }
}

/** @param {number} cx @param {number} cy @param {boolean} best */
const dot = (cx, cy, best) => svg("circle", { class: best ? "or-best" : "or-tried", cx, cy, r: best ? 5 : 3 });

/** @param {number} x @param {number} y */
const cross = (x, y) => svg("path", { class: "or-never", d: `M${x - 3} ${y - 3}l6 6M${x - 3} ${y + 3}l6 -6` });

/** @param {string} name @param {{arrivals: number[], best: number} | undefined} found */
function words(name, found) {
  if (!found) return "The rates are being tried.";
  const { arrivals, best } = found;
  const reached = arrivals.filter((steps) => steps < Infinity).length;
  if (reached === 0) return `${name} reaches the finish at none of ${RATES.length} rates; ${RATES[best]} comes closest.`;
  return `${name} reaches the finish at ${reached} of ${RATES.length} rates, first at ${RATES[best]}, with ${arrivals[best]} steps.`;
}
