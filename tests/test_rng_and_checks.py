"""Named random streams and three-part errors."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlbook.checks import problem
from dlbook.rng import stream

NAMES = st.lists(st.one_of(st.text(max_size=8), st.integers(-5, 5)), max_size=4)


@given(seed=st.integers(0, 2**40), first=NAMES, second=NAMES)
def test_streams_are_equal_exactly_when_their_names_are(seed, first, second):
    a, b = stream(seed, *first).random(4), stream(seed, *second).random(4)
    assert np.array_equal(a, b) == (first == second)


def test_a_number_and_its_text_are_different_names():
    assert stream(0, 1).random() != stream(0, "1").random()


def test_streams_do_not_correlate():
    draws = np.array([stream(3, "run", i).normal(size=2000) for i in range(20)])
    correlations = np.corrcoef(draws)[np.triu_indices(20, 1)]
    assert np.abs(correlations).max() < 0.1


def test_streams_do_not_depend_on_the_hash_seed():
    code = "from dlbook.rng import stream; print(stream(5, 'weights').integers(10**9))"
    numbers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(numbers) == 1


def test_an_error_has_three_parts():
    with pytest.raises(ValueError, match=r"^rate is 2; expected a number in \[0, 1\)\. Lower it\.$"):
        raise problem("rate is 2", "a number in [0, 1)", "Lower it")
