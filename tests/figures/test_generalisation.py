"""Chapter 10's pictures of fits, penalties and dropout draw what was computed and recorded."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.patches import Circle, Ellipse

from dlbook.figures.chapters import generalisation as fits
from dlbook.figures.chapters import generalisation__dropout as dropout
from dlbook.figures.chapters import generalisation__penalties as penalties
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.runs import Results
from dlbook.runs.jobs.overfit import truth


def words(ax):
    return [text.get_text() for text in ax.texts]


def shapes(ax, kind):
    return [patch for patch in ax.patches if type(patch) is kind]


def test_fits_go_through_the_recorded_points_and_miss_new_ones():
    record = Results().read("overfitting-fits")
    with drawn(REGISTRY["overfitting-fits"]) as fig:
        for ax, (variant, colour, _, _) in zip(fig.axes, fits.FITS, strict=True):
            dots = next(line for line in ax.lines if line.get_marker() == "o")
            curve = next(line for line in ax.lines if line.get_color() == role("model"))
            np.testing.assert_array_equal(curve.get_ydata(), record.array(variant, "curve"))
            fresh = colour == "target"
            if fresh:
                np.testing.assert_array_equal(dots.get_ydata(), fits.new_points()[1])
            else:
                np.testing.assert_array_equal(dots.get_xdata(), record.array(variant, "x"))
            error = record.values(variant, "new_mse" if fresh else "train_mse")[0]
            assert f"error {error:.2f}" in words(ax)
            assert f"{error:.2f}" in REGISTRY["overfitting-fits"].alt
            bars = ax.collections[0].get_segments()
            if variant == "degree-9":
                assert len(bars) > 10 if fresh else not bars


def test_parameters_are_counted_as_the_record_does():
    record = Results().read("overfitting-fits")
    for variant, _, _, count in fits.FITS[:3]:
        assert count == f"{record.values(variant, 'parameters')[0]:.0f} parameters"


def test_new_points_scatter_about_the_parabola_and_are_not_the_old_ones():
    x, y = fits.new_points()
    assert len(x) == 25
    assert 0.05 < (y - truth(x)).std() < 0.3
    assert not set(x) & set(Results().read("overfitting-fits").array("degree-2", "x"))


def test_overfitting_curves_are_the_records_and_the_gap_closes():
    record = Results().read("overfitting-curves")
    gaps = []
    with drawn(REGISTRY["overfitting-curves"]) as fig:
        for ax, (variant, _) in zip(fig.axes, fits.SIZES, strict=True):
            old, new = (line.get_ydata() for line in ax.lines)
            np.testing.assert_allclose(old, 100 * record.curve(variant, "accuracy").mean(axis=0))
            np.testing.assert_allclose(new, 100 * record.curve(variant, "val_accuracy").mean(axis=0))
            gaps.append(old[-1] - new[-1])
            assert f"gap {gaps[-1]:.1f}" in words(ax)
    assert gaps[0] > 2 * gaps[1] > 3 * gaps[2] > 0
    assert gaps[0] == pytest.approx(100 / 8, abs=0.3)  # every eighth new digit


@pytest.mark.parametrize(("name", "solve"), [("L2", penalties.with_l2), ("L1", penalties.with_l1)])
def test_paths_are_made_of_penalised_minima(name, solve):
    rng = np.random.default_rng(0)

    def total(w, strength):
        sizes = (w**2).sum(axis=-1) if name == "L2" else np.abs(w).sum(axis=-1)
        return penalties.cost(w) + strength * sizes

    for strength in (0.0, 0.2, 0.7, 1.25, 5.0):
        best = solve(strength)
        near = best + rng.normal(scale=0.05, size=(500, 2))
        assert (total(near, strength) >= total(best, strength) - 1e-12).all()


def test_only_l1_reaches_zero_and_both_shapes_touch_the_valley():
    held = {"L2": penalties.with_l2(penalties.HELD["L2"]), "L1": penalties.with_l1(penalties.HELD["L1"])}
    assert held["L1"][1] == 0 < held["L1"][0]
    assert (held["L2"] > 0.3).all()
    with drawn(REGISTRY["l1-and-l2"]) as fig:
        circle = shapes(fig.axes[0], Circle)[0]
        assert circle.get_radius() == pytest.approx(np.hypot(*held["L2"]))
        for ax, at in zip(fig.axes, held.values(), strict=True):
            oval = next(patch for patch in shapes(ax, Ellipse) if not patch.get_fill())
            turn = np.linspace(0, 2 * np.pi, 1000)
            outline = oval.get_patch_transform().transform(np.transpose([np.cos(turn), np.sin(turn)]))
            assert np.hypot(*(outline - at).T).min() < 0.03
            np.testing.assert_allclose(penalties.cost(outline), penalties.cost(at))


def test_weights_are_counted_and_drawn_as_recorded():
    record = Results().read("l1-and-l2")
    with drawn(REGISTRY["l1-l2-weights"]) as fig:
        for ax, (variant, name, _) in zip(fig.axes, penalties.ROWS, strict=True):
            shown = [f"{100 * record.summary(variant, metric).mean:.0f} %" for metric in ("tiny", "zeros")]
            assert [text for text in words(ax) if text.endswith("%")] == shown
            assert name in words(ax)
            histogram = 100 * record.array(variant, "weight_histogram")[penalties.BINS]
            drawn_bars = ax.patches[0].get_data().values
            away = np.arange(30) != 15
            np.testing.assert_allclose(drawn_bars[away], np.minimum(histogram, penalties.TOP)[away])
            assert bool(ax.lines) == (record.summary(variant, "zeros").mean > 0)
        assert float(record.summary("l1-1e-3", "zeros").high) == 0


def test_rounds_show_masks_of_the_engine_with_edges_between_those_that_stay():
    masks = dropout.draws(REGISTRY["dropout-rounds"].rng())
    with drawn(REGISTRY["dropout-rounds"]) as fig:
        ax = fig.axes[0]
        dashed = [c for c in shapes(ax, Circle) if c.get_linestyle() == "--"]
        counts = [text for text in words(ax) if text.endswith("out")]
        edges = len(ax.lines)
    gone = [int((~layer).sum()) for stay in masks for layer in stay[1:3]]
    assert counts == [f"{number} out" for number in gone]
    assert len(dashed) == sum(gone)
    assert edges == sum(a.sum() * b.sum() for stay in masks for a, b in pairwise(stay))
    assert len(set(gone[::2])) > 1  # how many fall silent varies
    assert all(stay[0].all() and stay[3].all() for stay in masks)


def test_glyphs_stand_at_the_sum_of_what_stays():
    with drawn(REGISTRY["dropout-scaling"]) as fig:
        for ax, (_, training, use, colour) in zip(fig.axes, dropout.ROWS, strict=True):
            dots = shapes(ax, Ellipse)
            columns = [dots[i : i + 3] for i in range(0, len(dots), 3)]
            assert len(columns) == 8
            for three in columns:
                filled = [dot.get_linestyle() in ("-", "solid") for dot in three]
                total = training * sum(np.array([1, 2, 3])[filled])
                assert {dot.center[0] for dot in three} == {total}
            answer, mean = (line.get_xdata()[0] for line in ax.lines)
            assert answer == 6 * use
            assert mean == 3 * training
            assert (answer == mean) == (colour == "good")


def test_dropout_effect_draws_three_rates_and_their_lowest_points():
    record = Results().read("dropout-rates")
    alt = REGISTRY["dropout-effect"].alt
    with drawn(REGISTRY["dropout-effect"]) as fig:
        curves = [line for line in fig.axes[0].lines if len(line.get_xdata()) == 20]
        dots = [line for line in fig.axes[0].lines if len(line.get_xdata()) == 1]
    for line, (variant, *_) in zip(curves, dropout.CURVES, strict=True):
        np.testing.assert_allclose(line.get_ydata(), record.curve(variant, "val_loss").mean(axis=0))
        assert f"{line.get_ydata()[-1]:.3f}" in alt
    for dot, line in zip(dots, curves, strict=False):
        lowest = int(line.get_ydata().argmin())
        assert dot.get_xdata()[0] == lowest + 1
        assert f"{line.get_ydata()[lowest]:.3f} at epoch {lowest + 1}" in alt
