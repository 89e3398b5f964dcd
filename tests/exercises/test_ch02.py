"""The judges of chapter 2 know right answers and typical mistakes; its page, figure and programs agree."""

import re

import numpy as np
import pytest

from dlbook.exercises import check
from dlbook.figures.chapters import neurons as figures
from dlbook.nn import sigmoid
from dlbook.rng import stream


@pytest.fixture(scope="module")
def chapter(page):
    return page("first-look/neurons.md")


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("2.1", -4),  # 0 + 2 − 4 − 2
        ("2.2", 0.16),  # 0.8 · 0.2
        ("2.3", [2, 2, -3]),
        ("2.3", (5, 3, -5)),
        ("2.4", np.tanh),
        ("2.5", lambda z: np.logaddexp(0, z)),
        ("2.6", 0.282),  # √½ / √(2π)
        ("2.6", 0.2821),
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


def tangents(lift):
    return [[2 * t, -(t**2) + lift] for t in (-1.5, -0.5, 0.5, 1.5)]


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("2.1", -2, "left out the bias"),
        ("2.1", 0, "subtracted the bias"),
        ("2.1", -1, "smell of food"),
        ("2.1", 4, "sign"),
        ("2.2", 0.2139, "You took 0.8 for z"),
        ("2.2", 0.36, "tanh"),
        ("2.2", 0.25, "steepest"),
        ("2.2", 0.2, "multiply it by a"),
        ("2.3", [1, 1, -0.5], '"or"'),
        ("2.3", [-1, -1, 1.5], "turned round"),
        ("2.3", [1, 1, -2], "exactly 0"),
        ("2.3", [2, 0, -1], "inputs 1, 0"),
        ("2.3", [1, 1, -3], "inputs 1, 1 the sum is -1"),
        ("2.3", 1, "Three numbers"),
        ("2.4", lambda z: 2 * sigmoid(z) - 1, "too wide"),
        ("2.4", lambda z: sigmoid(2 * np.asarray(z)), "between 0 and 1"),
        ("2.4", lambda z: 2 * sigmoid(2 * np.asarray(z)), "not moved down"),
        ("2.4", 0.5, "function"),
        ("2.5", lambda z: np.log(1 + np.exp(z)), "stay finite"),
        ("2.5", lambda z: np.maximum(z, 0), "ReLU"),
        ("2.5", lambda z: z + np.log1p(np.exp(-np.abs(z))), "positive z only"),
        ("2.5", lambda z: np.log1p(np.exp(-np.abs(z))), "gap"),
        ("2.6", 0.1995, "standard deviation"),
        ("2.6", 0.3989, "variance 1"),
        ("2.6", 0, "cut off nothing"),
        ("2.6", 0.5642, "above 0 only"),
        ("2.7", tangents(0), "lift the lines"),
        ("2.7", tangents(0.3), "lower the lines"),
        ("2.7", [[2 * t, -(t**2) + 0.1] for t in (-1.8, -0.5, 0.5, 1.8)], "evenly"),
        ("2.7", [1, 2, 3], "Four pairs"),
        ("2.7", "tangents", "Four pairs"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_cell_and_figure_work_out_the_same_decisions(chapter, capsys):
    names = {}
    exec(chapter.cells()[0], names)
    assert names["weights"] == figures.WEIGHTS.tolist()
    assert names["bias"] == figures.BIAS
    assert list(names["days"]) == list(figures.DAYS)
    for day, inputs in figures.DAYS.items():
        assert names["days"][day] == inputs.tolist()
        assert names["weighted_sum"](names["days"][day]) == figures.weighted_input(inputs)
    # Monday 3 + 2 − 2 = 3, so yes; Tuesday 3 + 2 − 4 − 2 = −1, so no
    assert re.findall(r"(\w+) +z = +(\S+) +walks: (\d)", capsys.readouterr().out) == [
        ("Monday", "3", "1"),
        ("Tuesday", "-1", "0"),
    ]


def test_the_layer_of_one_decides_like_the_plain_perceptron(chapter):
    names = {}
    for cell in chapter.cells()[:3]:
        exec(cell, names)
    # Wednesday: company only, 2 − 2 = 0, and the step is 1 above 0 only
    assert names["trilobite"].predict(names["x"]).ravel().tolist() == [1.0, 0.0, 0.0]


def test_code_fits_the_page(chapter):
    assert max(len(line) for code in chapter.programs() for line in code.splitlines()) <= 76


@pytest.mark.keras
def test_the_keras_program_answers_like_the_dlbook_program(chapter):
    pytest.importorskip("keras")
    from dlbook.twins.keras_twin import copy_to_keras

    ours, theirs = {}, {}
    exec(chapter.tab("dlbook"), ours)
    exec(chapter.tab("Keras"), theirs)
    net, model = ours["net"], theirs["model"]
    net.params["prelu_1/alpha"][...] = 0.3  # at its start of 0 it would be like ReLU
    copy_to_keras(net, model)
    x = stream(2, "test", "pictures").normal(size=(40, 784)).astype(np.float32)
    np.testing.assert_allclose(net.predict(x), model.predict(x, verbose=0), atol=2e-6)
