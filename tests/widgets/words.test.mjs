import assert from "node:assert/strict";
import test from "node:test";
import { describe } from "../../docs/widgets/elements/saturated-neuron/words.mjs";
import { train } from "../../docs/widgets/lib/neuron.mjs";

const lesson = { x: 1, y: 0 };
const [quadratic, entropy] = ["quadratic", "entropy"].map((cost) =>
  train({ weight: 2, bias: 2 }, lesson, cost, { rate: 0.15, epochs: 300 }),
);
const after = (epoch) => describe(epoch, quadratic[epoch], entropy[epoch], 0);

test("the start is told from both neurons", () => {
  assert.match(after(0), /^At the start both neurons say 0\.98; both should say 0\. /);
});

test("the stuck neuron still says the wrong thing, and the reason is named", () => {
  assert.match(after(20), /^After 20 epochs: the quadratic neuron still says 0\.98; the cross-entropy neuron says 0\.38; /);
  assert.match(after(20), /only 0\.043, choked by \u03c3\u2032\(z\) = 0\.022; the cross-entropy\u2019s is 0\.376\.$/);
});

test("one epoch is singular, and the end is a happy one", () => {
  assert.match(after(1), /^After 1 epoch: /);
  assert.match(after(300), /Both have learnt their lesson\.$/);
});
