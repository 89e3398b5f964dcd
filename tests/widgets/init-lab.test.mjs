import assert from "node:assert/strict";
import test from "node:test";
import * as lab from "../../docs/widgets/lib/init-lab.mjs";
import { Dense } from "../../docs/widgets/lib/nn/dense.mjs";
import { Matrix } from "../../docs/widgets/lib/nn/matrix.mjs";
import { Network } from "../../docs/widgets/lib/nn/network.mjs";
import { uniform } from "../../docs/widgets/lib/random.mjs";
import { became, changes, costText, describe, sizeText } from "../../docs/widgets/elements/initialisation-lab/words.mjs";
import { golden, near } from "./golden.mjs";

const SETTING = { activation: "relu", scheme: "he_normal", s: 0, depth: 3, width: 16, seed: 4 };

test("signals and gradients of every layer are as large as those of dlbook.nn", () => {
  const { x, y, nets } = golden("init-lab");
  assert.deepEqual(Object.keys(nets).sort(), ["relu", "sigmoid", "tanh"]);
  for (const [activation, { weights, forward, backward }] of Object.entries(nets)) {
    const hidden = Array.from({ length: backward.length }, () => new Dense(6, { activation }));
    const net = new Network([...hidden, new Dense(3, { activation: "softmax" })]).build(5, uniform(1));
    net.setWeights(weights);
    const found = lab.climb(net, { x: Matrix.from(x), y: Matrix.from(y) });
    for (const [way, expected] of Object.entries({ forward, backward })) {
      assert.equal(found[way].length, expected.length);
      expected.forEach(({ size, apart }, i) => {
        near(found[way][i].size, size, `${activation}, ${way} ${i}: size`);
        near(found[way][i].apart, apart, `${activation}, ${way} ${i}: differences`);
      });
    }
  }
});

test("sizes neither overflow nor vanish before their squares would", () => {
  near(lab.size(Float64Array.of(3e200, 4e200)), 5e200 / Math.SQRT2, "huge");
  near(lab.size(Float64Array.of(3e-200, 4e-200)), 5e-200 / Math.SQRT2, "tiny");
  assert.equal(lab.size(new Float64Array(3)), 0);
});

test("a histogram counts powers of ten, at the ends what lies beyond, and zeros nowhere", () => {
  const values = Float64Array.of(0, 1e-9, -0.05, 0.5, 0.2, 70, NaN, 3);
  assert.deepEqual([...lab.histogram(values, [-2, 1], 3)], [2, 2, 2].map((n) => n / 8));
});

test("the range holds every size", () => {
  assert.deepEqual(lab.range([1, 0.02]), [-4, 1]);
  assert.deepEqual(lab.range([0.5, 0, Infinity, NaN]), [-2, 1]);
  assert.deepEqual(lab.range([3e7, 1e-30]), [-26, 10]);
});

test("weights are as large as the scheme says", () => {
  for (const scheme of ["lecun_normal", "glorot_normal", "he_normal", "normal"]) {
    const setting = { ...SETTING, scheme, s: 0.25, width: 64 };
    const found = lab.size(lab.newborn(setting).params["dense_2/kernel"]);
    assert.ok(Math.abs(found / lab.aimedAt(setting) - 1) < 0.03, `${scheme}: ${found}`);
  }
});

test("the task has ten classes as often as each other and inputs of mean square 1", () => {
  const { train, fresh } = lab.toyData(3);
  assert.ok(Math.abs(lab.size(train.x.data) - 1) < 0.1);
  for (const { y } of [train, fresh]) {
    const counts = Array.from({ length: 10 }, (_, k) => y.toRows().filter((row) => row[k] === 1).length);
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
  }
});

test("an epoch teaches a shallow net, and a broken one stays broken without an error", () => {
  const data = lab.toyData(4);
  const subject = new lab.Subject({ ...SETTING, width: 64 }, data);
  const before = subject.score;
  for (let i = 0; i < lab.STEPS; i += 1) subject.step();
  assert.ok(before.right < 0.3 && subject.score.right > 0.9, `${before.right} ${subject.score.right}`);
  assert.equal(subject.broken, false);
  const wild = new lab.Subject({ ...SETTING, scheme: "normal", s: 1, depth: 20, width: 64 }, data);
  for (let i = 0; i < 5; i += 1) wild.step();
  assert.equal(wild.broken, true);
  assert.equal(wild.score.right, 0);
});

test("factors in words", () => {
  assert.equal(became(0), "are gone altogether");
  assert.equal(became(1e-12), "fall to less than a billionth");
  assert.equal(became(2e-6), "fall to about a millionth");
  assert.equal(became(0.0019), "fall to about a thousandth");
  assert.equal(became(0.021), "fall to 2.1\u00a0%");
  assert.equal(became(0.3), "fall to 30\u00a0%");
  assert.equal(became(1.2), "roughly keep their size");
  assert.equal(became(45), "grow 45-fold");
  assert.equal(became(7e4), "grow about a hundred thousand times");
  assert.equal(became(1e14), "grow more than a billion times");
  assert.equal(became(NaN), "outgrow what a computer can count");
});

test("sizes and costs in figures", () => {
  const shown = [0, 1, 0.064, 0.96, 12.3, 480, 2.4e14, 3e-7, NaN].map(sizeText);
  assert.deepEqual(shown, ["0", "1.0", "0.064", "0.96", "12", "480", "2.4\u00b710\u00b9\u2074", "3.0\u00b710\u207b\u2077", "too large"]);
  assert.equal(costText(2.302), "2.30");
  assert.equal(costText(2.5e15), "2.5\u00b710\u00b9\u2075");
});

test("the status says what fades, what arrives, and what came of it", () => {
  const rungs = (sizes, aparts, backs) => ({
    forward: sizes.map((size, i) => ({ size, apart: aparts[i] })),
    backward: backs.map((size) => ({ size })),
  });
  const base = { name: "with He\u2019s weights", setting: SETTING, at: 0, before: { cost: 2.5, right: 0.1 }, now: { cost: 2.5, right: 0.1 }, other: null };
  const said = (more) => describe({ ...base, ...more });
  assert.match(said({ rungs: rungs([1, 0.5], [1, 1e-6], [1e-6, 1]) }), /3 layers of 16 ReLUs, with He\u2019s weights: .* answer loudly, but all examples get the same answer\. It has not/);
  assert.match(said({ rungs: rungs([1, 1], [1, 0.6], [1, 1]) }), /arrives, in both directions/);
  assert.match(said({ rungs: rungs([1, 0.02], [1, 0.02], [0.2, 1]) }), /fades from layer to layer/);
  assert.match(said({ rungs: rungs([1, 1e5], [1, 1e5], [1e5, 1]) }), /explode/);
  assert.match(said({ rungs: rungs([1, 1], [1, 1], [40, 1]) }), /shake the first layers/);
  assert.match(said({ rungs: rungs([1, 0], [1, 0], [0, 0]) }), /Nothing of the examples reaches the output/);
  const trained = { rungs: rungs([1, 1], [1, 1], [1, 1]), at: 64, now: { cost: 0.5, right: 0.975 }, other: { name: "with LeCun\u2019s weights", now: { cost: NaN, right: 0 } } };
  assert.match(said(trained), /^After the epoch\..* from 2\.50 to 0\.50, and 98\u00a0% of them are recognised, .*; with LeCun\u2019s weights, training breaks down\.$/);
  assert.match(said({ ...trained, at: 3, now: { cost: NaN, right: 0 } }), /^After 3 of 64 steps\. .*training has broken down/);
});

test("factors go from the inputs to the top, and from the last layer to the first", () => {
  const rungs = { forward: [{ size: 2, apart: 1 }, { size: 9, apart: 9 }, { size: 1, apart: 0.1 }], backward: [{ size: 3 }, { size: 6 }] };
  assert.deepEqual(changes(rungs), { size: 0.5, apart: 0.1, back: 0.5 });
});

test("what the chapter asks readers to try comes out as it says", () => {
  const data = lab.toyData(8);
  const learned = (activation, scheme, depth = 10, s = 0) => {
    const subject = new lab.Subject({ activation, scheme, s, depth, width: 64, seed: 8 }, data);
    for (let i = 0; i < lab.STEPS; i += 1) subject.step();
    return subject.score.right;
  };
  const [glorot, he] = [learned("relu", "glorot_normal"), learned("relu", "he_normal")];
  assert.ok(glorot < 0.5 && he > 0.95, `ReLU: ${glorot} ${he}`);
  const sigmoids = [learned("sigmoid", "glorot_normal"), learned("sigmoid", "normal", 10, 0.5), learned("sigmoid", "normal", 10, 1)];
  assert.ok(sigmoids[0] <= 0.15 && sigmoids[1] <= 0.15 && sigmoids[2] > 0.4, `sigmoids: ${sigmoids}`);
  const [tanhs, deep] = [learned("tanh", "glorot_normal", 20), learned("relu", "he_normal", 20)];
  assert.ok(tanhs > 0.95 && deep < 0.7, `20 layers: ${tanhs} ${deep}`);
});
