"""Chapter 8's measured figures show the records, seeds that broke off included."""

import pytest

from dlbook.figures.chapters.weight_initialisation__training import LOOKS, SCALINGS, SPREADS
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.runs import Results


def test_input_scaling_has_a_row_for_every_variant():
    record = Results().read("input-scaling")
    variants = [variant for rates in SCALINGS.values() for variant in rates]
    assert sorted(variants) == sorted(record.variants)
    with drawn(REGISTRY["input-scaling"]) as fig:
        means = [line for line in fig.axes[0].lines if line.get_marker() == "o"]
        across = [line.get_xdata() for line in fig.axes[0].lines if len(set(line.get_xdata())) == 2]
    for mean, variant in zip(means, variants, strict=True):
        summary = record.summary(variant, "val_accuracy")
        assert mean.get_xdata()[0] == pytest.approx(100 * summary.mean)
        assert [100 * summary.low, 100 * summary.high] in [pytest.approx(list(ends)) for ends in across]
    best_raw = max(record.summary(v, "val_accuracy").high for v in variants if v.startswith("raw"))
    assert best_raw < min(record.summary(v, "val_accuracy").low for v in variants if not v.startswith("raw"))


def test_rates_are_those_of_the_run():
    settings = Results().read("input-scaling").content["settings"]
    for rates in SCALINGS.values():
        for variant, text in rates.items():
            assert float(text.removeprefix("rate ")) == settings[variant]["optimizer"]["learning_rate"]


def test_init_training_draws_every_seed_mean_and_says_what_broke():
    record = Results().read("init-training")
    with drawn(REGISTRY["init-training"]) as fig:
        ax = fig.axes[0]
        lines = [line for line in ax.lines if len(line.get_xdata()) > 2]
        texts = [text.get_text() for text in ax.texts]
    assert [len(line.get_xdata()) for line in lines] == [3, 4, 4]
    for line, name in zip(lines, LOOKS, strict=True):
        for height, scheme in zip(line.get_ydata(), SPREADS, strict=False):
            assert height == pytest.approx(100 * record.values(f"{name}-{scheme}", "val_accuracy").mean())
    broke = int(record.values("relu-normal-1", "diverged").sum())
    assert any(f"{broke} of {len(record.seeds)}" in text for text in texts)
