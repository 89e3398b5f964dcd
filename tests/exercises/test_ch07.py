"""The judges of chapter 7, and what its page says about the records and the counts."""

import re
from pathlib import Path

import numpy as np
import pytest

from dlbook.exercises import check
from dlbook.exercises.ch07 import paired, parameters, simplest, tables
from dlbook.nn import models
from dlbook.rng import stream
from dlbook.runs import Results
from dlbook.runs.statistics import summarise, t_quantile

PAGE = Path(__file__).parents[2] / "docs" / "training" / "depth-and-width.md"


def cell(beginning):
    """The live cell that contains these words."""
    found = [
        c
        for c in re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
        if beginning in c
    ]
    assert len(found) == 1
    return found[0]


def razor(t, *, error, place=0):
    """A solution of 7.5 with a part that can be replaced by a mistake."""
    means = t.mean(axis=1)
    return np.flatnonzero(means >= means.max() - error(t, means))[place]


def standard_error(t, means):
    return t[means.argmax()].std(ddof=1) / np.sqrt(t.shape[1])


def do_nothing(V, minus=-1.0, bias=0.0):
    W = np.hstack([np.eye(4), -np.eye(4)])
    return W, np.full(8, bias), np.vstack([V, minus * V])


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("7.1", 25_818),  # 785 · 32 + 33 · 16 + 17 · 10 = 25,120 + 528 + 170
        ("7.2", 2.28),  # (200,704 + 65,536 + 2,560) / (100,352 + 16,384 + 1,280)
        ("7.3", 272),  # 272² + 44 · 272 + 25,130 = 111,082, wanted 111,146
        ("7.4", lambda a, b: (np.mean(b - a), summarise(b - a).high - np.mean(b - a))),
        ("7.5", lambda t: razor(t, error=standard_error)),
        ("7.6", do_nothing),
    ],
)
def test_answers_found_otherwise_are_right(number, answer):
    assert check(number, answer)


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("7.1", 25_760, "bias as well"),
        ("7.1", 25_818 + 784, "An input is a number"),
        ("7.1", 25_648, "last layer"),
        ("7.1", 842, "every pair"),
        ("7.2", 2, "grows fourfold"),
        ("7.2", 4, "the others double"),
        ("7.2", 0.439, "turn it round"),
        ("7.3", 2000, "there are to be two"),
        ("7.3", 270, "has 109,910 parameters; 111,146"),
        ("7.3", "many", "One number"),
        ("7.4", lambda a, b: paired(b, a), "turned round"),
        ("7.4", lambda a, b: (paired(a, b)[0], 2 * paired(a, b)[1]), "half of it"),
        ("7.4", lambda a, b: (np.mean(b - a), 2.776 * np.std(b - a) / 5**0.5), "ddof=1"),
        ("7.4", lambda a, b: (np.mean(b - a), 2.776 * np.std(b - a, ddof=1)), "root of the number"),
        ("7.4", lambda a, b: (np.mean(b - a), np.std(b - a, ddof=1) / 5**0.5), "2.776"),
        (
            "7.4",
            lambda a, b: (np.mean(b - a), 2.776 * np.hypot(a.std(ddof=1), b.std(ddof=1)) / 5**0.5),
            "seed by seed first",
        ),
        ("7.4", lambda a, b: np.mean(b - a), "shape"),
        ("7.5", lambda t: t.mean(axis=1).argmax(), "best mean"),
        ("7.5", lambda t: razor(t, error=lambda t, m: t[m.argmax()].std(ddof=1)), "smaller by the root"),
        ("7.5", lambda t: razor(t, error=lambda t, m: t.std(axis=1, ddof=1) / 5**0.5), "draws the line"),
        ("7.5", lambda t: razor(t, error=lambda t, m: t[m.argmax()].std() / 5**0.5), "ddof=1"),
        ("7.5", lambda t: razor(t, error=standard_error, place=-1), "most complex"),
        ("7.5", lambda t: razor(t, error=standard_error) + 1, "from 0"),
        ("7.5", lambda t: t.mean(axis=1)[simplest(t)], "its row"),
        ("7.5", 2, "Pass its name"),
        ("7.6", lambda V: (np.eye(4), np.zeros(4), V), "Send −a through"),
        ("7.6", lambda V: do_nothing(V, minus=1.0), "come out positive"),
        ("7.6", lambda V: do_nothing(V, bias=1e3), "suit every a"),
        ("7.6", lambda V: (-np.eye(4), np.zeros(4), -V), "without the ReLU"),
        ("7.6", lambda V: do_nothing(2 * V), "by up to"),
        ("7.6", lambda V: (np.eye(3), np.zeros(3), V), "stops with"),
        ("7.6", lambda V: (np.eye(4), np.zeros(4), V.T @ V), "stops with"),
        ("7.6", lambda V: (np.eye(4), np.zeros(4), np.hstack([V, V])), "shape (6, 6)"),
        ("7.6", 3, "Pass its name"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_the_razor_s_tables_have_the_means_and_errors_that_their_comments_say():
    assert [simplest(t) for (t,) in tables()] == [2, 1, 0, 2]
    assert simplest(tables()[0][0], root=False) == 1
    assert simplest(tables()[1][0], own=True) == 2
    assert simplest(tables()[2][0], ddof=0) == 1


def test_the_counting_cell_has_the_numbers_of_the_figure_and_of_the_engine(capsys):
    names = {}
    exec(cell("def parameters(*sizes)"), names)
    shown = capsys.readouterr().out
    assert names["net_784_64_64_10"] == [50_240, 4_160, 650]
    assert "together 55050" in shown
    built = models.get("intermediate").build(rng=stream(7, "test"))
    assert sum(names["net_784_64_64_10"]) == parameters(64, 64) == built.count_params()
    totals = [int(text.replace(",", "")) for text in re.findall(r"([\d,]+) parameters", shown)]
    assert totals == [parameters(*units) for units in ((64,), (64,) * 2, (64,) * 3, (69, 64), (128,) * 2)]
    assert parameters(68, 64) < parameters(64, 64, 64) < parameters(69, 64)  # not quite five
    assert names["multiplications"](784, 64, 64, 10) == parameters(64, 64) - 138


def test_the_page_s_formula_of_the_interval_has_student_s_numbers():
    text = PAGE.read_text(encoding="utf-8")
    for seeds in (5, 10):
        assert f"{t_quantile(seeds - 1):.2f} for {('five', 'ten')[seeds == 10]}" in text


def test_what_the_page_says_about_the_seeds_of_the_depth_sweep():
    final = np.array([Results().read("depth-sweep").values(str(n), "val_accuracy") for n in range(7)])
    assert list(final.argmax(axis=0)) == [4, 4, 4, 4, 2]
    assert final[6].argmin() == 4  # the dot below all others is seed 5
    assert final[6].min() == final[1:].min()
    low, high = (
        getattr(Results().read("depth-sweep").summary("4", "val_accuracy"), k) for k in ("low", "high")
    )
    assert low < final[2].mean() < high
    for deeper in (4, 5, 6):  # "so is everything that follows": within noise of three layers
        difference = summarise(final[deeper] - final[3])
        assert difference.low < 0 < difference.high
    trained = [Results().read("depth-sweep").summary(str(n), "accuracy").mean for n in range(7)]
    assert (np.diff(trained) > 0).all()


def test_what_the_page_says_about_widths():
    record = Results().read("width-sweep")
    widths = [str(2**power) for power in range(3, 10)]
    sds = [record.summary(width, "val_accuracy").sd for width in widths]
    assert sds[0] > 2 * max(sds[1:])
    assert sds[-1] < 0.5 * min(sds[:-1])
    last = summarise(record.values("512", "val_accuracy") - record.values("256", "val_accuracy"))
    assert last.low < 0 < last.high
    wide, narrow = record.summary("128", "val_accuracy"), record.summary("32", "val_accuracy")
    assert wide.mean - narrow.mean > 0.01


def test_one_seed_of_the_intermediate_net_differs_from_another_by_more_than_the_quick_check_says():
    values = Results().read("intermediate").values("clean", "val_accuracy")
    assert np.ptp(values) > 0.0033
