import assert from "node:assert/strict";
import test from "node:test";
import { fitPolynomial, meanSquaredError, polynomial } from "../../docs/widgets/lib/least-squares.mjs";
import { NEW, OLD, SOURCE } from "../../docs/widgets/lib/overfitting-points.mjs";
import { golden, near } from "./golden.mjs";

const { sets } = golden("overfitting");

test("coefficients and errors equal NumPy's, also where points nearly or quite coincide", () => {
  assert.equal(sets.length, 3);
  for (const { x, y, fits } of sets) {
    assert.equal(fits.length, 50);
    for (const { degree, penalty, w, old, new: fresh } of fits) {
      const what = `x4 = ${x[3]}, degree ${degree}, penalty ${penalty}`;
      const ours = fitPolynomial(x, y, degree, penalty);
      const largest = Math.max(...w.map(Math.abs));
      assert.equal(ours.length, degree + 1);
      w.forEach((value, k) => near(ours[k], value, `${what}, w[${k}]`, 1e-7 * largest));
      near(meanSquaredError(ours, x, y), old, `${what}, old`, 1e-12 * largest ** 2 + 1e-15);
      near(meanSquaredError(ours, NEW.x, NEW.y), fresh, `${what}, new`);
    }
  }
});

test("the widget's points are those of the golden fits", () => {
  assert.deepEqual([OLD.x, OLD.y], [sets[0].x, sets[0].y]);
  assert.equal(NEW.x.length, 1000);
});

test("points on the source are fitted by the source", () => {
  const y = OLD.x.map((x) => polynomial(SOURCE, x));
  fitPolynomial(OLD.x, y, 2, 0).forEach((value, k) => near(value, SOURCE[k], `w[${k}]`, 1e-12));
  assert.equal(polynomial(SOURCE, 1), 1.5);
});

test("an enormous penalty leaves the mean", () => {
  const w = fitPolynomial(OLD.x, OLD.y, 9, 1e12);
  near(w[0], OLD.y.reduce((sum, value) => sum + value) / 8, "constant", 1e-9);
  assert.ok(w.slice(1).every((value) => Math.abs(value) < 1e-9));
});
