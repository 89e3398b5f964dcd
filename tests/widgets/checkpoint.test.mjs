import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { describe } from "../../docs/widgets/elements/checkpoint/words.mjs";
import { compare, watch } from "../../docs/widgets/lib/patience.mjs";
import { golden } from "./golden.mjs";

const published = JSON.parse(readFileSync(new URL("../../docs/widgets/data/checkpoint.json", import.meta.url), "utf8"));

test("every published curve ends and keeps as with dlbook.nn.EarlyStopping on the unrounded record", () => {
  const { kept, stopped } = golden("patience");
  assert.deepEqual(Object.keys(kept), Object.keys(published.curves));
  let compared = 0;
  for (const [name, curves] of Object.entries(published.curves)) {
    for (const patience of Object.keys(kept[name])) {
      curves.forEach((errors, i) => {
        const end = watch(errors, Number(patience));
        assert.deepEqual([end.kept, end.stopped], [kept[name][patience][i], stopped[name][patience][i]], `${name} ${patience} ${i}`);
        compared += 1;
      });
    }
  }
  assert.equal(compared, 3 * 6 * 20);
});

test("a small curve by hand", () => {
  const errors = [9, 7, 8, 7, 5, 6, 6, 6, 1];
  assert.deepEqual(watch(errors, 2), { kept: 2, stopped: 4, early: true, saved: [1, 2] });
  assert.deepEqual(watch(errors, 3), { kept: 5, stopped: 8, early: true, saved: [1, 2, 5] });
  assert.deepEqual(watch(errors, 4), { kept: 9, stopped: 9, early: false, saved: [1, 2, 5, 9] });
  const { kept, last, lowest, epochs, early, twice } = compare([errors, [4, 3, 2, 1]], 2);
  assert.deepEqual([kept, last, lowest, epochs, early, twice], [4, 1, 1, 4, 1, 1]);
});

const say = (errors, patience, epoch = errors.length, all = { early: 3, twice: 2, of: 20 }) => {
  const end = watch(errors, patience);
  return describe(7, errors, end, { epoch: Math.min(epoch, end.stopped), patience }, all);
};

test("the words tell waiting, stopping and what it cost", () => {
  const errors = [9, 7, 8, 7, 5, 6, 6, 6, 1];
  assert.equal(say(errors, 3, 2), "Seed 7, epoch 2: a new lowest error, 7.0. The net is saved.");
  assert.match(say(errors, 3, 3), /no new lowest for 1 epoch of 3; the kept net is that of epoch 2, with an error of 7\.0\.$/);
  assert.match(say(errors, 2), /^Seed 7 stops after epoch 4: .* Kept: epoch 2, error 7\.0\. That is 7\.0 times the 1\.0 of epoch 9/);
  assert.match(say(errors, 9), /runs through all 9 epochs\. Kept: epoch 9, error 1\.0\. It is the lowest of all 9, and the last\./);
  assert.match(say([3, 1, 2], 9), /It is the lowest of all 3, and the last epoch has 2\.0\./);
  assert.match(say(errors, 2), /3 stop early with a patience of 2, and 2 are taken home with more than twice their lowest error\.$/);
  assert.match(say(errors, 2, 9, { early: 1, twice: 1, of: 20 }), /1 stops early .* one is taken home/);
  assert.match(say(errors, 2, 9, { early: 0, twice: 0, of: 20 }), /none stops early .* none is taken home/);
});
