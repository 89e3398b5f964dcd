"""PyTorch as second oracle: what is equal, and where it differs just as the docstrings say."""

from dataclasses import replace

import numpy as np
import pytest

from dlbook.nn import costs, models
from dlbook.nn.layers import BatchNorm, Dense
from dlbook.nn.network import Sequential
from dlbook.nn.optimizers import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp
from dlbook.rng import stream
from dlbook.twins import torch_twin
from dlbook.twins.compare import largest_difference, relative_difference

torch = pytest.importorskip("torch", reason="PyTorch is not installed: a second oracle, never needed")

STEPS = 20
RATE = 0.05


def falling(step):
    return RATE / (1 + step)


def walk(optimizer, size=1.0, *, torch_settings=None):
    """Return both walks from 0, shape (steps, parameters), under the same random gradients of one size."""
    rng = stream(0, "torch", "gradients")
    w, tensor = {"w": np.zeros(6)}, torch.zeros(6, dtype=torch.float64, requires_grad=True)
    constant = replace(optimizer, learning_rate=optimizer.rate(0))
    twin = torch_twin.torch_optimizer(constant, [tensor])
    twin.param_groups[0].update(torch_settings or {})
    state, ours, theirs = optimizer.init(w), [], []
    for step in range(STEPS):
        g = size * rng.normal(size=6)
        updates, state = optimizer.update({"w": g}, state, w)
        w = {"w": w["w"] + updates["w"]}
        twin.param_groups[0]["lr"] = optimizer.rate(step)
        tensor.grad = torch.from_numpy(g)
        twin.step()
        ours.append(w["w"])
        theirs.append(tensor.detach().numpy().copy())
    return np.array(ours), np.array(theirs)


OPTIMIZERS = [SGD(RATE), Momentum(RATE), Nesterov(RATE), AdaDelta(1.0)]
EPSILON_ELSEWHERE = [AdaGrad(RATE), RMSProp(RATE), Adam(RATE), AdamW(RATE, weight_decay=0.1)]


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: type(o).__name__)
@pytest.mark.parametrize("size", [1.0, 1e-6])
def test_equal_at_a_constant_rate(optimizer, size):
    assert relative_difference(*walk(optimizer, size)) < 1e-12


@pytest.mark.parametrize("optimizer", EPSILON_ELSEWHERE, ids=lambda o: type(o).__name__)
def test_epsilon_has_another_place_which_shows_in_tiny_gradients_only(optimizer):
    assert relative_difference(*walk(optimizer, 1.0)) < 1e-5
    if not isinstance(optimizer, AdaGrad):  # its start of 0.1 drowns both tiny gradients and epsilon
        assert relative_difference(*walk(optimizer, 1e-6)) > 0.01


def test_adagrad_starts_from_zero_in_torch_and_from_a_tenth_in_keras():
    ours, theirs = walk(AdaGrad(RATE, initial_accumulator_value=0.0, epsilon=1e-10), 1.0)
    assert relative_difference(ours, theirs) < 1e-6
    tensor = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    tensor.grad = torch.full((1,), 0.1, dtype=torch.float64)
    optimizer = torch.optim.Adagrad([tensor])
    optimizer.step()
    assert -float(tensor.detach()) == pytest.approx(0.01, rel=1e-6)  # their rate, whatever the gradient
    w = {"w": np.zeros(1)}
    updates, _ = AdaGrad(0.01).update({"w": np.array([0.1])}, AdaGrad(0.01).init(w), w)
    assert -updates["w"][0] < 0.0032  # 0.1 / sqrt(0.1 + 0.01) of it


def test_adams_epsilon_is_smaller_by_the_root_of_the_second_correction():
    """At step t PyTorch's epsilon e acts like e sqrt(1 - beta_2^t) in ours: exact for the first step."""
    gap = walk(Adam(RATE, epsilon=1e-8 * np.sqrt(1 - 0.999)), 1e-8, torch_settings={"eps": 1e-8})
    assert relative_difference(gap[0][0], gap[1][0]) < 1e-12
    assert relative_difference(gap[0][-1], gap[1][-1]) > 1e-3


@pytest.mark.parametrize("optimizer", [Momentum(falling), Nesterov(falling)], ids=["momentum", "nesterov"])
def test_momentum_differs_under_a_schedule_since_torch_rescales_the_past(optimizer):
    ours, theirs = walk(optimizer)
    assert relative_difference(ours[:1], theirs[:1]) < 1e-12
    assert relative_difference(ours, theirs) > 0.1
    moved = np.abs(ours[-1] - ours[-2]).sum(), np.abs(theirs[-1] - theirs[-2]).sum()
    assert moved[0] > 1.5 * moved[1]  # ours still rolls with the larger steps of the past


def test_every_other_optimizer_is_equal_under_a_schedule():
    for optimizer in (SGD(falling), AdaDelta(falling)):
        assert relative_difference(*walk(optimizer)) < 1e-12
    for optimizer in (AdaGrad(falling), RMSProp(falling), Adam(falling), AdamW(falling, weight_decay=0.1)):
        assert relative_difference(*walk(optimizer)) < 1e-5


def test_batch_norm_keeps_the_unbiased_variance_in_torch():
    n, rng = 8, stream(0, "torch", "batch norm")
    net = Sequential([BatchNorm(momentum=0.9)]).build((5,), rng=rng, dtype=np.float64)
    twin = torch_twin.to_torch(net)
    x = rng.normal(1, 3, (n, 5))
    y = net.forward(x, training=True)[0]
    theirs = twin(torch.from_numpy(x)).detach().numpy()
    assert relative_difference(y, theirs) < 1e-12  # both normalise with the biased variance
    layer = net.layers[0]
    assert relative_difference(layer.state["moving_mean"], twin[0].running_mean.numpy()) < 1e-12
    grown = (layer.state["moving_variance"] - 0.9) * n / (n - 1) + 0.9
    assert relative_difference(grown, twin[0].running_var.numpy()) < 1e-12
    assert relative_difference(layer.state["moving_variance"], twin[0].running_var.numpy()) > 1e-3
    default = torch.nn.BatchNorm1d(5)
    assert (default.momentum, default.eps) == (0.1, 1e-5)
    assert (BatchNorm().momentum, BatchNorm().epsilon) == (0.99, 1e-3)


@pytest.mark.parametrize("name", models.MODELS)
def test_the_books_nets_have_the_same_outputs_and_gradients(name):
    model = models.get(name)
    layers = [layer for layer in model.layers() if layer.kind != "dropout"]
    net = Sequential(layers).build(model.input_shape, rng=stream(0, "torch", name), dtype=np.float64)
    twin = torch_twin.to_torch(net)
    rng = stream(0, "torch", name, "data")
    x = rng.random((16, *model.input_shape))
    y, caches = net.forward(x, training=True)
    d_y = rng.normal(size=y.shape)
    gradients = net.backward(d_y, caches)
    theirs = twin(torch.from_numpy(x))
    theirs.backward(torch.from_numpy(d_y))
    assert relative_difference(y, theirs.detach().numpy()) < 1e-12
    pairs = []
    for key, g in gradients.items():
        layer, array = key.split("/")
        child = twin[net.names.index(layer)]
        child = child[0] if layer.startswith("dense") else child
        tensor = child.weight if array in ("kernel", "gamma") else child.bias
        pairs.append((g.T, tensor.grad.numpy()))
    assert len(pairs) == len(list(twin.parameters()))
    assert largest_difference(pairs) < 1e-9


def test_weights_travel_there_and_back():
    net = models.get("deep").build(rng=stream(0, "there"))
    other = models.get("deep").build(rng=stream(1, "back"))
    torch_twin.copy_from_torch(torch_twin.to_torch(net), other)
    for key, array in net.get_weights().items():
        np.testing.assert_array_equal(other.get_weights()[key], array, err_msg=key)


def test_cross_entropy_from_logits_is_the_same_and_clipping_is_not():
    z, labels = np.array([[2.0, -1.0, 0.5], [0.0, 3.0, -2.0]]), np.array([2, 0])
    ours = costs.SparseCategoricalCrossentropy(from_logits=True)(labels, z)
    theirs = torch.nn.functional.cross_entropy(torch.from_numpy(z), torch.from_numpy(labels))
    assert ours == pytest.approx(float(theirs), rel=1e-12)
    worst = costs.BinaryCrossentropy()(np.ones((1, 1)), np.zeros((1, 1)))
    torch_worst = torch.nn.functional.binary_cross_entropy(torch.zeros(1, 1), torch.ones(1, 1))
    assert worst == pytest.approx(-np.log(1e-7), rel=1e-6)
    assert float(torch_worst) == 100.0


def test_dense_starts_in_another_way_in_torch():
    bound = torch.nn.Linear(100, 50).weight.detach().abs().max()
    assert float(bound) == pytest.approx(0.1, rel=0.05)  # 1 / sqrt(fan_in)
    kernel = Sequential([Dense(50)]).build((100,), rng=stream(0, "dense")).params["dense_1/kernel"]
    assert np.abs(kernel).max() == pytest.approx(np.sqrt(6 / 150), rel=0.05)
