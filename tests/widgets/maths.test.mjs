import assert from "node:assert/strict";
import test from "node:test";
import * as activations from "../../docs/widgets/lib/activations.mjs";
import * as costs from "../../docs/widgets/lib/costs.mjs";
import { look, train } from "../../docs/widgets/lib/neuron.mjs";
import { golden, near } from "./golden.mjs";

const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

test("activations and their slopes equal dlbook.nn", () => {
  const { z, ...functions } = golden("activations");
  assert.ok(Object.keys(functions).length >= 7);
  for (const [name, expected] of Object.entries(functions)) {
    const rounding = name === "tanh_derivative" ? 4e-16 : 0; // 1 - tanh^2 in NumPy
    z.forEach((value, i) => near(activations[camel(name)](value), expected[i], `${name}(${value})`, rounding));
  }
});

test("costs equal dlbook.nn, the cross-entropy also where the probability rounds to 0 or 1", () => {
  const { outputs, logits } = golden("costs");
  outputs.y.forEach((y, i) => {
    const a = outputs.a[i];
    near(costs.squaredError(y, a), outputs.squared_error[i], `squared error (${y}, ${a})`);
    near(costs.squaredErrorDerivative(y, a), outputs.squared_error_derivative[i], `its slope (${y}, ${a})`);
  });
  logits.y.forEach((y, i) => {
    near(costs.crossEntropyFromLogit(y, logits.z[i]), logits.cross_entropy[i], `cross-entropy (${y}, ${logits.z[i]})`);
  });
});

test("300 epochs of one neuron equal those of dlbook.nn's network, cost and optimiser", () => {
  const { epochs, runs } = golden("neuron");
  assert.equal(runs.length, 8);
  for (const { cost, moments, x, y, rate, weight, bias } of runs) {
    const trained = train({ weight, bias }, { x, y }, cost, { rate, epochs: 300 });
    assert.equal(trained.length, 301);
    epochs.forEach((epoch, i) => {
      for (const [name, expected] of Object.entries(moments[i])) {
        near(trained[epoch][name], expected, `${cost} from (${weight}, ${bias}), epoch ${epoch}, ${name}`);
      }
    });
  }
});

test("the gradient is the slope of the cost, measured by nudging the weight", () => {
  const nudge = 1e-5;
  const lesson = { x: 0.7, y: 0.2 };
  for (const cost of ["quadratic", "entropy"]) {
    const at = (weight) => look({ weight, bias: 0.4 }, lesson, cost);
    const measured = (at(1.3 + nudge).cost - at(1.3 - nudge).cost) / (2 * nudge);
    assert.ok(Math.abs(measured - at(1.3).gradient) < 1e-8, cost);
  }
});

test("an input of 0 moves the bias and leaves the weight", () => {
  const [before, after] = train({ weight: 1, bias: 1 }, { x: 0, y: 0 }, "entropy", { rate: 0.5, epochs: 1 });
  assert.equal(after.weight, before.weight);
  assert.ok(after.bias < before.bias);
});
