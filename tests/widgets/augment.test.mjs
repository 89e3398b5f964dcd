import assert from "node:assert/strict";
import test from "node:test";
import * as augment from "../../docs/widgets/lib/augment.mjs";
import { changes, describe } from "../../docs/widgets/elements/augmentation/words.mjs";
import { golden, near } from "./golden.mjs";

const ROUNDING = 2e-7; // of pixels in float32
const alike = (actual, expected, what) => {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) => near(actual[i], value, `${what}, pixel ${i}`, ROUNDING));
};
const quiet = () => assert.fail("no noise was asked for");
const OF = {
  shift: ([down, right]) => ({ down, right }),
  rotate: ([degrees]) => ({ degrees }),
  skew: ([skew]) => ({ skew }),
  zoom: ([zoom]) => ({ zoom }),
  blur: ([blur]) => ({ blur }),
};

test("each change equals dlbook.augment", () => {
  const { picture, changes } = golden("augment");
  assert.deepEqual([...new Set(changes.map(({ name }) => name))], Object.keys(OF));
  for (const { name, amounts, after } of changes) {
    alike(augment.augmented(picture, { ...augment.NOTHING, ...OF[name](amounts) }, quiet), after, `${name} ${amounts}`);
  }
});

test("all warps at once equal dlbook.augment's", () => {
  const { picture, together } = golden("augment");
  for (const { amounts, after } of together) alike(augment.augmented(picture, { ...augment.NOTHING, ...amounts }, quiet), after, JSON.stringify(amounts));
});

test("noise is added pixel by pixel and cut", () => {
  const { picture, noise } = golden("augment");
  const left = noise.draws[Symbol.iterator]();
  alike(augment.augmented(picture, { ...augment.NOTHING, noise: noise.sigma }, () => left.next().value), noise.after, "noise");
});

test("nothing changes nothing, and a mirror twice is the picture", () => {
  const { picture } = golden("augment");
  assert.deepEqual([...augment.augmented(picture, augment.NOTHING, quiet)], picture);
  const once = augment.augmented(picture, { ...augment.NOTHING, mirror: 1 }, quiet);
  assert.deepEqual([...once.subarray(0, 12)], picture.slice(0, 12).reverse());
  assert.deepEqual([...augment.mirrored(once)], picture);
});

test("drawn amounts are modest, and fit the sliders", () => {
  const fields = Object.fromEntries(Object.keys(augment.LIMITS).map((name) => [name, { step: 0.05 }]));
  for (const share of [0, 0.2, 0.5, 0.77, 1 - 1e-9]) {
    const amounts = augment.drawn(() => share, fields);
    assert.ok(augment.isModest(amounts), JSON.stringify(amounts));
    const right = (2 * share - 1) * 2;
    assert.ok(Math.abs(amounts.right - right) <= 0.025 + 1e-6 && amounts.zoom >= 0.9 && amounts.zoom <= 1.1);
  }
  for (const far of [{ right: 2.5 }, { degrees: -11 }, { skew: 0.25 }, { zoom: 1.15 }, { mirror: 1 }, { noise: 0.1 }, { blur: 0.1 }]) {
    assert.equal(augment.isModest({ ...augment.NOTHING, ...far }), false, JSON.stringify(far));
  }
});

const SEEN = { label: 6, row: 11, net: "deep", amounts: augment.NOTHING, winner: 6, probability: 0.9, before: 6, kept: 8, copies: 8 };
const said = (more, amounts = {}) => describe({ ...SEEN, ...more, amounts: { ...augment.NOTHING, ...amounts } });

test("changes in words, in the order in which they are made", () => {
  const all = { right: -1, down: 2.5, degrees: -30, skew: 0.2, zoom: 0.9, blur: 1, noise: 0.1, mirror: 1 };
  assert.deepEqual(changes(all), [
    "mirrored", "leaning right by 0.20", "turned 30\u00b0 to the right", "shrunk to 90\u00a0%", "1 pixel to the left", "2.5 pixels down", "blurred", "with noise",
  ]);
  assert.deepEqual(changes({ ...augment.NOTHING, degrees: 180, zoom: 1.2, skew: -1 }), ["leaning left by 1.00", "turned 180\u00b0", "enlarged to 120\u00a0%"]);
});

test("the status says what the net says, and what to think of it", () => {
  assert.equal(said({}), "Test digit 12 of 10,000, a 6, as it is: the deep net says 6 (90\u00a0%). Of the 8 copies drawn below it reads all as a 6.");
  assert.match(said({}, { right: 1 }), /a 6, 1 pixel to the right: .* The label is still true/);
  assert.match(said({}, { right: 5 }), /whether the label is true is for you to say/);
  assert.match(said({ winner: 9 }, { degrees: 180 }), /a six on its head is a nine/);
  assert.match(said({ winner: 6, label: 9, before: 9 }, { degrees: -170 }), /a nine on its head is a six/);
  assert.match(said({ winner: 8 }, { degrees: 180 }), /If you would still call it a 6/);
  assert.match(said({ winner: 5 }, { mirror: 1 }), /Nobody writes like that/);
  assert.match(said({ winner: 0, kept: 7 }, { skew: 0.2 }), /from a copy like this a net can learn\. Of the 8 copies drawn below it reads 7 as a 6\./);
  assert.match(said({ winner: 0, before: 0 }, { blur: 2 }), /It misreads the original, too/);
});
