/** What the augmentation widget says in words. No DOM. */
import { isModest } from "../../lib/augment.mjs";
import { format } from "../../lib/scales.mjs";
import { list, share } from "../draw-a-digit/words.mjs";

/**
 * @typedef {import("../../lib/augment.mjs").Amounts} Amounts
 * @typedef {{label: number, row: number, net: string, amounts: Amounts, winner: number, probability: number, before: number,
 *   kept: number, copies: number}} View before is what the net says of the original; kept of so many drawn copies keep that
 */

/**
 * The changes in words, in the order in which they are made.
 * @param {Amounts} amounts
 * @returns {string[]}
 */
export function changes({ right, down, degrees, skew, zoom, blur, noise, mirror }) {
  const pixels = (/** @type {number} */ by) => `${format(Math.abs(by), by % 1 ? 1 : 0)} pixel${Math.abs(by) === 1 ? "" : "s"}`;
  const all = [
    mirror && "mirrored",
    skew && `leaning ${skew > 0 ? "right" : "left"} by ${format(Math.abs(skew), 2)}`,
    degrees && `turned ${Math.abs(degrees)}\u00b0 ${Math.abs(degrees) === 180 ? "" : degrees > 0 ? "to the left" : "to the right"}`.trim(),
    zoom !== 1 && `${zoom > 1 ? "enlarged" : "shrunk"} to ${Math.round(100 * zoom)}\u00a0%`,
    right && `${pixels(right)} to the ${right > 0 ? "right" : "left"}`,
    down && `${pixels(down)} ${down > 0 ? "down" : "up"}`,
    blur && "blurred",
    noise && "with noise",
  ];
  return /** @type {string[]} */ (all.filter(Boolean));
}

/**
 * Say what the net makes of the copy, and what to think of it.
 * @param {View} view
 * @returns {string}
 */
export function describe(view) {
  const { label, row, net, amounts, winner, probability, before, kept, copies } = view;
  const done = changes(amounts);
  const subject = `Test digit ${format(row + 1, 0)} of 10,000, a ${label}, ${done.length ? list(done) : "as it is"}`;
  const said = `the ${net} net says ${winner} (${share(probability)})`;
  const eight = ` Of the ${copies} copies drawn below it reads ${kept === copies ? "all" : kept} as a ${label}.`;
  return `${subject}: ${said}. ${done.length ? verdict(view, before) : ""}${eight}`.replace(". .", ".").replace(/ {2,}/g, " ");
}

/**
 * @param {View} view
 * @param {number} before
 */
function verdict({ label, amounts, winner }, before) {
  if (before !== label) return "It misreads the original, too.";
  if (winner === label) {
    if (isModest(amounts)) return "The label is still true, and the chapter\u2019s nets were shown copies like this one.";
    return "For the net it is the same digit still; whether the label is true is for you to say.";
  }
  if (amounts.mirror) return "Nobody writes like that. A net that is shown mirrored digits learns what it will never meet.";
  if (Math.abs(amounts.degrees) >= 135 && label === 6 && winner === 9) return "And rightly so: a six on its head is a nine. To call it a six would be to teach a lie.";
  if (Math.abs(amounts.degrees) >= 135 && label === 9 && winner === 6) return "And rightly so: a nine on its head is a six. To call it a nine would be to teach a lie.";
  if (isModest(amounts)) return `A small change, and it is misread: from a copy like this a net can learn.`;
  return `If you would still call it a ${label}, this is a copy to learn from; if not, the change went too far.`;
}
