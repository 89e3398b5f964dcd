import assert from "node:assert/strict";
import test from "node:test";
import { normal, uniform } from "../../docs/widgets/lib/random.mjs";
import { clamp, format, formatSmall, linear, niceMaximum, path, snap } from "../../docs/widgets/lib/scales.mjs";
import { read, write } from "../../docs/widgets/lib/url-state.mjs";

const FIELDS = {
  rate: { value: 0.15, min: 0.01, max: 2, step: 0.01 },
  epoch: { value: 20, min: 0, max: 300, step: 1 },
};

test("random numbers: one seed, one stream; uniform and normal moments", () => {
  const [one, same, other] = [7, 7, 8].map((seed) => Array.from({ length: 20000 }, uniform(seed)));
  assert.deepEqual(one, same);
  assert.notEqual(one[0], other[0]);
  assert.ok(one.every((value) => value >= 0 && value < 1));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.ok(Math.abs(mean(one) - 0.5) < 0.01);
  assert.ok(Math.abs(mean(one.map((value) => (value - 0.5) ** 2)) - 1 / 12) < 0.003);
  const bell = Array.from({ length: 20000 }, normal(uniform(3)));
  assert.ok(Math.abs(mean(bell)) < 0.03);
  assert.ok(Math.abs(mean(bell.map((value) => value ** 2)) - 1) < 0.04);
});

test("a linear scale and its inverse", () => {
  const scale = linear([-8, 8], [20, 300]);
  assert.deepEqual([scale(-8), scale(0), scale(8)], [20, 160, 300]);
  assert.equal(scale.invert(scale(3)), 3);
});

test("numbers are clamped, snapped, rounded up and written for people", () => {
  assert.deepEqual([clamp(-1, 0, 3), clamp(2, 0, 3), clamp(9, 0, 3)], [0, 2, 3]);
  assert.equal(snap(0.1 + 0.2, 0.1), 0.3);
  assert.deepEqual([0.2, 1, 1.1, 4.02, 5.1, 11].map(niceMaximum), [1, 1, 2, 5, 10, 20]);
  assert.deepEqual([format(-0.456, 2), format(-0.001, 2), format(2, 1)], ["\u22120.46", "0.00", "2.0"]);
  const small = [0.0347, -0.00034, 0.982, 0, 1e-9].map(formatSmall);
  assert.deepEqual(small, ["0.035", "\u22120.0003", "0.982", "0.000", "0.000000"]);
  assert.equal(path([[0, 1], [2.004, 3.456]]), "M0 1L2 3.46");
});

test("a valid state comes back from the address, and other parameters stay", () => {
  const search = write(FIELDS, { rate: 0.3, epoch: 20 }, "?q=mnist&w.epoch=7", "w");
  assert.equal(search, "?q=mnist&w.rate=0.3");
  assert.deepEqual(read(FIELDS, search, "w"), { state: { rate: 0.3, epoch: 20 }, notes: [] });
  assert.equal(write(FIELDS, { rate: 0.15, epoch: 20 }, "?w.rate=1", "w"), "");
});

test("bad values are ignored with a note each", () => {
  for (const bad of ["", "fast", "NaN", "1e9", "-1", "2.01", "0.155", "0x1", " 1", "Infinity", "1".repeat(400)]) {
    const { state, notes } = read(FIELDS, `?${new URLSearchParams({ "w.rate": bad })}`, "w");
    assert.equal(state.rate, 0.15, bad);
    assert.equal(notes.length, 1, bad);
    assert.match(notes[0], /^The rate .* is not one of 0\.01 to 2\.00 in steps of 0\.01; 0\.15 is used\.$/);
    assert.ok(notes[0].length < 120);
  }
  const unknown = read(FIELDS, "?w.toString=1&w.rate=1&other.rate=bad", "w");
  assert.deepEqual(unknown.state, { rate: 1, epoch: 20 });
  assert.deepEqual(unknown.notes, ["There is no \u201ctoString\u201d to set."]);
});
