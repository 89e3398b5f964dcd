"""The overfitting widget's points are those of the run."""

import re
from pathlib import Path

import numpy as np
import pytest

from dlbook.runs.jobs.overfit import OverfitSettings, drawn, truth

MODULE = Path(__file__).resolve().parents[2] / "docs/widgets/lib/overfitting-points.mjs"


def numbers(name, axis):
    text = MODULE.read_text(encoding="utf-8").split(f"const {name} = ")[1]
    words = re.search(rf"{axis}: [^\[]*\[([^\]]*)\]", text)[1].split(",")
    return np.array([float(word) for word in words if word.strip()])


@pytest.mark.parametrize(("name", "drawing", "digits"), [("OLD", ("train", 8), 5), ("NEW", ("new", 1000), 4)])
def test_points_are_drawn_by_the_run(name, drawing, digits):
    expected = drawn(OverfitSettings(), 1, *drawing)
    for axis, values in zip("xy", expected, strict=True):
        unit = 1e-4 if name == "NEW" else 1  # the new ones are written as whole numbers
        np.testing.assert_allclose(numbers(name, axis) * unit, values, rtol=0, atol=0.501 * 10**-digits)


def test_the_source_is_the_runs_parabola():
    text = re.search(r"const SOURCE = \[(.*?)\]", MODULE.read_text(encoding="utf-8"))[1]
    places = np.linspace(-1, 1, 9)
    np.testing.assert_allclose(
        np.polynomial.Polynomial([float(word) for word in text.split(",")])(places), truth(places)
    )
