"""Each comparison is what it says it is: tests against the classic mistakes of experiments."""

import dataclasses
import json

import numpy as np
import pytest

from dlbook.nn import models
from dlbook.rng import stream
from dlbook.runs import datasets, registry
from dlbook.runs.definitions.optimisers import FIRST_RATE, best_of_sweep, sweep
from dlbook.runs.describe import describe
from dlbook.runs.jobs import classify
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.inputs import transformed
from dlbook.runs.jobs.layer_speed import SpeedSettings, watch_layers
from dlbook.runs.jobs.nets import DEEP, Net
from dlbook.runs.results import Results

RUNS = registry.all_runs()
STATIC = {name: run for name, run in RUNS.items() if not callable(run.variants)}
TINY = Training(net=Net(hidden=(12,)), epochs=2, examples=400)


@pytest.fixture(scope="module")
def digits():
    return datasets.load("mnist", sample=True)


def flat(settings, prefix=""):
    """Settings as one dictionary of paths."""
    if not isinstance(settings, dict):
        return {prefix: settings}
    return {p: v for key, value in settings.items() for p, v in flat(value, f"{prefix}/{key}").items()}


def changed(one, other):
    a, b = flat(describe(one)), flat(describe(other))
    return {path for path in a.keys() | b.keys() if a.get(path) != b.get(path)}


@pytest.mark.parametrize("run", RUNS.values(), ids=lambda run: run.name)
def test_a_run_says_what_it_is(run):
    assert run.title
    assert run.about.endswith(".")
    assert run.title != run.about
    assert all(need in RUNS for need in run.needs)


@pytest.mark.parametrize("run", STATIC.values(), ids=lambda run: run.name)
def test_no_two_variants_are_the_same(run):
    texts = [json.dumps(describe(settings)) for settings in run.variants.values()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("intermediate", {"/protocol"}),
        ("shallow", {"/protocol"}),
        ("permuted-pixels", {"/inputs"}),
        ("depth-sweep", {"/net/hidden"}),
        ("width-sweep", {"/net/hidden"}),
        ("taper", {"/net/hidden"}),
        ("learning-rate-sweep", {"/optimizer/learning_rate"}),
        ("batch-norm-rates", {"/optimizer/learning_rate", "/net/batch_norm"}),
        ("batch-norm-noise", {"/net/batch_norm", "/net/noise"}),
        ("batch-size-sweep", {"/batch_size", "/optimizer/learning_rate"}),
        ("dropout-rates", {"/net/dropout"}),
        ("early-stopping", {"/patience"}),
    ],
)
def test_variants_differ_in_what_is_compared_only(name, fields):
    first, *others = RUNS[name].variants.values()
    for other in others:
        assert changed(first, other) <= fields


def test_each_ablation_changes_one_thing():
    variants = dict(RUNS["ablation"].variants)
    full = variants.pop("full")
    for name, other in variants.items():
        paths = {path.split("/")[2 if path.startswith("/net") else 1] for path in changed(full, other)}
        assert paths in ({"hidden", "dropout"} if "layer" in name else paths, paths)
        assert len(paths) == (2 if "layer" in name else 1), name


def test_the_nets_are_the_books():
    rng = np.random.default_rng
    assert repr(DEEP.build(784, rng=rng(1))) == repr(models.get("deep").build(rng=rng(1)))
    assert repr(Net().build(784, rng=rng(1))) == repr(models.get("intermediate").build(rng=rng(1)))


def test_names_of_sizes_are_their_parameters():
    counts = {
        name: settings.net.build(784, rng=np.random.default_rng(1)).count_params()
        for name, settings in RUNS["taper"].variants.items()
    }
    about = RUNS["taper"].about
    assert all(f"{count:,}" in about for count in counts.values())


def test_the_baseline_called_sgd_has_no_momentum():
    baseline = FIRST_RATE["sgd"][0]
    params, g = {"w": np.ones(3)}, {"w": np.array([1.0, -2.0, 0.0])}
    first, state = baseline.update(g, baseline.init(params), params)
    second, state = baseline.update(g, state, params)
    third, _ = baseline.update({"w": np.zeros(3)}, state, params)
    assert (first["w"] == second["w"]).all()
    assert not third["w"].any()
    for run in STATIC.values():
        for settings in run.variants.values():
            optimizer = getattr(settings, "optimizer", baseline)
            assert type(optimizer).__name__ != "SGD" or not optimizer.slots


def test_validation_digits_are_not_in_the_training_set(digits):
    split = digits.split("clean")
    seen = {row.tobytes() for row in split.x_train}
    assert not any(row.tobytes() in seen for row in split.x_val)
    assert len(split.x_train) + len(split.x_val) == len(digits.x)
    assert sorted(digits.order.tolist()) == list(range(len(digits.images)))
    assert (split.y_train.argmax(1) == digits.labels[digits.order[: len(split.x_train)]]).all()


def test_the_clean_protocol_does_not_look_at_the_test_set(digits):
    rng = np.random.default_rng(3)
    spoiled = dataclasses.replace(
        digits, x_test=rng.random(digits.x_test.shape, dtype=np.float32), y_test=digits.y_test[::-1]
    )
    true, other = train(TINY, 1, digits), train(TINY, 1, spoiled)
    assert true.history == other.history
    assert true.final["test_accuracy"] != other.final["test_accuracy"]


def test_the_classic_protocol_validates_on_the_test_set(digits):
    outcome = train(dataclasses.replace(TINY, protocol="classic"), 1, digits)
    assert outcome.history["val_accuracy"][-1] == outcome.final["test_accuracy"]
    assert outcome.history["val_loss"][-1] == pytest.approx(outcome.final["test_loss"])


def test_the_test_set_is_evaluated_once_and_last(digits, monkeypatch):
    calls = []
    inner = classify.judged
    monkeypatch.setattr(classify, "judged", lambda *given: calls.append(1) or inner(*given))
    train(TINY, 1, digits)
    assert calls == [1]


def test_equal_seeds_start_equal_and_see_equal_batches(digits):
    """With the rate 0 two optimisers give one history: same weights, same order."""
    from dlbook.nn import SGD, Adam

    one = train(dataclasses.replace(TINY, optimizer=SGD(0.0)), 1, digits)
    other = train(dataclasses.replace(TINY, optimizer=Adam(0.0)), 1, digits)
    third = train(dataclasses.replace(TINY, optimizer=SGD(0.0)), 2, digits)
    assert one.history == other.history
    assert one.history["loss"] != third.history["loss"]


def test_another_seed_has_another_start_and_another_order(digits, monkeypatch):
    inner = classify.build
    same_start = train(TINY, 1, digits)
    monkeypatch.setattr(
        classify, "build", lambda net, inputs, *, rng: inner(net, inputs, rng=stream(1, "weights"))
    )
    assert train(TINY, 1, digits).history == same_start.history
    assert train(TINY, 2, digits).history != same_start.history


def test_a_replay_is_the_beginning_of_the_training(digits):
    whole, begun = train(TINY, 1, digits), train(TINY, 1, digits, stop_after=1)
    assert {name: values[:1] for name, values in whole.history.items()} == begun.history
    assert begun.final == {"opening_loss": whole.final["opening_loss"]}


def test_divergence_is_recorded_and_not_hidden(digits):
    from dlbook.nn import SGD

    wild = dataclasses.replace(TINY, optimizer=SGD(1e20), net=Net(hidden=(12,), activation="square"))
    outcome = train(wild, 1, digits)
    assert outcome.final["diverged"] == 1
    assert np.isnan(outcome.final["test_accuracy"])


def test_permuted_pixels_are_the_same_pixels_in_one_order(digits):
    split = digits.split("clean")
    moved = transformed(split, "permuted", rng=np.random.default_rng(1))
    assert not np.array_equal(moved.x_train, split.x_train)
    np.testing.assert_array_equal(np.sort(moved.x_train, axis=1), np.sort(split.x_train, axis=1))
    column = np.flatnonzero((moved.x_train == split.x_train[:, [400]]).all(axis=0))[0]
    np.testing.assert_array_equal(moved.x_test[:, column], split.x_test[:, 400])


def test_inputs_are_scaled_by_the_training_digits_alone(digits):
    split = digits.split("clean")
    scaled = transformed(split, "standardised", rng=np.random.default_rng(1))
    spread = scaled.x_train.std(axis=0)
    np.testing.assert_allclose(spread[spread > 0], 1, atol=1e-3)
    shifted = dataclasses.replace(split, x_test=split.x_test + 1)
    again = transformed(shifted, "standardised", rng=np.random.default_rng(1))
    np.testing.assert_array_equal(again.x_train, scaled.x_train)
    assert transformed(split, "raw", rng=np.random.default_rng(1)).x_train.max() == 255


def test_layer_speeds_use_the_first_digits_in_mnists_own_order(digits, monkeypatch):
    seen = []
    from dlbook.runs.jobs import layer_speed

    class Spy(layer_speed.Speeds):
        def __init__(self, x, y):
            seen.append((x, y))
            super().__init__(x, y)

    monkeypatch.setattr(layer_speed, "Speeds", Spy)
    outcome = watch_layers(SpeedSettings(examples=50, epochs=1), 1, digits)
    x, y = seen[0]
    np.testing.assert_allclose(x * 255, digits.images[:50].reshape(50, -1), atol=1e-3)
    assert y.argmax(axis=1).tolist() == digits.labels[:50].tolist()
    assert {f"speed-{k}" for k in range(1, 8)} <= set(outcome.history)


def test_every_optimiser_is_swept_over_its_own_rates_and_nothing_else():
    tried = sweep()
    assert len(tried) == 7 * len(FIRST_RATE)
    for name, (optimizer, _) in FIRST_RATE.items():
        own = [settings for variant, settings in tried.items() if variant.startswith(f"{name}-")]
        rates = [settings.optimizer.learning_rate for settings in own]
        assert len(rates) == 7
        assert rates == sorted(rates)
        for settings in own:
            assert changed(Training(), settings) >= {"/optimizer/learning_rate"} - {
                "/optimizer/learning_rate" if settings.optimizer.learning_rate == 0.1 else ""
            }
            assert type(settings.optimizer) is type(optimizer)


@pytest.mark.skipif("optimiser-comparison" not in Results(), reason="not recorded yet")
def test_every_optimiser_got_its_own_best_rate_and_fresh_seeds():
    results = Results()
    swept, compared = results.read("optimiser-sweep"), results.read("optimiser-comparison")
    assert not set(swept.seeds) & set(compared.seeds)
    for name in FIRST_RATE:
        means = {}
        for variant, part in swept.content["results"].items():
            if variant.startswith(f"{name}-"):
                means[variant] = np.mean([curve[-1] for curve in part["history"]["val_accuracy"] if curve])
        best = max(means, key=lambda variant: np.nan_to_num(means[variant]))
        chosen = compared.content["settings"][name]["optimizer"]["learning_rate"]
        assert chosen == swept.content["settings"][best]["optimizer"]["learning_rate"]
        position = list(means).index(best)
        assert 0 < position < len(means) - 1, f"{name}'s best rate is at the end of its sweep: widen it"
    assert describe(dict(best_of_sweep(results))) == compared.content["settings"]
