import assert from "node:assert/strict";
import test from "node:test";
import { apart } from "../../docs/widgets/elements/optimiser-race/badges.mjs";
import { describe } from "../../docs/widgets/elements/optimiser-race/words.mjs";
import { arrow } from "../../docs/widgets/lib/arrow.mjs";
import { GROUNDS, between } from "../../docs/widgets/lib/race-grounds.mjs";
import { RATES, RUNNERS, STAY, STEPS, arrival, batches, memories, run, sweep } from "../../docs/widgets/lib/race.mjs";
import { allNear, golden, near } from "./golden.mjs";

test("runs, memories and arrivals on every ground equal those of dlbook.nn", () => {
  const { rates, seed, runs } = golden("race");
  assert.deepEqual(RATES, rates);
  assert.equal(runs.length, GROUNDS.length * RUNNERS.length);
  for (const { ground, key, rate, arrival, moments } of runs) {
    const course = [GROUNDS[ground], GROUNDS[ground].start, batches(GROUNDS[ground], seed)];
    const [own, kept] = [run(key, rate, ...course), memories(key, rate, ...course)];
    assert.equal(own.arrival, arrival ?? Infinity, `${key} on ${ground}`);
    for (const { step, place, slots } of moments) {
      allNear(own.places[step], place, `${key} on ${ground}, step ${step}`, 1e-8);
      assert.deepEqual(Object.keys(kept[step].slots), Object.keys(slots));
      for (const [slot, values] of Object.entries(slots)) allNear(kept[step].slots[slot], values, `${key} ${slot}`, 1e-8);
      allNear(kept[step].step, place.map((value, i) => value - own.places[step - 1][i]), `${key}, last step`, 1e-8);
    }
  }
});

test("the gradients are the slopes of the costs", () => {
  const [nudge, every] = [1e-6, Array.from({ length: 12 }, (_, i) => i)];
  for (const { name, above, gradient, start, lowest } of GROUNDS) {
    gradient(start, every).forEach((slope, axis) => {
      const at = (side) => above(start.map((value, i) => value + (i === axis ? side * nudge : 0)));
      near(slope, (at(1) - at(-1)) / (2 * nudge), name, 1e-6);
    });
    assert.ok(Math.abs(above(lowest)) < 1e-12 && Math.hypot(...gradient(lowest, every)) < 1e-12, name);
  }
});

test("turning the valley changes nothing for those who follow the gradient, and much for those with a rate a weight", () => {
  const best = (key, ground) => {
    const { arrivals, best } = sweep(key, ground, ground.start, batches(ground, 1));
    return [RATES[best], arrivals[best]];
  };
  const [, straight, turned] = GROUNDS;
  for (const key of ["sgd", "momentum", "nesterov"]) assert.deepEqual(best(key, straight), best(key, turned), key);
  assert.deepEqual(best("adagrad", straight), [50, 4]);
  assert.deepEqual(best("adagrad", turned), [2, 82]);
  assert.equal(best("rmsprop", turned)[1], Infinity);
});

test("a sweep takes the first arrival, at a tie the lowest rate, and without arrival whoever is lowest in the end", () => {
  const [bend] = GROUNDS;
  const asked = batches(bend, 1);
  const { arrivals, best } = sweep("sgd", bend, bend.start, asked);
  assert.deepEqual(arrivals.map((steps) => steps < Infinity), RATES.map((rate) => rate === 0.5 || rate === 1));
  assert.equal(RATES[best], 1);
  const tie = sweep("sgd", bend, bend.lowest, asked);
  assert.equal(tie.best, 0);
  const [, , turned] = GROUNDS;
  const none = sweep("adadelta", turned, turned.start, asked);
  const ends = RATES.map((rate) => run("adadelta", rate, turned, turned.start, asked).heights[STEPS]);
  assert.equal(ends[none.best], Math.min(...ends));
});

test("to arrive is to stay: a dip below the finish does not count", () => {
  const flat = (value, count) => Array(count).fill(value);
  assert.equal(arrival([3, 0.5, 3, ...flat(0.5, STEPS + STAY - 2)], 1), 3);
  assert.equal(arrival([...flat(3, STEPS), ...flat(0.5, STAY + 1)], 1), STEPS);
  assert.equal(arrival([...flat(3, STEPS + 1), ...flat(0.5, STAY)], 1), Infinity);
  assert.equal(arrival([...flat(0.5, STEPS + STAY), 3], 1), Infinity);
  const [, valley] = GROUNDS;
  const lost = run("sgd", 0.1, valley, valley.start, batches(valley, 1));
  assert.ok(lost.lost < 40 && lost.arrival === Infinity && lost.places.length === lost.lost + 1);
});

test("between two places of a column the cost is below the level, and the same at both", () => {
  for (const ground of GROUNDS) {
    const [level, w1] = [ground.levels[3], ground.lowest[0] + 0.1];
    const [low, high] = between(ground, w1, level);
    for (const w2 of [low, high]) near(ground.above([w1, w2]), level, ground.name);
    assert.ok(ground.above([w1, (low + high) / 2]) < level);
    assert.equal(between(ground, w1, -1), null);
  }
});

test("all runners are asked the same examples, each once an epoch", () => {
  const pebbles = GROUNDS[3];
  const asked = batches(pebbles, 7);
  assert.equal(asked.length, STEPS + STAY);
  assert.deepEqual(asked.slice(3, 6).flat().sort((a, b) => a - b), Array.from({ length: 12 }, (_, i) => i));
  assert.notDeepEqual(asked, batches(pebbles, 8));
});

test("letters keep apart and stay in their box; arrows point where they should", () => {
  const spots = [[5, 5], [5, 5], [6, 5], [90, 40]];
  const moved = apart(spots, 10, [0, 0, 100, 50]);
  moved.forEach(([x, y], i) => {
    assert.ok(x >= 0 && x <= 100 && y >= 0 && y <= 50);
    moved.slice(0, i).forEach((other) => assert.ok(Math.hypot(x - other[0], y - other[1]) > 9));
  });
  assert.deepEqual(moved[3].map(Math.round), [90, 40]);
  assert.match(arrow([1, 2], [30, 0]), /^M1 2L31 2M/);
  assert.equal(arrow([1, 2], [0.2, 0]), "");
});

test("the words tell the order, ties, who is late and who is lost", () => {
  const of = (...fates) => RUNNERS.map((_, i) => ({ rate: 0.1, arrival: Infinity, lost: Infinity, ...fates[i] }));
  const runs = of({ arrival: 20 }, { lost: 7 }, { arrival: 10 }, { arrival: 20 }, { arrival: 90 });
  const say = (step, own = true) => describe({ runs, step, own, tuning: false });
  assert.equal(say(0), "Before the first step, each at the best of 15 rates: all stand at one start.");
  assert.match(say(5, false), /^Step 5 of 300, all at the rate 0\.1\. Nobody has arrived\. On the way: SGD, Momentum,/);
  assert.match(say(30), /Arrived, with the steps needed: Nesterov 10, SGD and AdaGrad 20 \(a tie\)\. Flown off: Momentum \(step 7\)\. On the way: RMSProp, /);
  assert.match(say(300), /RMSProp 90\. .* Not arrived in 300 steps: AdaDelta, Adam and AdamW\.$/);
  assert.match(describe({ runs, step: 3, own: true, tuning: true }), /being tried/);
});
