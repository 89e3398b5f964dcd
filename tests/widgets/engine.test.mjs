import assert from "node:assert/strict";
import test from "node:test";
import * as activations from "../../docs/widgets/lib/nn/activations.mjs";
import { BatchNorm } from "../../docs/widgets/lib/nn/batch-norm.mjs";
import { COSTS } from "../../docs/widgets/lib/nn/costs.mjs";
import { Dense } from "../../docs/widgets/lib/nn/dense.mjs";
import { Dropout } from "../../docs/widgets/lib/nn/dropout.mjs";
import { INITIALIZERS, constant } from "../../docs/widgets/lib/nn/initializers.mjs";
import { Matrix } from "../../docs/widgets/lib/nn/matrix.mjs";
import { OPTIMIZERS } from "../../docs/widgets/lib/nn/optimizers.mjs";
import { l1, l1l2, l2, softThreshold } from "../../docs/widgets/lib/nn/regularizers.mjs";
import { uniform } from "../../docs/widgets/lib/random.mjs";
import { allNear, golden, near } from "./golden.mjs";

const ROUNDING = 1e-14; // of differences such as 1 - a^2 where a is nearly 1

test("every activation equals dlbook.nn, forward and back by the chain rule", () => {
  const { d_a, functions } = golden("engine-functions").activations;
  assert.deepEqual(Object.keys(functions).sort(), Object.keys(activations.ACTIVATIONS).sort());
  for (const [name, expected] of Object.entries(functions)) {
    const { forward, backward } = activations.ACTIVATIONS[name];
    const z = Matrix.from(expected.z);
    const a = forward(z);
    allNear(a.data, expected.a, name, ROUNDING);
    allNear(backward(Matrix.from(d_a), z, a).data, expected.d_z, `back through ${name}`, ROUNDING);
  }
});

test("softmax, maxout and noisy ReLU equal dlbook.nn", () => {
  const { z, noise, ...expected } = golden("engine-functions").rows;
  const { softmax, logSoftmax, maxout, maxoutDerivative, noisyRelu, noisyReluDerivative } = activations;
  const noisy = (f) => z.flatMap((row, i) => row.map((value, j) => f(value, noise[i][j])));
  allNear(z.flatMap((row) => [...softmax(row)]), expected.softmax, "softmax");
  allNear(z.flatMap((row) => [...logSoftmax(row)]), expected.log_softmax, "log softmax", ROUNDING);
  allNear(z.map(maxout), expected.maxout, "maxout");
  allNear(z.flatMap((row) => [...maxoutDerivative(row)]), expected.maxout_derivative, "maxout's slope");
  allNear(noisy(noisyRelu), expected.noisy_relu, "noisy ReLU");
  allNear(noisy(noisyReluDerivative), expected.noisy_relu_derivative, "noisy ReLU's slope");
});

test("every cost equals dlbook.nn, its gradient too, from outputs and from logits", () => {
  const cases = golden("engine-functions").costs;
  assert.deepEqual([...new Set(cases.map(({ name }) => name))].sort(), Object.keys(COSTS).sort());
  for (const { name, from_logits, y, p, value, gradient } of cases) {
    const cost = from_logits ? COSTS[name].fused : COSTS[name];
    const found = cost.measure(Matrix.from(y), Matrix.from(p));
    near(found.value, value, name);
    allNear(found.gradient.data, gradient, `gradient of ${name}, logits: ${from_logits}`, ROUNDING);
  }
});

test("penalties equal dlbook.nn", () => {
  const { weights, soft_threshold, ...expected } = golden("engine-functions").penalties;
  const own = { l1: l1(0.02), l2: l2(0.03), l1_l2: l1l2(0.02, 0.03) };
  for (const [name, { penalty, gradient }] of Object.entries(expected)) {
    near(own[name].penalty(Float64Array.from(weights)), penalty, name);
    allNear(own[name].gradient(Float64Array.from(weights)), gradient, `gradient of ${name}`);
  }
  allNear(softThreshold(Float64Array.from(weights), 0.2), soft_threshold, "soft threshold");
});

test("initialisers have the moments and the reach of dlbook.nn's", () => {
  const { shape: [fanIn, fanOut], ...expected } = golden("engine-starts");
  assert.deepEqual(Object.keys(expected).sort(), Object.keys(INITIALIZERS).sort());
  for (const [name, { mean_square, largest }] of Object.entries(expected)) {
    const kernel = INITIALIZERS[name](fanIn, fanOut, uniform(1));
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(mean_square);
    const within = (found, wanted, share) => Math.abs(found - wanted) <= share * wanted;
    assert.equal(kernel.length, fanIn * fanOut);
    assert.ok(within(mean(kernel.map((w) => w * w)), mean_square, 0.03), name);
    assert.ok(name === "ones" || Math.abs(mean(kernel)) <= 0.03 * spread, `${name}: mean`);
    const reach = Math.max(...kernel.map(Math.abs));
    assert.ok(within(reach, largest, name === "random_normal" ? 0.2 : 0.01), `${name}: ${reach}, ${largest}`);
  }
  assert.deepEqual([...constant(3)(1, 2)], [3, 3]);
  assert.deepEqual(INITIALIZERS.he_normal(3, 2, uniform(5)), INITIALIZERS.he_normal(3, 2, uniform(5)));
});

const MADE = {
  dense: () => new Dense(3, { activation: "tanh" }),
  batch_norm: ({ momentum, epsilon }) => new BatchNorm(momentum, epsilon),
  dropout: ({ rate }) => new Dropout(rate),
};

test("every layer equals dlbook.nn forward and back, in training and at inference", () => {
  for (const one of golden("engine-layers").cases) {
    const layer = MADE[one.kind](one.settings);
    layer.build(4, uniform(1));
    for (const [key, values] of Object.entries(one.weights)) (layer.params[key] ?? layer.state[key]).set(values);
    const left = one.draws[Symbol.iterator]();
    const { y, cache } = layer.forward(Matrix.from(one.x), { training: one.training, draw: () => left.next().value });
    const { dX, gradients } = layer.backward(Matrix.from(one.d_y), cache);
    allNear(y.data, one.y, one.kind, ROUNDING);
    allNear(dX.data, one.d_x, `${one.kind}: derivative by the input`, ROUNDING);
    assert.deepEqual(Object.keys(gradients).sort(), Object.keys(one.gradients).sort());
    for (const [key, g] of Object.entries(one.gradients)) allNear(gradients[key], g, `${one.kind} ${key}`, ROUNDING);
    for (const [key, values] of Object.entries(one.state)) allNear(layer.state[key], values, `${one.kind} ${key}`);
  }
});

test("defaults are Keras'", () => {
  assert.deepEqual([new BatchNorm().momentum, new BatchNorm().epsilon], [0.99, 1e-3]);
  assert.throws(() => new Dense(3, { activation: "swoosh" }), /no activation called swoosh/);
  assert.throws(() => new Dropout(0.5).forward(new Matrix(1, 1), { training: true }), /random numbers/);
});

test("20 steps of every optimiser equal those of dlbook.nn", () => {
  const { start, gradients, runs } = golden("engine-optimizers");
  assert.deepEqual([...new Set(runs.map(({ name }) => name))], Object.keys(OPTIMIZERS));
  for (const { name, arguments: settings, steps } of runs) {
    const optimizer = new OPTIMIZERS[name](...settings);
    const params = { kernel: Float64Array.from(start.kernel), bias: Float64Array.from(start.bias) };
    const state = optimizer.init(params);
    assert.equal(steps.length, 20);
    steps.forEach((expected, t) => {
      const g = { kernel: Float64Array.from(gradients[t].kernel), bias: Float64Array.from(gradients[t].bias) };
      optimizer.apply(g, state, params);
      for (const key of ["kernel", "bias"]) allNear(params[key], expected[key], `${name}(${settings}), step ${t}, ${key}`);
    });
  }
});
