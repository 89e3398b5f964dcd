/** The learning rate's slider: steps of equal ratio, and a ruler that marks where descent must fail. */
import { slider } from "../../lib/controls.mjs";
import { set, svg } from "../../lib/dom.mjs";
import { clamp } from "../../lib/scales.mjs";
import { show, showRate } from "./words.mjs";

const DIGITS = [1, 1.1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.5, 3.8, 4, 4.2, 4.5, 5, 6, 7, 8, 9];
const DECADES = [0.01, 0.1, 1, 10];
const THUMB = 8; // half of the slider's thumb: the track ends so far inside
const HEIGHT = 42;

/** The rates that the slider has, rising. */
export const RATES = [...DECADES.flatMap((ten) => DIGITS.map((digit) => Number((digit * ten).toPrecision(2)))), 100];

/**
 * The rate of the slider that is nearest, by ratio.
 * @param {number} rate
 * @returns {number} its index in `RATES`
 */
export function nearestRate(rate) {
  const away = RATES.map((one) => Math.abs(Math.log(one / rate)));
  return away.indexOf(Math.min(...away));
}

/** Slider and ruler. */
export class RateSlider {
  /** @param {(rate: number) => void} input called with each new rate */
  constructor(input) {
    const field = { value: 0, min: 0, max: RATES.length - 1, step: 1 };
    this.slider = slider("Learning rate \u03b7", field, (i) => input(RATES[i]), () => showRate(this.rate));
    this.rate = RATES[0];
    this.good = svg("rect", { class: "td-zone td-zone-good", y: 2, height: 6, rx: 3 });
    this.bad = svg("rect", { class: "td-zone td-zone-bad", y: 2, height: 6, rx: 3 });
    this.marks = svg("g");
    this.ticks = svg("g", { class: "dl-tick" });
    this.ruler = svg("svg", { class: "td-ruler", "aria-hidden": "true", height: HEIGHT }, this.good, this.bad, this.ticks, this.marks);
    this.node = this.slider.node;
    this.node.append(this.ruler);
  }

  /**
   * @param {number} rate
   * @param {{limit: number, name: string}[]} limits of the valleys, that of the valley below first
   */
  draw(rate, limits) {
    this.rate = rate;
    this.slider.set(nearestRate(rate));
    const width = this.ruler.clientWidth || 300;
    const x = (/** @type {number} */ one) => THUMB + (placeOf(one) / (RATES.length - 1)) * (width - 2 * THUMB);
    const edge = limits.length ? x(limits[0].limit) : width - THUMB;
    set(this.ruler, { viewBox: `0 0 ${width} ${HEIGHT}` });
    set(this.good, { x: THUMB, width: limits.length ? Math.max(edge - THUMB, 0) : 0 });
    set(this.bad, { x: edge, width: Math.max(width - THUMB - edge, 0) });
    this.ticks.replaceChildren(...[...DECADES, 100].map((one) => tick(x(one), showRate(one), width)));
    this.marks.replaceChildren(...limits.map((one, i) => mark(x(one.limit), one, i === 0, width)));
  }
}

/** Where a rate lies between the slider's steps. @param {number} rate */
function placeOf(rate) {
  const above = RATES.findIndex((one) => one >= rate);
  if (above <= 0) return above === 0 ? 0 : RATES.length - 1;
  const [low, high] = [RATES[above - 1], RATES[above]];
  return above - 1 + Math.log(rate / low) / Math.log(high / low);
}

/**
 * @param {number} x
 * @param {string} text
 * @param {number} width
 */
function tick(x, text, width) {
  return svg("text", { x: clamp(x, 10, width - 10), y: HEIGHT - 2, "text-anchor": "middle" }, text);
}

/**
 * @param {number} x
 * @param {{limit: number, name: string}} one
 * @param {boolean} first
 * @param {number} width
 */
function mark(x, { limit, name }, first, width) {
  const side = x > width * 0.6 ? "end" : "start";
  const text = svg("text", { x: x + (side === "end" ? -5 : 5), y: 23, "text-anchor": side, class: "td-mark-name" }, `${name} = ${show(limit)}`);
  return svg("g", { class: first ? "td-mark" : "td-mark td-mark-other" }, svg("path", { d: `M${x} -2V25` }), ...(first ? [text] : []));
}
