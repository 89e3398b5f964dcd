/** The base class of all widgets: lifecycle, state in the address, playing, status line, the still figure. */
import { Clock } from "./clock.mjs";
import { html } from "./dom.mjs";
import { defaults, isValid, read, write } from "./url-state.mjs";

const SAVE_AFTER = 250; // ms of quiet before the address is written: browsers refuse too many writes
const SAY_AFTER = 1500; // ms between two announcements while playing

/**
 * A widget. A subclass sets the static members, fills `body` in `build` and shows `state` in `draw`.
 *
 * What stands inside the element in the page (the static figure of the same idea) is what readers see before the
 * widget starts, without JavaScript and in print; afterwards it is kept in a fold below the widget.
 */
export class WidgetElement extends HTMLElement {
  /** Name of the widget in the address of the page. */
  static key = "widget";

  /** What the widget is called for those who cannot see it. */
  static title = "Interactive figure";

  /** @type {import("./url-state.mjs").Fields} The numbers that make up its state; attributes change defaults. */
  static fields = {};

  /** Steps a second while playing. */
  static pace = 25;

  /** Steps from here to the end of play; 0 means that there is nothing to play. */
  get stepsLeft() {
    return 0;
  }

  /** Make the widget's content, once; `status` may be put into it, else it comes last. @param {HTMLElement} body */
  build(body) {}

  /** Show the state. */
  draw() {}

  /** Go on by some steps. @param {number} steps */
  advance(steps) {}

  /** What the status line says about the state. @returns {string} */
  describe() {
    return "";
  }

  /** Called by the browser when the element enters the page, first or again. */
  connectedCallback() {
    this.connection = new AbortController();
    this.home = location.pathname;
    if (!this.body) this.#start();
    this.#watch();
    this.draw();
  }

  /** Called by the browser when the element leaves the page. */
  disconnectedCallback() {
    this.pause();
    clearTimeout(this.saving);
    this.connection?.abort();
    this.sight?.disconnect();
    this.size?.disconnect();
  }

  /** Whether the widget is playing, also while it waits off screen. */
  get playing() {
    return this.clock?.running ?? false;
  }

  /** Whether the reader asked the system for less motion. */
  get calm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  /** Play; readers who want less motion are taken to the end at once. */
  play() {
    if (this.calm) return this.change(() => this.advance(this.stepsLeft));
    this.clock?.start();
    return this.draw();
  }

  /** Stop playing and say where it stands. */
  pause() {
    if (!this.playing) return;
    this.clock?.stop();
    this.change(() => {});
  }

  /**
   * Change the state by the reader's hand: draw it, say it, write it into the address.
   * @param {() => void} act
   */
  change(act) {
    act();
    this.draw();
    this.say(this.describe());
    this.#save();
  }

  /** Put a sentence into the status line. @param {string} sentence */
  say(sentence) {
    if (this.status && this.status.textContent !== sentence) this.status.textContent = sentence;
    this.saidAt = performance.now();
  }

  #start() {
    const own = /** @type {typeof WidgetElement} */ (this.constructor);
    this.fields = this.#fieldsFromAttributes(own.fields);
    const { state, notes } = read(this.fields, location.search, own.key);
    this.state = state;
    this.clock = new Clock(own.pace, (steps) => this.#tick(steps));
    this.body = html("div", { class: "dl-body", role: "group", "aria-label": own.title });
    this.status = html("p", { class: "dl-status", role: "status" });
    const number = /^\s*(\S+ [\d.]*\d)/.exec(this.querySelector("figcaption")?.textContent ?? "")?.[1];
    const summary = html("summary", {}, number ? `${number} as a still picture` : "The still picture");
    const still = html("details", { class: "dl-still" }, summary, ...this.childNodes);
    this.build(this.body);
    if (!this.status.parentNode) this.body.append(this.status);
    this.replaceChildren(this.body, ...this.#more(), still);
    if (notes.length) this.body.prepend(html("p", { class: "dl-note" }, `From the address: ${notes.join(" ")}`));
    this.say(this.describe());
    this.dataset.started = "";
  }

  /** A link to the widget's page in the laboratory, unless this is it. */
  #more() {
    const { href, pathname } = new URL(`../../lab/${this.localName.slice(3)}/`, import.meta.url);
    const link = html("a", { href }, "More experiments");
    return location.pathname.startsWith(pathname) ? [] : [html("p", { class: "dl-more" }, link)];
  }

  /** @param {import("./url-state.mjs").Fields} fields */
  #fieldsFromAttributes(fields) {
    const entries = Object.entries(fields).map(([name, field]) => {
      const text = this.getAttribute(name);
      return [name, text !== null && isValid(field, text) ? { ...field, value: Number(text) } : field];
    });
    return Object.fromEntries(entries);
  }

  #watch() {
    const signal = /** @type {AbortController} */ (this.connection).signal;
    matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", () => this.draw(), { signal });
    this.sight = new IntersectionObserver(([entry]) => this.clock?.suspend(!entry.isIntersecting));
    this.sight.observe(/** @type {HTMLElement} */ (this.body));
    this.size = new ResizeObserver(() => this.draw());
    this.size.observe(/** @type {HTMLElement} */ (this.body));
  }

  /** @param {number} steps */
  #tick(steps) {
    this.advance(Math.min(steps, this.stepsLeft));
    if (this.stepsLeft === 0) return this.pause();
    this.draw();
    if (performance.now() - (this.saidAt ?? 0) > SAY_AFTER) this.say(this.describe());
  }

  /** Write the state into the address, unless that is the address of the next page already. */
  #save() {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => {
      const own = /** @type {typeof WidgetElement} */ (this.constructor);
      const search = write(this.fields ?? {}, this.state ?? defaults(own.fields), location.search, own.key);
      const address = location.pathname + search + location.hash;
      const stays = location.pathname === this.home;
      if (stays && search !== location.search) history.replaceState(history.state, "", address);
    }, SAVE_AFTER);
  }
}
