import assert from "node:assert/strict";
import test from "node:test";
import { describe } from "../../docs/widgets/elements/activation-explorer/words.mjs";
import { FAMILY, kindOf, zones } from "../../docs/widgets/lib/activation-family.mjs";
import * as activations from "../../docs/widgets/lib/activations.mjs";
import { golden, near } from "./golden.mjs";

const SETTINGS = { leak: 0.2, alpha: 1, noise: 1 };
const member = (name) => FAMILY.find((one) => one.name === name);
const Z = Array.from({ length: 401 }, (_, i) => (i - 200) / 20);
const zonesOf = (name, settings = SETTINGS) =>
  zones(Z.map((z) => member(name).slope(z, settings))).map(({ kind, from, to }) => [kind, Z[from], Z[to]]);

test("rectifiers with other settings equal dlbook.nn", () => {
  const { z, leaky_relu, elu } = golden("activation_settings");
  for (const [name, cases] of Object.entries({ leakyRelu: leaky_relu, elu })) {
    for (const { setting, value, slope } of cases) {
      z.forEach((one, i) => {
        near(activations[name](one, setting), value[i], `${name}(${one}, ${setting})`);
        near(activations[`${name}Derivative`](one, setting), slope[i], `slope of ${name}(${one}, ${setting})`);
      });
    }
  }
});

test("noisy ReLU and maxout equal dlbook.nn", () => {
  const { z, noisy_relu, maxout } = golden("activation_settings");
  assert.ok(noisy_relu.slope.some((slope) => slope === 0) && noisy_relu.slope.some((slope) => slope > 0.5));
  z.forEach((one, i) => {
    const noise = noisy_relu.noise[i];
    near(activations.noisyRelu(one, noise), noisy_relu.value[i], `noisyRelu(${one}, ${noise})`);
    near(activations.noisyReluDerivative(one, noise), noisy_relu.slope[i], `its slope (${one}, ${noise})`);
  });
  for (const { pieces, value, slope } of maxout) {
    assert.equal(activations.maxout(pieces), value);
    assert.deepEqual(activations.maxoutDerivative(pieces), slope);
  }
});

test("every member's slope is the slope of its value, measured by nudging z", () => {
  const nudge = 1e-6;
  assert.equal(FAMILY.length, 11);
  for (const { name, value, slope } of FAMILY) {
    for (const z of [-6.3, -2.1, -0.4, 0.3, 1.1, 4.7]) {
      const measured = (value(z + nudge, SETTINGS) - value(z - nudge, SETTINGS)) / (2 * nudge);
      assert.ok(Math.abs(measured - slope(z, SETTINGS)) < 1e-6, `${name} at ${z}`);
    }
  }
});

test("zones are where the slope is 0 or small", () => {
  assert.deepEqual(zonesOf("step"), [["dead zone", -10, 10]]);
  assert.deepEqual(zonesOf("ReLU"), [["dead zone", -10, 0]]);
  assert.deepEqual(zonesOf("sigmoid"), [["saturated", -10, -2.9], ["saturated", 2.9, 10]]); // a(1 - a) = 0.05 at 2.887
  for (const name of ["identity", "leaky, parametric ReLU", "maxout", "square"]) assert.deepEqual(zonesOf(name), []);
  assert.deepEqual(zonesOf("leaky, parametric ReLU", { ...SETTINGS, leak: 0 }), [["dead zone", -10, 0]]);
  assert.deepEqual([0, 0.0499, -0.0499, 0.05, 1].map(kindOf), ["dead zone", "saturated", "saturated", "", ""]);
});

const say = (name, z, examples) => describe(member(name), z, member(name).slope(z, SETTINGS), examples.map((one) => member(name).slope(one, SETTINGS)));

test("the words tell a saturated neuron from a dead one", () => {
  assert.match(say("sigmoid", 4, [-4, 0, 4]), /slope is 0\.0177.*saturated.*2 of its 3 examples/s);
  assert.match(say("sigmoid", 4, [4, 5, 6]), /All 3 examples.*still learns, but slowly/s);
  assert.match(say("ReLU", -2, [-2, -3, -1]), /slope is 0: .*nothing.*All 3 examples.*dead\.$/s);
  assert.match(say("ReLU", -2, [-2, -3, 1]), /2 of its 3 examples.*1 other still teaches/s);
  assert.match(say("step", 2, [-2, 3]), /a step is flat wherever you look/);
  assert.match(say("identity", -2, [-2, -3, 1]), /All 3 examples teach it/);
});
