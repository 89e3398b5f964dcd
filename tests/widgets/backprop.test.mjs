import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { BACK, CODE, STEPS, describe } from "../../docs/widgets/elements/backprop-stepper/steps.mjs";
import { numbers, walk } from "../../docs/widgets/lib/backprop.mjs";
import { golden, near } from "./golden.mjs";

const { walks } = golden("backprop");
const chapter = readFileSync(new URL("../../docs/training/backpropagation.md", import.meta.url), "utf8");

test("every value and slope equals dlbook's", () => {
  assert.equal(walks.length, 4);
  for (const { net, found } of walks) {
    const ours = walk(net);
    assert.deepEqual(Object.keys(ours).sort(), Object.keys(found).sort());
    for (const [name, expected] of Object.entries(found)) {
      const [left, right] = [ours[name], expected].map((value) => [value].flat(2));
      right.forEach((value, i) => near(left[i], value, `${name}[${i}]`, 1e-15));
    }
  }
});

test("numbers have the chapter's names", () => {
  const { net } = walks[0];
  const flat = numbers(net);
  assert.equal(flat.W1_01, net.W1[0][1]);
  assert.equal(flat.d_W1_10, walk(net).d_W1[1][0]);
  assert.equal(flat.x_1, 2);
});

test("the lines stand in the chapter, in this order", () => {
  const places = CODE.map((line) => chapter.indexOf(`\n${line}\n`));
  places.forEach((place, i) => assert.ok(place > (places[i - 1] ?? 0), CODE[i]));
});

test("the steps find every number once, each by its own line", () => {
  const found = STEPS.flatMap(({ finds }) => finds);
  const given = Object.keys(walks[0].net);
  const all = Object.keys(numbers(walks[0].net)).filter((name) => !given.includes(name.split("_")[0]));
  assert.deepEqual([...found].sort(), all.sort());
  for (const { line, finds } of STEPS) {
    const left = CODE[line].split(" = ")[0].split(", ");
    for (const name of finds) assert.ok(left.some((one) => name === one || name.startsWith(`${one}_`)), `${name}: ${CODE[line]}`);
  }
  assert.deepEqual(STEPS.map(({ line }) => line), STEPS.map(({ line }) => line).sort((a, b) => a - b));
});

test("lines with numbers come out right", () => {
  const n = numbers(walks[0].net);
  const sums = STEPS.map((step) => step.sums(n).join("; "));
  assert.equal(sums[1], "z1[0, 1] = 1 \u00d7 0.5 + 2 \u00d7 0.5 + (\u22120.5) = 1.000");
  assert.equal(sums[10], "d_a1[0, 0] = \u22120.213 \u00d7 2 = \u22120.425");
  for (const text of sums.join("; ").split("; ")) {
    const [, sum, result] = /= (.*) = (\S+)$/.exec(text) ?? [];
    if (!sum || sum.includes("\u03c3")) continue;
    const code = sum.replaceAll("\u2212", "-").replaceAll("\u00d7", "*").replaceAll("\u00b2", "**2");
    const value = Function(`return ${code}`)();
    assert.ok(Math.abs(value - Number(result.replace("\u2212", "-"))) < 0.004, text);
  }
});

test("words: forward, the cost, back through the weight, the end", () => {
  const n = numbers(walks[0].net);
  assert.match(describe(0, n), /^Step 0 of 16: the inputs/);
  assert.match(describe(7, n), /^Step 7 of 16, forward\. The miss, squared, is the cost: 0\.188\./);
  assert.match(describe(BACK + 3, n), /^Step 8 of 16, backward\..*the cost falls if the output grows\.$/);
  assert.match(describe(11, n), /same weight, 2, by which the upper hidden neuron spoke: \u22120\.425, so the cost falls if its answer grows\.$/);
  assert.match(describe(12, n), /falls if its answer shrinks\.$/);
  assert.match(describe(16, n), /All nine slopes are known\. No weight has moved\.$/);
});
