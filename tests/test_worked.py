"""The worked examples are what they claim to be, by the engine, by hand and by central differences."""

from itertools import product

import numpy as np
import pytest

from dlbook import worked
from dlbook.nn import check_gradients, numerical_gradient, sigmoid


def test_the_shell_net_is_right_about_all_three_and_sure():
    probabilities = worked.shell_net().predict(worked.SHELLS)
    assert probabilities.argmax(axis=1).tolist() == [0, 1, 2]
    assert probabilities.max(axis=1).min() > 0.75


def test_the_whelk_by_hand():
    # hidden z: 0.5*2 - 1*3 + 0.5 = -1.5;  0.5*2 + 0.5*3 - 0.5 = 2;  -1*2 + 1*3 + 1 = 2
    # output z: -1*2 - 0.5*2 + 2 = -1;  1*2 - 0.5*2 = 1;  1*2 + 1.5*2 = 5
    hidden, output = worked.weighted_inputs(worked.shell_net(), worked.SHELLS[2:])
    assert hidden.tolist() == [[-1.5, 2.0, 2.0]]
    assert output.tolist() == [[-1.0, 1.0, 5.0]]
    np.testing.assert_allclose(
        worked.shell_net().predict(worked.SHELLS[2:])[0], [0.00243, 0.01794, 0.97963], atol=5e-6
    )


def test_the_first_hidden_neuron_of_the_small_net_is_half_way():
    outputs = worked.small_net().layer_outputs(worked.POINT)
    assert outputs["dense_1"][0, 0] == 0.5  # z = -1*1 + 0.5*2 = 0
    assert outputs["dense_1"][0, 1] == pytest.approx(0.7311, abs=5e-5)  # z = 0.5 + 1 - 0.5 = 1


def test_nudges_are_the_slopes_of_the_cost():
    net = worked.small_net()
    found = worked.nudges(net, worked.POINT, worked.ANSWER)

    def cost():
        return net.cost_and_gradients(worked.POINT, worked.ANSWER, "quadratic")[0]

    for key, gradient in found.params.items():
        np.testing.assert_allclose(gradient, numerical_gradient(cost, net.params[key]), rtol=1e-7)
    for name, d_z in zip(net.names, found.z, strict=True):  # a nudge of the bias is one of z
        np.testing.assert_allclose(d_z, numerical_gradient(cost, net.params[f"{name}/bias"]), rtol=1e-7)


def test_nudges_of_activations_are_those_of_what_the_next_layer_sees():
    net = worked.small_net()
    found = worked.nudges(net, worked.POINT, worked.ANSWER)
    hidden = net.layer_outputs(worked.POINT)["dense_1"].copy()

    def cost():
        output = net.layers[1].forward(hidden)[0]
        return float(((output - worked.ANSWER) ** 2).sum())

    np.testing.assert_allclose(found.a[0], numerical_gradient(cost, hidden)[0], rtol=1e-7)
    output = net.predict(worked.POINT)
    assert found.a[1][0] == pytest.approx(2 * float(output[0, 0] - 1))


def test_nudges_take_one_example():
    with pytest.raises(ValueError, match="2 examples"):
        worked.nudges(worked.small_net(), np.ones((2, 2)), np.ones((2, 1)))


@pytest.mark.parametrize("net", [worked.shell_net(), worked.small_net()])
def test_the_worked_nets_pass_the_gradient_check(net):
    outputs = net.predict(worked.SHELLS[1:])
    errors = check_gradients(
        net, worked.SHELLS[1:], np.ones_like(outputs) / 4, "quadratic", rng=np.random.default_rng(1)
    )
    assert max(errors.values()) < 1e-6


@pytest.mark.parametrize("at", ["w", "b", "x"])
def test_the_chain_of_one_neuron_multiplies_to_the_slope(at):
    import dataclasses

    chain, nudge = worked.Neuron(w=0.7, b=0.2, x=-1.5, y=1.0), 1e-6
    values = [
        dataclasses.replace(chain, **{at: getattr(chain, at) + step}).values()[-1] for step in (nudge, -nudge)
    ]
    slope = (values[0] - values[1]) / (2 * nudge)
    by_w, _, by_z, _, by_c = chain.carried()
    assert {"w": by_w, "b": by_z, "x": by_z * chain.w}[at] == pytest.approx(slope, rel=1e-6)
    assert by_c == 1.0
    assert chain.values()[3] == pytest.approx(float(sigmoid(0.7 * -1.5 + 0.2)))


@pytest.mark.parametrize("number", [0b0110, 0b1000, 0b1110, 0b1001])
def test_any_boolean_function_of_two_inputs_has_its_net(number):
    rows = list(product((0, 1), repeat=2))
    answers = [number >> i & 1 for i in range(4)]
    net = worked.boolean_net([row for row, answer in zip(rows, answers, strict=True) if answer])
    assert net.predict(rows).ravel().tolist() == answers


def test_odd_is_parity_of_three():
    rows = np.array(list(product((0, 1), repeat=3)))
    np.testing.assert_array_equal(worked.boolean_net(worked.ODD).predict(rows)[:, 0], rows.sum(axis=1) % 2)


def test_bumps_stand_between_their_edges_and_keep_their_heights():
    net = worked.bump_net([0.0, 1.0, 2.0, 3.0], [2.0, -1.0, 0.5], steepness=60)
    found = net.predict([[-0.5], [0.5], [1.5], [2.5], [3.5]]).ravel()
    np.testing.assert_allclose(found, [0, 2, -1, 0.5, 0], atol=1e-9)


def test_a_tower_is_high_inside_its_square_only():
    net = worked.tower_net((0.2, 0.6), height=3.0, steepness=80)
    side = np.linspace(0, 1, 21)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    inside = ((grid > 0.26) & (grid < 0.54)).all(axis=1)
    outside = ((grid < 0.14) | (grid > 0.66)).any(axis=1)
    heights = net.predict(grid)[:, 0]
    np.testing.assert_allclose(heights[inside], 3.0, atol=0.01)
    np.testing.assert_allclose(heights[outside], 0.0, atol=0.01)
