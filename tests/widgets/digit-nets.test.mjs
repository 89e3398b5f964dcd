import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { answer, softmax, spokeFor, unpack } from "../../docs/widgets/lib/digit-net.mjs";
import * as drawing from "../../docs/widgets/lib/drawing.mjs";
import { golden, near } from "./golden.mjs";

const FOLDER = process.env.DIGIT_NETS ?? new URL("../../.cache/digit-nets/", import.meta.url).pathname;
const read = (name) => new Uint8Array(readFileSync(`${FOLDER}/${name}`)).buffer;
const index = JSON.parse(readFileSync(`${FOLDER}/index.json`, "utf8"));
const nets = Object.fromEntries(Object.entries(index.nets).map(([name, { layers, file }]) => [name, unpack(layers, read(file))]));
const bytes = new Uint8Array(read(index.digits.file));
const digit = (i) => ({ ...drawing.blank(28), values: Float64Array.from(bytes.subarray(784 * i, 784 * (i + 1)), (v) => v / 255) });

const alike = (actual, expected, what) => {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) => near(actual[i], value, `${what}, number ${i}`, 1e-12));
};
const sheet = (rows, columns) => {
  const made = drawing.blank(rows + 7, columns + 4);
  for (let row = 1; row <= rows; row += 1) {
    for (let column = 1; column <= columns; column += 1) {
      made.values[(row + 4) * made.columns + column] = (row * column) / (rows * columns);
    }
  }
  return made;
};
const example = () => {
  const made = drawing.blank(drawing.SHEET);
  for (const points of index.example) drawing.stroke(made, points);
  return made;
};

test("strokes become the same ink as in dlbook.data.drawing", () => {
  const { side, strokes } = golden("drawings");
  strokes.forEach(({ stroke, ink }, i) => {
    const made = drawing.blank(side);
    drawing.stroke(made, stroke);
    alike(made.values, ink.flat(), `stroke ${i}`);
  });
});

test("drawings are scaled, weighed and centred as in dlbook.data.drawing", () => {
  const { pieces, whole } = golden("drawings");
  assert.equal(pieces.length, 5);
  for (const { rows, columns, fitted, mass, corner } of pieces) {
    const box = drawing.fitted(sheet(rows, columns));
    const name = `${rows} by ${columns}`;
    assert.deepEqual([box.rows, box.columns], [fitted.length, fitted[0].length], name);
    alike(box.values, fitted.flat(), name);
    alike(drawing.centreOfMass(box), mass, name);
    assert.deepEqual(drawing.corner(box), corner, name);
    const picture = drawing.centred(box);
    const first = picture.values[corner[0] * 28 + corner[1]];
    near(first, fitted[0][0], `${name}, corner`);
  }
  alike(drawing.asItIs(sheet(pieces[3].rows, pieces[3].columns)).values, whole.flat(), "a whole sheet");
});

test("an empty sheet has nothing to scale", () => {
  assert.equal(drawing.fitted(drawing.blank(30)), null);
});

test("MNIST's digits, ten times as large and put into a corner, come back as they were", () => {
  for (let i = 0; i < index.digits.labels.length; i += 1) {
    const { values } = digit(i);
    const { top, left } = drawing.bounds(digit(i));
    const large = drawing.blank(280);
    large.values.forEach((_, at) => {
      const [row, column] = [Math.floor(at / 2800) + top, Math.floor((at % 280) / 10) + left];
      if (row < 28 && column < 28) large.values[at] = values[row * 28 + column];
    });
    alike(drawing.centred(drawing.fitted(large)).values, [...values], `digit ${i}`);
  }
});

test("the three nets answer as dlbook.nn does, and the same pixels spoke for the winner", () => {
  const { cases } = golden("digit-nets");
  assert.ok(cases.length >= 9);
  for (const one of cases) {
    const picture = one.digit === null ? drawing.centred(drawing.fitted(example())) : digit(one.digit);
    for (const [name, net] of Object.entries(nets)) {
      const { probabilities, pixels, spoke } = one[name];
      const given = answer(net, picture.values);
      probabilities.forEach((value, k) => near(given.probabilities[k], value, `${name}, digit ${one.digit}, output ${k}`));
      const shares = spokeFor(net, given);
      pixels.forEach((at, k) => near(shares[at], spoke[k], `${name}, digit ${one.digit}, pixel ${at}`, 1e-9));
      assert.ok(picture.values.every((value, at) => value > 0 || shares[at] === 0));
    }
  }
});

test("what a pixel adds is measured by fading its ink", () => {
  const given = answer(nets.shallow, digit(0).values);
  const shares = spokeFor(nets.shallow, given, 6);
  const at = shares.indexOf(Math.max(...shares));
  const faded = digit(0).values;
  faded[at] *= 1 - 1e-6;
  const lost = (given.logits[6] - answer(nets.shallow, faded).logits[6]) / 1e-6;
  assert.ok(shares[at] > 0.01);
  assert.ok(Math.abs(lost - shares[at]) < 1e-5, `${lost} is not ${shares[at]}`);
});

test("softmax takes logits of any size", () => {
  assert.deepEqual([...softmax(Float64Array.of(1000, 1000))], [0.5, 0.5]);
  assert.deepEqual([...softmax(Float64Array.of(-1000, 0))], [0, 1]);
});

test("the stored digits are misread by the nets as the pattern of each group says", () => {
  const wrong = index.digits.labels.map((label, i) => Object.values(nets).map((net) => answer(net, digit(i).values).winner !== label));
  const count = (pattern) => wrong.filter((row) => row.join() === pattern.join()).length;
  assert.ok(count([false, false, false]) >= 7); // the first of each kind, not chosen
  assert.ok(count([true, false, false]) >= 3);
  assert.deepEqual([count([true, true, false]), count([false, true, true]), count([true, true, true])], [2, 2, 3]);
});

test("all files together are under 200 KB, and an answer of three nets takes under 20 ms", () => {
  const sizes = ["index.json", "digits.bin", ...Object.values(index.nets).map(({ file }) => file)].map((name) => read(name).byteLength);
  assert.ok(sizes.reduce((sum, size) => sum + size) < 200_000);
  const drawn = example();
  const run = () => {
    const start = performance.now();
    const { values } = drawing.centred(drawing.fitted(drawn));
    for (const net of Object.values(nets)) spokeFor(net, answer(net, values));
    return performance.now() - start;
  };
  const times = Array.from({ length: 30 }, run).sort((a, b) => a - b);
  assert.ok(times[15] < 20, `${times[15]} ms`);
});
