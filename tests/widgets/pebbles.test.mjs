import assert from "node:assert/strict";
import test from "node:test";
import { describe, turn } from "../../docs/widgets/elements/descent-2d/words.mjs";
import { ALL, START, X, cost, curvatures, deal, descend, gradient, hessian, indexAt, lowest, steepestLimit } from "../../docs/widgets/lib/pebbles.mjs";
import { uniform } from "../../docs/widgets/lib/random.mjs";
import { golden, near } from "./golden.mjs";

test("descents in batches of every size equal those of dlbook.nn", () => {
  const { walks } = golden("batches");
  assert.ok(walks.length >= 5);
  for (const { places, ...how } of walks) {
    const own = descend(how);
    assert.equal(own.length, places.length);
    places.forEach((place, i) => place.forEach((value, axis) => near(own[i].place[axis], value, `batch ${how.batch}, step ${i}`, 1e-12)));
  }
});

test("curvatures and the lowest point equal NumPy's", () => {
  const expected = golden("batches");
  const { small, large, angle } = curvatures(hessian());
  near(small, expected.curvatures[0], "small");
  near(large, expected.curvatures[1], "large");
  lowest().forEach((value, axis) => near(value, expected.lowest[axis], "lowest", 1e-12));
  const [[a, c]] = hessian();
  near(a * Math.cos(angle) + c * Math.sin(angle), large * Math.cos(angle), "eigenvector");
  assert.ok(Math.hypot(...gradient(lowest())) < 1e-12);
});

test("an epoch deals every pebble once, the last batch as short as need be", () => {
  assert.deepEqual([...deal(12, uniform(3))].sort((a, b) => a - b), ALL);
  const steps = descend({ batch: 5, rate: 0.1, seed: 1, epochs: 2 });
  assert.deepEqual(steps.map(({ rows }) => rows.length), [5, 5, 2, 5, 5, 2, 0]);
  assert.deepEqual(steps.slice(0, 3).flatMap(({ rows }) => rows).sort((a, b) => a - b), ALL);
  assert.deepEqual(steps.map(({ seen }) => seen), [0, 5, 10, 12, 17, 22, 24]);
  assert.deepEqual([0, 4, 5, 11, 12, 24, 99].map((seen) => indexAt(steps, seen)), [0, 0, 1, 2, 3, 6, 6]);
});

test("the gradient is the slope of the cost of the very examples in the batch", () => {
  const [rows, nudge] = [[2, 7, 11], 1e-6];
  const measured = [0, 1].map((axis) => {
    const at = (side) => cost(START.map((value, i) => value + (i === axis ? side * nudge : 0)), rows);
    return (at(1) - at(-1)) / (2 * nudge);
  });
  gradient(START, rows).forEach((value, axis) => assert.ok(Math.abs(value - measured[axis]) < 1e-7));
  const singles = ALL.map((i) => gradient(START, [i]));
  near(singles.reduce((sum, [w]) => sum + w, 0) / X.length, gradient(START)[0], "mean of the single gradients");
});

test("one pebble has a trough and no lowest point, and the steepest one the lowest limit", () => {
  assert.equal(lowest([3]), null);
  near(steepestLimit(descend({ batch: 1, rate: 0.01, seed: 0, epochs: 1 })), 1 / (1.5 ** 2 + 1), "limit");
  near(steepestLimit(descend({ batch: 12, rate: 0.01, seed: 0, epochs: 1 })), 2 / golden("batches").curvatures[1], "limit of all");
});

test("the words name work, place and direction", () => {
  const steps = descend({ batch: 4, rate: 0.1, seed: 5, epochs: 4 });
  const all = descend({ batch: 12, rate: 0.1, seed: 5, epochs: 4 });
  const tell = (i) => describe({ step: steps[i], count: i, batch: 4, seen: steps[i].seen, other: { step: all[indexAt(all, steps[i].seen)], count: indexAt(all, steps[i].seen) } });
  assert.match(tell(0), /^At the start: w = 3\.00, b = 1\.25, cost .* The next 4 pebbles would go \d+ degrees off/);
  assert.match(tell(4), /^After 1 epoch and 4 pebbles, which is 4 steps at batch size 4: .* Batch descent, for the same work, has taken 1 step and is /);
  assert.equal(Math.round(turn(all[0])), 0);
  const lost = descend({ batch: 1, rate: 0.8, seed: 5, epochs: 20 });
  assert.match(describe({ step: lost.at(-1), count: 9, batch: 1, seen: 9, other: { step: all[0], count: 0 } }), /It diverges\.$/);
});
