import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import (
    SGD,
    AdaDelta,
    AdaGrad,
    Adam,
    AdamW,
    BatchNorm,
    BinaryCrossentropy,
    Clipped,
    Dense,
    Dropout,
    Momentum,
    NonFiniteCostError,
    RMSProp,
    Sequential,
    fit,
)
from dlbook.nn.accuracy import count_hits, labels_of
from dlbook.nn.batches import Batches
from dlbook.nn.callbacks import Callback
from dlbook.nn.trainer import Trainer


class Recorder(Callback):
    """Notes the epoch, the step and the gradients of every step."""

    def __init__(self, at=None):
        self.steps, self.gradients, self.at = [], [], at

    def on_step_end(self, trainer):
        self.steps.append((trainer.epoch, trainer.step))
        self.gradients.append(trainer.gradients)
        if trainer.step == self.at:
            raise KeyboardInterrupt


def classes(n=60, seed=0):
    """Return three clouds of points in the plane, one-hot labelled."""
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % 3
    x = rng.normal(size=(n, 2)) * 0.4 + np.array([[0, 2], [2, -1], [-2, -1]])[labels]
    return x.astype(np.float32), np.eye(3, dtype=np.float32)[labels]


def classifier(*extra, dtype=np.float64, seed=1):
    layers = [Dense(8, activation="relu"), *extra, Dense(3, activation="softmax")]
    return Sequential(layers).build((2,), rng=np.random.default_rng(seed), dtype=dtype)


def train(net, x, y, seed=2, **options):
    settings = {"cost": "categorical_crossentropy", "optimizer": SGD(0.1), "verbose": 0} | options
    return fit(net, x, y, rng=np.random.default_rng(seed), **settings)


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(1, 50), st.booleans())
def test_each_epoch_visits_every_row_exactly_once(n, size, shuffled):
    x = np.arange(n)
    batches = Batches({"x": x, "y": -x}, size)
    rng = np.random.default_rng(0) if shuffled else None
    for _ in range(2):
        seen = [(batch["x"].copy(), batch["y"].copy()) for batch in batches.epoch(rng)]
        assert all((b == -a).all() for a, b in seen)  # rows stay together
        assert sorted(np.concatenate([a for a, _ in seen])) == x.tolist()
        assert [len(a) for a, _ in seen[:-1]] == [min(size, n)] * (len(seen) - 1)
        assert len(seen) == len(batches) == math.ceil(n / size)


def test_mnist_makes_469_rounds_the_last_of_96():
    batches = Batches({"x": np.zeros((60_000, 1), np.uint8)}, 128)
    sizes = [len(batch["x"]) for batch in batches.epoch(np.random.default_rng(0))]
    assert (len(sizes), sizes[-1]) == (469, 96)


def test_epochs_come_in_different_orders_and_the_buffer_is_used_again():
    batches, rng = Batches({"x": np.arange(100.0)}, 10), np.random.default_rng(0)
    first, second = (np.concatenate([b["x"].copy() for b in batches.epoch(rng)]) for _ in range(2))
    assert (first != second).mean() > 0.8
    assert len({batch["x"].__array_interface__["data"][0] for batch in batches.epoch(rng)}) == 1


def test_training_learns_and_records_under_keras_names():
    x, y = classes()
    history = train(classifier(), x, y, batch_size=8, epochs=15, validation_data=(x, y))
    assert list(history.history) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert history.epochs == list(range(1, 16))
    assert history.history["loss"][-1] < history.history["loss"][0] / 2
    assert history.history["val_accuracy"][-1] > 0.95
    assert len(history.seconds) == 15
    assert not history.interrupted


def test_one_step_is_the_optimisers_update_of_the_nets_gradients():
    x, y = classes()
    for kind in (SGD, Momentum, AdaGrad, RMSProp, AdaDelta, Adam, AdamW):
        net, twin, optimizer = classifier(), classifier(), kind(0.05)
        train(net, x, y, optimizer=optimizer, batch_size=None, epochs=3)
        state = optimizer.init(twin.params)
        for _ in range(3):
            _, gradients = twin.cost_and_gradients(x, y, "categorical_crossentropy")
            updates, state = optimizer.update(gradients, state, twin.params)
            for key, update in updates.items():
                twin.params[key] += update
        for key, w in net.params.items():
            np.testing.assert_allclose(w, twin.params[key], rtol=1e-12, err_msg=f"{kind} {key}")


def test_batch_mode_is_the_same_by_none_and_by_n_and_incremental_makes_n_steps():
    x, y = classes(30)
    weights = []
    for size, steps in ((None, 2), (30, 2), (99, 2), (1, 60), (8, 8)):
        net, recorder = classifier(), Recorder()
        train(net, x, y, batch_size=size, epochs=2, callbacks=[recorder])
        assert recorder.steps[-1] == (2, steps)
        weights.append(net.get_weights())
    for key in weights[0]:
        np.testing.assert_array_equal(weights[0][key], weights[1][key])
        np.testing.assert_array_equal(weights[0][key], weights[2][key])
        assert (weights[0][key] != weights[3][key]).any()


def test_the_epochs_loss_and_accuracy_weigh_batches_by_their_size():
    x, y = classes(10)
    net = classifier()
    expected = net.evaluate(x, y, cost="categorical_crossentropy")  # at rate 0 nothing moves
    history = train(net, x, y, optimizer=SGD(0.0), batch_size=4)
    assert history.history["loss"] == pytest.approx([expected["loss"]])
    assert history.history["accuracy"] == [expected["accuracy"]]


def test_losses_hold_the_penalties():
    x, y = classes(10)
    net = Sequential([Dense(3, activation="softmax", kernel_regularizer="l2")])
    net.build((2,), rng=np.random.default_rng(0), dtype=np.float64)
    history = train(net, x, y, optimizer=SGD(0.0), batch_size=4, validation_data=(x, y))
    assert net.penalty() > 0.005
    assert history.history["loss"] == pytest.approx(history.history["val_loss"])


def test_equal_seeds_give_equal_bits_and_others_do_not():
    x, y = classes()
    histories = [
        train(classifier(Dropout(0.3)), x, y, seed=seed, batch_size=16, epochs=3) for seed in (5, 5, 6)
    ]
    assert histories[0] == histories[1] != histories[2]


def test_shuffling_and_dropout_draw_from_separate_streams():
    x, y = classes()

    class Order(Callback):
        def __init__(self):
            self.rows = []

        def on_step_end(self, trainer):
            batches = trainer.batches
            self.rows.append((batches._gathered | batches._cast)["x"].copy())

    orders = []
    for extra in ((), (Dropout(0.5),)):
        order = Order()
        train(classifier(*extra), x, y, batch_size=20, epochs=2, callbacks=[order])
        orders.append(np.array(order.rows))
    np.testing.assert_array_equal(*orders)


def test_two_calls_with_one_generator_shuffle_differently():
    x, y = classes()
    rng = np.random.default_rng(0)
    options = {"cost": "categorical_crossentropy", "optimizer": SGD(), "batch_size": 8, "verbose": 0}
    first, second = (fit(classifier(), x, y, rng=rng, **options) for _ in range(2))
    assert first != second


def test_without_shuffling_rows_come_in_their_order():
    x, y = classes(12)
    recorder, net = Recorder(), classifier()
    _, expected = net.cost_and_gradients(x[:5], y[:5], "categorical_crossentropy")
    train(net, x, y, batch_size=5, shuffle=False, callbacks=[recorder])
    for key, g in expected.items():
        np.testing.assert_array_equal(recorder.gradients[0][key], g)


def test_whole_number_weights_count_like_repeated_rows():
    x, y = classes(9)
    counts = np.array([1, 2, 3] * 3)
    weighted, repeated = classifier(), classifier()
    # the mean over 9 weighted rows is 2 times that over 18 repeated ones
    train(weighted, x, y, batch_size=None, optimizer=SGD(0.1), sample_weight=counts)
    train(repeated, x.repeat(counts, axis=0), y.repeat(counts, axis=0), batch_size=None, optimizer=SGD(0.2))
    for key, w in weighted.params.items():
        np.testing.assert_allclose(w, repeated.params[key], rtol=1e-9, atol=1e-12)


def test_class_weights_are_sample_weights_by_class_and_both_multiply():
    x, y = classes(9)
    ones, both = np.ones(9), np.arange(9.0)
    by_class, by_sample = classifier(), classifier()
    train(by_class, x, y, batch_size=4, class_weight={1: 5.0}, sample_weight=both)
    ones[1::3] = 5.0
    train(by_sample, x, y, batch_size=4, sample_weight=both * ones)
    for key, w in by_class.params.items():
        np.testing.assert_array_equal(w, by_sample.params[key])


def test_bytes_and_other_types_are_cast_batch_by_batch():
    x, y = classes()
    bytes_ = np.clip(x * 20 + 128, 0, 255).astype(np.uint8)
    as_bytes, as_floats = classifier(dtype=np.float32), classifier(dtype=np.float32)
    for shuffle in (True, False):
        train(as_bytes, bytes_, y, optimizer=SGD(1e-3), batch_size=8, shuffle=shuffle)
        train(as_floats, bytes_.astype(np.float32), y, optimizer=SGD(1e-3), batch_size=8, shuffle=shuffle)
        for key, w in as_bytes.params.items():
            assert w.dtype == np.float32
            np.testing.assert_array_equal(w, as_floats.params[key])


def test_sparse_labels_give_the_same_training_as_one_hot_rows():
    x, y = classes()
    dense = train(classifier(), x, y, batch_size=8, epochs=2)
    sparse = train(
        classifier(), x, y.argmax(axis=1), batch_size=8, epochs=2, cost="sparse_categorical_crossentropy"
    )
    for name, values in dense.history.items():
        assert sparse.history[name] == pytest.approx(values)


def test_accuracy_knows_its_targets():
    assert labels_of(np.array([3, 1])).tolist() == [3, 1]
    assert labels_of(np.array([[1.0], [0.0]])).tolist() == [1, 0]
    assert labels_of(np.array([[0.0, 1.0], [1.0, 1.0]])) is None
    assert labels_of(np.array([0.5, 1.0])) is None
    logits = np.array([[0.3], [-0.2]])
    assert count_hits(np.array([1, 0]), logits, from_logits=True) == 2
    assert count_hits(np.array([1, 0]), logits) == 1


def test_regression_has_no_accuracy():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 2))
    y = x @ [[1.0], [-2.0]] + 0.5
    net = Sequential([Dense(1)]).build((2,), rng=rng, dtype=np.float64)
    history = train(net, x, y, cost="mse", epochs=40, validation_data=(x, y))
    assert list(history.history) == ["loss", "val_loss"]
    assert net.params["dense_1/kernel"].ravel() == pytest.approx([1, -2], abs=1e-3)


def test_binary_accuracy_from_fused_logits():
    x, y = classes()
    target = y[:, :1]
    net = Sequential([Dense(1, activation="sigmoid")]).build((2,), rng=np.random.default_rng(0))
    history = train(
        net, x, target, cost="binary_crossentropy", optimizer=SGD(0.0), validation_data=(x, target)
    )
    assert history.history["accuracy"] == history.history["val_accuracy"]
    assert history.history["loss"] == pytest.approx(history.history["val_loss"])


def test_accuracy_is_the_same_in_training_and_validation_where_the_net_ends_in_logits():
    x, y = classes()
    target = y[:, :1]
    net = Sequential([Dense(1)]).build((2,), rng=np.random.default_rng(0))
    net.params["dense_1/kernel"][...] = [[0.0], [0.1]]  # logits of 0.2 for the first class, -0.1 for others
    cost = BinaryCrossentropy(from_logits=True)
    history = train(net, x, target, cost=cost, optimizer=SGD(0.0), validation_data=(x, target))
    assert history.history["accuracy"] == history.history["val_accuracy"]
    assert history.history["accuracy"][0] > 0.9


def test_batch_norms_moving_statistics_follow_the_training():
    x, y = classes()
    net = classifier(BatchNorm())
    before = {key: value.copy() for key, value in net.state.items()}
    train(net, x, y, batch_size=8)
    assert all((value != before[key]).any() for key, value in net.state.items())


@pytest.mark.parametrize("rate", [1e3, 1e30])
def test_too_large_a_rate_stops_with_the_epoch_the_step_and_the_cause(rate):
    x, y = classes()
    net = Sequential([Dense(8, activation="relu"), Dense(3)]).build((2,), rng=np.random.default_rng(0))
    with pytest.raises(NonFiniteCostError, match=r"learning rate .* too large") as caught:
        train(net, x, y, cost="mse", optimizer=SGD(rate), batch_size=30, epochs=100)
    error = caught.value
    assert f"in epoch {error.epoch}, step {error.step}" in str(error)
    assert len(error.history.epochs) == error.epoch - 1 == (error.step - 1) // 2


def test_a_cost_of_nan_with_normal_weights_has_another_cause():
    class Broken(Sequential):
        def cost_and_gradients(self, *args, **options):
            return float("nan"), {}

    x, y = classes()
    net = Broken([Dense(3)]).build((2,), rng=np.random.default_rng(0))
    with pytest.raises(NonFiniteCostError, match="logarithm of 0") as caught:
        train(net, x, y, cost="mse")
    assert (caught.value.epoch, caught.value.step) == (1, 1)
    with pytest.raises(NonFiniteCostError, match="inputs reach 255: scale them"):
        train(net, np.full((60, 2), 255.0), y, cost="mse")


def test_interrupting_keeps_the_finished_epochs():
    x, y = classes(40)
    history = train(classifier(), x, y, batch_size=10, epochs=9, callbacks=[Recorder(at=10)])
    assert history.interrupted
    assert history.epochs == [1, 2]
    assert len(history.history["loss"]) == 2


def test_clipped_optimisers_train():
    x, y = classes()
    recorder, net = Recorder(), classifier()
    before = net.get_weights()
    train(
        net,
        x * 1e3,
        y,
        optimizer=Clipped(SGD(1.0), global_clipnorm=0.5),
        callbacks=[recorder],
        batch_size=None,
    )
    moved = math.sqrt(sum(((net.params[key] - before[key]) ** 2).sum() for key in net.params))
    assert moved == pytest.approx(0.5)


def test_there_is_never_a_shuffled_copy_of_all_data():
    x = np.zeros((20_000, 200), np.float32)
    y = np.zeros((20_000, 1), np.float32)
    net = Sequential([Dense(1)]).build((200,), rng=np.random.default_rng(0))
    tracemalloc.start()
    try:
        train(net, x, y, cost="mse", batch_size=128, validation_data=(x, y))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 0.55 * x.nbytes  # 8 MB of it are the block of keep_freed_memory, which is never touched


def test_parameters_are_packed_only_for_optimisers_with_memories():
    x, y = classes()
    for optimizer, packed in (
        (SGD(), False),
        (Adam(), True),
        (AdamW(), False),
        (Clipped(Adam(), clipnorm=1), False),
    ):
        net = classifier()
        batches = Batches({"x": x, "y": y}, 8)
        rng = np.random.default_rng(0)
        assert Trainer(net, None, optimizer, batches, 1, rng, rng)._packs is packed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"x": np.zeros((60, 3))}, "x has shape"),
        ({"x": np.zeros(60)}, "x has shape"),
        ({"x": np.zeros((60, 2), dtype=object)}, "dtype object"),
        ({"x": np.array([["a", "b"]] * 60)}, "dtype <U1"),
        ({"x": np.full((60, 2), np.nan)}, "x holds nan or infinity, first in row 0"),
        ({"x": np.zeros((0, 2)), "y": np.zeros((0, 3))}, "at least one example"),
        ({"x": np.zeros((59, 2))}, "x has 59 rows and y has 60"),
        ({"y": np.full((60, 3), np.inf)}, "y holds nan or infinity"),
        ({"y": np.zeros((60, 4))}, "y_true has shape"),
        ({"y": np.zeros((60, 3), dtype=object)}, "y has dtype object"),
        ({"y": np.arange(60), "cost": "sparse_categorical_crossentropy"}, "labels run from 0 to 59"),
        ({"y": np.arange(60) % 3 - 1, "cost": "sparse_categorical_crossentropy"}, "labels run from -1"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"batch_size": 2.5}, "batch_size is 2.5"),
        ({"batch_size": True}, "batch_size is True"),
        ({"epochs": 0}, "epochs is 0"),
        ({"epochs": 1.5}, "epochs is 1.5"),
        ({"sample_weight": np.ones(59)}, "sample_weight has shape"),
        ({"sample_weight": -np.ones(60)}, "smallest weight is -1"),
        ({"class_weight": {0: 1.0}, "y": np.random.default_rng(0).random((60, 3))}, "no classes"),
        ({"class_weight": {0: -1.0}}, "smallest weight is -1"),
        ({"class_weight": {7: 1.0}}, "class_weight names class 7"),
        ({"validation_data": (np.zeros((5, 9)), np.zeros((5, 3)))}, "x has shape"),
        ({"cost": "crossentropy"}, "cost is 'crossentropy'"),
        ({"optimizer": "sdg"}, "sdg"),
    ],
)
def test_bad_input_is_refused_before_anything_moves(change, words):
    x, y = classes()
    net = classifier()
    before = net.get_weights()
    settings = {"x": x, "y": y} | change
    with pytest.raises(ValueError, match=words) as caught:
        train(net, **settings)
    assert "expected" in str(caught.value)
    assert not isinstance(caught.value, NonFiniteCostError)
    for key, w in net.get_weights().items():
        np.testing.assert_array_equal(w, before[key])


def test_a_net_that_is_not_built_is_refused():
    with pytest.raises(ValueError, match="build"):
        train(Sequential([Dense(3)]), *classes())
