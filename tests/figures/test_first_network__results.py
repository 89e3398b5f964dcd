"""Chapter 1's measured figures show what the records and the stored digits say."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

import dlbook.figures.chapters.first_network__results as chapter
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.runs import Results
from dlbook.runs.stores import kept_net


def shades(fig):
    """Return the shares of ink of every image."""
    return [np.asarray(image.get_array())[..., 3] for ax in fig.axes for image in ax.images]


@pytest.mark.parametrize("id", ["shallow-mistakes", "permuted-pixels"])
def test_the_licence_of_the_digits_is_named(id):
    assert REGISTRY[id].caption.endswith("Digits: MNIST, CC BY-SA 3.0.")
    assert REGISTRY[id].digits


def test_shallow_curve_draws_every_seed_and_their_mean():
    record = Results().read("shallow")
    curves = 100 * record.curve("classic", "val_accuracy")
    with drawn(REGISTRY["shallow-curve"]) as fig:
        lines = [line.get_ydata() for line in fig.axes[0].lines if len(line.get_xdata()) == 200]
        chance = [line.get_ydata() for line in fig.axes[0].lines if len(line.get_xdata()) == 2]
        texts = " ".join(text.get_text() for text in fig.axes[0].texts)
    assert len(record.seeds) == 10
    np.testing.assert_allclose(lines[:10], curves)
    np.testing.assert_allclose(lines[10], curves.mean(axis=0))
    np.testing.assert_array_equal(chance, [[10, 10]])
    alt = REGISTRY["shallow-curve"].alt
    for epoch in (1, 50, 100, 200):
        assert f"{curves[:, epoch - 1].mean():.1f} " in texts
        assert f"{curves[:, epoch - 1].mean():.1f} %" in alt


def test_the_ten_runs_drift_apart_and_meet_again():
    curves = 100 * Results().read("shallow").curve("classic", "val_accuracy")
    spread = curves.max(axis=0) - curves.min(axis=0)
    assert spread[49] > 10 > 1 > spread[-1]
    assert abs(curves[:, 0].mean() - 10) < 2
    assert (curves[:, -1] > curves[:, -11]).all()  # still climbing


def test_shallow_mistakes_are_the_first_ones_of_the_stored_net():
    with np.load(Results().folder / "test-digits.npz") as stored:
        images, labels, rows = stored["images"], stored["labels"], stored["rows"]
    answers = kept_net(Results(), "shallow").predict(images.reshape(-1, 784).astype(np.float32) / 255)
    wrong = np.flatnonzero(answers.argmax(axis=1) != labels)[:15]
    assert (np.diff(rows[wrong].astype(int)) > 0).all()
    with drawn(REGISTRY["shallow-mistakes"]) as fig:
        pictures = shades(fig)
        numbers = [
            (int(t.get_text()), to_hex(t.get_color())) for t in fig.axes[0].texts if len(t.get_text()) < 2
        ]
        bars = [p.get_height() for p in fig.axes[0].patches if isinstance(p, Rectangle)]
    np.testing.assert_allclose(pictures, images[wrong] / 255)
    assert [n for n, colour in numbers if colour == role("model")] == answers[wrong].argmax(axis=1).tolist()
    assert [n for n, colour in numbers if colour == role("target")] == labels[wrong].tolist()
    np.testing.assert_allclose(np.reshape(bars, (15, 10)), chapter.SHARE * answers[wrong], atol=0.05)


def test_the_right_answer_is_mostly_the_second_choice():
    _, labels, shares = chapter.mistakes()
    second = int(np.sum(np.argsort(shares, axis=1)[:, -2] == labels))
    assert second == 12
    assert "in twelve of the fifteen" in REGISTRY["shallow-mistakes"].alt


def test_permuted_pixels_moves_the_same_pixels_in_all_pictures():
    with drawn(REGISTRY["permuted-pixels"]) as fig:
        pictures = [image.ravel() for image in shades(fig)]
    plain, moved = np.array(pictures[::2]), np.array(pictures[1::2])
    for one, other in zip(plain, moved, strict=True):
        np.testing.assert_array_equal(np.sort(one), np.sort(other))
        assert (one != other).any()
    # one order for all: each column of three values occurs as often before as after
    np.testing.assert_array_equal(
        *(np.unique(rows, axis=1, return_counts=True)[1] for rows in (plain, moved))
    )
    np.testing.assert_array_equal(np.unique(plain, axis=1), np.unique(moved, axis=1))


def test_permuted_pixels_shows_every_seed_and_overlapping_intervals():
    record = Results().read("permuted-pixels")
    with drawn(REGISTRY["permuted-pixels"]) as fig:
        strip = fig.axes[1]
        dots = [line.get_xdata() for line in strip.lines if len(line.get_xdata()) == 10]
        intervals = [line.get_xdata() for line in strip.lines if len(line.get_xdata()) == 2]
        left, right = strip.get_xlim()
        texts = [text.get_text() for text in strip.texts]
    for i, variant in enumerate(("original", "permuted")):
        summary = record.summary(variant, "test_accuracy")
        np.testing.assert_allclose(dots[i], 100 * record.values(variant, "test_accuracy"))
        np.testing.assert_allclose(intervals[i], (100 * summary.low, 100 * summary.high))
        assert left < min(dots[i]) <= max(dots[i]) < right
        assert texts[i].startswith(f"{100 * summary.mean:.1f} ")
        assert f"mean {100 * summary.mean:.1f} %" in REGISTRY["permuted-pixels"].alt
    assert intervals[0][0] < intervals[1][1]
    assert intervals[1][0] < intervals[0][1]
