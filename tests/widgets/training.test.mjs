import assert from "node:assert/strict";
import test from "node:test";
import { Activation, Dense } from "../../docs/widgets/lib/nn/dense.mjs";
import { BatchNorm } from "../../docs/widgets/lib/nn/batch-norm.mjs";
import { Dropout } from "../../docs/widgets/lib/nn/dropout.mjs";
import { INITIALIZERS } from "../../docs/widgets/lib/nn/initializers.mjs";
import { Matrix } from "../../docs/widgets/lib/nn/matrix.mjs";
import { Network } from "../../docs/widgets/lib/nn/network.mjs";
import { Adam, Momentum, SGD } from "../../docs/widgets/lib/nn/optimizers.mjs";
import { l1, l2 } from "../../docs/widgets/lib/nn/regularizers.mjs";
import { Trainer } from "../../docs/widgets/lib/nn/training.mjs";
import { normal, shuffled, uniform } from "../../docs/widgets/lib/random.mjs";
import { allNear, golden, near } from "./golden.mjs";

const CASES = {
  everything: {
    net: () => [
      new Dense(8, { kernelInitializer: INITIALIZERS.he_normal, kernelRegularizer: l2(0.01) }),
      new BatchNorm(),
      new Activation("relu"),
      new Dropout(0.25),
      new Dense(8, { activation: "elu", kernelRegularizer: l1(0.005) }),
      new Dense(3, { activation: "softmax" }),
    ],
    how: { cost: "categorical_crossentropy", optimizer: new Adam(0.02), batchSize: 7 },
  },
  plain: {
    net: () => [new Dense(8, { activation: "tanh" }), new Dense(8, { activation: "tanh" }), new Dense(1, { activation: "sigmoid" })],
    how: { cost: "binary_crossentropy", optimizer: new Momentum(0.1, 0.9), batchSize: 32 },
  },
};

test("two epochs of small nets equal dlbook.nn's fit: costs, parameters, moving statistics, outputs", () => {
  const { runs } = golden("engine-trainings");
  assert.deepEqual(Object.keys(runs), Object.keys(CASES));
  for (const [name, run] of Object.entries(runs)) {
    const net = new Network(CASES[name].net()).build(2, uniform(1));
    net.setWeights(run.start);
    const x = Matrix.from(run.x);
    const left = run.draws[Symbol.iterator]();
    const trainer = new Trainer(net, x, Matrix.from(run.y), { ...CASES[name].how, draw: () => left.next().value });
    run.orders.forEach((order, i) => near(trainer.epoch(order), run.losses[i], `${name}: cost of epoch ${i + 1}`));
    assert.equal(trainer.memory.step, run.steps);
    const end = { ...net.params, ...net.state };
    assert.deepEqual(Object.keys(end).sort(), Object.keys(run.end).sort());
    const noise = 1e-10; // a bias before a batch normalisation has no gradient but rounding, which Adam makes larger
    for (const [key, values] of Object.entries(run.end)) allNear(end[key], values, `${name}: ${key}`, noise);
    allNear(net.predict(x.take([0, 1, 2, 3, 4])).data, run.outputs, `${name}: outputs`);
  }
});

test("gradients are the slopes of the cost, measured by nudging every parameter", () => {
  const draw = uniform(3);
  const net = new Network([new Dense(4, { activation: "tanh", kernelRegularizer: l2(0.1) }), new BatchNorm(), new Dense(2, { activation: "softmax" })]);
  net.build(3, draw);
  const x = new Matrix(5, 3, new Float64Array(15).map(normal(draw)));
  const y = Matrix.from([[1, 0], [0, 1], [1, 0], [1, 0], [0, 1]]);
  const cost = () => net.costAndGradients(x, y, "quadratic");
  const { gradients } = cost();
  assert.deepEqual(Object.keys(gradients).sort(), Object.keys(net.params).sort());
  for (const [key, w] of Object.entries(net.params)) {
    w.forEach((value, i) => {
      const [up, down] = [1e-5, -1e-5].map((nudge) => {
        w[i] = value + nudge;
        return cost().value;
      });
      w[i] = value;
      assert.ok(Math.abs((up - down) / 2e-5 - gradients[key][i]) < 1e-8, `${key}[${i}]`);
    });
  }
});

test("an order is a permutation, and one seed gives one order", () => {
  const order = shuffled(50, uniform(4));
  assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: 50 }, (_, i) => i));
  assert.deepEqual(order, shuffled(50, uniform(4)));
  assert.notDeepEqual(order, shuffled(50, uniform(5)));
});

test("weights that do not fit are refused", () => {
  const net = new Network([new Dense(2)]).build(3, uniform(1));
  assert.throws(() => net.setWeights({ "dense_1/kernel": [1, 2] }), /dense_1\/kernel does not fit/);
  assert.throws(() => net.setWeights({ "dense_2/kernel": [1, 2] }), /does not fit/);
});

test("a 2-8-8-1 net makes at least 3,000 steps a second at batch 32", () => {
  const draw = uniform(1);
  const x = new Matrix(32, 2, new Float64Array(64).map(normal(draw)));
  const y = new Matrix(32, 1, new Float64Array(32).map((_, i) => Number(x.row(i)[0] * x.row(i)[1] > 0)));
  const net = new Network(CASES.plain.net()).build(2, draw);
  const trainer = new Trainer(net, x, y, { cost: "binary_crossentropy", optimizer: new SGD(0.5) });
  const [first] = Array.from({ length: 300 }, () => trainer.step(x, y)); // the engine compiles itself meanwhile
  let fastest = Infinity; // in microseconds of this process, so that others on the machine do not count
  for (let round = 0; round < 10; round++) {
    const begin = process.cpuUsage();
    for (let i = 0; i < 300; i++) trainer.step(x, y);
    fastest = Math.min(fastest, process.cpuUsage(begin).user);
  }
  assert.ok(trainer.step(x, y) < first / 2, "it learns");
  const speed = 300 / (fastest / 1e6);
  assert.ok(speed >= 3000, `${Math.round(speed)} steps a second`);
  if (process.env.SPEED) console.log(`${Math.round(speed)} steps a second`);
});
