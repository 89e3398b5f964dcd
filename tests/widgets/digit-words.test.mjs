import assert from "node:assert/strict";
import test from "node:test";
import { Sheet } from "../../docs/widgets/elements/draw-a-digit/sheet.mjs";
import { describe as told, list, share } from "../../docs/widgets/elements/draw-a-digit/words.mjs";

const plain = (words) => words.replaceAll("\u00a0", " ");
const describe = (...how) => plain(told(...how));
const sure = { name: "deep", winner: 3, probability: 0.9999, otherwise: 6 };
const unsure = { name: "shallow", winner: 8, probability: 0.4051, otherwise: 8 };

test("shares never claim to be certain, and words stand in a row", () => {
  assert.deepEqual([0.9999, 0.99, 0.4051, 0.001].map(share).map(plain), ["over 99 %", "99 %", "41 %", "0 %"]);
  assert.deepEqual([list(["a"]), list([1, 2]), list([3, 4, 5])], ["a", "1 and 2", "3, 4 and 5"]);
});

test("a drawing is told with what scaling and centring do", () => {
  const sheet = { subject: "Your drawing", label: null, prepared: true };
  assert.equal(
    describe([unsure, sure], sheet),
    "Your drawing: the shallow net says 8 (41 %); the deep net says 3 (over 99 %). Left where it is and as large as it is, they would say 8 and 6.",
  );
  assert.match(describe([unsure], sheet), / Left where it is, it would be read the same way\.$/);
  assert.match(describe([sure], { ...sheet, prepared: false }), / Scaled and centred as MNIST was, it would say 6\.$/);
});

test("a test digit is judged, an empty sheet is not", () => {
  const sheet = { subject: "Test digit 9 of 10,000, a 3", label: 3, prepared: true };
  assert.match(describe([unsure, sure], sheet), /says 8 \(41 %\), and is wrong; the deep net says 3 \(over 99 %\), rightly\./);
  assert.match(describe([], sheet), /^The sheet is empty\./);
});

test("an untouched example makes room for the first stroke; a test digit stays below it", () => {
  const sheet = new Sheet();
  const total = () => sheet.picture.values.reduce((sum, value) => sum + value, 0);
  sheet.show([[[3, 3], [9, 9]]]);
  assert.ok(total() > 0 && sheet.untouched && !sheet.canUndo);
  sheet.begin([20, 20]);
  sheet.extend([22, 20]);
  assert.equal(sheet.strokes.length, 1);
  assert.equal(sheet.picture.values[60 * 280 + 60], 0);
  sheet.undo();
  assert.equal(total(), 0);
  const pixels = new Float64Array(784).fill(0);
  pixels[5 * 28 + 7] = 0.5;
  sheet.putDigit(pixels);
  assert.ok(Math.abs(total() - 50) < 1e-9);
  assert.equal(sheet.picture.values[59 * 280 + 79], 0.5);
  sheet.begin([20, 20]);
  assert.ok(total() > 300 && !sheet.untouched);
  sheet.undo();
  assert.ok(Math.abs(total() - 50) < 1e-9 && sheet.untouched);
});
