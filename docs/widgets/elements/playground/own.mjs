/** Setting one's own points: by pressing in the plane, or with sliders and buttons. */
import { button, choice, slider } from "../../lib/controls.mjs";
import { html } from "../../lib/dom.mjs";
import { OWN_POINTS, pointCode, pointOf } from "../../lib/playground/options.mjs";
import { format } from "../../lib/scales.mjs";

const PLACE = { value: 0, min: -2.1, max: 2.1, step: 0.1 };
const FRESH = Object.fromEntries(Array.from({ length: OWN_POINTS }, (_, i) => [`p${i + 1}`, 0]));

/** The controls for own points. */
export class Own {
  /**
   * @param {(points: import("../../lib/url-state.mjs").State) => void} change called with all points
   * @param {() => void} move called when the cross has been moved
   */
  constructor(change, move) {
    this.change = change;
    this.move = move;
    this.label = 1;
    this.cross = { x: 0, y: 0 };
    this.kind = choice("A press sets", [["1", "a blue disc"], ["0", "an orange diamond"], ["-1", "nothing: it takes the nearest away"]], (value) => {
      this.label = Number(value);
    });
    this.kind.set("1");
    const axis = (/** @type {"x" | "y"} */ name) =>
      slider(`Cross, ${name}`, PLACE, (value) => this.#to(name, value), (value) => format(value, 1));
    this.axes = { x: axis("x"), y: axis("y") };
    this.axes.x.set(0);
    this.axes.y.set(0);
    const here = button("Press at the cross", () => this.press(this.cross.x, this.cross.y));
    const clear = button("Take all away", () => change(FRESH));
    this.node = html("div", { class: "pg-own" }, this.kind.node, this.axes.x.node, this.axes.y.node, here, clear);
  }

  /** @param {import("../../lib/url-state.mjs").State} state */
  set(state) {
    this.codes = Object.keys(FRESH).map((name) => state[name]).filter((code) => code > 0);
  }

  /** @param {number} x @param {number} y */
  press(x, y) {
    const codes = this.codes ?? [];
    const far = (/** @type {number} */ code) => Math.hypot(pointOf(code).x - x, pointOf(code).y - y);
    if (this.label >= 0) codes.push(pointCode(x, y, this.label));
    else codes.splice(codes.indexOf(codes.reduce((near, code) => (far(code) < far(near) ? code : near), codes[0])), 1);
    const kept = codes.slice(-OWN_POINTS);
    this.change({ ...FRESH, ...Object.fromEntries(kept.map((code, i) => [`p${i + 1}`, code])) });
  }

  /** @param {"x" | "y"} name @param {number} value */
  #to(name, value) {
    this.cross = { ...this.cross, [name]: value };
    this.axes[name].set(value);
    this.move?.();
  }
}
