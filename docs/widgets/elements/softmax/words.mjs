/** What the softmax widget says in words. No DOM. */
import { format } from "../../lib/scales.mjs";

/** The three classes: the shells of chapter 3. */
export const KINDS = ["limpet", "razor clam", "whelk"];

const RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

/**
 * A power of e for people: two digits after the point, or as a product with a power of ten.
 * @param {number} value above 0
 * @returns {string}
 */
export function formatPower(value) {
  if (value >= 0.01 && value < 1e6) return format(value, 2).replace(/\B(?=(\d{3})+\.)/, ",");
  const [digits, exponent] = value.toExponential(2).split("e");
  const raised = [...String(Math.abs(Number(exponent)))].map((digit) => RAISED[Number(digit)]).join("");
  return `${digits} \u00d7 10${Number(exponent) < 0 ? "\u207b" : ""}${raised}`;
}

/**
 * Say who leads by how much, and what adding the same to all has done.
 * @param {number[]} logits without what is added to all
 * @param {number[]} shares
 * @param {number} added
 * @returns {string}
 */
export function describe(logits, shares, added) {
  return `${race(logits, shares)}${added ? ` ${shift(added)}` : ""}`;
}

/**
 * @param {number[]} logits
 * @param {number[]} shares
 */
function race(logits, shares) {
  const order = logits.map((_, i) => i).sort((i, j) => logits[j] - logits[i]);
  const [first, second] = order;
  const lead = logits[first] - logits[second];
  if (lead < 1e-9) {
    const level = order.filter((i) => logits[first] - logits[i] < 1e-9).sort();
    const who = level.length === 3 ? "All three" : level.map((i) => KINDS[i]).join(" and ");
    return `${who[0].toUpperCase()}${who.slice(1)} are level, so they have equal shares of ${format(shares[first], 5)}.`;
  }
  const factor = formatPower(Math.exp(lead));
  const gap = format(lead, 1);
  const against = `${format(shares[first], 5)} against ${format(shares[second], 5)}`;
  const who = `The ${KINDS[first]} leads the ${KINDS[second]} by ${gap}`;
  return `${who}, so its share is e^${gap} = ${factor} times as large: ${against}.`;
}

/** @param {number} added */
function shift(added) {
  const factor = `e^${format(added, 0)} = ${formatPower(Math.exp(added))}`;
  const all = `With ${format(added, 0)} added to all, every power and their sum is multiplied by ${factor}`;
  return `${all}; the division takes it out again, and the shares are what they were.`;
}
