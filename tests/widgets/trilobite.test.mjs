import assert from "node:assert/strict";
import test from "node:test";
import { RATES, nearestRate } from "../../docs/widgets/elements/trilobite-descent/rate.mjs";
import { describe, show } from "../../docs/widgets/elements/trilobite-descent/words.mjs";
import { GROUNDS, minima, walk } from "../../docs/widgets/lib/descent.mjs";
import { endOf, judge } from "../../docs/widgets/lib/verdict.mjs";

/** Walk on a ground from its start; tell the verdict at the end, and all on the way. */
function told(name, rate, momentum = 0, start = undefined) {
  const ground = GROUNDS.find((one) => one.name === name);
  const valleys = minima(ground);
  const places = walk(ground, { start: start ?? ground.start, rate, momentum }, 301);
  const end = Math.min(endOf(ground, valleys, places), 300);
  const all = places.slice(0, end + 1).map((_, i) => judge(ground, valleys, places, i));
  return { end, last: all[end], all };
}

test("walks end as the chapter says", () => {
  assert.equal(told("hill", 6).last, "arrived");
  assert.equal(told("dip", 2).last, "dip");
  assert.equal(told("dip", 5).last, "swinging");
  assert.equal(told("dip", 10).last, "arrived");
  assert.equal(told("dip", 30).last, "outside");
  assert.equal(told("hollow", 2.8).last, "dip");
  assert.equal(told("hollow", 0.28, 0.9).last, "arrived");
  assert.equal(told("plateau", 5).last, "plain");
});

test("on the two pebbles all depends on 1/h = 0.2 and 2/h = 0.4", () => {
  assert.deepEqual([told("bowl", 0.1).last, told("bowl", 0.35).last, told("bowl", 0.39).last], ["arrived", "arrived", "arrived"]);
  assert.ok(!told("bowl", 0.1).all.includes("over") && told("bowl", 0.35).all.includes("over"));
  assert.deepEqual([told("bowl", 0.2).end, told("bowl", 0.2).last], [1, "arrived"]); // but for rounding
  assert.equal(told("bowl", 0.4).last, "swinging");
  assert.ok(!told("bowl", 0.398).all.includes("swinging"));
  const beyond = told("bowl", 0.42);
  assert.ok(beyond.all.includes("away") && beyond.last === "outside");
});

test("a roller climbs, and on the plateau there is nothing to feel", () => {
  assert.ok(told("hollow", 0.28, 0.9).all.includes("uphill"));
  assert.ok(!told("hollow", 2.8).all.includes("uphill"));
  assert.equal(told("plateau", 0.3, 0, 5.2).all[0], "flat");
});

const story = { step: 1, here: { w: 0.8, velocity: 0.8, slope: -4 }, next: { w: 1.2, velocity: 0.4, slope: -2 } };
const rest = { cost: 1.7, rate: 0.1, momentum: 0, limit: 0.4, verdict: "walking", linear: true };

test("the words name place, slope, stride and limit", () => {
  assert.equal(
    describe({ ...story, ...rest }),
    "After 1 step: w = 0.80, cost 1.70. It feels the slope \u22124.00: the next stride is 0.1 \u00d7 4.00 = 0.400 to the right. " +
      "Downhill. Its rate is below 2/h = 0.400: it can come to rest in the valley below.",
  );
  assert.match(describe({ ...story, ...rest, rate: 0.45, verdict: "away" }), /farther each time\. Its rate is above 2\/h = 0\.400\.$/);
  assert.match(describe({ ...story, ...rest, momentum: 0.5, limit: 0.6 }), /a push of .* to the right, and 0\.50 of its last step, 0\.800\..*2 \(1 \+ \u03bc\)\/h = 0\.600/);
  assert.match(describe({ ...story, ...rest, verdict: "swinging", rate: 0.4 }), /exactly 2\/h/);
  assert.match(describe({ ...story, ...rest, here: { ...story.here, slope: 0 }, verdict: "arrived" }), /It feels no slope\. It has arrived/);
});

test("numbers have a few digits, also when a walker is lost", () => {
  assert.deepEqual([0, 0.00321, 0.1234, 1.234, 12.34, -1234.5].map(show), ["0.0000", "0.0032", "0.123", "1.23", "12.3", "\u22121235"]);
  assert.equal(show(-3.21e7), "\u22123.2 \u00b7 10^7");
});

test("the slider's rates rise by a like ratio and find their neighbours", () => {
  assert.ok(RATES.every((rate, i) => i === 0 || (rate > RATES[i - 1] && rate / RATES[i - 1] < 1.26)));
  for (const rate of [0.1, 0.28, 0.3, 0.4, 0.45, 2, 2.8, 6, 10, 100]) assert.equal(RATES[nearestRate(rate)], rate);
  assert.equal(RATES[nearestRate(6.1)], 6);
});
