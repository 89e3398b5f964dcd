/** The cube of hidden activations, with the path of every message's code. */
import { html, set, svg } from "../../lib/dom.mjs";
import { rounded, undecided } from "../../lib/encoder.mjs";
import { path } from "../../lib/scales.mjs";

const PITCH = (22 * Math.PI) / 180; // the view from above
const CORNERS = Array.from({ length: 8 }, (_, i) => [i >> 2, (i >> 1) & 1, i & 1]);
const CROWDED = 15; // pixels: discs nearer than this to another shrink to dots
const NAMES = ["1st neuron", "2nd neuron", "3rd neuron \u2192"];
const AXES = [[0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5]]; // middles of the edges along which a neuron's name stands

/** @typedef {{x: number, y: number, far: number}} Place pixels, and how far away */

/** The drawing; a reader can turn it. */
export class Cube {
  /** @param {(degrees: number) => void} turn called with how far the reader's finger turns it */
  constructor(turn) {
    this.edges = svg("path", { class: "en-edge" });
    this.behind = svg("path", { class: "en-edge en-behind" });
    this.labels = svg("g", { class: "dl-tick" });
    this.paths = CORNERS.map(() => svg("path", { class: "en-path" }));
    this.discs = CORNERS.map((_, i) => disc(String(i + 1)));
    this.top = svg("g", {}, ...this.discs);
    this.plot = svg("svg", { class: "en-cube", role: "img" }, this.behind, this.edges, this.labels, ...this.paths, this.top);
    this.node = html("div", {}, html("p", { class: "en-title" }, "Codes: what the three hidden neurons say"), this.plot);
    this.#listen(turn);
  }

  /**
   * @param {number[][][]} past the codes of all messages at some epochs up to now
   * @param {number} degrees how far the cube is turned
   */
  draw(past, degrees) {
    this.size = Math.min(this.plot.clientWidth || 320, 400);
    this.width = this.plot.clientWidth || 320;
    this.yaw = (degrees * Math.PI) / 180;
    set(this.plot, { viewBox: `0 0 ${this.width} ${this.size}`, height: this.size });
    this.#frame();
    const now = past[past.length - 1];
    const places = now.map((code) => this.#place(code));
    now.forEach((code, i) => {
      const mood = code.some(undecided) ? "open" : "set";
      set(this.paths[i], { d: path(past.map((codes) => this.#point(codes[i]))), "data-mood": mood });
      this.#disc(i, places, mood);
    });
    const order = places.map((_, i) => i).sort((a, b) => places[b].far - places[a].far);
    this.top.append(...order.map((i) => this.discs[i]));
    const words = now.map((code, i) => `message ${i + 1} near ${rounded(code)}`).join(", ");
    set(this.plot, { "aria-label": `The cube of hidden activations; rounded to its corners: ${words}.` });
  }

  /**
   * @param {number[]} code
   * @returns {Place}
   */
  #place(code) {
    const [x, y, z] = code.map((value) => value - 0.5);
    const across = x * Math.cos(this.yaw) - y * Math.sin(this.yaw);
    const away = x * Math.sin(this.yaw) + y * Math.cos(this.yaw);
    const up = z * Math.cos(PITCH) + away * Math.sin(PITCH);
    const scale = this.size * 0.5;
    return {
      x: this.width / 2 + scale * across,
      y: this.size / 2 - scale * up,
      far: away * Math.cos(PITCH) - z * Math.sin(PITCH),
    };
  }

  /**
   * @param {number[]} code
   * @returns {[number, number]}
   */
  #point(code) {
    const { x, y } = this.#place(code);
    return [x, y];
  }

  /** Draw what stands still while the codes move: edges, the corners' codes, the neurons' names. */
  #frame() {
    const places = CORNERS.map((corner) => this.#place(corner));
    const farthest = places.reduce((best, place, i) => (place.far > places[best].far ? i : best), 0);
    const lines = { edges: "", behind: "" };
    CORNERS.forEach((one, i) => {
      for (const bit of [4, 2, 1].filter((value) => !(i & value))) {
        const side = i === farthest || (i | bit) === farthest ? "behind" : "edges";
        lines[side] += path([this.#point(one), this.#point(CORNERS[i | bit])]);
      }
    });
    set(this.edges, { d: lines.edges });
    set(this.behind, { d: lines.behind });
    const inside = [farthest, 7 - farthest]; // corners within the outline: their codes give way to the paths
    const codes = CORNERS.map((corner, i) => this.#label(corner.join(""), corner, 25, inside.includes(i) ? -1 : 1));
    const names = AXES.map((at, j) => this.#label(NAMES[j], this.#outer(at, j), 18));
    const { x, y } = this.#place(this.#outer(AXES[2], 2));
    set(names[2], { x: x - 10, y, transform: `rotate(-90 ${x - 10} ${y})`, "text-anchor": "middle" });
    this.labels.replaceChildren(...codes, ...names);
  }

  /**
   * Of the four edges along which a neuron's activation runs, the one that is lowest or, for the third neuron, leftmost.
   * @param {number[]} middle
   * @param {number} along
   */
  #outer(middle, along) {
    const others = [0, 1, 2].filter((j) => j !== along);
    const all = [[0, 0], [0, 1], [1, 0], [1, 1]].map((ends) => {
      const at = [...middle];
      others.forEach((j, k) => (at[j] = ends[k]));
      return at;
    });
    const rank = (/** @type {number[]} */ at) => (along === 2 ? this.#place(at).x : -this.#place(at).y);
    return all.reduce((best, at) => (rank(at) < rank(best) ? at : best));
  }

  /**
   * A text beside a place, outwards of the cube.
   * @param {string} text
   * @param {number[]} at
   * @param {number} distance
   * @param {number} [side] -1 turns it to the other side, left for right
   */
  #label(text, at, distance, side = 1) {
    const { x, y } = this.#place(at);
    const [dx, dy] = [side * (x - this.width / 2), y - this.size / 2];
    const length = Math.hypot(dx, dy) || 1;
    const anchor = text.length < 4 || Math.abs(dx) < 30 ? "middle" : dx > 0 ? "start" : "end";
    const place = { x: x + (distance * dx) / length, y: y + (distance * dy) / length + 4 };
    return svg("text", { ...place, "text-anchor": anchor }, text);
  }

  /**
   * Put the disc of a message; where others crowd it, it is a dot without a number.
   * @param {number} i
   * @param {Place[]} places
   * @param {string} mood
   */
  #disc(i, places, mood) {
    const { x, y } = places[i];
    const crowded = places.some((other, j) => j !== i && Math.hypot(other.x - x, other.y - y) < CROWDED);
    set(this.discs[i], { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, "data-mood": mood });
    set(this.discs[i].firstChild, { r: crowded ? 5 : 11 });
    set(this.discs[i].lastChild, { visibility: crowded ? "hidden" : "visible" });
  }

  /** @param {(degrees: number) => void} turn */
  #listen(turn) {
    let from = 0;
    this.plot.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      if (event.button !== 0) return;
      this.plot.setPointerCapture(event.pointerId);
      from = event.clientX;
    });
    this.plot.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      const degrees = Math.round((event.clientX - from) / 2);
      if (!this.plot.hasPointerCapture(event.pointerId) || degrees === 0) return;
      from += 2 * degrees;
      turn(degrees);
    });
  }
}

/**
 * A numbered disc, centred on the origin.
 * @param {string} number
 */
function disc(number) {
  const text = svg("text", { class: "en-number", "text-anchor": "middle", y: 4.5 }, number);
  return svg("g", { class: "en-disc" }, svg("circle", {}), text);
}
