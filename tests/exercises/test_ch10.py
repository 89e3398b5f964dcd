"""The judges of chapter 10, and the page's cells, figures and programs side by side."""

import contextlib
import io
import math

import numpy as np
import pytest

from dlbook import nn
from dlbook.exercises import check
from dlbook.exercises.ch10 import best_of
from dlbook.figures.chapters import generalisation__dropout as dropout_figures
from dlbook.rng import stream
from dlbook.runs import Results


@pytest.fixture(scope="module")
def chapter(page):
    return page("improving/generalisation.md")


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("10.1", 0.2525),  # 0.01 · (9 + 16 + 0.25)
        ("10.2", [0.2, 0, 1.1, -0.3]),  # threshold 0.5 · 0.2
        ("10.3", 0.0993),
        ("10.4", 3466),  # ln 0.5 / ln 0.9998
        ("10.7", 0.0114),
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


def dropper(scale=lambda rate: 1 / (1 - rate), keep=None, use=lambda x, rate: x):
    """A solution of 10.5 with parts that can be replaced by mistakes."""
    keep = keep or (lambda x, rate, rng: rng.random(x.shape) >= rate)

    def answer(x, rate, rng, training):
        return x * keep(x, rate, rng) * scale(rate) if training else use(x, rate)

    return answer


def in_place(x, rate, rng, training):
    """A solution of 10.5 that spoils its input."""
    if training:
        x *= (rng.random(x.shape) >= rate) / (1 - rate)
    return x


def fixed_number(x, rate, rng):
    """A mask that drops the same number from every row."""
    order = rng.permuted(np.tile(np.arange(x.shape[1]), (len(x), 1)), axis=1)
    return order >= rate * x.shape[1]


def pruner(size=abs, together=True, swap=False, masks=lambda found: found):
    """A solution of 10.6 with parts that can be replaced by mistakes."""

    def answer(kernels, share):
        pool = [np.sort(np.concatenate([size(w).ravel() for w in kernels]))] * len(kernels)
        pools = pool if together else [np.sort(size(w).ravel()) for w in kernels]
        found = []
        for w, sizes in zip(kernels, pools, strict=True):
            gone = int(share * len(sizes))
            limit = sizes[gone - 1] if gone else -np.inf
            found.append((size(w) > limit) != swap)
        return masks(found)

    return answer


def test_the_right_functions_are_right():
    assert check("10.5", dropper())
    assert check("10.6", pruner())


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("10.1", 0.2925, "bias"),
        ("10.1", 0.075, "L1"),
        ("10.1", 0.12625, "half"),
        ("10.1", 0.0025, "squared the sum"),
        ("10.1", 0.08417, "mean"),
        ("10.1", 25.25, "strength"),
        ("10.2", [0.2, 0.05, 1.1, -0.3], "stop there"),
        ("10.2", [0.1, 0, 1.0, -0.2], "strength alone"),
        ("10.2", [0, 0, 0.7, 0], "learning rate alone"),
        ("10.2", [0.3, 0, 1.2, -0.4], "left the others"),
        ("10.2", [0.2, -0.15, 1.1, -0.5], "go up"),
        ("10.2", [0.24, -0.04, 0.96, -0.32], "as L2 does"),
        ("10.2", [0.2, 0, 1.1], "shape"),
        ("10.3", 1, "coin"),
        ("10.3", 0.5, "one unit"),
        ("10.3", 2.0**-64, "one pattern"),
        ("10.3", 1 / 65, "equally likely"),
        ("10.3", 0.5497, "or fewer"),
        ("10.4", 6931, "2ηλ"),
        ("10.4", 346, "learning rate"),
        ("10.4", 4, "strength"),
        ("10.4", 2500, "weaker"),
        ("10.5", dropper(use=lambda x, rate: x * (1 - rate)), "as the paper does"),
        ("10.5", dropper(use=lambda x, rate: 2 * x), "as it is"),
        ("10.5", lambda x, rate, rng, training: x, "nothing is dropped"),
        ("10.5", dropper(keep=lambda x, rate, rng: rng.random(x.shape) < rate), "not to keep"),
        ("10.5", dropper(keep=lambda x, rate, rng: rng.random(x.shape[1]) >= rate), "same units"),
        ("10.5", dropper(keep=lambda x, rate, rng: rng.random((len(x), 1)) >= rate), "Whole rows"),
        ("10.5", dropper(keep=fixed_number), "equally many"),
        ("10.5", dropper(keep=lambda x, rate, rng: rng.random(x.shape) >= 0.5), "20% is asked"),
        ("10.5", dropper(keep=lambda x, rate, rng: stream(0).random(x.shape) >= rate), "Another generator"),
        ("10.5", dropper(scale=lambda rate: 1), "not scaled up"),
        ("10.5", dropper(scale=lambda rate: 1 - rate), "scaled down"),
        ("10.5", dropper(scale=lambda rate: 1 / rate), "divided by the rate"),
        ("10.5", dropper(scale=lambda rate: 3), "1.25 times as large"),
        ("10.5", in_place, "changes the array"),
        ("10.5", lambda x, rate, rng, training: x.sum(axis=1), "shape"),
        ("10.5", lambda x, rate: x, "TypeError"),
        ("10.5", 0.2, "Pass its name"),
        ("10.6", pruner(swap=True), "swapped"),
        ("10.6", pruner(together=False), "together"),
        ("10.6", pruner(size=lambda w: w), "absolute"),
        ("10.6", pruner(masks=lambda found: [m.astype(float) for m in found]), "numbers"),
        ("10.6", pruner(masks=lambda found: found[:2]), "shapes"),
        ("10.6", lambda kernels, share: [w > 0.3 for w in kernels], "not the smallest"),
        ("10.6", lambda kernels, share: share.size, "AttributeError"),
        ("10.6", None, "Pass its name"),
        ("10.7", 0.9814, "best score itself"),
        ("10.7", 1.14, "points"),
        ("10.7", 0.00539, "standard deviation"),
        ("10.7", 0.00076, "of the mean"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_the_best_of_one_is_no_better_and_of_two_agrees_with_counting():
    assert best_of(1, 20, 0.9) == pytest.approx(0.9)
    # two coins of one toss each: 1 unless both are wrong
    assert best_of(2, 1, 0.5) == pytest.approx(0.75)


def run(chapter, *words):
    """Run the live cells that hold these pieces of code, in order; return their names and what they print."""
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        for word in words:
            exec(chapter.cell(word), names)
    return names, printed.getvalue()


def test_the_table_of_fits_has_the_numbers_of_the_figure(chapter):
    _, printed = run(chapter, "powers(x, degree)")
    record = Results().read("overfitting-fits")
    rows = [line.split() for line in printed.splitlines()[1:]]
    for degree, parameters, old, new in rows:
        variant = f"degree-{degree}"
        assert int(parameters) == record.values(variant, "parameters")[0] == int(degree) + 1
        assert float(old) == pytest.approx(record.values(variant, "train_mse")[0], abs=6e-4)
        assert float(new) == pytest.approx(record.values(variant, "new_mse")[0], abs=6e-4)
    assert [row[0] for row in rows][-1] == "9"


def test_the_best_guesser_flatters_and_falls_back(chapter):
    names, _ = run(chapter, "guesses = ")
    assert names["scores"].max() > 0.16
    assert abs(names["right"][names["best"], 200:].mean() - 0.1) < 0.01


def test_only_the_proximal_step_comes_to_rest_at_zero(chapter):
    names, _ = run(chapter, "import numpy as np", "def descend")
    descend = names["descend"]
    assert descend("proximal") == [0, 0, 0, 0]
    assert np.ptp(descend("L2")) < 1e-9
    assert descend("L2")[-1] == pytest.approx(0.05 / 1.2)  # where w − 0.05 + 2 · 0.1 · w = 0
    jitter = descend("L1")
    assert min(jitter) < 0 < max(jitter)
    assert 0 not in jitter


def test_the_sums_of_eight_draws_are_those_of_the_figure(chapter):
    names, printed = run(chapter, "import numpy as np", "all eight draws")
    np.testing.assert_array_equal(names["a"], dropout_figures.INPUTS)
    np.testing.assert_array_equal(names["masks"], dropout_figures.MASKS)
    lines = printed.splitlines()[-3:]
    for line, (_, training, use, _) in zip(lines, dropout_figures.ROWS, strict=True):
        mean = (dropout_figures.MASKS @ dropout_figures.INPUTS * training).mean()
        assert [float(word) for word in line.split() if word[0].isdigit()] == [mean, 6 * use]


def test_the_average_of_subnets_is_exact_where_the_page_says_so(chapter):
    names, printed = run(chapter, "import numpy as np", "rng = stream", "all eight draws", "geometric /=")
    exact = {
        line[:20].strip(): line[20:46].strip() == line.split("in use ")[1]
        for line in printed.splitlines()[-4:]
    }
    assert exact == {
        "linear, mean": True,
        "softmax, mean": False,
        "softmax, geometric": True,
        "ReLU, mean": False,
    }
    np.testing.assert_allclose(names["geometric"], names["softmax"](names["whole"]), rtol=1e-12)


@pytest.mark.keras
def test_dropout_of_keras_scales_up_in_training_only():
    keras = pytest.importorskip("keras")
    ones = np.ones((200, 50), dtype=np.float32)
    layer = keras.layers.Dropout(0.2, seed=1)
    drawn = np.unique(np.asarray(layer(ones, training=True)))
    np.testing.assert_allclose(drawn, [0, 1.25], rtol=1e-6)
    np.testing.assert_array_equal(np.asarray(layer(ones, training=False)), ones)


@pytest.mark.keras
def test_the_keras_program_trains_like_the_dlbook_program(chapter, train_alike, monkeypatch):
    """Draws of dropout cannot agree, so both layers pass everything on here; all else is compared."""
    keras = pytest.importorskip("keras")
    rates = []
    monkeypatch.setattr(nn.Dropout, "forward", lambda self, x, **_: (rates.append(self.rate), (x, None))[1])

    def pass_on(self, inputs, training=False):
        rates.append(self.rate)
        return inputs

    monkeypatch.setattr(keras.layers.Dropout, "call", pass_on)
    rng = stream(10, "test", "digits")
    names = {**vars(nn), "stream": stream}
    for part, count in (("few", 320), ("val", 160)):
        names[f"x_{part}"] = rng.random((count, 784), dtype=np.float32)
        names[f"y_{part}"] = np.eye(10, dtype=np.float32)[rng.integers(10, size=count)]
    ours, theirs = train_alike(chapter.tab("dlbook"), chapter.tab("Keras"), names)
    assert set(rates) == {0.2}
    assert len(ours["loss"]) == len(theirs["loss"]) < 40  # both stopped early, at the same epoch
    for metric in ("loss", "val_loss"):
        np.testing.assert_allclose(ours[metric], theirs[metric], rtol=2e-5)
    assert math.isfinite(ours["loss"][-1])


def test_code_fits_the_page(chapter):
    assert max(len(line) for code in chapter.programs() for line in code.splitlines()) <= 76
