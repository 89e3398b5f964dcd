import assert from "node:assert/strict";
import test from "node:test";
import { describe } from "../../docs/widgets/elements/batch-norm/words.mjs";
import { COUNT, History, MARKED, UNITS, atInference, inTraining, incoming, layer, rowsOf, summary } from "../../docs/widgets/lib/batch-norm-layer.mjs";
import { allNear, golden, near } from "./golden.mjs";

const { phases, seed, gamma, beta, steps, inference, out } = golden("batch-norm");
const worlds = phases.map(({ shift, stretch, batch }) => ({ shift, stretch, batch, seed }));

/** A history through all phases of the golden numbers. */
function told() {
  const history = new History();
  let end = 0;
  phases.forEach((phase, i) => history.reach(worlds[i], (end += phase.steps)));
  return history;
}

test("statistics of batches, moving averages and the marked example equal those of dlbook.nn", () => {
  const history = told();
  assert.equal(history.steps.length, steps.length);
  steps.forEach((expected, i) => {
    const step = history.steps[i];
    allNear(step.mean, expected.mean, `mean, step ${i}`, 1e-12);
    allNear(step.variance, expected.variance, `variance, step ${i}`, 1e-12);
    allNear(step.movingMean, expected.moving_mean, `moving mean, step ${i}`, 1e-12);
    allNear(step.movingVariance, expected.moving_variance, `moving variance, step ${i}`, 1e-12);
    allNear(step.probe.map((value) => gamma * value + beta), expected.probe, `marked, step ${i}`, 1e-12);
  });
});

test("answers at inference and in training equal those of dlbook.nn", () => {
  const world = worlds[1];
  const moving = told().steps[29];
  const still = atInference(world, moving, gamma, beta);
  allNear(still.data.slice(0, 8 * UNITS), inference, "inference", 1e-12);
  [summary(still), summary(inTraining(world, 30, gamma, beta))].forEach((found, i) => {
    allNear(found.mean, out[i].mean, "mean that goes out", 1e-12);
    allNear(found.deviation, out[i].deviation, "deviation that goes out", 1e-12);
  });
});

test("an epoch asks every example once, whatever the batch, and another seed deals otherwise", () => {
  for (const batch of [1, 8, 512]) {
    const world = { ...worlds[0], batch };
    const rows = Array.from({ length: COUNT / batch }, (_, i) => rowsOf(world, COUNT / batch + i)).flat();
    assert.deepEqual(rows.sort((a, b) => a - b), Array.from({ length: COUNT }, (_, i) => i));
  }
  assert.notDeepEqual(rowsOf(worlds[0], 0), rowsOf({ ...worlds[0], seed: 4 }, 0));
});

test("in training shift and stretch do not matter; at inference they do until the averages have caught up", () => {
  const [plain, moved] = [worlds[0], { ...worlds[0], shift: 3, stretch: 2 }];
  const [before, after] = [plain, moved].map((world) => inTraining(world, 0, 1, 0));
  before.data.forEach((value, i) => assert.ok(Math.abs(value - after.data[i]) < 0.04));
  const history = new History();
  history.reach(plain, 600);
  const settled = summary(atInference(plain, history.steps[599], 1, 0));
  const stale = summary(atInference(moved, history.steps[599], 1, 0));
  history.reach(moved, 1200);
  const caught = summary(atInference(moved, history.steps[1199], 1, 0));
  for (let unit = 0; unit < UNITS; unit += 1) {
    assert.ok(Math.abs(settled.mean[unit]) < 0.1 && Math.abs(caught.mean[unit]) < 0.1);
    assert.ok(stale.mean[unit] > 1.5 && stale.deviation[unit] > 1.8);
  }
});

test("alone an example answers beta; in pairs only plus and minus are left", () => {
  const alone = inTraining({ ...worlds[0], batch: 1 }, 0, 2, 0.5);
  assert.ok(alone.data.every((value) => value === 0.5));
  const pairs = inTraining({ ...worlds[0], batch: 2, stretch: 3 }, 0, 1, 0);
  const sharp = [...pairs.data].filter((value) => Math.abs(Math.abs(value) - 1) < 0.02).length;
  assert.ok(sharp > 0.8 * pairs.data.length);
});

test("before the first step the moving averages are 0 and 1, and a history can begin anew", () => {
  const y = atInference(worlds[1], undefined, 1, 0);
  near(y.row(MARKED)[0], incoming(2.5, 0.5).row(MARKED)[0] / Math.sqrt(1.001), "start");
  const history = told();
  history.clear();
  assert.equal(history.steps.length, 0);
  assert.deepEqual([...history.norm.state.moving_variance], Array(UNITS).fill(1));
  assert.deepEqual([...layer(2, 1).params.gamma], Array(UNITS).fill(2));
});

test("the words say what counts in each mode", () => {
  const view = { step: 40, batch: 32, training: true, gamma: 1, beta: 0, unit: 0, input: { mean: 1.5, deviation: 0.5 }, output: { mean: 0, deviation: 1 } };
  const marked = { answers: [0.4, 0.6, 0.5], still: 0.9 };
  const off = { mean: 0.5, spread: 1.2 };
  const say = (more) => describe({ ...view, marked, off, ...more });
  assert.match(say({}), /^Training, step 40, batches of 32: unit 1 comes in with mean 1\.50 and standard deviation 0\.50 and goes out with 0\.00 and 1\.00, which is \u03b2 and \u03b3\./);
  assert.match(say({}), /The marked digit got answers from 0\.40 to 0\.60 in the last 3 steps, as its company changed; at inference it gets 0\.90\.$/);
  assert.match(say({ output: { mean: 0, deviation: 0.7 }, batch: 2 }), /0\.70\. Beside variances so small .* reached\. In pairs, only which/);
  assert.match(say({ batch: 1 }), /every digit is its own mean, and all answers are \u03b2/);
  assert.match(say({ training: false }), /^Inference after 40 steps: .* \u03b2 and \u03b3 ask for 0\.00 and 1\.00\. The moving mean is 0\.50 off/);
  assert.match(say({ training: false, off: { mean: 0.01, spread: 1.01 } }), /The moving averages have caught up\./);
});
