"""Intervals against SciPy's, and over what they are."""

import numpy as np
import pytest
from scipy import stats

from dlbook.runs.statistics import share_within, summarise, t_quantile


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 9, 10, 29, 30, 99])
@pytest.mark.parametrize("share", [0.5, 0.9, 0.95, 0.99])
def test_t_quantile_is_scipys(degrees, share):
    assert t_quantile(degrees, share) == pytest.approx(stats.t.ppf(0.5 + share / 2, degrees), rel=1e-9)


@pytest.mark.parametrize("degrees", [1, 2, 7, 8])
def test_share_within_is_scipys(degrees):
    for t in (0.0, 0.1, 1.0, 5.0):
        expected = stats.t.cdf(t, degrees) - stats.t.cdf(-t, degrees)
        assert share_within(t, degrees) == pytest.approx(expected, abs=1e-12)


def test_summary_is_scipys_interval():
    values = np.random.default_rng(3).normal(0.97, 0.002, 10)
    found = summarise(values)
    low, high = stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)
    assert found.sd == pytest.approx(stats.tstd(values))
    assert found.n == 10


def test_intervals_hold_the_truth_in_about_95_of_100_repetitions():
    rng = np.random.default_rng(5)
    hits = sum(s.low <= 1.0 <= s.high for s in (summarise(rng.normal(1.0, 2.0, 4)) for _ in range(4000)))
    assert 0.94 < hits / 4000 < 0.96  # with 1.96 instead of t it would be 0.85


def test_what_is_no_number_is_left_out():
    assert summarise([1.0, np.nan, 3.0]).n == 2
    assert summarise([1.0, np.nan, 3.0]).mean == 2.0


def test_one_seed_has_no_interval_and_none_no_mean():
    one, none = summarise([0.5]), summarise([])
    assert (one.mean, one.n) == (0.5, 1)
    assert np.isnan([one.sd, one.low, one.high, none.mean]).all()
    assert none.n == 0


@pytest.mark.parametrize(("degrees", "share"), [(0, 0.95), (3, 1.0), (3, 0.0)])
def test_senseless_questions_are_refused(degrees, share):
    with pytest.raises(ValueError, match="expected at least 1"):
        t_quantile(degrees, share)
