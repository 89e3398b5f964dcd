"""The network: parameter counts, passes, fused costs, evaluation, weights, summary, and bad input."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import (
    L1,
    L2,
    Activation,
    BatchNorm,
    Dense,
    Dropout,
    Flatten,
    GaussianNoise,
    Maxout,
    Normalization,
    PReLU,
    Rescaling,
    Sequential,
    check_gradients,
    costs,
)


def shallow():
    return [Dense(64, activation="sigmoid"), Dense(10, activation="softmax")]


def intermediate():
    return [Dense(64, activation="relu"), Dense(64, activation="relu"), Dense(10, activation="softmax")]


def deep():
    hidden = [layer for _ in range(3) for layer in (Dense(64, activation="relu"), BatchNorm())]
    return [*hidden, Dropout(0.2), Dense(10, activation="softmax")]


def regression():
    return [
        Dense(32, activation="relu"),
        BatchNorm(),
        Dense(16, activation="relu"),
        BatchNorm(),
        Dropout(0.2),
        Dense(1),
    ]


def small(rng, *layers, dtype=np.float64):
    return Sequential(layers or [Dense(4, activation="tanh"), Dense(3, activation="softmax")]).build(
        (5,), rng=rng, dtype=dtype
    )


def data(rng, n=6, classes=3):
    return rng.normal(size=(n, 5)), np.eye(classes)[rng.integers(0, classes, n)]


@pytest.mark.parametrize(
    ("layers", "features", "total", "trainable"),
    [
        (shallow, 784, 50_890, 50_890),
        (intermediate, 784, 55_050, 55_050),
        (deep, 784, 59_978, 59_594),
        (regression, 13, 1_185, 1_089),
    ],
)
def test_parameter_counts_of_the_book(layers, features, total, trainable, rng):
    net = Sequential(layers()).build((features,), rng=rng)
    assert net.count_params() == total
    assert sum(w.size for w in net.params.values()) == trainable
    assert sum(s.size for s in net.state.values()) == total - trainable
    assert f" Total params: {total:,} (" in net.summary()
    assert f" Trainable params: {trainable:,} (" in net.summary()
    assert f" Non-trainable params: {total - trainable:,} (" in net.summary()


def test_summary_of_the_deep_net(rng):
    lines = Sequential(deep()).build((784,), rng=rng).summary().splitlines()
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if line.startswith("│")]
    assert rows[0] == ["Layer (type)", "Output Shape", "Param #"]
    assert rows[1:3] == [
        ["dense_1 (Dense)", "(None, 64)", "50,240"],
        ["batch_norm_1 (BatchNorm)", "(None, 64)", "256"],
    ]
    assert rows[-2:] == [["dropout_1 (Dropout)", "(None, 64)", "0"], ["dense_4 (Dense)", "(None, 10)", "650"]]
    assert len({len(line) for line in lines if line[0] in "┌│├└"}) == 1
    assert lines[-3:] == [
        " Total params: 59,978 (234.29 KB)",
        " Trainable params: 59,594 (232.79 KB)",
        " Non-trainable params: 384 (1.50 KB)",
    ]


def test_forward_worked_example(rng):
    net = Sequential([Dense(2, activation="relu"), Dense(1)]).build((2,), rng=rng, dtype=np.float64)
    net.params["dense_1/kernel"][...] = [[1, -1], [2, 0]]
    net.params["dense_1/bias"][...] = [0, 1]
    net.params["dense_2/kernel"][...] = [[3], [4]]
    net.params["dense_2/bias"][...] = [-1]
    # x = (1, 2): hidden (1 + 4, -1 + 1) = (5, 0); output 15 + 0 - 1 = 14
    # x = (-1, 0): hidden (-1 -> 0, 1 + 1 = 2); output 0 + 8 - 1 = 7
    x = np.array([[1.0, 2], [-1, 0]])
    assert net.predict(x).tolist() == [[14], [7]]
    assert [a.tolist() for a in net.layer_outputs(x).values()] == [[[5, 0], [0, 2]], [[14], [7]]]
    # targets (13, 9): errors 1 and -2; cost (1 + 4) / 2; d_output = (2 * 1 / 2, 2 * -2 / 2) = (1, -2)
    value, gradients = net.cost_and_gradients(x, [[13.0], [9]], "quadratic")
    assert value == 2.5
    assert gradients["dense_2/bias"].tolist() == [-1]
    assert gradients["dense_2/kernel"].tolist() == [[5], [-4]]
    # back into the hidden layer: (3, 4 -> 0) and (-6 -> 0, -8)
    assert gradients["dense_1/bias"].tolist() == [3, -8]
    assert gradients["dense_1/kernel"].tolist() == [[3, 8], [6, 0]]


NETS = {
    "softmax": (
        lambda: [Dense(4, activation="tanh"), Dense(3, activation="softmax")],
        "categorical_crossentropy",
    ),
    "softmax_quadratic": (
        lambda: [Dense(4, activation="sigmoid"), Dense(3, activation="softmax")],
        "quadratic",
    ),
    "sigmoid": (lambda: [Dense(4, activation="elu"), Dense(3, activation="sigmoid")], "binary_crossentropy"),
    "sigmoid_mse": (lambda: [Dense(3, activation="sigmoid")], "mean_squared_error"),
    "logits": (
        lambda: [Dense(4, activation="softplus"), Dense(3)],
        costs.CategoricalCrossentropy(from_logits=True),
    ),
    "activation_at_the_end": (
        lambda: [Dense(3), BatchNorm(), Activation("softmax")],
        "categorical_crossentropy",
    ),
    "softmax_not_last": (
        lambda: [Dense(3, activation="softmax"), Rescaling(0.5)],
        "categorical_crossentropy",
    ),
    "deep": (
        lambda: [
            GaussianNoise(0.1),
            *(Dense(6, activation="tanh"), BatchNorm(), Dense(5), PReLU("random_normal")),
            *(Dropout(0.3), Maxout(4), Dense(3, activation="softmax")),
        ],
        "categorical_crossentropy",
    ),
    "penalties": (
        lambda: [
            Dense(4, activation="tanh", kernel_regularizer=L2(0.1), bias_regularizer=L1(0.2)),
            Dense(3, activation="softmax", kernel_regularizer="l1"),
        ],
        "categorical_crossentropy",
    ),
    "one_layer": (lambda: [Dense(3, activation="softmax")], "categorical_crossentropy"),
    "huber": (lambda: [Dense(4, activation="tanh"), Dense(3)], "huber"),
    "mae": (lambda: [Normalization(), Dense(4, activation="tanh"), Dense(3)], "mean_absolute_error"),
}


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", NETS)
def test_gradients_equal_central_differences(name, training, rng):
    layers, cost = NETS[name]
    net = small(rng, *layers())
    for key in net.params:  # away from the zeros of biases, where L1 has its corner
        net.params[key] += rng.normal(0, 0.1, net.params[key].shape)
    x, y = data(rng, n=8)
    errors = check_gradients(net, x, y, cost, rng=rng, training=training)
    assert errors.keys() == net.params.keys()
    assert max(errors.values()) < 1e-6, errors


@pytest.mark.parametrize("name", NETS)
def test_backward_after_forward_agrees_with_the_fused_way(name, rng):
    layers, cost = NETS[name]
    net = small(rng, *layers())
    x, y = data(rng)
    value, gradients = net.cost_and_gradients(x, y, cost, training=False)
    outputs, caches = net.forward(x)
    assert value == pytest.approx(costs.get(cost)(y, outputs) + net.penalty(), rel=1e-9)
    plain = net.backward(costs.get(cost).gradient(y, outputs), caches)
    for key in gradients:
        layer = net.layers[net.names.index(key.split("/")[0])]
        penalty = layer.regularizers().get(key.split("/")[1])
        extra = penalty.gradient(net.params[key]) if penalty else 0
        np.testing.assert_allclose(gradients[key], plain[key] + extra, rtol=1e-7, atol=1e-10)


def test_weights_of_examples_scale_their_gradients(rng):
    net = small(rng)
    x, y = data(rng)
    weighted = net.cost_and_gradients(x, y, "quadratic", sample_weight=[2, 0, 0, 0, 0, 0])
    single = net.cost_and_gradients(x[:1], y[:1], "quadratic")
    assert weighted[0] == pytest.approx(single[0] * 2 / 6)
    for key in net.params:
        np.testing.assert_allclose(weighted[1][key], single[1][key] * 2 / 6, rtol=1e-9)


def test_a_saturated_softmax_still_learns(rng):
    net = small(rng, Dense(2, activation="softmax"), dtype=np.float32)
    net.params["dense_1/bias"][...] = [1000, -1000]  # certain of the wrong class
    with np.errstate(all="raise", under="ignore"):
        value, gradients = net.cost_and_gradients(np.zeros((1, 5)), [[0, 1]], "categorical_crossentropy")
    assert value == 2000
    assert gradients["dense_1/bias"].tolist() == [1, -1]


def test_sparse_labels_give_the_gradients_of_one_hot_targets(rng):
    net = small(rng)
    x, y = data(rng)
    one = net.cost_and_gradients(x, y, "categorical_crossentropy")
    other = net.cost_and_gradients(x, y.argmax(axis=1), "sparse_categorical_crossentropy")
    assert one[0] == pytest.approx(other[0])
    for key in net.params:
        np.testing.assert_allclose(one[1][key], other[1][key], atol=1e-12)


def test_parameters_are_the_very_arrays_of_the_layers(rng):
    net = small(rng)
    x = rng.normal(size=(2, 5))
    before = net.predict(x)
    for key in net.params:
        net.params[key] += 1.0
    assert (net.predict(x) != before).all()
    assert net.params["dense_2/bias"] is net.layers[1].params["bias"]


def test_names_count_each_type_from_one(rng):
    net = small(rng, Dense(4), BatchNorm(), Dense(4), BatchNorm(), PReLU(), Dense(3))
    assert net.names == ["dense_1", "batch_norm_1", "dense_2", "batch_norm_2", "prelu_1", "dense_3"]
    assert "batch_norm_2/moving_mean" in net.state
    assert "batch_norm_2/gamma" in net.params


def test_one_seed_one_net_and_each_layer_its_own_stream():
    a, b = (small(np.random.default_rng(3), *map(Dense, (4, 3))) for _ in range(2))
    other = small(np.random.default_rng(3), Dense(7), Dense(3))
    wider = small(np.random.default_rng(3), Maxout(4, pieces=9), Dense(3))
    assert (a.params["dense_1/kernel"] == b.params["dense_1/kernel"]).all()
    assert other.params["dense_2/kernel"].shape == (7, 3)
    # the second layer's weights do not depend on how many numbers the first one drew
    assert (a.params["dense_2/kernel"] == wider.params["dense_1/kernel"]).all()


def test_building_twice_begins_anew(rng):
    net = small(rng)
    old = net.get_weights()
    net.build((7,), rng=rng)
    assert net.params["dense_1/kernel"].shape == (7, 4)
    assert net.params["dense_1/kernel"] is net.layers[0].params["kernel"]
    assert old["dense_1/kernel"].shape == (5, 4)


def test_float32_throughout(rng):
    net = small(rng, *NETS["deep"][0](), dtype=np.float32)
    x, y = data(rng)
    value, gradients = net.cost_and_gradients(x, y, "categorical_crossentropy", rng=rng)
    assert {g.dtype for g in gradients.values()} == {np.dtype(np.float32)}
    assert {s.dtype for s in net.state.values()} == {np.dtype(np.float32)}
    assert net.predict(x).dtype == np.float32
    assert isinstance(value, float)


def test_first_layer_computes_no_input_gradient(rng, monkeypatch):
    net = small(rng, Flatten(), Dense(4, activation="relu"), Dense(3, activation="softmax"))
    asked = []
    original = Dense.backward_logits
    monkeypatch.setattr(
        Dense, "backward_logits", lambda self, d_z, x: asked.append(self.units) or original(self, d_z, x)
    )
    net.cost_and_gradients(*data(rng), "categorical_crossentropy")
    assert asked == [3]


def test_predict_in_batches_equals_predict_at_once(rng):
    net = small(rng, Dense(4), BatchNorm(), Dropout(0.5), Dense(3, activation="softmax"))
    x = rng.normal(size=(25, 5))
    np.testing.assert_allclose(net.predict(x, batch_size=7), net.forward(x)[0], rtol=1e-12)
    assert net.predict(x.tolist()).shape == (25, 3)


def test_evaluate_counts_hits_and_averages_losses(rng):
    net = small(rng, Dense(2, kernel_initializer="zeros"))
    net.params["dense_1/kernel"][0] = [1, -1]
    x = np.zeros((4, 5))
    x[:, 0] = [1, -1, 2, -2]  # outputs (1, -1), (-1, 1), (2, -2), (-2, 2): classes 0, 1, 0, 1
    y = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1]])
    # squared errors: 0 + 1, 4 + 1, 1 + 4, 4 + 1
    result = net.evaluate(x, y, cost="quadratic", batch_size=3)
    assert result == {"loss": 4.0, "accuracy": 0.75}
    assert (
        net.evaluate(x, y.argmax(1), cost=costs.SparseCategoricalCrossentropy(from_logits=True))["accuracy"]
        == 0.75
    )


def test_evaluate_regression_has_no_accuracy_and_includes_penalties(rng):
    net = small(rng, Dense(1, kernel_regularizer=L2(0.5)))
    x, y = rng.normal(size=(9, 5)), rng.normal(size=(9, 1))
    result = net.evaluate(x, y, cost="mse", batch_size=4)
    assert result.keys() == {"loss"}
    bare = np.mean((net.predict(x) - y) ** 2)
    assert result["loss"] == pytest.approx(bare + 0.5 * (net.params["dense_1/kernel"] ** 2).sum())
    assert result["loss"] == pytest.approx(net.cost_and_gradients(x, y, "mse")[0])


def test_evaluate_binary_labels_by_one_half(rng):
    net = small(rng, Dense(1, activation="sigmoid", kernel_initializer="zeros"))
    net.params["dense_1/kernel"][0] = 1
    x = np.zeros((4, 5))
    x[:, 0] = [0.3, -0.3, 5, -5]  # probabilities 0.574, 0.426, 0.993, 0.007
    result = net.evaluate(x, np.array([[1], [1], [1], [0]]), cost="binary_crossentropy")
    assert result["accuracy"] == 0.75
    np.testing.assert_allclose(result["loss"], np.mean([0.5544, 0.8544, 0.0067, 0.0067]), atol=1e-4)


def test_inference_is_repeatable_and_moves_no_statistics(rng):
    net = small(rng, Dense(4), BatchNorm(), Dropout(0.5), Dense(3, activation="softmax"))
    x, y = data(rng)
    state = {key: s.copy() for key, s in net.state.items()}
    assert (net.predict(x) == net.predict(x)).all()
    net.evaluate(x, y, cost="quadratic")
    net.cost_and_gradients(x, y, "quadratic", training=False)
    assert all((net.state[key] == state[key]).all() for key in state)
    net.cost_and_gradients(x, y, "quadratic", rng=rng)
    assert any((net.state[key] != state[key]).any() for key in state)


def test_weights_travel_between_nets_as_copies(rng):
    def layers():
        return [Dense(4), BatchNorm(), Dense(3, activation="softmax")]

    one, other = small(rng, *layers()), small(rng, *layers())
    one.cost_and_gradients(*data(rng), "quadratic")
    weights = one.get_weights()
    other.set_weights(weights)
    x = rng.normal(size=(4, 5))
    assert (one.predict(x) == other.predict(x)).all()
    weights["dense_1/kernel"][...] = 0
    assert (one.predict(x) == other.predict(x)).all()
    assert other.params["dense_1/kernel"] is other.layers[0].params["kernel"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda w: w.pop("dense_1/bias"), "lack .'dense_1/bias'"),
        (lambda w: w.update(extra=np.zeros(1)), "have .'extra'"),
        (lambda w: w.update({"dense_1/bias": np.zeros(9)}), r"shape \(9,\); expected shape \(4,\)"),
        (lambda w: w.update({"dense_1/bias": np.zeros(())}), "shape"),
    ],
)
def test_foreign_weights_are_refused_and_change_nothing(change, message, rng):
    net = small(rng)
    weights = {key: w * 0 for key, w in net.get_weights().items()}
    change(weights)
    with pytest.raises(ValueError, match=message):
        net.set_weights(weights)
    assert net.params["dense_1/kernel"].any()


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([], "at least one layer"),
        (Dense(3), "a list of at least one layer"),
        ([Dense], "layers only"),
        ([[Dense(3)]], "layers only"),
        ([Dense(3)] * 2, "one layer object occurs twice"),
    ],
)
def test_bad_layers_are_refused(layers, message):
    with pytest.raises(ValueError, match=message):
        Sequential(layers)


@pytest.mark.parametrize("shape", [784, (), (0,), (None, 784), (2.0,), "784"])
def test_bad_input_shapes_are_refused(shape, rng):
    with pytest.raises(ValueError, match="the shape of one example"):
        Sequential([Dense(3)]).build(shape, rng=rng)


@pytest.mark.parametrize("dtype", [np.int32, object, "nonsense"])
def test_other_types_than_floats_are_refused(dtype, rng):
    with pytest.raises(ValueError, match="a floating type"):
        Sequential([Dense(3)]).build((5,), rng=rng, dtype=dtype)


@pytest.mark.parametrize(
    "use",
    [
        lambda net: net.predict(np.zeros((1, 5))),
        lambda net: net.summary(),
        lambda net: net.count_params(),
        lambda net: net.set_weights({}),
        lambda net: net.forward(np.zeros((1, 5))),
    ],
)
def test_a_net_that_is_not_built_says_so(use):
    with pytest.raises(ValueError, match=r"not built; expected net\.build"):
        use(Sequential([Dense(3)]))


@pytest.mark.parametrize(
    "x",
    [
        np.zeros(5),
        np.zeros((2, 4)),
        np.zeros((2, 5, 1)),
        np.zeros((0, 5)),
        np.array([[None] * 5]),
        np.array([["a"] * 5]),
    ],
    ids=["vector", "features", "rank", "empty", "object", "text"],
)
def test_bad_inputs_are_refused_in_three_parts_everywhere(x, rng):
    net = small(rng)
    y = np.eye(3)[[0] * len(x)]
    for use in (
        lambda: net.forward(x),
        lambda: net.predict(x),
        lambda: net.evaluate(x, y, cost="quadratic"),
        lambda: net.cost_and_gradients(x, y, "quadratic"),
        lambda: net.layer_outputs(x),
    ):
        with pytest.raises(ValueError, match=r".+; expected .+\. .+\."):
            use()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_missing_numbers_are_refused_at_the_entrances(bad, rng):
    net = small(rng)
    x, y = data(rng)
    x[3, 2] = bad
    with pytest.raises(ValueError, match="row 3"):
        net.predict(x)
    with pytest.raises(ValueError, match="row 3"):
        net.evaluate(x, y, cost="quadratic")


def test_mismatched_lengths_labels_and_names_are_refused(rng):
    net = small(rng)
    x, y = data(rng)
    with pytest.raises(ValueError, match="6 rows and y has 5"):
        net.evaluate(x, y[:5], cost="quadratic")
    with pytest.raises(ValueError, match="equal shapes"):
        net.cost_and_gradients(x, y[:5], "quadratic")
    with pytest.raises(ValueError, match="class numbers from 0 to 2"):
        net.evaluate(x, np.full(6, 3), cost="sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match="Did you mean 'quadratic'"):
        net.evaluate(x, y, cost="quadratc")
    with pytest.raises(ValueError, match="batch_size is 0"):
        net.predict(x, batch_size=0)


def test_a_dropout_net_wants_a_generator_in_training(rng):
    net = small(rng, Dense(4), Dropout(0.5), Dense(3))
    x, y = data(rng)
    with pytest.raises(ValueError, match="rng=None in training"):
        net.cost_and_gradients(x, y, "quadratic")


def test_images_pass_through_flatten(rng):
    net = Sequential([Rescaling(1 / 255), Flatten(), Dense(10, activation="softmax")]).build(
        (28, 28), rng=rng
    )
    assert net.predict(rng.integers(0, 256, (3, 28, 28), dtype=np.uint8)).shape == (3, 10)
    with pytest.raises(ValueError, match="Flatten"):
        Sequential([Dense(10)]).build((28, 28), rng=rng)


def test_repr_shows_the_layers():
    assert repr(Sequential([Dropout(0.2)])) == "Sequential([Dropout(rate=0.2)])"


@given(
    seed=st.integers(0, 10**6),
    n=st.integers(1, 9),
    width=st.integers(1, 6),
    dtype=st.sampled_from(["f4", "f8"]),
)
@settings(max_examples=40, deadline=None)
def test_shapes_types_and_probabilities(seed, n, width, dtype):
    rng = np.random.default_rng(seed)
    net = small(
        rng, Dense(width, activation="relu"), BatchNorm(), Dense(3, activation="softmax"), dtype=dtype
    )
    x, y = data(rng, n)
    value, gradients = net.cost_and_gradients(x, y, "categorical_crossentropy")
    assert value > 0
    assert {key: (g.shape, g.dtype) for key, g in gradients.items()} == {
        key: (w.shape, np.dtype(dtype)) for key, w in net.params.items()
    }
    np.testing.assert_allclose(net.predict(x).sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_descent_along_the_gradient_lowers_the_cost(activation, rng):
    net = small(rng, Dense(8, activation=activation), Dense(3, activation="softmax"))
    x, y = data(rng, n=30)
    values = []
    for _ in range(50):
        value, gradients = net.cost_and_gradients(x, y, "categorical_crossentropy")
        values.append(value)
        for key in gradients:
            net.params[key] -= 0.1 * gradients[key]
    assert all(later < earlier for earlier, later in pairwise(values))


def test_a_failed_build_leaves_the_net_unbuilt(rng):
    net = Sequential([Dense(3)])
    with pytest.raises(ValueError, match="Flatten"):
        net.build((4, 4), rng=rng)
    with pytest.raises(ValueError, match="not built"):
        net.predict(np.zeros((1, 4, 4)))
