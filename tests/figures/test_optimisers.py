"""The optimisers walk where the pictures say: real costs, real steps, the records' numbers."""

import re
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex

from dlbook.figures.chapters import optimisers as rolling
from dlbook.figures.chapters import optimisers__adaptive as adaptive
from dlbook.figures.chapters import optimisers__ahead as ahead
from dlbook.figures.chapters import optimisers__decay as decay
from dlbook.figures.chapters import optimisers__measured as measured
from dlbook.figures.chapters import optimisers__paths as paths
from dlbook.figures.chapters import optimisers__sparse as sparse
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.nn import SGD, Momentum, Nesterov
from dlbook.runs import Results, summarise

NUDGE = 1e-6


def central(cost, at):
    """Return the gradient of a cost of vectors by central differences."""
    at = np.asarray(at, float)
    return np.array([(cost(at + e) - cost(at - e)) / (2 * NUDGE) for e in NUDGE * np.eye(len(at))])


def texts(ax):
    return [text.get_text() for text in ax.texts]


def line(ax, colour, points):
    """Return the data of the one line in a role that has so many points."""
    found = [
        each.get_xydata()
        for each in ax.lines
        if to_hex(each.get_color()) == role(colour) and len(each.get_xdata()) == points
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("at", [(-3.0, 0.4), (0.3, -1.0), (2.5, 1.9)])
def test_gradients_belong_to_their_costs(at):
    np.testing.assert_allclose(
        rolling.valley_gradient(np.array(at)), central(lambda w: float(rolling.valley(w)), at), atol=1e-6
    )
    np.testing.assert_allclose(
        paths.bent_gradient(np.array(at)), central(lambda w: float(paths.bent(w)), at), atol=1e-7
    )
    slope = (rolling.HOLLOW.height(at[0] + NUDGE) - rolling.HOLLOW.height(at[0] - NUDGE)) / (2 * NUDGE)
    assert float(rolling.HOLLOW.slope(np.float64(at[0]))) == pytest.approx(float(slope), abs=1e-7)


def test_no_rate_of_plain_descent_is_better_in_the_valley():
    def needed(rate):
        return rolling.steps_to(rolling.walk(SGD(rate), rolling.valley_gradient, rolling.VALLEY_START, 400))

    best, _ = rolling.for_the_valley()
    found = needed(best.rate(0))
    assert found == 58
    assert all(needed(rate) >= found for rate in np.linspace(0.04, 0.0795, 60))


def test_the_valley_shows_both_paths_and_the_caption_counts_them():
    spec = REGISTRY["momentum-valley"]
    with drawn(spec) as fig:
        for ax, optimizer, colour in zip(
            fig.axes, rolling.for_the_valley(), ("sgd", "momentum"), strict=True
        ):
            needed = int(re.search(r"(\d+) steps", ax.get_title(loc="left"))[1])
            path = rolling.walk(optimizer, rolling.valley_gradient, rolling.VALLEY_START, needed)
            distance = np.linalg.norm(path, axis=1) / np.linalg.norm(path[0])
            assert distance[-1] <= 0.01 < distance[-2]
            assert re.search(rf"\b{needed}\b", spec.caption)
            shown = [each.get_xydata() for each in ax.lines if to_hex(each.get_color()) == role(colour)]
            assert max(map(len, shown)) == needed + 1
            np.testing.assert_allclose(max(shown, key=len), path)
            across, along = (np.ptp(ax.get_ylim()), np.ptp(ax.get_xlim()))
            box = ax.get_window_extent()
            assert across / along == pytest.approx(box.height / box.width, rel=1e-3)  # true to angles


def test_the_walker_is_stuck_and_the_roller_of_the_same_stride_comes_through():
    walker = rolling.walk(SGD(2.8), rolling.HOLLOW.slope, rolling.ROLL_START, 400)
    roller = rolling.walk(Momentum(0.28, 0.9), rolling.HOLLOW.slope, rolling.ROLL_START, 400)
    w = np.linspace(-2, 2, 4001)
    heights = rolling.HOLLOW.height(w)
    dips = w[1:-1][(heights[1:-1] < heights[:-2]) & (heights[1:-1] < heights[2:])]
    assert len(dips) == 2
    assert walker[-1] == pytest.approx(dips[0], abs=2e-3)
    assert roller[-1] == pytest.approx(dips[1], abs=2e-3)
    assert rolling.HOLLOW.height(dips[1]) < rolling.HOLLOW.height(dips[0]) - 0.03
    with drawn(REGISTRY["trilobite-rolling"]) as fig:
        words = [" ".join(texts(ax)) for ax in fig.axes]
        rates = [float(re.search(r"rate ([\d.]+)", each)[1]) for each in words]
        mu = float(re.search(r"momentum ([\d.]+)", words[1])[1])
        assert rates[0] == pytest.approx(rates[1] / (1 - mu))  # the same steady stride
        for ax, path, colour in zip(fig.axes, (walker, roller), ("sgd", "momentum"), strict=True):
            np.testing.assert_allclose(line(ax, colour, 30)[:, 0], path[:30])


def test_looking_ahead_is_a_step_of_the_engine_and_brakes():
    here, kept, pulls = ahead.one_step()
    steps = rolling.walk(Momentum(**ahead.LOOK), ahead.look_gradient, ahead.LOOK_START, ahead.LOOK_STEPS + 1)
    np.testing.assert_allclose(here + kept + pulls["momentum"], steps[-1])
    # Nesterov's velocity lands where w was, if the stored point is w + mu v
    params = {"w": here + kept}
    optimizer = Nesterov(**ahead.LOOK)
    state = optimizer.init(params) | {"velocity": {"w": kept / ahead.LOOK["momentum"]}}
    optimizer.advance({"w": ahead.look_gradient(params["w"])}, state)
    np.testing.assert_allclose(kept + pulls["nesterov"], state["velocity"]["w"])
    assert abs((here + kept + pulls["nesterov"])[1]) < 0.6 * abs((here + kept + pulls["momentum"])[1])
    with drawn(REGISTRY["nesterov-look-ahead"]) as fig:
        for ax, name in zip(fig.axes, pulls, strict=True):
            (end,) = (each for each in ax.lines if to_hex(each.get_color()) == role(name))
            np.testing.assert_allclose(end.get_xydata()[0], here + kept + pulls[name])


def test_every_optimiser_arrives_at_the_rate_that_is_written():
    with drawn(REGISTRY["optimiser-paths"]) as fig:
        assert len(fig.axes) == len(paths.OPTIMISERS) == 8
        for ax, optimizer in zip(fig.axes, paths.OPTIMISERS, strict=True):
            name, needed = re.fullmatch(r"(\w+): (\d+) steps", ax.get_title(loc="left")).groups()
            assert name == type(optimizer).__name__
            rate = float(texts(ax)[0].removeprefix("rate "))
            path = rolling.walk(
                optimizer.with_learning_rate(rate), paths.bent_gradient, paths.START, int(needed)
            )
            np.testing.assert_allclose(line(ax, name.lower(), len(path)), path)
            assert abs(path[-1] - paths.LOWEST).max() < paths.NEAR <= abs(path[-2] - paths.LOWEST).max()
            (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
            assert ((path > (left, low)) & (path < (right, high))).all()


def test_a_rate_falls_with_a_weights_own_gradients_only():
    felt, own = adaptive.two_words(REGISTRY["adagrad-rates"].rng())
    silent = felt[1:, adaptive.RARE] == 0
    assert silent.sum() == 110 - 1
    assert (np.diff(own[:, adaptive.RARE])[silent] == 0).all()
    assert (np.diff(own[:, adaptive.COMMON]) < 0).all()
    assert own[-1] == pytest.approx((0.05, 0.16), abs=0.005)  # as the alt text says


def test_adams_steps_are_those_of_the_caption_and_the_alt_text():
    taken, raw = adaptive.step_lengths()
    np.testing.assert_allclose(taken, 1, rtol=1e-5)
    assert raw[[0, 11, 99]].round(1).tolist() == [3.2, 6.6, 3.2]
    assert int(raw.argmax()) + 1 == 12
    assert (1 / raw)[[99, 2999]].round(3).tolist() == [0.309, 0.975]
    with drawn(REGISTRY["adam-bias-correction"]) as fig:
        assert {"3.2", "6.6"} <= set(texts(fig.axes[0]))


def test_decay_inside_adam_depends_on_the_gradient_and_beside_it_does_not():
    inside = [decay.decayed("l2", size)[-1] for size in (decay.LOUD, decay.QUIET)]
    beside = [decay.decayed("decay", size) for size in (decay.LOUD, decay.QUIET)]
    assert inside[0] > 0.9
    assert abs(inside[1]) < 0.01
    np.testing.assert_allclose(*beside, atol=0.02)
    factors = [b / a for a, b in pairwise(beside[1])]
    np.testing.assert_allclose(factors, 1 - decay.RATE * decay.DECAY)


def test_weights_next_to_zero_are_counted_from_the_record():
    record = Results().read("adamw-and-l2")
    shares = [f"{record.summary(name, 'tiny').mean:.0%}".rstrip("%") for name in decay.WHAT]
    with drawn(REGISTRY["adamw-and-l2"]) as fig:
        words = [text for ax in fig.axes for text in texts(ax) if "next to 0" in text]
    assert words == [f"{share} % next to 0" for share in shares]
    found = re.search(r"(\d+), (\d+) and (\d+) percent", REGISTRY["adamw-and-l2"].alt)
    assert list(found.groups()) == shares


def test_the_comparison_shows_the_best_rates_of_the_sweep_and_every_seed():
    sweep, record = Results().read("optimiser-sweep"), Results().read("optimiser-comparison")
    spec = REGISTRY["optimiser-comparison"]
    with drawn(spec) as fig:
        hills, rows = fig.axes
        for name in measured.NAMES:
            rates, accuracy = measured.rates_of(sweep, name)
            assert len(rates) == 7
            best = record.content["settings"][name]["optimizer"]["learning_rate"]
            assert rates[accuracy.argmax()] == best
            np.testing.assert_allclose(line(hills, name, 7)[:, 1], accuracy)
            np.testing.assert_allclose(line(rows, name, 10)[:, 0], 100 * record.values(name, "test_accuracy"))
            mean = 100 * record.summary(name, "test_accuracy").mean
            assert line(rows, name, 1)[0, 0] == pytest.approx(mean)
            low, high = rows.get_xlim()
            assert low < line(rows, name, 10)[:, 0].min()
            assert line(rows, name, 10)[:, 0].max() < high
    means = {name: 100 * record.summary(name, "test_accuracy").mean for name in measured.NAMES}
    assert min(means, key=means.get) == "adamw"
    assert max(means, key=means.get) == "adadelta"
    spread = max(means.values()) - min(means.values())
    assert spread < 1 / 3 + 0.005
    assert all(np.ptp(100 * record.values(name, "test_accuracy")) > spread for name in means)


def test_schedules_are_drawn_as_they_were_run():
    record = Results().read("schedules")
    alt = REGISTRY["schedules"].alt
    with drawn(REGISTRY["schedules"]) as fig:
        for ax, variant in zip(fig.axes[1:], measured.SCHEDULES, strict=True):
            schedule = measured.schedule_of(record.content["settings"][variant]["optimizer"]["learning_rate"])
            t, eta = ax.lines[0].get_data()
            every = np.arange(3910)
            true = [schedule(int(step)) for step in every]
            assert t[-1] == every[-1]
            np.testing.assert_allclose(np.interp(every, t, eta), true, atol=0.004)  # a pixel is 0.01
            mean = 100 * record.summary(variant, "test_accuracy").mean
            assert f"{mean:.1f}" in alt
    best_constant = max(
        record.summary(name, "test_accuracy").mean for name in measured.SCHEDULES if "constant" in name
    )
    for name in ("piecewise", "cosine", "warm-up-cosine"):
        assert record.summary(name, "test_accuracy").mean > best_constant


def test_adagrad_gains_on_every_set_of_texts_and_on_common_words():
    assert (sparse.gains("val_loss", "adagrad") > 0).all()
    assert summarise(sparse.gains("common_agreement", "adagrad")).low > 0
    rare = summarise(sparse.gains("rare_agreement", "adagrad"))
    assert rare.low < 0 < rare.high
    with drawn(REGISTRY["adagrad-sparse"]) as fig:
        for ax, metric in zip(fig.axes, sparse.PARTS, strict=True):
            low, high = ax.get_xlim()
            for name in sparse.RIVALS:
                shown = line(ax, name, 10)[:, 0]
                np.testing.assert_allclose(shown, sparse.gains(metric, name))
                assert low < shown.min()
                assert shown.max() < high


def test_from_another_start_plain_descent_arrives_first_as_the_page_says():
    needed = {}
    for optimizer in paths.OPTIMISERS:
        with np.errstate(over="ignore", invalid="ignore"):
            tried = [
                rolling.walk(optimizer.with_learning_rate(rate), paths.bent_gradient, (2.6, -1.0), 100)
                for rate in paths.RATES
            ]
        needed[type(optimizer).__name__] = min(map(paths.arrival, tried))
    assert min(needed, key=needed.get) == "SGD"
    assert sorted(needed.values())[1] > needed["SGD"] + 5


def test_what_the_page_says_of_records_in_words():
    decays = Results().read("adamw-and-l2")
    for kind, best in (("decay", "decay-1e-1-rate-3e-3"), ("l2", "l2-1e-5-rate-3e-3")):
        tried = [variant for variant in decays.variants if variant.startswith(kind)]
        assert len(tried) == 12
        assert max(tried, key=lambda v: decays.summary(v, "val_accuracy").mean) == best
    assert Results().read("adagrad-sparse").content["settings"]["sgd"]["optimizer"]["learning_rate"] == 3
    assert len(Results().read("optimiser-sweep").seeds) == 2
    tested = Results().read("optimiser-comparison")
    widths = {
        name: np.ptp([tested.summary(name, "test_accuracy").low, tested.summary(name, "test_accuracy").high])
        for name in measured.NAMES
    }
    assert max(widths, key=widths.get) == "adadelta"


@pytest.mark.parametrize(
    ("one", "other"), [("piecewise", "cosine"), ("piecewise", "warm-up-cosine"), ("cosine", "warm-up-cosine")]
)
def test_eight_seeds_do_not_tell_the_good_schedules_apart(one, other):
    record = Results().read("schedules")
    s = summarise(record.values(one, "test_accuracy") - record.values(other, "test_accuracy"))
    assert s.low < 0 < s.high
