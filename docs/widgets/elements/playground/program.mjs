/** The net as a program, to be read and copied. */
import { button, checkbox, choice } from "../../lib/controls.mjs";
import { html } from "../../lib/dom.mjs";
import { dlbookCode, kerasCode } from "../../lib/playground/code.mjs";

const LANGUAGES = { dlbook: dlbookCode, Keras: kerasCode };

/** The fold with the program. */
export class Program {
  /** @param {(sentence: string) => void} say */
  constructor(say) {
    /** @type {import("../../lib/playground/options.mjs").Settings | null} */
    this.settings = null;
    /** @type {Record<string, ArrayLike<number>>} */
    this.weights = {};
    this.language = "dlbook";
    this.weighed = false;
    this.text = html("pre", { tabindex: 0, role: "region", "aria-label": "Program" });
    const which = choice("For", Object.keys(LANGUAGES).map((name) => [name, name]), (name) => this.#use({ language: name }));
    which.set(this.language);
    const weighed = checkbox("with the weights of now", (on) => this.#use({ weighed: on }));
    const copy = button("Copy", () => this.#copy(say));
    const bar = html("div", { class: "pg-bar" }, which.node, weighed.node, copy);
    this.node = html("details", { class: "pg-fold" }, html("summary", {}, "This net as a program: dlbook or Keras"), bar, this.text);
    this.node.addEventListener("toggle", () => this.#write());
  }

  /**
   * @param {import("../../lib/playground/options.mjs").Settings} settings
   * @param {Record<string, ArrayLike<number>>} weights
   */
  set(settings, weights) {
    Object.assign(this, { settings, weights });
    this.#write();
  }

  /** @param {object} part */
  #use(part) {
    Object.assign(this, part);
    this.#write();
  }

  #write() {
    if (!this.node.open || !this.settings) return;
    const code = LANGUAGES[this.language](this.settings, this.weighed ? this.weights : null);
    if (this.text.textContent !== code) this.text.textContent = code;
  }

  /** @param {(sentence: string) => void} say */
  async #copy(say) {
    this.#write();
    try {
      await navigator.clipboard.writeText(this.text.textContent ?? "");
      say(`The program for ${this.language} is on the clipboard.`);
    } catch {
      getSelection()?.selectAllChildren(this.text);
      say("The browser does not allow copying by a button; the program is selected, so Ctrl+C copies it.");
    }
  }
}
