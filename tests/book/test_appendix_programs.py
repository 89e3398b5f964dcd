"""The programs of the appendices: derivations that agree with the engine and with the figures beside them."""

import re
from pathlib import Path

import numpy as np
import pytest

from dlbook import worked
from dlbook.figures.chapters import maths_refresher, maths_refresher__tools
from dlbook.nn import BatchNorm

FIGURES = Path(__file__).parents[2] / "figures"


def played(page, name):
    """Return what the live cells of a page define, run one after the other."""
    names = {}
    for cell in page(name).cells():
        exec(cell, names)
    return names


@pytest.fixture(scope="module")
def derived(page):
    """What the cells of appendix B define."""
    return played(page, "appendices/backpropagation-equations.md")


@pytest.fixture(scope="module")
def recalled(page):
    """What the cells of appendix K define."""
    return played(page, "appendices/maths-refresher.md")


def test_the_slopes_by_hand_are_those_of_the_engine_and_of_chapter_six(derived):
    found = worked.nudges(worked.small_net(), worked.POINT, worked.ANSWER)
    engine = np.concatenate([gradient.ravel() for gradient in found.params.values()])
    np.testing.assert_allclose(list(derived["by_hand"].values()), engine, rtol=1e-12)
    np.testing.assert_allclose([derived["d_a1"], derived["d_a2"]], found.a[0], rtol=1e-12)


def test_the_figure_of_chapter_six_shows_the_slopes_by_hand(derived):
    drawing = (FIGURES / "backprop-flow.svg").read_text(encoding="utf-8")
    shown = re.findall(r">(?:∂C/∂a )?(−?\d+\.\d{3})<", drawing)
    backward = [f"{derived[name]:.3f}" for name in ("d_a1", "d_a2", "d_z1", "d_z2")]
    backward += [f"{slope:.3f}" for slope in derived["by_hand"].values()]
    assert {text.replace("-", "−") for text in backward} <= set(shown)


def test_the_batch_of_appendix_b_has_the_mean_of_the_single_slopes(derived):
    _, engine = derived["net"].cost_and_gradients(derived["x"], derived["targets"], "quadratic")
    assert set(engine) == set(derived["batch"])
    for name, gradient in engine.items():
        np.testing.assert_allclose(derived["batch"][name], gradient, rtol=1e-12, atol=1e-15)


def test_the_way_back_through_batch_norm_is_that_of_the_layer(derived):
    layer = BatchNorm(epsilon=derived["epsilon"])
    layer.build((1,), rng=np.random.default_rng(1), dtype=np.float64)
    layer.params["gamma"][:] = derived["gamma"]
    _, cache = layer.forward(derived["a"][:, None], training=True)
    back, _ = layer.backward(derived["d"][:, None], cache)
    np.testing.assert_allclose(derived["formula"], back[:, 0], rtol=1e-12)


def test_the_refresher_computes_what_its_figures_draw(recalled):
    assert [recalled["along_x"], recalled["along_y"]] == pytest.approx(
        [maths_refresher.partial(name) for name in "xy"], abs=1e-5
    )
    for run in maths_refresher.RUNS:
        rise = recalled["f"](1 + run) - recalled["f"](1)
        assert rise / run == pytest.approx(maths_refresher.rise_over_run(run))
    np.testing.assert_array_equal(recalled["A"], maths_refresher__tools.LEFT)
    np.testing.assert_array_equal(recalled["B"], maths_refresher__tools.RIGHT)


def test_sums_of_steps_fill_the_bell(recalled):
    for limit in (1, 2, 3):
        share = np.mean(recalled["away"] <= limit)
        assert share == pytest.approx(maths_refresher__tools.share_within(limit), abs=0.01)
