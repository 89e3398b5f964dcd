"""The recorded figures of chapter 3, the encoder's and the curve's, draw what their records hold."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle

import dlbook.figures.chapters.networks__approximation as approximation
import dlbook.figures.chapters.networks__encoder as encoder
from dlbook.figures.primitives.surface import oblique
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.runs import Results
from dlbook.runs.jobs.approximation import curve

RECORD = Results().read("encoder")
EPOCHS = RECORD.array("classic", "epochs", 1)
ERRORS = RECORD.array("classic", "errors", 1)
CODES = RECORD.array("classic", "codes", 1)
WEIGHTS = RECORD.array("classic", "weights", 1)


def inked(ax, colour):
    return [line for line in ax.lines if to_hex(line.get_color()) == role(colour)]


def falls_at(pattern, below=0.5):
    return EPOCHS[np.flatnonzero(ERRORS[:, pattern] > below)[-1] + 1]


def test_errors_are_those_of_the_record_and_the_late_output_stands_out():
    with drawn(REGISTRY["encoder-errors"]) as fig:
        ax = fig.axes[0]
        (late,) = inked(ax, "model")
        np.testing.assert_allclose(late.get_xydata(), np.column_stack((EPOCHS, ERRORS[:, 4]))[1:])
        rest = np.array([line.get_ydata() for line in inked(ax, "data")])
        np.testing.assert_allclose(rest, np.delete(ERRORS, 4, axis=1)[1:].T)
        labels = {t.get_text(): t.get_position() for t in ax.texts}
    for pattern in (4, 5, 6, 7):  # a label stands to the right of its curve, and left of the next one
        x, y = labels[str(pattern + 1)]
        gap = np.log(x) - np.log(EPOCHS[1:])[np.flatnonzero(ERRORS[1:, pattern] > y)[-1]]
        assert 0 < gap < 0.25
    assert set(labels) >= {"1 to 4"}


def test_the_shrug_is_what_the_record_begins_with():
    assert pytest.approx(0.875) == encoder.SHRUG  # 49/64 + 7/64
    np.testing.assert_allclose(ERRORS[1:4], encoder.SHRUG, atol=0.02)
    with drawn(REGISTRY["encoder-errors"]) as fig:
        (line,) = inked(fig.axes[0], "muted")
        assert list(line.get_ydata()) == [encoder.SHRUG] * 2


def test_captions_and_alt_texts_of_the_encoder_tell_the_record():
    falls = [falls_at(pattern) for pattern in range(8)]
    assert max(falls[:4]) <= 400 < falls[7] < falls[6] < falls[5] < falls[4]  # 1 to 4, then 8, 7, 6, 5
    assert min(falls) > 250
    assert 1300 < falls[4] < 1600
    assert ERRORS[EPOCHS == 200].min() > 0.8
    assert ERRORS[-1].max() < 0.02
    assert "below 0.02" in " ".join(REGISTRY["encoder-errors"].alt.split())
    first = WEIGHTS[:, :, 0]
    assert abs(first[EPOCHS <= 1200, 5]).max() < 0.5  # the weight from input 5 waits near 0
    assert f"end near {first[-1, 5]:.1f}" in REGISTRY["encoder-weights"].alt
    assert abs(first[1:, 0]).max() < 0.6  # the bias
    ups = set(np.flatnonzero(first[-1, 1:] > 0) + 1)
    assert ups == {2, 4, 5, 8}


def test_codes_walk_from_the_middle_of_the_cube_to_eight_corners():
    with drawn(REGISTRY["encoder-codes"]) as fig:
        ax = fig.axes[0]
        paths = [line for line in ax.lines if len(line.get_xdata()) == len(EPOCHS)]
        late = [line for line in paths if to_hex(line.get_color()) == role("model")]
        np.testing.assert_allclose(late[0].get_xydata(), np.column_stack(oblique(*CODES[:, 4].T)))
        assert len(paths) == 8
        assert len(late) == 1
        starts = np.array([line.get_xydata()[0] for line in paths])
        np.testing.assert_allclose(starts, np.tile(oblique(0.5, 0.5, 0.5), (8, 1)), atol=0.09)
        texts = {t.get_text(): np.array(t.get_position()) for t in ax.texts}
        edges = [line for line in ax.lines if len(line.get_xdata()) == 2]
        assert len(edges) == 12
        assert sum(line.is_dashed() for line in edges) == 3
    for pattern, code in enumerate(CODES[-1]):
        np.testing.assert_allclose(texts[str(pattern + 1)], oblique(*code))
        bits = "".join(map(str, code.round().astype(int)))
        nearest = min((t for t in texts if len(t) == 3), key=lambda t: np.hypot(*(texts[t] - oblique(*code))))
        assert nearest == bits


def test_seven_corners_are_taken_while_the_fifth_still_waits():
    at = CODES[EPOCHS == 1000][0]
    away = np.abs(at - CODES[-1].round()).max(axis=1)
    assert (np.delete(away, 4) < 0.3).all()
    assert away[4] > 0.3
    assert (CODES[-1].round()[4] == 1).all()
    later = CODES[EPOCHS >= 1000].round()
    assert (np.delete(later, 4, axis=1) == np.delete(CODES[-1].round(), 4, axis=0)).all()  # taken for good


def test_weights_are_those_of_the_first_neuron_and_their_sign_is_the_bit():
    with drawn(REGISTRY["encoder-weights"]) as fig:
        ax = fig.axes[0]
        curves = {line.get_ydata()[-1]: line for line in ax.lines if len(line.get_xdata()) == len(EPOCHS) - 1}
        texts = [t for t in ax.texts if t.get_position()[0] > 5000]
        heights = {t.get_text(): t.get_position()[1] for t in texts}
    assert len(curves) == 9
    for row, end in enumerate(WEIGHTS[-1, :, 0]):
        np.testing.assert_allclose(curves[end].get_ydata(), WEIGHTS[1:, row, 0])
        assert abs(heights[str(row) if row else "bias"] - end) < 1
        if row:
            assert (end > 0) == (CODES[-1, row - 1, 0] > 0.5)
            assert curves[end].is_dashed() == (end < 0)
    assert np.diff(sorted(heights.values())).min() > 0.7


def test_spread_keeps_what_is_far_apart_and_the_order():
    places = np.array([1.0, 5.0, 1.1, 1.2])
    found = encoder.spread(places, 0.5)
    assert found[1] == 5.0
    assert list(np.argsort(found)) == list(np.argsort(places))
    assert np.diff(np.sort(found)).min() > 0.499


def test_the_code_table_counts_in_binary():
    with drawn(REGISTRY["encoder-code-table"]) as fig:
        ax = fig.axes[0]
        spelled = [t.get_text() for t in ax.texts if "=" in t.get_text()]
        assert spelled == [f"{number:03b} = {number}" for number in range(8)]
        boxes = [p for p in ax.patches if isinstance(p, Rectangle)]
        lit = [to_hex(p.get_facecolor()) == role("data-fill") for p in boxes]
        order = np.array(lit).reshape(8, 8).argmax(axis=1)
        np.testing.assert_array_equal(CODES[-1][order].round() @ [4, 2, 1], range(8))
        circles = [p for p in ax.patches if isinstance(p, Circle)]
        on = [to_hex(p.get_facecolor()) == role("model-fill") for p in circles]
        np.testing.assert_array_equal(np.reshape(on, (8, 3)), CODES[-1][order] > 0.5)
        shown = [float(t.get_text()) for t in ax.texts if "." in t.get_text()]
    np.testing.assert_allclose(np.reshape(shown, (8, 3)), CODES[-1][order], atol=0.005)


def test_fits_and_errors_of_the_curve_are_the_record_s():
    record = Results().read("universal-approximation")
    counts = approximation.units(record)
    with drawn(REGISTRY["universal-approximation"]) as fig:
        *fits, errors = fig.axes
        for ax, name in zip(fits, approximation.SHOWN, strict=True):
            np.testing.assert_allclose(inked(ax, "model")[0].get_ydata(), record.array(name, "curve"))
            (wanted,) = inked(ax, "target")
            np.testing.assert_allclose(wanted.get_ydata(), curve(wanted.get_xdata()))
            assert wanted.is_dashed()
        (means,) = inked(errors, "model")
        dots = [line for line in errors.lines if to_hex(line.get_color()) == role("muted")]
        segments = errors.collections[0].get_segments()
    summaries = [record.summary(name, "rms_error") for name in counts.values()]
    expected = [(count, s.mean) for count, s in zip(counts, summaries, strict=True)]
    np.testing.assert_allclose(means.get_xydata(), expected)
    np.testing.assert_allclose([s[:, 1] for s in segments], [(s.low, s.high) for s in summaries])
    for line, name in zip(dots, counts.values(), strict=True):
        np.testing.assert_allclose(line.get_ydata(), record.values(name, "rms_error"))


def test_the_alt_text_of_the_curve_tells_the_record():
    record = Results().read("universal-approximation")
    first, last = (record.summary(name, "rms_error").mean for name in ("1", "50"))
    assert f"from {first:.1f} at 1 to {last:.3f} at 50" in REGISTRY["universal-approximation"].alt
    errors = [
        np.sqrt(np.mean((record.array(n, "curve") - curve(np.linspace(-1, 1, 101))) ** 2))
        for n in approximation.SHOWN
    ]
    assert np.all(np.diff(errors) < 0)  # "closer each time"
    for name in ("4", "7"):  # "some seeds find a good curve and others miss it"
        values = record.values(name, "rms_error")
        assert values.max() > 2.5 * values.min()
