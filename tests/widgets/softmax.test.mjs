import assert from "node:assert/strict";
import test from "node:test";
import { describe, formatPower } from "../../docs/widgets/elements/softmax/words.mjs";
import { softmax, steps } from "../../docs/widgets/lib/softmax.mjs";
import { golden, near } from "./golden.mjs";

test("shares equal dlbook.nn, also where the powers would overflow", () => {
  const { logits, shares } = golden("softmax");
  assert.ok(Math.max(...logits.flat()) >= 1000);
  logits.forEach((row, i) => softmax(row).forEach((share, j) => near(share, shares[i][j], `softmax(${row})[${j}]`)));
});

test("the steps are powers, their sum, and shares, as chapter 3 has them", () => {
  const { powers, sum, shares } = steps([-1, 1, 5]);
  assert.deepEqual(powers.map((one) => one.toFixed(2)), ["0.37", "2.72", "148.41"]);
  assert.equal(sum.toFixed(2), "151.50");
  powers.forEach((power, i) => near(shares[i], power / sum, "share"));
  assert.deepEqual(shares.map((one) => one.toFixed(5)), ["0.00243", "0.01794", "0.97963"]);
});

test("adding the same to all leaves the shares", () => {
  const shares = steps([-1, 1, 5]).shares;
  for (const added of [-100, 3, 100]) steps([-1, 1, 5].map((z) => z + added)).shares.forEach((share, i) => near(share, shares[i], added));
});

test("powers are written for people", () => {
  const written = [148.413, 2980.958, 0.3679, Math.exp(105), Math.exp(-101)].map(formatPower);
  assert.deepEqual(written, ["148.41", "2,980.96", "0.37", "3.99 \u00d7 10\u2074\u2075", "1.37 \u00d7 10\u207b\u2074\u2074"]);
});

const say = (logits, added = 0) => describe(logits, softmax(logits), added);

test("the words tell the lead, a tie, and what was added", () => {
  assert.equal(say([-1, 1, 5]), "The whelk leads the razor clam by 4.0, so its share is e^4.0 = 54.60 times as large: 0.97963 against 0.01794.");
  assert.match(say([2, 2, 2]), /^All three are level, so they have equal shares of 0\.33333\.$/);
  assert.match(say([2, 0.3, 2]), /^Limpet and whelk are level/);
  assert.match(say([-1, 1, 5], 100), /With 100 added to all, every power and their sum is multiplied by e\^100 = 2\.69 \u00d7 10\u2074\u00b3;.*are what they were\.$/);
});
