/** The trilobite on the ground: its outline in a pose, standing along a slope, its legs walking or its ball rolling. */
import { set, svg } from "../../lib/dom.mjs";
import { heap, isRolled, middle, motion, outline, pieces, poses } from "../../lib/trilobite.mjs";

/**
 * @typedef {object} Posture
 * @property {string} pose
 * @property {number} length of the body in pixels
 * @property {number} x pixels
 * @property {number} y pixels, of the ground below it
 * @property {number} tilt of the ground, in radians, positive downhill to the right
 * @property {number} facing 1 looks to the right, -1 to the left
 * @property {number} [phase] of its strides, in radians
 * @property {number} [spin] how far the ball has rolled, in radians, clockwise
 * @property {boolean} [fast] strokes of haste behind it
 */

/** One animal. */
export class Animal {
  constructor() {
    this.props = svg("g");
    this.body = svg("g");
    this.node = svg("g", { class: "td-animal" }, this.props, this.body);
    this.nodes = /** @type {SVGElement[]} */ ([]);
    this.look = "";
  }

  /** @param {Posture} posture */
  draw({ pose, length, x, y, tilt, facing, phase = 0, spin = 0, fast = false }) {
    const parts = pieces(pose, length, phase);
    const look = parts.map(({ paint, radius }) => `${paint}${radius ?? ""}`).join(" ");
    if (look !== this.look) this.#make(parts);
    this.look = look;
    parts.forEach((piece, i) => shape(this.nodes[i], piece, length));
    this.#belongings(pose, length, fast);
    const stance = poses[pose];
    const centre = isRolled(stance) ? -middle(stance) * length : 0;
    const turn = isRolled(stance) ? (spin * facing * 180) / Math.PI : 0;
    set(this.body, { transform: `rotate(${turn.toFixed(2)} 0 ${centre.toFixed(2)})` });
    const place = `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${((tilt * 180) / Math.PI).toFixed(2)}) scale(${facing} 1)`;
    set(this.node, { transform: place, "data-pose": pose, style: `--td-line:${line(length)}px` });
  }

  /** @param {import("../../lib/trilobite.mjs").Piece[]} parts */
  #make(parts) {
    this.nodes = parts.map(({ paint, radius }) => svg(radius === undefined ? "path" : "circle", { class: `td-${paint}` }));
    this.body.replaceChildren(...this.nodes);
  }

  /**
   * What it has besides its body.
   * @param {string} pose
   * @param {number} length
   * @param {boolean} fast
   */
  #belongings(pose, length, fast) {
    const kind = fast ? "fast" : pose === "pebbles" ? "pebbles" : "";
    const key = `${kind} ${length}`;
    if (key === this.owns) return;
    this.owns = key;
    const strokes = motion.map((points) => svg("path", { class: "td-haste", d: outline({ paint: "edge", points }, length) }));
    const stones = heap.map(([cx, cy, rx, ry]) =>
      svg("ellipse", { class: "td-pebble", cx: cx * length, cy: -cy * length, rx: rx * length, ry: ry * length }),
    );
    this.props.replaceChildren(...(kind === "fast" ? strokes : kind === "pebbles" ? stones : []));
  }
}

/**
 * @param {SVGElement} node
 * @param {import("../../lib/trilobite.mjs").Piece} piece
 * @param {number} length
 */
function shape(node, piece, length) {
  if (piece.radius === undefined) return set(node, { d: outline(piece, length) });
  const [[x, y]] = piece.points;
  return set(node, { cx: (x * length).toFixed(2), cy: (-y * length).toFixed(2), r: (piece.radius * length).toFixed(2) });
}

/** How thick the lines of the shell are. @param {number} length */
const line = (length) => Math.min(Math.max(length / 60, 0.8), 2.4);
