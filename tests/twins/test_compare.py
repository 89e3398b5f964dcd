"""Measuring differences: they must not hide anything."""

import numpy as np
import pytest

from dlbook.twins.compare import largest_difference, relative_difference
from dlbook.twins.parity.row import Row, row
from dlbook.twins.parity.table import as_text, power_of_ten, record


def test_the_scale_is_that_of_the_reference():
    assert relative_difference([101.0, 0.0], [100.0, 0.0]) == pytest.approx(0.01)
    assert relative_difference([1e-9], [2e-9]) == pytest.approx(0.5)


def test_a_reference_of_zeros_leaves_the_absolute_difference():
    assert relative_difference([0.0, -3e-5], [0.0, 0.0]) == pytest.approx(3e-5)
    assert relative_difference([0.0], [0.0]) == 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_infinitely_far(bad):
    assert relative_difference([1.0, bad], [1.0, 2.0]) == np.inf
    assert relative_difference([1.0, 2.0], [1.0, bad]) == np.inf
    assert not row("layer", "x", "forward", np.dtype(np.float64), np.inf).passes
    assert not row("layer", "x", "forward", np.dtype(np.float64), np.nan).passes


def test_shapes_that_would_broadcast_are_refused():
    with pytest.raises(ValueError, match="equal shapes"):
        relative_difference(np.ones((3, 1)), np.ones((3, 3)))


def test_a_small_array_is_not_hidden_by_a_large_one():
    assert largest_difference([([1e6], [1e6]), ([1e-6], [2e-6])]) == pytest.approx(0.5)


def test_rows_know_their_tolerance():
    single, double = np.dtype(np.float32), np.dtype(np.float64)
    assert row("layer", "x", "forward", single, 5e-5).passes
    assert not row("layer", "x", "forward", double, 5e-5).passes


@pytest.mark.parametrize(("value", "rounded"), [(1.1e-8, 1e-7), (1e-7, 1e-7), (0.0, 0.0), (np.inf, np.inf)])
def test_the_record_is_rounded_up(value, rounded):
    assert power_of_ten(value) == rounded


def test_the_printed_table_says_what_failed():
    text = as_text(
        [Row("cost", "Huber", "gradient", "float64", 1.0, 1e-6), Row("cost", "Good", "x", "float64", 0, 1)]
    )
    assert "TOO LARGE: cost Huber" in text
    assert "1 of 2 within" in text


@pytest.mark.keras
def test_the_record_puts_both_types_side_by_side():
    rows = [
        Row("cost", "Huber", "x", dtype, gap, 1e-3) for dtype, gap in (("float64", 2e-9), ("float32", 3e-5))
    ]
    (entry,) = record(rows)["rows"]
    assert entry["differences"] == {"float64": 1e-8, "float32": 1e-4}
