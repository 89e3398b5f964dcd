import numpy as np
import pytest
from matplotlib.colors import to_hex

from dlbook.figures.chapters import gradient_descent__measured as chapter
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.runs import Results


def measured(ax, colour):
    """Return places, means, lower and upper ends of what is drawn in a role."""
    (line,) = [x for x in ax.lines if x.get_marker() == "o" and to_hex(x.get_color()) == role(colour)]
    (bars,) = [c for c in ax.collections if to_hex(c.get_color()[0]) == role(colour)]
    ends = np.array(bars.get_segments())
    np.testing.assert_allclose(ends[:, 0, 0], line.get_xdata())
    return *line.get_data(), ends[:, 0, 1], ends[:, 1, 1]


def over_seeds(values):
    """Return mean, low and high by Student's distribution with four degrees of freedom."""
    half = 2.776 * np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values), np.mean(values) - half, np.mean(values) + half


def test_learning_rates_are_drawn_as_recorded():
    record = Results().read("learning-rate-sweep")
    with drawn(REGISTRY["learning-rate-sweep"]) as fig:
        places, *drawn_values = measured(fig.axes[0], "sgd")
        words = [text.get_text() for text in fig.axes[0].texts]
    assert len(record.seeds) == 5
    np.testing.assert_allclose(places, sorted(float(name) for name in record.variants))
    expected = [
        over_seeds(100 * record.curve(name, "val_accuracy")[:, -1]) for name in chapter.rates(record).values()
    ]
    np.testing.assert_allclose(np.transpose(drawn_values), expected, rtol=1e-3)
    best = np.argmax(drawn_values[0])
    assert f"best: {places[best]:g}, {drawn_values[0][best]:.1f} %" in words
    assert record.curve(record.variants[0], "val_accuracy").shape[1] == 10


@pytest.mark.parametrize(("variant", "colour"), [("epoch-0", "data"), ("epoch-5", "model")])
def test_noise_is_drawn_as_recorded_and_halves_with_every_doubling(variant, colour):
    record = Results().read("gradient-noise")
    with drawn(REGISTRY["batch-size-noise"]) as fig:
        ax = fig.axes[0]
        sizes, *drawn_values = measured(ax, colour)
        low, high = ax.get_ylim()
    np.testing.assert_array_equal(sizes, 2 ** np.arange(13))
    expected = [over_seeds(record.values(variant, f"noise-{size:g}")) for size in sizes]
    np.testing.assert_allclose(np.transpose(drawn_values), expected, rtol=1e-3)
    assert low < min(drawn_values[1])
    assert max(drawn_values[2]) < high
    slope = np.polyfit(np.log2(sizes), np.log2(drawn_values[0]), 1)[0]
    assert slope == pytest.approx(-1, abs=0.1)


def test_mistakes_and_processor_time_of_batch_sizes_are_drawn_as_recorded():
    record = Results().read("batch-size-sweep")
    sizes = [1, 8, 32, 128, 512, 2048]
    assert len(record.seeds) == 5
    with drawn(REGISTRY["batch-size-sweep"]) as fig:
        mistakes, work = fig.axes
        for kind, colour in (("same", "data"), ("scaled", "model")):
            places, *drawn_values = measured(mistakes, colour)
            np.testing.assert_array_equal(places, sizes)
            names = [f"{kind}-{size}" if size != 128 else "same-128" for size in sizes]
            wrong = [100 - 100 * record.curve(name, "val_accuracy")[:, -1] for name in names]
            np.testing.assert_allclose(np.transpose(drawn_values), [*map(over_seeds, wrong)], rtol=1e-3)
            assert mistakes.get_ylim()[0] < min(drawn_values[1])
            assert record.curve(names[0], "val_accuracy").shape[1] == 3
        places, *seconds = measured(work, "ink")
        words = [text.get_text() for text in work.texts]
    np.testing.assert_array_equal(places, sizes)
    expected = [over_seeds(record.values(f"same-{size}", "cpu_seconds")) for size in sizes]
    np.testing.assert_allclose(np.transpose(seconds), expected, rtol=1e-3)
    assert words == [f"{value:.2g}" for value in seconds[0][:4]]
    fold = seconds[0][0] / seconds[0][3]
    assert f"{fold:.0f}-fold from 1 to 128" in REGISTRY["batch-size-sweep"].caption


def test_rates_in_proportion_are_what_the_label_says():
    content = Results().read("batch-size-sweep").content["settings"]
    for name, settings in content.items():
        kind = name.partition("-")[0]
        rate = settings["optimizer"]["learning_rate"]
        assert rate == pytest.approx(0.1 if kind == "same" else 0.1 * settings["batch_size"] / 128)
