"""What chapter 2's figures draw are the engine's activations, its slopes, and decisions that it confirms."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_hex

import dlbook.figures.chapters.neurons as chapter
import dlbook.figures.chapters.neurons__rectifiers as rectifiers
import dlbook.figures.chapters.neurons__slopes as slopes
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.nn import Dense, Sequential, activations


@pytest.fixture
def axes(request):
    with drawn(REGISTRY[request.param]) as fig:
        yield fig.axes


def of(id):
    return pytest.mark.parametrize("axes", [id], indirect=True)


def lines(ax, colour, longest=0):
    return [
        line.get_xydata().astype(float)
        for line in ax.lines
        if to_hex(line.get_color()) == role(colour) and len(line.get_xdata()) > longest
    ]


def words(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize(
    ("id", "panel", "colour", "name"),
    [
        ("step-and-sigmoid", 1, "model", "sigmoid"),
        ("sigmoid", 0, "model", "sigmoid"),
        ("tanh", 0, "model", "tanh"),
        ("tanh", 0, "muted", "sigmoid"),
        ("relu", 0, "model", "relu"),
        ("relu-and-softplus", 0, "model", "softplus"),
        ("relu-and-softplus", 0, "muted", "relu"),
        ("leaky-relu-family", 0, "model", "relu"),
        ("leaky-relu-family", 3, "model", "elu"),
        ("noisy-relu", 0, "model", "relu"),
    ],
)
def test_curves_are_the_engine_s(id, panel, colour, name):
    with drawn(REGISTRY[id]) as fig:
        z, heights = max(lines(fig.axes[panel], colour), key=len).T
    np.testing.assert_allclose(heights, activations.get(name).function(z))
    assert z.max() - z.min() > 4


@of("perceptron-decision")
def test_a_network_of_one_step_unit_decides_the_same(axes):
    net = Sequential([Dense(1, activation="step")])
    net.build(input_shape=(3,), rng=np.random.default_rng(0), dtype=np.float64)
    net.set_weights({"dense_1/kernel": chapter.WEIGHTS[:, None], "dense_1/bias": np.array([chapter.BIAS])})
    shown = [word for word in words(axes[0]) if re.match(r"(yes|no): ", word)]
    answers = net.predict(np.stack(list(chapter.DAYS.values()))).ravel()
    assert shown == [{1: "yes: 1", 0: "no: 0"}[answer] for answer in answers]
    assert set(answers) == {0, 1}


@of("perceptron-decision")
def test_the_column_of_products_adds_up(axes):
    numbers = [(t.get_position(), t.get_text().replace("−", "-")) for t in axes[0].texts]
    for x in sorted({x for (x, _), text in numbers if text.startswith(("yes", "no"))}):
        column = [float(text) for (left, _), text in numbers if left == x and re.fullmatch(r"-?\d+", text)]
        *terms, total = column
        assert len(terms) == 4
        assert sum(terms) == total


@of("step-and-sigmoid")
@pytest.mark.parametrize(("panel", "name"), [(0, "step"), (1, "sigmoid")])
def test_nudges_move_the_answer_as_written(axes, panel, name):
    changes = [float(word) for word in words(axes[panel])]
    ends = [line for line in lines(axes[panel], "gradient") if line[0, 0] != line[1, 0]]
    assert len(changes) == len(ends) == 3
    for (start, end), change in zip(ends, changes, strict=True):
        before, after = (float(activations.get(name).function(point[0])) for point in (start, end))
        assert (start[1], end[1]) == pytest.approx((before, after))
        assert end[0] - start[0] == pytest.approx(1)
        assert change == pytest.approx(after - before, abs=0.005)


@of("tanh")
def test_tangents_at_0_touch_their_curves(axes):
    for (start, end), name in zip(lines(axes[0], "gradient", 1), ("sigmoid", "tanh"), strict=True):
        nudge, function = 1e-5, activations.get(name).function
        steepness = (function(nudge) - function(-nudge)) / (2 * nudge)
        assert (end[1] - start[1]) / (end[0] - start[0]) == pytest.approx(float(steepness))
        assert (end[1] + start[1]) / 2 == pytest.approx(float(function(0.0)))


@of("relu-and-softplus")
def test_the_gap_is_ln_2_at_0_and_nowhere_0(axes):
    z, gap = lines(axes[1], "cost", 40)[0].T
    assert gap[z == 0] == pytest.approx(np.log(2))
    assert gap.min() > 0
    np.testing.assert_allclose(gap, activations.softplus(z) - activations.relu(z))
    assert words(axes[1]) == ["ln 2 = 0.693", "0.049"]


@of("leaky-relu-family")
def test_slopes_below_0_are_those_written(axes):
    _, leaky, fan, _ = axes
    for ax in (leaky, fan):
        shown = [float(word.removeprefix("slope ")) for word in words(ax)]
        below = [line[line[:, 0] <= 0] for line in lines(ax, "model")]
        assert [np.polyfit(*line.T, 1)[0] for line in below] == pytest.approx(shown)
        above = [line[line[:, 0] >= 0] for line in lines(ax, "model")]
        assert all(np.array_equal(*line.T) for line in above)


@of("noisy-relu")
def test_noise_has_the_variance_that_is_drawn(axes):
    rng = REGISTRY["noisy-relu"].rng()
    ((z, heights),) = (line.T for line in lines(axes[0], "data"))
    np.testing.assert_allclose(rng.uniform(-5, 5, size=300), z)
    np.testing.assert_allclose(activations.noisy_relu(z, rng=rng), heights)
    for text in axes[0].texts:
        place = np.full(40_000, text.get_position()[0])
        if place[0] > 3:  # so far right that nothing is cut off
            spread = activations.noisy_relu(place, rng=np.random.default_rng(1)).var()
            assert float(text.get_text()) == pytest.approx(spread, abs=0.02)
    band = axes[0].collections[0].get_paths()[0].vertices
    top = band[np.isclose(band[:, 0], 4)][:, 1].max()
    assert top == pytest.approx(4 + np.sqrt(activations.sigmoid(4.0)))


@of("maxout")
def test_maxout_is_the_highest_of_its_lines_and_no_parabola(axes):
    misses = []
    for ax, pieces in zip(axes, (3, 6), strict=True):
        ends, (answer,) = lines(ax, "muted"), lines(ax, "model")
        assert len(ends) == pieces
        heights = [np.interp(answer[:, 0], line[:, 0], line[:, 1]) for line in ends]
        np.testing.assert_allclose(np.max(heights, axis=0), answer[:, 1])
        misses.append(np.abs(answer[:, 1] - answer[:, 0] ** 2).max())
        assert words(ax)[-1] == f"largest\nmiss {misses[-1]:.2f}"
        assert f"{misses[-1]:.2f}" in REGISTRY["maxout"].alt
    assert misses[0] > 2 * misses[1] > 0.1
    best = (4 / 3) ** 2 / 6  # how far a least-squares line over a third of the way misses at its ends
    assert misses[0] == pytest.approx(best, rel=0.15)


def test_a_fit_of_maxout_uses_all_its_pieces():
    for pieces in (3, 6):
        winners = rectifiers.fitted_maxout(pieces)
        kernel, bias = winners.params["maxout_1/kernel"][0, 0], winners.params["maxout_1/bias"][0]
        assert set((rectifiers.PARABOLA * kernel + bias).argmax(axis=1)) == set(range(pieces))


@of("activation-derivatives")
def test_slopes_agree_with_differences(axes):
    nudge = 1e-6
    for ax, name in zip(axes, slopes.SLOPES, strict=True):
        function = activations.get(name.lower().replace(" ", "_")).function
        for z, slope in (line.T for line in lines(ax, "gradient")):
            z, slope = z[np.abs(z) > 2 * nudge], slope[np.abs(z) > 2 * nudge]  # not on a corner
            measured = (function(z + nudge) - function(z - nudge)) / (2 * nudge)
            np.testing.assert_allclose(slope, measured, atol=1e-6)


@of("activation-derivatives")
def test_zones_are_where_slopes_are_flat(axes):
    found = {ax.get_title(loc="left"): words(ax) for ax in axes}
    assert found["step"] == found["ReLU"] == ["dead zone"]
    assert found["identity"] == found["leaky ReLU"] == ["never flat"]
    assert found["sigmoid"] == found["tanh"] == ["saturated"] * 2
    assert found["softplus"] == found["ELU"] == ["saturated"]
    for ax, slope in zip(axes, slopes.SLOPES.values(), strict=True):
        for zone in ax.patches:
            assert slope(np.linspace(zone.get_x(), zone.get_x() + zone.get_width(), 9)).max() < 0.05
