"""Chapter 12's figures show what the model, the records and the stored digits say."""

from pathlib import Path

import numpy as np
import pytest

from dlbook.figures.chapters.deep_network import NETS
from dlbook.figures.chapters.deep_network__ablation import CHANGES, verdict
from dlbook.figures.chapters.deep_network__seen import mistakes, smoothed
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.nn import models
from dlbook.rng import stream
from dlbook.runs import Results, summarise
from dlbook.runs.stores import kept_net


def texts(ax):
    return [text.get_text() for text in ax.texts]


def in_words(id):
    return REGISTRY[id].caption + REGISTRY[id].alt


def test_the_parts_of_the_deep_net_add_up_to_its_parameters():
    net = models.get("deep").build(rng=stream(12, "test"))
    with drawn(REGISTRY["deep-net"]) as fig:
        shown = texts(fig.axes[0])
    parts = [int(text.replace(",", "")) for text in shown if text.replace(",", "").isdigit()]
    assert sum(parts) == net.count_params() == 59_978
    kept = sum(values.size for values in net.state.values())
    assert f"59,978 parameters, {kept} of them not trained" in shown
    assert shown.count("batch norm") == 3
    for part in {f"{part:,}" for part in parts}:
        assert part in REGISTRY["deep-net"].alt


def test_dropped_units_of_the_deep_net_send_nothing_on():
    with drawn(REGISTRY["deep-net"]) as fig:
        ax = fig.axes[0]
        dashed = [patch.center for patch in ax.patches if patch.get_linestyle() == "--"]
        starts = [tuple(line.get_xydata()[0]) for line in ax.lines]
        whole = [p.center for p in ax.patches if hasattr(p, "center") and p.get_linestyle() == "-"]
    assert len(dashed) == 2  # as the alternative text says
    assert not set(dashed) & (set(starts) | set(whole))
    column = [at for at in whole if at[0] == dashed[0][0]]
    assert len(column) == 5
    assert all(starts.count(at) == 10 for at in column)  # to each of ten outputs


def test_deep_curve_draws_ten_seeds_their_best_epochs_and_the_mean():
    record = Results().read("deep")
    curves = 100 * record.curve("clean", "val_accuracy")
    with drawn(REGISTRY["deep-curve"]) as fig:
        lines = [line for line in fig.axes[0].lines if len(line.get_xdata()) == 20]
        (dots,) = [line for line in fig.axes[0].lines if line.get_marker() == "o"]
    heights = {tuple(np.round(line.get_ydata(), 6)) for line in lines}
    assert heights == {tuple(np.round(curve, 6)) for curve in [*curves, curves.mean(axis=0)]}
    np.testing.assert_allclose(dots.get_ydata(), curves.max(axis=1))
    np.testing.assert_allclose(dots.get_xdata(), curves.argmax(axis=1) + 1)


def test_what_is_said_of_the_deep_curve_holds():
    curves = 100 * Results().read("deep").curve("clean", "val_accuracy")
    mean, best = curves.mean(axis=0), curves.max(axis=1)
    assert mean[0] == pytest.approx(94.4, abs=0.05)
    assert mean[7] == pytest.approx(97.0, abs=0.05)
    assert mean[19] == pytest.approx(97.3, abs=0.05)
    assert mean[19] - mean[7] < 0.3 < mean[7] - mean[3]
    assert (best > mean.max() - 0.05).all()
    assert (round(best.min(), 1), round(best.max(), 1)) == (97.2, 97.6)
    when = curves.argmax(axis=1) + 1
    assert (when.min(), when.max()) == (13, 20)


def test_three_nets_pairs_dots_of_equal_seeds():
    values = [100 * Results().read(net).values("clean", "test_accuracy") for net in NETS]
    with drawn(REGISTRY["three-nets"]) as fig:
        left, right = fig.axes
        dots = [line.get_ydata() for line in left.lines if line.get_marker() == "o"]
        pairs = [line for line in right.lines if list(line.get_xdata()) == [0, 1]]
        ends = np.array([line.get_ydata() for line in pairs])
        rising = [line.get_linestyle() == "-" for line in pairs]
        shown = texts(right)
    np.testing.assert_allclose(dots, values)
    np.testing.assert_allclose(ends.T, values[1:])
    assert rising == list(values[2] > values[1])
    assert sum(rising) == 6
    change = summarise(values[2] - values[1])
    assert f"{change.mean:+.2f} ± {(change.high - change.low) / 2:.2f} points" in shown
    for net in values[1:]:
        assert f"{net.mean():.2f} %" in REGISTRY["three-nets"].alt


def test_ablation_draws_every_seed_and_colours_what_is_clear_of_zero():
    record = Results().read("ablation")
    assert set(CHANGES) | {"full"} == set(record.variants)
    with drawn(REGISTRY["ablation"]) as fig:
        panels = [[line for line in ax.lines if line.get_marker() == "|"] for ax in fig.axes]
        means = [[line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"] for ax in fig.axes]
    for lines, dots, at in zip(panels, means, ("first", "final"), strict=True):
        for line, dot, variant in zip(lines, dots, CHANGES, strict=True):
            gap = 100 * (
                record.values(variant, "val_accuracy", at) - record.values("full", "val_accuracy", at)
            )
            np.testing.assert_allclose(line.get_xdata(), gap)
            assert dot == pytest.approx(gap.mean())


def test_what_is_said_of_the_ablation_holds():
    record = Results().read("ablation")
    found = {}
    for at in ("first", "final"):
        gaps = {
            name: summarise(
                record.values(name, "val_accuracy", at) - record.values("full", "val_accuracy", at)
            )
            for name in CHANGES
        }
        found[at] = {name: verdict(gap) for name, gap in gaps.items() if verdict(gap) != "muted"}
    early = {"half-width": "bad", "one-layer": "bad", "no-batch-norm": "bad", "sigmoid": "bad"}
    assert found["first"] == early | {"double-width": "good"}
    assert found["final"] == {"half-width": "bad"}


def test_smoothing_lags_as_the_caption_says():
    record = Results().read("tensorboard-deep")
    train, new = (record.curve("deep", f"{run}/epoch_accuracy")[0] for run in ("train", "validation"))
    assert int(np.argmax(train > new)) + 1 == 4
    assert int(np.argmax(smoothed(train) > smoothed(new))) + 1 == 6
    assert smoothed(np.full(5, 0.3)) == pytest.approx(np.full(5, 0.3))
    with drawn(REGISTRY["tensorboard-scalars"]) as fig:
        curves = [line.get_ydata() for line in fig.axes[0].lines]
    np.testing.assert_allclose(curves, [train, smoothed(train), new, smoothed(new)])


def test_mistakes_are_those_of_the_two_nets():
    groups, store = mistakes()
    assert [len(places) for places in groups] == [18, 22, 18]
    images = store["images"].reshape(-1, 784) / np.float32(255)
    answers = [kept_net(Results(), net).predict(images).argmax(axis=1) for net in ("intermediate", "deep")]
    wrong = [answer != store["labels"] for answer in answers]
    for places, kind in zip(groups, ((True, False), (True, True), (False, True)), strict=True):
        assert all((bool(wrong[0][i]), bool(wrong[1][i])) == kind for i in places)
    last = max(store["rows"][places].max() for places in groups)
    assert f"first {last + 1:,} test digits" in in_words("deep-mistakes")
    page = Path(__file__).parents[2] / "docs" / "improving" / "deep-network.md"
    prose = page.read_text(encoding="utf-8")
    assert f"In the first {last + 1:,} test digits both make forty mistakes" in prose
    assert "fails on eighteen digits" in prose
    assert sum(len(places) for places in groups[:2]) == sum(len(places) for places in groups[1:]) == 40


def test_under_each_mistake_stand_its_label_and_the_answer():
    groups, store = mistakes()
    with drawn(REGISTRY["deep-mistakes"]) as fig:
        shown = [text for text in texts(fig.axes[0]) if text.isdigit()]
    expected = []
    for places, net in zip(groups, (1, 2, 2), strict=True):
        for i in places:
            expected += [str(store["labels"][i]), str(store["answers"][i, net])]
    assert shown == expected
    assert "CC BY-SA" in REGISTRY["deep-mistakes"].caption
