import assert from "node:assert/strict";
import test from "node:test";
import { GROUNDS, cost, curvature, limitWith, minima, slope, valleyBelow, walk } from "../../docs/widgets/lib/descent.mjs";
import { isRolled, middle, outline, pieces, poses } from "../../docs/widgets/lib/trilobite.mjs";
import { golden, near } from "./golden.mjs";

const ground = (name) => GROUNDS.find((one) => one.name === name);

test("costs, slopes and curvatures of all grounds equal dlbook.nn, and the costs the figures' functions", () => {
  const { places, grounds } = golden("descent");
  assert.deepEqual(grounds.map(({ name }) => name), GROUNDS.map(({ name }) => name));
  let drawn = 0;
  for (const expected of grounds) {
    const own = ground(expected.name);
    places.forEach((w, i) => {
      near(cost(own, w), expected.cost[i], `cost of ${own.name} at ${w}`);
      near(slope(own, w), expected.slope[i], `slope of ${own.name} at ${w}`, 1e-15);
      near(curvature(own, w), expected.curvature[i], `curvature of ${own.name} at ${w}`, 1e-15);
    });
    expected.figure.forEach((value, i) => near(cost(own, places[i]), value, `figure of ${own.name} at ${places[i]}`));
    drawn += expected.figure.length;
  }
  assert.equal(drawn, 3 * places.length);
});

test("walks with and without momentum equal those of the engine's optimisers", () => {
  const { steps, grounds } = golden("descent");
  let walks = 0;
  for (const { name, walks: expected } of grounds) {
    for (const { rate, momentum, weights } of expected) {
      const own = walk(ground(name), { start: ground(name).start, rate, momentum }, 8);
      assert.equal(own.length, 9);
      steps.forEach((step, i) => near(own[step].w, weights[i], `${name}, rate ${rate}, momentum ${momentum}, step ${step}`, 1e-12));
      walks += 1;
    }
  }
  assert.ok(walks >= 20);
});

test("the limit is where a walker beside the minimum stops coming nearer, also with momentum", () => {
  for (const own of GROUNDS) {
    for (const minimum of minima(own)) {
      assert.ok(Math.abs(slope(own, minimum.w)) < 1e-9 && minimum.curvature > 0, own.name);
      for (const momentum of [0, 0.5]) {
        const limit = limitWith(minimum, momentum);
        const away = (rate) => {
          const places = walk(own, { start: minimum.w + 1e-6, rate, momentum }, 300);
          return Math.abs(places[places.length - 1].w - minimum.w);
        };
        assert.ok(away(0.97 * limit) < 1e-7, `${own.name}: below ${limit}`);
        assert.ok(away(1.03 * limit) > 1e-5, `${own.name}: above ${limit}`);
      }
    }
  }
});

test("the bowl of the two pebbles has the limit 2/5, the other grounds as many valleys as they show", () => {
  near(minima(ground("bowl"))[0].limit, 0.4, "limit");
  near(minima(ground("bowl"))[0].w, 1.6, "lowest point");
  assert.deepEqual(GROUNDS.map((own) => minima(own).length), [1, 1, 2, 2, 0]);
});

test("the valley below is the one that the slope leads to", () => {
  const [dip, deep] = minima(ground("dip"));
  const below = (w) => valleyBelow(ground("dip"), [dip, deep], w);
  assert.deepEqual([below(-2.4), below(-0.3), below(0.3), below(4)], [dip, dip, deep, deep]);
  assert.equal(valleyBelow(ground("plateau"), [], 4), undefined);
});

test("a walk that is lost ends early", () => {
  const places = walk(ground("bowl"), { start: 0, rate: 9, momentum: 0 }, 100);
  assert.ok(places.length < 12);
});

test("the trilobite's outline equals that of the figures in every pose", () => {
  const expected = golden("trilobites");
  assert.deepEqual(Object.keys(poses).sort(), Object.keys(expected).sort());
  for (const [pose, curves] of Object.entries(expected)) {
    const own = pieces(pose, 90 * (poses[pose].size ?? 1)).filter(({ radius }) => radius === undefined);
    const closed = (poses[pose].props ?? []).includes("motion") ? 3 : 0; // strokes of haste come first in the figures
    assert.equal(own.length, curves.length - closed, pose);
    curves.slice(closed).forEach((points, i) => {
      const all = own[i].points;
      [0, Math.floor(all.length / 2), all.length - 2].forEach((at, n) => {
        for (const axis of [0, 1]) near(all[at][axis], points[n][axis], `${pose}, piece ${i}`, 2e-9);
      });
    });
  }
});

test("a ball has its middle above the ground, and every outline is a path", () => {
  assert.ok(isRolled(poses.rolling) && !isRolled(poses.content));
  assert.ok(middle(poses.rolling) > 0.2 && middle(poses.rolling) < 0.7);
  for (const piece of pieces("stepping", 90, 1)) assert.match(outline(piece, 90), /^M-?[\d.]+ -?[\d.]+[QC][-\d. ]+$/);
});
