/** A whole network to play with: data, layers, optimiser and penalties can all be changed while it trains. */
import { button } from "../lib/controls.mjs";
import { html } from "../lib/dom.mjs";
import { WidgetElement } from "../lib/element.mjs";
import { examples } from "../lib/playground/data.mjs";
import { DATA, FIELDS, PACES, settingsOf } from "../lib/playground/options.mjs";
import { Engine } from "./playground/engine.mjs";
import { Own } from "./playground/own.mjs";
import { Panel } from "./playground/panel.mjs";
import { Program } from "./playground/program.mjs";
import { digits } from "./playground/stock.mjs";
import { Views } from "./playground/views.mjs";
import { describe, proof } from "./playground/words.mjs";

const JUMP = 1000; // steps at once for readers who want less motion
const FAST = 1e6; // steps that nobody makes between two pictures
const CHECK_AFTER = 600; // ms of quiet before the gradients are checked
const NOTE =
  "Everything can be changed while it trains; the net keeps what it has learned where that still fits. Only the seed and the first weights begin " +
  "anew. The address keeps settings, seed and the number of steps: who opens it trains the same net again, with these settings from the first step on. " +
  "Thick lines are large weights, dashed ones negative. Cost and per cent are measured without dropout and penalties.";

/** The element `<dl-playground>`; `level="first"` folds most controls away, attributes named like fields change defaults. */
export default class Playground extends WidgetElement {
  static key = "playground";
  static title = "Interactive figure: a network to play with";
  static pace = 20; // pictures a second
  static fields = FIELDS;

  get stepsLeft() {
    const training = this.snapshot?.training;
    return training && !Number.isFinite(training.loss) ? 0 : FAST;
  }

  connectedCallback() {
    super.connectedCallback();
    const { signal } = /** @type {AbortController} */ (this.connection);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(), { signal });
    this.theme = new MutationObserver(() => this.draw());
    this.theme.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
    this.#begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.theme?.disconnect();
    clearTimeout(this.checking);
    this.engine?.stop();
  }

  /** @param {HTMLElement} body */
  build(body) {
    this.untouched = true;
    this.owed = 0;
    this.engine = new Engine((snapshot) => this.#show(snapshot), () => this.say("The thread that trains did not start in this browser."));
    this.panel = new Panel(/** @type {any} */ (this.fields), (part) => this.#set(part));
    this.views = new Views((x, y) => this.#settings().data === "own" && this.own.press(x, y));
    this.own = new Own((points) => this.#set(points), () => this.draw());
    this.program = new Program((sentence) => this.say(sentence));
    this.proof = html("p", { class: "pg-proof" }, "The gradients have not been checked yet.");
    const checker = button("Check the gradients", () => this.engine.ask({ check: true }));
    body.append(
      this.#transport(),
      this.panel.grid(this.panel.first),
      this.own.node,
      this.views.table,
      this.status ?? "",
      this.views.node,
      this.panel.fold(this.getAttribute("level") !== "first"),
      html("div", { class: "pg-check" }, checker, this.proof),
      this.program.node,
      html("p", { class: "dl-small" }, NOTE),
    );
  }

  draw() {
    const { snapshot } = this;
    const settings = this.#settings();
    this.panel.set(this.state);
    this.own.set(this.state);
    this.own.node.hidden = settings.data !== "own";
    this.player.textContent = this.playing ? "Pause" : this.calm ? `Run ${JUMP.toLocaleString("en")} steps` : "Play";
    if (!snapshot || snapshot.task !== settings.task) return;
    const cross = settings.data === "own" ? this.own.cross : null;
    this.views.draw(snapshot, settings, this.#data(settings), this.digits, cross);
    this.program.set(settings, snapshot.weights);
  }

  /** @param {number} beats pictures that have come due */
  advance(beats) {
    const pace = PACES[this.state.pace];
    this.owed += pace === 0 ? FAST : (beats * pace) / Playground.pace;
    if (this.engine.busy || this.owed < 1) return;
    const steps = Math.floor(this.owed);
    this.owed = Math.min(this.owed - steps, 1);
    this.engine.ask({ steps });
  }

  play() {
    if (!this.calm) return super.play();
    const now = this.snapshot?.step ?? 0;
    return this.engine.travel(now + JUMP, now);
  }

  pause() {
    if (this.playing) this.#checkSoon();
    super.pause();
  }

  describe() {
    if (this.failed) return "The digits could not be fetched. Choose other data, or try again.";
    if (!this.snapshot || this.engine.behind) return `Training up to step ${(this.engine.goal || this.state.steps).toLocaleString("en")} \u2026`;
    return describe(this.snapshot, this.#settings());
  }

  /** Fetch what the data need, and start a worker on its way to the step that the address names. */
  async #begin() {
    const settings = this.#settings();
    if (!(await this.#fetch(settings)) || !this.isConnected) return;
    this.engine.start(this.#settings(), this.digits, this.state.steps);
  }

  /** @param {import("../lib/playground/options.mjs").Settings} settings */
  async #fetch({ task }) {
    this.failed = false;
    if (task !== "digits" || this.digits) return true;
    try {
      this.digits = await digits();
    } catch {
      this.failed = true;
      this.say(this.describe());
    }
    return !this.failed;
  }

  #settings() {
    return settingsOf(/** @type {any} */ (this.state));
  }

  /** The examples, made anew only when something they depend on has changed. */
  #data(settings) {
    const cause = JSON.stringify([settings.data, settings.noise, settings.seed, settings.points]);
    if (this.cause !== cause) {
      this.cause = cause;
      this.split = settings.task === "digits" ? { training: null, validation: null } : examples(settings);
    }
    return this.split;
  }

  /** @param {any} snapshot */
  #show(snapshot) {
    const moved = snapshot.step !== this.snapshot?.step;
    this.snapshot = { ...snapshot, speed: this.#speed(snapshot) };
    if (!this.engine.behind) this.state.steps = Math.min(snapshot.step, FIELDS.steps.max);
    if (snapshot.check) this.proof.textContent = proof(snapshot.check);
    if (this.stepsLeft === 0) this.pause();
    this.draw();
    if (this.playing) return;
    this.change(() => {});
    if (moved) this.#checkSoon();
  }

  /** Steps a second, over the last second or so of playing. @param {any} snapshot */
  #speed({ step, made }) {
    const now = performance.now();
    if (!this.playing || made === 0) this.marks = [];
    this.marks = [...(this.marks ?? []), { step, now }].filter((mark) => now - mark.now < 1200);
    const [first] = this.marks;
    return now - first.now > 300 ? (1000 * (step - first.step)) / (now - first.now) : this.snapshot?.speed;
  }

  #checkSoon() {
    clearTimeout(this.checking);
    this.checking = setTimeout(() => this.engine.ask({ check: true }), CHECK_AFTER);
  }

  #transport() {
    this.player = button("Play", () => this.#playOrPause());
    const step = button("Step", () => this.#step());
    const reset = button("Reset", () => this.#reset());
    const next = button("Next seed", () => this.#set({ seed: (this.state.seed % FIELDS.seed.max) + 1 }));
    return html("div", { class: "pg-transport" }, this.player, step, reset, next);
  }

  #playOrPause() {
    if (this.playing) return this.pause();
    if (this.untouched || this.stepsLeft === 0) this.#again();
    this.untouched = false;
    return this.play();
  }

  #step() {
    this.untouched = false;
    this.pause();
    this.engine.stay();
    this.engine.ask({ steps: 1 });
  }

  #reset() {
    this.untouched = false;
    this.pause();
    this.#again();
  }

  /** Back to the first weights. */
  #again() {
    this.engine.stay();
    this.owed = 0;
    this.snapshot = this.snapshot && { ...this.snapshot, training: null };
    this.engine.ask({ reset: true });
  }

  /** Change settings; a training that goes on goes on with them. @param {import("../lib/url-state.mjs").State} part */
  async #set(part) {
    this.untouched = false;
    this.engine.stay();
    Object.assign(this.state, part);
    if ("data" in part && DATA[this.state.data].task === "values" && this.state.cost === 0) this.state.cost = 1;
    if ("data" in part && DATA[this.state.data].task !== "values" && this.state.cost === 1) this.state.cost = 0;
    this.change(() => {});
    if (!(await this.#fetch(this.#settings()))) return;
    this.engine.ask({ settings: this.#settings(), ...("data" in part && this.digits ? { digits: this.digits } : {}) });
    this.#checkSoon();
  }
}
