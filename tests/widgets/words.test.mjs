import assert from "node:assert/strict";
import test from "node:test";
import { describe } from "../../docs/widgets/elements/saturated-neuron/words.mjs";
import { describe as tell } from "../../docs/widgets/elements/dropout/words.mjs";
import { PENALTIES, describe as judge, showError, strength } from "../../docs/widgets/elements/overfitting/words.mjs";
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

const fits = [
  [1.4, 1.2],
  [0.4, 0.44],
  [0.016, 0.029],
  [0.011, 0.033],
  [0, 5393.2],
].map(([old, fresh]) => ({ w: [], old, fresh }));

test("curves are called what they are: too stiff, best, nearly as good, learnt by heart", () => {
  const say = (degree) => judge(degree, fits, 0);
  assert.match(say(0), /^Degree 0, 1 parameter, no penalty: error 1\.400 on the old points, 1\.200 on new ones\. That is underfitting/);
  assert.match(say(1), /That is underfitting: degree 2 does better on new points, with 0\.029, and on old ones too\.$/);
  assert.match(say(2), /No other degree does better on new points\.$/);
  assert.match(say(3), /Only just: degree 2 does better/);
  assert.match(say(4), /5,393 on new ones\. That is overfitting: degree 2/);
  assert.match(judge(2, fits, 3e-6), /3 parameters, \u03bb = 3 \u00d7 10\u207b\u2076: /);
});

test("strengths and errors are written for people", () => {
  assert.equal(PENALTIES.length, 18);
  assert.deepEqual(PENALTIES, [...PENALTIES].sort((a, b) => a - b));
  assert.deepEqual([0, 1e-7, 3e-5, 1e-4, 0.003, 10].map(strength), ["0", "1 \u00d7 10\u207b\u2077", "3 \u00d7 10\u207b\u2075", "0.0001", "0.003", "10"]);
  assert.deepEqual([0, 0.0294, 12.34, 5393.2, 2e7].map(showError), ["0.000", "0.029", "12.3", "5,393", "over a million"]);
});

const round = { round: 3, rate: 0.5, silent: 4, scale: 2, activation: "relu", output: 0.5, mean: 1.25, all: 1.3, whole: 1.36 };

test("dropout tells the round, the means, and why they differ", () => {
  assert.equal(
    tell(round),
    "Round 3: 4 of 10 hidden units are silent, and this subnet says 0.50. The mean of 3 rounds is 1.25; the mean of all 1,024 subnets is 1.30, " +
      "and the whole net says 1.36. With ReLUs they need not be equal; here they are close.",
  );
  assert.match(tell({ ...round, round: 0 }), /^No round has been played/);
  assert.match(tell({ ...round, round: 1, silent: 1 }), /^Round 1: 1 of 10 hidden units is silent.* 0\.50\. The mean of all/);
  assert.match(tell({ ...round, all: -0.5 }), /here they differ by 1\.86\.$/);
  assert.match(tell({ ...round, activation: "linear", all: 1.36 }), /the two are equal, whatever the weights\.$/);
  assert.match(tell({ ...round, scale: 1 }), /never seen in training\.$/);
  assert.match(tell({ ...round, rate: 0, scale: 1 }), /every round is the whole net\.$/);
});
