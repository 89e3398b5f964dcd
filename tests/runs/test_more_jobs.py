"""The jobs about gradients, remedies, functions and small nets do what they claim, on tiny settings."""

import dataclasses
import types

import numpy as np
import pytest

from dlbook.augment import Augment
from dlbook.nn import L1, L2, AdaGrad, Adam, Callback, Clipped, fit, sigmoid
from dlbook.runs import datasets, registry
from dlbook.runs.definitions import adaptive, gradients, remedies
from dlbook.runs.describe import describe
from dlbook.runs.jobs import quantised, regularised
from dlbook.runs.jobs.approximation import ApproximationSettings, approximate
from dlbook.runs.jobs.classify import Training
from dlbook.runs.jobs.double_descent import DescentSettings, least_squares, prepared, shrunk, widen
from dlbook.runs.jobs.explode import ExplodeSettings, explode
from dlbook.runs.jobs.moving_statistics import MovingSettings, lag
from dlbook.runs.jobs.nets import Net
from dlbook.runs.jobs.overfit import OverfitSettings, drawn, overfit
from dlbook.runs.jobs.pruning import PruneSettings, prune
from dlbook.runs.jobs.regression import RegressionSettings, regress
from dlbook.runs.jobs.regularised import Regularised, train_regularised
from dlbook.runs.jobs.shrinking_rate import LimitSettings, approach
from dlbook.runs.jobs.sparse_features import SparseSettings, learn_words, texts
from dlbook.runs.jobs.tables import parts_of

RUNS = registry.all_runs()
TINY = Training(net=Net(hidden=(12, 10)), epochs=2, examples=300, batch_size=32)


@pytest.fixture(scope="module")
def digits():
    return datasets.load("mnist", sample=True)


@pytest.fixture(scope="module")
def boston():
    return datasets.load("boston")


def cases():
    """One tiny setting for each job that works without another framework."""
    wide = DescentSettings(widths=(5, 20), examples=60, pixels=7, test=50, epochs=3)
    return {
        "explode": (explode, ExplodeSettings(examples=20, epochs=2), "mnist"),
        "lag": (lag, MovingSettings(examples=400, every=2, judged=50, batch_size=64), "mnist"),
        "approach": (approach, LimitSettings(0.8, examples=30), "mnist"),
        "regularised": (train_regularised, Regularised(TINY), "mnist"),
        "prune": (prune, PruneSettings(TINY), "mnist"),
        "widen": (widen, wide, "mnist"),
        "widen-net": (widen, dataclasses.replace(wide, kind="net"), "mnist"),
        "overfit": (overfit, OverfitSettings(), "none"),
        "overfit-net": (overfit, OverfitSettings("net", 3, steps=20), "none"),
        "words": (learn_words, SparseSettings(examples=100, new=50, epochs=2), "none"),
        "approximate": (approximate, ApproximationSettings(3, epochs=40, every=10), "none"),
        "regress": (regress, RegressionSettings(epochs=3), "boston"),
        "regress-diabetes": (regress, RegressionSettings(epochs=2, protocol="clean"), "diabetes"),
        "keep": (quantised.keep, quantised.QuantisedSettings(TINY), "mnist"),
    }


@pytest.mark.parametrize("name", cases())
def test_equal_seeds_give_equal_numbers_and_others_do_not(name):
    job, settings, data = cases()[name]
    table = datasets.load(data, sample=True)
    first, again, other = (job(settings, seed, table).as_json() for seed in (1, 1, 2))
    assert first == again
    assert (first["history"], first["final"]) != (other["history"], other["final"])


@pytest.mark.parametrize("name", cases())
def test_a_replay_is_the_beginning_of_the_whole(name):
    job, settings, data = cases()[name]
    table = datasets.load(data, sample=True)
    whole, begun = (job(settings, 1, table, stop_after=n).as_json() for n in (None, 1))
    assert begun["history"] or begun["final"]
    for metric, values in begun["history"].items():
        assert whole["history"][metric][: len(values)] == values
    assert begun["final"].items() <= whole["final"].items()


def test_clipping_caps_every_step_and_only_the_gradient_explodes(digits):
    settings = RUNS["exploding-gradients"].variants["relu-large-clipped"]
    clipped = explode(dataclasses.replace(settings, examples=60, epochs=2), 1, digits)
    assert min(clipped.history["gradient_median"]) > 10
    assert max(clipped.history["move_max"]) <= 0.01 * 1.001
    assert clipped.final["diverged"] == 0
    settings = RUNS["exploding-gradients"].variants["relu-large"]
    free = explode(dataclasses.replace(settings, examples=60, epochs=2), 1, digits)
    assert free.final["diverged"] == 1 or max(free.history["move_max"]) > 0.1
    assert free.final["start-1"] == clipped.final["start-1"]


def test_large_weights_turn_vanishing_into_exploding_gradients(digits):
    starts = {}
    for name in ("sigmoid", "sigmoid-large"):
        settings = dataclasses.replace(RUNS["exploding-gradients"].variants[name], examples=100)
        starts[name] = explode(settings, 1, digits, stop_after=1).final
    assert starts["sigmoid"]["start-1"] < 0.1 * starts["sigmoid"]["start-6"]
    assert starts["sigmoid-large"]["start-2"] > starts["sigmoid-large"]["start-6"]


def test_the_capped_variants_differ_from_the_wild_ones_by_the_cap_alone():
    variants = RUNS["exploding-gradients"].variants
    for name in ("sigmoid-large", "relu-large"):
        clipped = variants[f"{name}-clipped"]
        assert isinstance(clipped.optimizer, Clipped)
        assert dataclasses.replace(clipped, optimizer=clipped.optimizer.optimizer) == variants[name]
    assert gradients.capped(0.1).global_clipnorm == 1


def test_both_descents_travel_equally_long_and_meet_as_the_rate_shrinks(digits):
    for settings in RUNS["incremental-limit"].variants.values():
        assert settings.learning_rate * settings.epochs == pytest.approx(settings.travel)
    tiny = LimitSettings(travel=0.8, examples=40)
    gaps = [
        approach(dataclasses.replace(tiny, learning_rate=rate), 1, digits).final["gap"]
        for rate in (0.1, 0.05, 0.025)
    ]
    assert gaps[1] / gaps[0] == pytest.approx(0.5, abs=0.15)
    assert gaps[2] / gaps[1] == pytest.approx(0.5, abs=0.15)


def test_moving_statistics_catch_up_and_a_look_changes_nothing(digits):
    settings = MovingSettings(examples=1000, every=4, judged=200, batch_size=32, epochs=10)
    seen = lag(settings, 1, digits).history
    assert seen["mean_gap"][-1] < 0.5 * seen["mean_gap"][0]
    assert seen["batch_accuracy"][0] > seen["moving_accuracy"][0]
    rarely = lag(dataclasses.replace(settings, every=8), 1, digits).history
    assert rarely["mean_gap"] == seen["mean_gap"][1::2]


def test_augmentation_touches_training_digits_only_and_anew_each_epoch(digits, monkeypatch):
    before, seen = digits.x.copy(), []

    class Spy(regularised.Augmented):
        def on_epoch_begin(self, trainer):
            super().on_epoch_begin(trainer)
            x_val, _ = trainer.validation_data
            assert np.shares_memory(x_val, digits.x)
            seen.append(trainer.batches.arrays["x"].copy())

    monkeypatch.setattr(regularised, "Augmented", Spy)
    train_regularised(Regularised(TINY, augment=Augment(shift=2)), 1, digits)
    np.testing.assert_array_equal(digits.x, before)
    assert len(seen) == TINY.epochs
    assert not np.array_equal(seen[0], seen[1])
    assert not any(np.array_equal(x, before[: len(x)]) for x in seen)
    for changed in seen:  # a shift moves ink and adds none
        assert changed.sum() <= before[: len(changed)].sum() * 1.001


def test_augmented_copies_come_from_the_originals_and_not_from_copies():
    x = np.zeros((1, 784), np.float32)
    x[0, 400] = 1
    watcher = regularised.Augmented(x, lambda images, rng: images * 0.5, rng=np.random.default_rng(1))
    trainer = types.SimpleNamespace(batches=types.SimpleNamespace(arrays={"x": x.copy()}))
    for _ in range(3):
        watcher.on_epoch_begin(trainer)
    assert trainer.batches.arrays["x"].max() == 0.5


def test_pruned_weights_stay_zero_through_fine_tuning(digits):
    settings = PruneSettings(TINY, fractions=(0.5, 0.9), tuning=3)
    for remove in ("weights", "weights-of-all-layers"):
        final = prune(dataclasses.replace(settings, remove=remove), 1, digits).final
        assert final["sparsity-50"] == pytest.approx(0.5, abs=0.01)
        assert final["sparsity-90"] == pytest.approx(0.9, abs=0.01)
        assert final["zeros"] < 0.01
    units = prune(dataclasses.replace(settings, remove="units"), 1, digits)
    assert units.final["sparsity-50"] > 0.5
    assert set(np.unique(units.arrays["inputs_left"][0])) == {6}


def test_each_degree_of_pruning_begins_with_the_whole_net(digits):
    both = prune(PruneSettings(TINY, fractions=(0.9, 0.5)), 1, digits).final
    alone = prune(PruneSettings(TINY, fractions=(0.5,)), 1, digits).final
    assert both["pruned-50"] == alone["pruned-50"]
    assert both["tuned-50"] == alone["tuned-50"]


def test_the_pruning_remedy_prunes_the_net_that_is_judged(digits):
    found = train_regularised(Regularised(TINY, pruned=0.75, tuning=1), 1, digits).final
    assert found["sparsity"] == pytest.approx(0.75, abs=0.01)
    assert train_regularised(Regularised(TINY), 1, digits).final["sparsity"] < 0.01


def test_remedies_differ_from_no_remedy_in_one_thing():
    for name, tried in remedies.STRENGTHS.items():
        assert len(tried) == 3
        for settings in tried.values():
            old, new = describe(remedies.PLAIN), describe(settings)
            net = [
                k for k in old["training"]["net"] if old["training"]["net"][k] != new["training"]["net"][k]
            ]
            rest = [k for k in old["training"] if k != "net" and old["training"][k] != new["training"][k]] + [
                k for k in ("augment", "pruned") if old[k] != new[k]
            ]
            assert len(net + rest) == 1, name


def test_remedies_get_their_own_best_strength_by_validation_and_fresh_seeds():
    class Chosen:
        """A record in which the last strength of each remedy was best in validation."""

        def summary(self, variant, metric):
            assert metric == "final_val_accuracy"
            return types.SimpleNamespace(mean=list(remedies.sweep()).index(variant))

    best = remedies.best_of_sweep(types.SimpleNamespace(read=lambda name: Chosen()))
    for name, tried in remedies.STRENGTHS.items():
        assert best[name] == list(tried.values())[-1]
    together = best["together"]
    assert together.training.net.kernel_regularizer == L2(1e-2)
    assert together.training.net.dropout == (0.6, 0.6)
    assert together.augment == best["augmentation"].augment
    assert not set(RUNS["regulariser-sweep"].seeds) & set(RUNS["regulariser-comparison"].seeds)
    assert not set(RUNS["adagrad-sparse-sweep"].seeds) & set(RUNS["adagrad-sparse"].seeds)


def test_double_descent_peaks_where_features_are_as_many_as_examples(digits):
    settings = DescentSettings(widths=(20, 100, 2000), examples=100, pixels=7, test=300)
    runs = [widen(settings, seed, digits).history for seed in (1, 2)]
    errors = np.mean([run["test_error"] for run in runs], axis=0)
    assert errors[1] > max(errors[0], errors[2]) + 0.1
    assert all(run["train_error"][2] == 0 for run in runs)


def test_noise_is_in_the_training_labels_alone(digits):
    settings = DescentSettings(examples=2000, noise=0.3, test=100)
    noisy = prepared(settings, 1, digits)
    clean = prepared(dataclasses.replace(settings, noise=0.0), 1, digits)
    np.testing.assert_array_equal(noisy.x, clean.x)
    np.testing.assert_array_equal(noisy.y_test, digits.y_test[:100])
    wrong = (noisy.y.argmax(axis=1) != clean.y.argmax(axis=1)).mean()
    assert wrong == pytest.approx(0.3 * 0.9, abs=0.03)  # a tenth of the random labels is right
    assert shrunk(digits.x[:3], 14).shape == (3, 196)
    np.testing.assert_allclose(shrunk(digits.x[:3], 7).mean(axis=1), digits.x[:3].mean(axis=1), rtol=1e-5)


def test_beyond_the_threshold_the_smallest_solution_is_taken(digits):
    settings = DescentSettings(widths=(80,), examples=30, pixels=7, test=10)
    noisy = prepared(settings, 1, digits)
    y_train, _ = least_squares(settings, 80, 1, noisy)
    np.testing.assert_allclose(y_train, noisy.y, atol=1e-6)


def test_all_curves_get_the_same_points_and_more_parameters_fit_them_better():
    fits = [overfit(OverfitSettings(size=degree), 1, None) for degree in (0, 2, 7, 9)]
    for fit_ in fits[1:]:
        np.testing.assert_array_equal(fit_.arrays["x"], fits[0].arrays["x"])
        np.testing.assert_array_equal(fit_.arrays["y"], fits[0].arrays["y"])
    train = [fit_.final["train_mse"] for fit_ in fits]
    assert train[0] > train[1] > train[2]
    assert max(train[2:]) < 1e-12
    x, _ = drawn(OverfitSettings(), 1, "train", 8)
    new, _ = drawn(OverfitSettings(), 1, "new", 8)
    assert not set(x) & set(new)


def test_parameters_are_counted_as_the_engine_counts_them():
    from dlbook.nn import Dense, Sequential

    net = Sequential([Dense(10, "tanh"), Dense(1)]).build((1,), rng=np.random.default_rng(1))
    assert OverfitSettings("net", 10).parameters == net.count_params()
    assert OverfitSettings(size=1).parameters == 2  # a line


def test_rare_words_are_rare_and_labels_follow_the_words():
    settings = SparseSettings()
    x, y, meaning = texts(settings, 1)
    frequency = x.mean(axis=0)
    assert frequency[0] > 0.4
    assert frequency[-100:].mean() < 0.01
    likely = sigmoid(x @ meaning) > 0.5
    assert ((y[:, 0] > 0.5) == likely).mean() > 0.8


def test_the_sparse_sweep_gives_every_optimiser_its_own_seven_rates():
    tried = adaptive.sparse_sweep()
    for name, (optimizer, _) in adaptive.FIRST.items():
        own = [settings.optimizer for variant, settings in tried.items() if variant.startswith(f"{name}-")]
        assert len(own) == 7
        assert {type(o) for o in own} == {type(optimizer)}
    assert not adaptive.FIRST["sgd"][0].slots
    assert isinstance(adaptive.FIRST["adagrad"][0], AdaGrad)


def test_schedules_reach_their_boundaries_and_do_not_restart():
    """Every rate of a ten-epoch training on 50,000 digits, seen where the trainer asks for it."""
    rates = {name: [] for name in adaptive.SCHEDULES}

    class Rates(Callback):
        def __init__(self, seen):
            self.seen = seen

        def on_train_begin(self, trainer):
            assert trainer.steps_per_epoch == adaptive.STEPS_PER_EPOCH

        def on_step_end(self, trainer):
            self.seen.append(trainer.optimizer.rate(trainer.step - 1))

    x, y = np.zeros((50_000, 1), np.float32), np.zeros((50_000, 1), np.float32)
    from dlbook.nn import Dense, Sequential

    for name, seen in rates.items():
        settings = RUNS["schedules"].variants[name]
        net = Sequential([Dense(1)]).build((1,), rng=np.random.default_rng(1))
        fit(
            net,
            x,
            y,
            cost="mse",
            optimizer=settings.optimizer,
            batch_size=settings.batch_size,
            epochs=settings.epochs,
            rng=np.random.default_rng(1),
            callbacks=[Rates(seen)],
            shuffle=False,
            verbose=0,
        )
    a, epoch = {name: np.array(seen) for name, seen in rates.items()}, adaptive.STEPS_PER_EPOCH
    assert all(len(seen) == 10 * epoch for seen in a.values())
    for name in ("piecewise", "exponential", "cosine"):
        assert (np.diff(a[name]) <= 0).all(), name  # a restart would go up
    assert [a["piecewise"][i] for i in (5 * epoch - 1, 5 * epoch, 8 * epoch - 1, 8 * epoch)] == pytest.approx(
        [0.3, 0.03, 0.03, 0.003]
    )
    assert a["exponential"][-1] == pytest.approx(0.003, rel=0.01)
    assert a["cosine"][-1] < 1e-6
    assert a["warm-up-cosine"].argmax() == epoch
    assert a["warm-up-cosine"][-1] < 1e-6
    assert set(a["constant"]) == {0.3}


def test_decay_stands_beside_adam_and_l2_inside_it():
    variants = RUNS["adamw-and-l2"].variants
    for name, settings in variants.items():
        kind = type(settings.optimizer).__name__
        assert kind == ("AdamW" if name.startswith("decay") else "Adam")
        assert isinstance(settings.net.kernel_regularizer, L2) == name.startswith("l2")
        assert not isinstance(settings.net.kernel_regularizer, L1)
    rates = {s.optimizer.learning_rate for name, s in variants.items() if name.startswith("decay")}
    assert rates == {s.optimizer.learning_rate for name, s in variants.items() if name.startswith("l2")}
    assert variants["adam"].optimizer == Adam()


def test_more_units_come_nearer_to_the_curve():
    few, many = (approximate(ApproximationSettings(units), 1, None).final["rms_error"] for units in (1, 20))
    assert many < 0.3 * few


@pytest.mark.parametrize("name", ["boston", "diabetes"])
def test_validation_rows_are_not_among_the_training_rows(name):
    table = datasets.load(name)
    assert table.checksum == datasets.EXPECTED[name]()
    clean = parts_of(table, protocol="clean", standardised=False)
    rows = {row.tobytes() for row in clean.x_train}
    assert not any(row.tobytes() in rows for row in clean.x_val)
    assert not any(row.tobytes() in rows for row in clean.x_test)
    assert len(clean.x_train) + len(clean.x_val) == len(table.x_train)
    classic = parts_of(table, protocol="classic", standardised=False)
    np.testing.assert_array_equal(classic.x_val, classic.x_test)


def test_columns_are_scaled_by_the_training_rows_alone(boston):
    scaled = parts_of(boston, protocol="clean", standardised=True)
    np.testing.assert_allclose(scaled.x_train.std(axis=0), 1, atol=1e-4)
    other = dataclasses.replace(boston, x_test=boston.x_test + 100)
    np.testing.assert_array_equal(
        parts_of(other, protocol="clean", standardised=True).x_train, scaled.x_train
    )


def test_the_best_epochs_net_is_judged_and_row_42_is_its_own(boston):
    jumpy = RegressionSettings(standardised=True, optimizer=Adam(0.1), epochs=12)
    found = regress(jumpy, 1, boston)
    best = int(np.argmin(found.history["val_loss"]))
    assert best < 11
    assert found.final["best_epoch"] == best + 1
    assert found.final["best_test_mse"] == pytest.approx(found.history["val_mse"][best])
    assert found.final["test_mse"] == pytest.approx(found.history["val_mse"][-1])
    assert found.final["row_42"] == pytest.approx(found.arrays["last"][42])
    error = np.mean((found.arrays["last"] - boston.y_test[:, 0]) ** 2)
    assert found.final["test_mse"] == pytest.approx(error)
    assert boston.y_test[42, 0] == 14.1


def test_scaled_targets_come_back_in_their_own_unit(boston):
    settings = RegressionSettings(standardised=True, epochs=2)
    plain = regress(settings, 1, boston).history
    scaled = regress(dataclasses.replace(settings, scaled_targets=True), 1, boston).history
    assert plain["val_loss"] == pytest.approx(plain["val_mse"], rel=1e-4)
    variance = boston.y_train.var()
    assert np.array(scaled["val_loss"]) * variance == pytest.approx(scaled["val_mse"], rel=1e-3)


def test_the_regression_nets_have_the_books_size():
    from dlbook.nn import Sequential, models

    net = Sequential(models.regression()).build((13,), rng=np.random.default_rng(1))
    assert net.count_params() == 1185


def test_eight_bits_lose_half_a_step_at_most():
    rng = np.random.default_rng(1)
    arrays = {"dense_1/kernel": rng.normal(size=(30, 4)).astype(np.float32), "dense_1/bias": np.ones(4)}
    arrays["dense_1/kernel"][:, 3] = 0
    kept = quantised.quantised(arrays)
    assert kept["dense_1/kernel"].dtype == np.int8
    again = quantised.restored({key: quantised.unpacked(quantised.packed(a)) for key, a in kept.items()})
    assert again.keys() == arrays.keys()
    step = kept["dense_1/kernel.scale"]
    assert (abs(again["dense_1/kernel"] - arrays["dense_1/kernel"]) <= step / 2 * 1.001).all()
    np.testing.assert_array_equal(again["dense_1/bias"], arrays["dense_1/bias"])


def test_the_accuracy_is_that_of_the_bytes_in_the_record(digits):
    settings = dataclasses.replace(TINY, net="deep", epochs=1)
    outcome = quantised.keep(quantised.QuantisedSettings(settings), 1, digits).as_json()
    from dlbook.nn import models

    net = models.get("deep").build(rng=np.random.default_rng(9))
    kept = {key: quantised.unpacked(value) for key, value in outcome["arrays"]["weights"].items()}
    quantised.load_into(net, kept)
    right = net.predict(digits.x_test).argmax(axis=1) == digits.y_test.argmax(axis=1)
    assert outcome["final"]["test_accuracy"] == pytest.approx(right.mean(), abs=1e-6)


def test_the_kept_nets_are_trained_as_their_runs_are():
    for name, settings in RUNS["digit-nets"].variants.items():
        assert settings.training == RUNS[name].variants["clean"]
    assert RUNS["digit-nets"].seeds == (1,)
