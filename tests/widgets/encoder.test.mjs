import assert from "node:assert/strict";
import test from "node:test";
import { describe } from "../../docs/widgets/elements/encoder/words.mjs";
import { EPOCHS, Encoder, nextEpoch, rounded, shared, undecided } from "../../docs/widgets/lib/encoder.mjs";
import { allNear, golden } from "./golden.mjs";

test("1,000 epochs of the encoder equal those of dlbook.nn from the same start", () => {
  const { start, epochs, codes, errors } = golden("encoder");
  const encoder = new Encoder(1, start);
  encoder.train(1000);
  epochs.forEach((epoch, i) => {
    allNear(encoder.at(epoch).codes.flat(), codes[i], `codes after ${epoch} epochs`);
    allNear(encoder.at(epoch).errors, errors[i], `errors after ${epoch} epochs`);
  });
});

test("training goes on in slices, and one seed gives one training", () => {
  const [whole, sliced, other] = [3, 3, 4].map((seed) => new Encoder(seed));
  whole.train(100);
  let asked = 0;
  sliced.train(100, () => (asked += 1) > 4);
  assert.equal(sliced.trained, 20);
  sliced.train(100);
  other.train(100);
  assert.deepEqual(sliced.at(100), whole.at(100));
  assert.notDeepEqual(other.at(100), whole.at(100));
  assert.ok(other.at(0).codes.flat().every((a) => Math.abs(a - 0.5) < 0.06), "weights from -0.1 to 0.1");
});

test("codes are rounded, compared and judged", () => {
  assert.equal(rounded([0.02, 0.97, 0.51]), "011");
  assert.deepEqual(shared([[0, 0, 1], [0.9, 0, 0], [0.1, 0.2, 0.8]]), [[0, 2]]);
  assert.deepEqual([0.1, 0.3, 0.7, 0.9].map(undecided), [false, true, true, false]);
});

test("play goes by fives, then faster, and ends at the last epoch", () => {
  assert.deepEqual([0, 245, 250, 500, 4950, EPOCHS].map(nextEpoch), [5, 250, 255, 510, 5000, 5000]);
});

/** @param {number} seed @param {number} epoch */
function told(seed, epoch) {
  const encoder = new Encoder(seed);
  encoder.train(epoch);
  return describe(epoch, encoder.at(epoch));
}

test("the words say what has happened", () => {
  assert.match(told(7, 0), /^Before training all eight codes lie together/);
  assert.match(told(7, 100), /^After 100 epochs: every output says about one in eight.*add up to 6\.9\d\.$/);
  assert.match(told(7, 1000), /^After 1,000 epochs: all eight messages come back\. Messages 1 and 6 are still away from the corners\./);
  assert.match(told(7, 5000), /^After 5,000 epochs: all eight messages come back\. Each has a corner .* eight different codes\. .* 0\.0\d\d\.$/);
  assert.match(told(1, 1500), /Only message 8 is undecided: its hidden activations are 0\.\d\d, 0\.\d\d, 0\.\d\d\./);
  assert.match(told(4, 5000), /5 codes have stayed away from the corners\./);
  assert.match(told(2, 5000), /Messages 5 and 6 round to the same code, yet the \w+ neuron tells them apart: it says 0\.\d\d to one/);
});

test("what the chapter tells of the start that is shown first", () => {
  const encoder = new Encoder(7);
  encoder.train(EPOCHS);
  const { codes } = encoder.at(1000);
  assert.deepEqual(codes.map((code) => code.filter(undecided).length), [1, 0, 0, 0, 0, 3, 0, 0]);
  const taken = codes.filter((code) => !code.some(undecided)).map(rounded);
  const free = ["000", "001", "010", "011", "100", "101", "110", "111"].filter((code) => !taken.includes(code));
  assert.deepEqual(free, ["001", "011"]);
  assert.ok(codes[0].every((a, j) => j === 1 || Math.round(a) === Number(free[0][j])), "message 1 lies between them");
  const last = encoder.at(EPOCHS).codes;
  assert.deepEqual([rounded(last[0]), rounded(last[5])], ["011", "001"]);
  const settled = (i) => encoder.moments.findIndex(({ codes: now }) => !now[i].some(undecided));
  assert.ok(settled(5) < settled(0), "message 6 moves first");
});
