/** Golden numbers written by `dlbook widgets-fixtures`, and how near they must be. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const RELATIVE = 1e-6;

/**
 * @param {string} name
 * @returns {any}
 */
export function golden(name) {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));
}

/**
 * Fail unless a number equals the golden one within one part in a million.
 * @param {number} actual
 * @param {number} expected
 * @param {string} what
 * @param {number} [absolute] a gap that is allowed too, where the golden number itself is a rounded difference
 */
export function near(actual, expected, what, absolute = 0) {
  const gap = Math.abs(actual - expected);
  assert.ok(gap <= RELATIVE * Math.abs(expected) + absolute, `${what}: ${actual} is not ${expected}`);
}

/**
 * Fail unless many numbers equal the golden ones.
 * @param {ArrayLike<number>} actual
 * @param {any[]} expected nested or flat
 * @param {string} what
 * @param {number} [absolute] a gap that is allowed too
 */
export function allNear(actual, expected, what, absolute = 0) {
  const flat = expected.flat(Infinity);
  assert.equal(actual.length, flat.length, what);
  flat.forEach((value, i) => near(actual[i], value, `${what}, number ${i}`, absolute));
}
