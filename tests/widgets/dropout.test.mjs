import assert from "node:assert/strict";
import test from "node:test";
import { EVERYBODY, HIDDEN, SUBNETS, lots, meanOfAll, run, seededNet } from "../../docs/widgets/lib/dropout.mjs";
import { golden, near } from "./golden.mjs";

const { x, cases } = golden("dropout");

test("every subnet, the whole net and the mean of all subnets equal dlbook's", () => {
  assert.equal(cases.length, 4);
  for (const { activation, rate, net, rounds, whole, mean_of_all: mean } of cases) {
    const what = `${activation}, rate ${rate}`;
    const scale = 1 / (1 - rate);
    rounds.forEach(({ mask, output }, i) => near(run(net, x, activation, mask, scale).output, output, `${what}, round ${i}`, 1e-12));
    near(run(net, x, activation, EVERYBODY, 1).output, whole, `${what}, whole`, 1e-12);
    near(meanOfAll(net, x, activation, rate, scale), mean, `${what}, mean`, 1e-12);
  }
  assert.ok(cases.flatMap(({ rounds }) => rounds).some(({ mask }) => mask.filter(Boolean).length < 5));
});

test("one seed, one net and one row of lots; a higher rate silences those who were silent, and others", () => {
  assert.deepEqual(seededNet(3), seededNet(3));
  assert.notDeepEqual(seededNet(3), seededNet(4));
  const drawn = lots(3, 2000);
  assert.deepEqual(lots(3, 5), drawn.slice(0, 5));
  const share = drawn.flat().filter((lot) => lot < 0.3).length / (2000 * HIDDEN);
  assert.ok(Math.abs(share - 0.3) < 0.01);
});

test("linear units: the scaled mean is the whole net, the unscaled one (1 - rate) squared of it", () => {
  assert.equal(SUBNETS, 1024);
  const net = seededNet(5);
  const whole = run(net, x, "linear", EVERYBODY, 1).output;
  near(meanOfAll(net, x, "linear", 0.4, 1 / 0.6), whole, "scaled");
  near(meanOfAll(net, x, "linear", 0.4, 1), 0.36 * whole, "unscaled");
});
