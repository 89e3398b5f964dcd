/** The chapter's lines of NumPy; the one at work is marked, and any may be pressed to go there. */
import { html, set } from "../../lib/dom.mjs";
import { BACK, CODE, STEPS } from "./steps.mjs";

/** Two short listings, forward and backward. */
export class Listing {
  /** @param {(step: number) => void} go called with the first step of a line that was pressed */
  constructor(go) {
    this.lines = CODE.map((code, i) => {
      const step = STEPS.findIndex(({ line }) => line === i) + 1;
      const node = html("button", { type: "button", class: "bs-line" }, code);
      node.addEventListener("click", () => go(step));
      return node;
    });
    const items = this.lines.map((line) => html("li", {}, line));
    const part = (/** @type {string} */ name, /** @type {Node[]} */ lines) =>
      html("div", { class: "bs-pass" }, html("p", { class: "bs-title" }, name), html("ol", {}, ...lines));
    this.sums = html("p", { class: "bs-sums" });
    this.node = html(
      "div",
      { class: "bs-code" },
      part("forward: values", items.slice(0, BACK)),
      part("backward: slopes", items.slice(BACK)),
      html("div", { class: "bs-worked" }, html("p", { class: "bs-title" }, "with numbers"), this.sums),
    );
  }

  /**
   * @param {Record<string, number>} numbers
   * @param {number} step how many steps have been taken
   */
  draw(numbers, step) {
    const now = step > 0 ? STEPS[step - 1] : null;
    this.lines.forEach((node, i) => {
      set(node, { "aria-current": now?.line === i ? "step" : false });
      node.classList.toggle("bs-ahead-of", i > (now?.line ?? -1));
      node.classList.toggle("bs-line-back", i >= BACK);
    });
    const sums = now ? now.sums(numbers) : ["nothing computed yet"];
    this.sums.replaceChildren(...sums.map((text) => html("span", {}, text)));
  }
}
