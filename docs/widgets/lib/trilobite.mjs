/** The trilobite's outline, bent into its poses, equal to `dlbook.figures.primitives.trilobite`. No DOM. */
import shape from "../data/trilobite.mjs";

/**
 * @typedef {[number, number]} Point
 * @typedef {object} Piece one piece of the animal, in body lengths above the point on which it stands
 * @property {"edge" | "fine" | "shell" | "fill" | "light"} paint how it is painted
 * @property {Point[]} points a start and then triples (cubic curves), or a leg of three points (one quadratic curve)
 * @property {number} [radius] of a circle about its only point
 * @typedef {{bend: number, turn: number, stride: number, antennae: string, mouth: string, size?: number, few?: boolean,
 *   props?: string[]}} Stance
 */

const SMALL = 45; // below this length in pixels the fine lines are left out
const GROUND = -0.15; // height of the ground below the belly
const ROOTS = [0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.64, 0.73, 0.82]; // of the legs along the body

/** How the animal can stand, by name. */
export const poses = /** @type {Record<string, Stance>} */ (shape.poses);

/** Strokes of haste behind a rolling animal, each a cubic curve on the ground. */
export const motion = /** @type {Point[][]} */ (shape.motion);

/** Pebbles in front of an animal: x, y, half width and half height. */
export const heap = /** @type {number[][]} */ (shape.pebbles);

/**
 * The pieces of the animal from back to front.
 * @param {string} pose one of `poses`
 * @param {number} length of its body in pixels, which decides how fine it is drawn
 * @param {number} [phase] of the wave of strides along the legs, in radians
 * @returns {Piece[]}
 */
export function pieces(pose, length, phase = 0) {
  const stance = poses[pose];
  const small = length < SMALL || Boolean(stance.few);
  const place = placed(stance);
  const put = (/** @type {Piece["paint"]} */ paint) => (/** @type {any} */ points) => ({ paint, points: place(points) });
  const below = isRolled(stance) ? [disc(stance, place)] : [...legs(stance, small, phase, place), ...feelers(stance, place)];
  const [fine, edge] = [put("fine"), put("edge")];
  return [
    ...below,
    put("shell")(shape.pygidium),
    put("light")(shape["pygidium-axis"]),
    ...(small ? [] : shape["pygidium-ribs"].map(fine)),
    ...stations(small).flatMap((one) => plate(put, at(shape.segment, one), at(shape["segment-axis"], one))),
    ...plate(put, shape.cephalon, shape.glabella),
    ...(small ? [] : [fine(shape.brim)]),
    edge(/** @type {any} */ (shape.mouths)[stance.mouth]),
  ];
}

/**
 * Whether an animal in a pose is a ball.
 * @param {Stance} stance
 * @returns {boolean}
 */
export function isRolled(stance) {
  return stance.bend > Math.PI;
}

/**
 * The middle of a rolled-up animal above the ground, in body lengths; it is the radius of the ball, too.
 * @param {Stance} stance
 * @returns {number}
 */
export function middle(stance) {
  return placed(stance)([[0.5, -1 / stance.bend]])[0][1];
}

/**
 * The outline of a piece for the `d` of an SVG path, y downwards.
 * @param {Piece} piece
 * @param {number} length of the body in pixels
 * @returns {string}
 */
export function outline({ points }, length) {
  const text = points.map(([x, y]) => `${(x * length).toFixed(2)} ${(-y * length).toFixed(2)}`);
  return `M${text[0]}${points.length === 3 ? "Q" : "C"}${text.slice(1).join(" ")}`;
}

/**
 * One plate: filled, its middle lobe lit from above, its edge on top.
 * @param {(paint: Piece["paint"]) => (points: any) => Piece} put
 * @param {any} whole
 * @param {any} axis
 */
const plate = (put, whole, axis) => [put("fill")(whole), put("light")(axis), put("edge")(whole)];

/** @param {boolean} small half as many segments, twice as wide, on a small animal */
function stations(small) {
  if (!small) return shape.stations;
  return shape.stations.filter((_, i) => i % 2 === 0).map(([s, width, height]) => [s, 2 * width, height]);
}

/**
 * @param {number[][]} points
 * @param {number[]} station
 */
const at = (points, [s, width, height]) => points.map(([x, y]) => [x * width + s, y * height]);

/**
 * The ball's inside.
 * @param {Stance} stance
 * @param {(points: any) => Point[]} place
 * @returns {Piece}
 */
const disc = (stance, place) => ({ paint: "shell", points: place([[0.5, -1 / stance.bend]]), radius: 0.2 });

/**
 * @param {Stance} stance
 * @param {boolean} small
 * @param {number} phase
 * @param {(points: any) => Point[]} place
 * @returns {Piece[]}
 */
function legs(stance, small, phase, place) {
  return ROOTS.filter((_, i) => !small || i % 2 === 0).map((s, i) => {
    const hip = place([[s, 0]])[0];
    const foot = /** @type {Point} */ ([hip[0] + 0.015 + stance.stride * Math.cos(Math.PI * i * 0.55 + phase), 0]);
    const knee = /** @type {Point} */ ([Math.max(hip[0], foot[0]) + 0.03, hip[1] * 0.55]);
    return { paint: "edge", points: [hip, knee, foot] };
  });
}

/**
 * @param {Stance} stance
 * @param {(points: any) => Point[]} place
 * @returns {Piece[]}
 */
function feelers({ antennae }, place) {
  const [x, y] = place([[0.985, 0.1]])[0];
  const curves = /** @type {number[][][]} */ (/** @type {any} */ (shape.antennae)[antennae]);
  return curves.map((curve) => ({ paint: "edge", points: [[x, y], .../** @type {Point[]} */ (curve.map((p) => [x + p[0], y + p[1]]))] }));
}

/**
 * The map from body coordinates to body lengths above the point on which the animal stands.
 * @param {Stance} stance
 * @returns {(points: number[][]) => Point[]}
 */
function placed(stance) {
  const { bend: angle, turn } = stance;
  const rolled = isRolled(stance);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const posed = (/** @type {number[][]} */ curve) => {
    const bent = curve.length < 4 ? curve.map((p) => bend(p, angle)) : bendCurve(rolled ? split(split(curve)) : curve, angle);
    return bent.map(([x, y]) => {
      const up = y + (rolled ? 1 / angle : 0);
      return /** @type {Point} */ ([x * cos - up * sin, x * sin + up * cos]);
    });
  };
  const whole = rolled ? posed([...shape.cephalon, ...shape.pygidium.slice(1)]) : [];
  const lift = rolled ? -Math.min(...whole.map(([, y]) => y)) : -GROUND;
  return (points) => posed(points).map(([x, y]) => [x, y + lift]);
}

/**
 * Lay a point (s, h) of the straight body along an arc, tail and head down.
 * @param {number[]} point
 * @param {number} angle
 * @returns {Point}
 */
function bend([s, h], angle) {
  if (angle === 0) return [s - 0.5, h];
  const [phi, radius] = [angle * (s - 0.5), 1 / angle];
  return [(radius + h) * Math.sin(phi), (radius + h) * Math.cos(phi) - radius];
}

/**
 * Lay cubic curves along an arc so that they stay smooth: control points are carried by the derivative of `bend`.
 * @param {number[][]} points
 * @param {number} angle
 * @returns {Point[]}
 */
function bendCurve(points, angle) {
  return points.map(([s, h], i) => {
    const end = points[3 * Math.floor((i + 1) / 3)];
    const [x, y] = bend(end, angle);
    const phi = angle * (end[0] - 0.5);
    const [along, across] = [(1 + angle * end[1]) * (s - end[0]), h - end[1]];
    return [x + along * Math.cos(phi) + across * Math.sin(phi), y + across * Math.cos(phi) - along * Math.sin(phi)];
  });
}

/**
 * Cut every cubic in two (de Casteljau), so that it stays smooth when it is bent far.
 * @param {number[][]} curve
 * @returns {number[][]}
 */
function split(curve) {
  const half = (/** @type {number[]} */ p, /** @type {number[]} */ q) => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  const cut = [curve[0]];
  for (let i = 0; i < curve.length - 3; i += 3) {
    const [a, b, c, d] = curve.slice(i, i + 4);
    const [ab, bc, cd] = [half(a, b), half(b, c), half(c, d)];
    const [left, right] = [half(ab, bc), half(bc, cd)];
    cut.push(ab, left, half(left, right), right, cd, d);
  }
  return cut;
}
