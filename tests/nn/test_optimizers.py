import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import optimizers
from dlbook.nn.optimizers import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp

ALL = [SGD, Momentum, Nesterov, AdaGrad, RMSProp, AdaDelta, Adam, AdamW]

# rates found by trying powers of ten and a few in between: each optimiser at one that suits it
PARABOLA = {
    SGD: 0.1,
    Momentum: 0.02,
    Nesterov: 0.02,
    AdaGrad: 1.0,
    RMSProp: 0.01,
    AdaDelta: 100.0,
    Adam: 0.05,
}
ROSENBROCK = {
    SGD: 1e-3,
    Momentum: 3e-4,
    Nesterov: 3e-4,
    AdaGrad: 0.5,
    RMSProp: 1e-3,
    AdaDelta: 0.1,
    Adam: 0.02,
}


def run(optimizer, gradient, start, steps):
    """Return all points of a descent, the start first."""
    params = {"w": np.array(start, dtype=np.float64)}
    state = optimizer.init(params)
    path = [params["w"]]
    for _ in range(steps):
        updates, state = optimizer.update({"w": gradient(params["w"])}, state, params)
        params = {"w": params["w"] + updates["w"]}
        path.append(params["w"])
    return np.array(path)


def updates_for(optimizer, gradients, start=0.0):
    """Return the updates that a row of gradients leads to, one number each."""
    params = {"w": np.array([start])}
    state, result = optimizer.init(params), []
    for g in gradients:
        updates, state = optimizer.update({"w": np.array([g])}, state, params)
        params = {"w": params["w"] + updates["w"]}
        result.append(float(updates["w"][0]))
    return result


def tuned(kind, rates):
    rate = rates.get(kind, rates[Adam])
    return kind(rate, weight_decay=0.0) if kind is AdamW else kind(rate)


@pytest.mark.parametrize("kind", ALL)
def test_reaches_the_bottom_of_a_parabola(kind):
    curvature = np.array([1.0, 5.0])
    path = run(tuned(kind, PARABOLA), lambda w: curvature * (w - [1.0, -2.0]), [0.0, 0.0], 1500)
    assert np.abs(path[-1] - [1.0, -2.0]).max() < 0.02


@pytest.mark.parametrize("kind", ALL)
def test_follows_rosenbrocks_valley_to_its_lowest_point(kind):
    def gradient(w):
        a, b = w
        return np.array([-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)])

    path = run(tuned(kind, ROSENBROCK), gradient, [-1.0, 1.0], 15_000)
    assert np.abs(path[-1] - [1.0, 1.0]).max() < 0.1


def test_sgd_worked_by_hand():
    # eta = 0.1: -0.1 * 2 = -0.2, -0.1 * -4 = 0.4
    assert updates_for(SGD(0.1), [2.0, -4.0]) == pytest.approx([-0.2, 0.4])


def test_sgd_has_no_momentum_and_no_memory():
    assert SGD(0.1).init({"w": np.zeros(3)}) == {"step": 0}
    assert updates_for(SGD(0.1), [5.0, 0.0, 0.0])[1:] == [0.0, 0.0]
    assert not hasattr(SGD(), "momentum")


def test_momentum_worked_by_hand():
    # mu = 0.9, eta = 0.1, g = 1, 1, 0
    # v1 = 0 - 0.1 = -0.1;  v2 = -0.09 - 0.1 = -0.19;  v3 = -0.171 - 0 = -0.171
    assert updates_for(Momentum(0.1, momentum=0.9), [1.0, 1.0, 0.0]) == pytest.approx([-0.1, -0.19, -0.171])


def test_momentums_steady_step_is_ten_times_plain_descents():
    assert updates_for(Momentum(0.1, momentum=0.9), [1.0] * 200)[-1] == pytest.approx(-1.0)


def test_momentum_keeps_its_past_speed_when_the_rate_falls():
    # Keras' form: v1 = -1 * 1 = -1; then eta 0: v2 = 0.5 * -1 - 0 = -0.5 (PyTorch's form would step 0)
    optimizer = Momentum(lambda step: 1.0 if step == 0 else 0.0, momentum=0.5)
    assert updates_for(optimizer, [1.0, 1.0]) == [-1.0, -0.5]


def test_nesterov_worked_by_hand():
    # mu = 0.9, eta = 0.1, g = 1, 1
    # v1 = -0.1, step 0.9 * -0.1 - 0.1 = -0.19;  v2 = -0.09 - 0.1 = -0.19, step -0.171 - 0.1 = -0.271
    assert updates_for(Nesterov(0.1, momentum=0.9), [1.0, 1.0]) == pytest.approx([-0.19, -0.271])


def test_nesterovs_two_forms_are_one_path_seen_from_two_points():
    def gradient(w):
        return np.sin(w) + 0.3 * w

    eta, mu = 0.1, 0.8
    shifted = run(Nesterov(eta, momentum=mu), gradient, [2.0, -3.0], 30)
    w, v = np.array([2.0, -3.0]), np.zeros(2)
    for u in shifted:
        assert u == pytest.approx(w + mu * v, rel=1e-12)  # the framework's point is the look-ahead point
        v = mu * v - eta * gradient(w + mu * v)
        w = w + v


def test_adagrad_worked_by_hand():
    # s0 = 0.1, eps = 1e-7, eta = 0.5, g = 2 then 3
    # s1 = 0.1 + 4 = 4.1:  -0.5 * 2 / sqrt(4.1000001) = -1 / 2.0248457 = -0.4938648
    # s2 = 4.1 + 9 = 13.1: -0.5 * 3 / sqrt(13.1000001) = -1.5 / 3.6193923 = -0.4144342
    assert updates_for(AdaGrad(0.5), [2.0, 3.0]) == pytest.approx([-0.4938648, -0.4144342], abs=1e-7)


def test_rmsprop_worked_by_hand():
    # rho = 0.9, eps = 1e-7, eta = 0.1, g = 2 then 0.5
    # s1 = 0.1 * 4 = 0.4: -0.2 / sqrt(0.4000001) = -0.2 / 0.6324556 = -0.3162277
    # s2 = 0.36 + 0.025 = 0.385: -0.05 / sqrt(0.3850001) = -0.05 / 0.6204838 = -0.0805823
    assert updates_for(RMSProp(0.1), [2.0, 0.5]) == pytest.approx([-0.3162277, -0.0805823], abs=1e-7)


def test_adadelta_worked_by_hand():
    # rho = 0.95, eps = 0.01, eta = 1, g = 1 then 1
    # s1 = 0.05, d1 = -sqrt(0 + 0.01) / sqrt(0.05 + 0.01) = -0.1 / 0.2449490 = -0.4082483
    # u1 = 0.05 * 0.4082483^2 = 0.05 * 0.1666667 = 0.0083333
    # s2 = 0.0475 + 0.05 = 0.0975
    # d2 = -sqrt(0.0083333 + 0.01) / sqrt(0.0975 + 0.01) = -0.1354006 / 0.3278719 = -0.4129681
    assert updates_for(AdaDelta(1.0, epsilon=0.01), [1.0, 1.0]) == pytest.approx(
        [-0.4082483, -0.4129681], abs=1e-7
    )


def test_adam_worked_by_hand():
    # beta_1 = 0.9, beta_2 = 0.999, eps = 1e-7, eta = 0.1, g = 2 then -1
    # t = 1: m = 0.2, v = 0.004, alpha = 0.1 * sqrt(0.001) / 0.1 = 0.0316228
    #        step -0.0316228 * 0.2 / (0.0632456 + 0.0000001) = -0.0999998
    # t = 2: m = 0.2 + 0.1 * (-1.2) = 0.08, v = 0.004 + 0.001 * (1 - 0.004) = 0.004996
    #        alpha = 0.1 * sqrt(1 - 0.998001) / (1 - 0.81) = 0.1 * 0.0447102 / 0.19 = 0.0235317
    #        step -0.0235317 * 0.08 / (0.0706824 + 0.0000001) = -0.0266337
    assert updates_for(Adam(0.1), [2.0, -1.0]) == pytest.approx([-0.0999998, -0.0266337], abs=2e-7)


def test_adams_epsilon_is_outside_the_root_and_not_bias_corrected():
    # g = 1e-7: sqrt(v) = sqrt(0.001) * 1e-7 = 3.1623e-9, alpha m = 0.0316228 * eta * 1e-8 / 0.1 -> see below
    # step = eta * 0.0316228 * 1e-7 / (3.1623e-9 + 1e-7) = eta * 3.1623e-9 / 1.031623e-7 = 0.0306534 eta;
    # the paper's Algorithm 1 with the same epsilon would give 1e-7 / (1e-7 + 1e-7) = 0.5 eta
    assert updates_for(Adam(1.0), [1e-7])[0] == pytest.approx(-0.0306534, rel=1e-5)


def test_adamw_worked_by_hand():
    # w = 2, eta = 0.1, lambda = 0.01, g = 5: decay -0.1 * 0.01 * 2 = -0.002, Adam's first step -0.1
    optimizer = AdamW(0.1, weight_decay=0.01)
    assert updates_for(optimizer, [5.0], start=2.0)[0] == pytest.approx(-0.102, abs=1e-7)


def test_adamw_decays_all_weights_at_the_same_pace_where_adam_with_l2_does_not():
    params = {"w": np.array([1.0, 1.0])}
    g = np.array([100.0, 0.0])
    decay, _ = AdamW(0.1, weight_decay=0.5).update({"w": g}, AdamW().init(params), params)
    plain, _ = Adam(0.1).update({"w": g}, Adam().init(params), params)
    l2, _ = Adam(0.1).update({"w": g + 0.5 * params["w"]}, Adam().init(params), params)
    assert decay["w"] - plain["w"] == pytest.approx([-0.05, -0.05])
    assert abs((l2["w"] - plain["w"])[0]) < 1e-6 < abs((l2["w"] - plain["w"])[1])


def test_adamw_spares_excluded_names():
    params = {"dense_1/kernel": np.ones(2), "dense_1/bias": np.ones(2)}
    zeros = {key: np.zeros(2) for key in params}
    optimizer = AdamW(0.1, weight_decay=0.5, exclude=("bias",))
    updates, _ = optimizer.update(zeros, optimizer.init(params), params)
    assert updates["dense_1/bias"].tolist() == [0, 0]
    assert updates["dense_1/kernel"] == pytest.approx([-0.05, -0.05])


def test_adam_with_both_betas_zero_descends_by_sign_and_is_not_sgd():
    assert updates_for(Adam(0.1, beta_1=0.0, beta_2=0.0), [3.0, -50.0]) == pytest.approx(
        [-0.1, 0.1], rel=1e-6
    )


def test_sgd_is_adams_limit_of_a_large_epsilon():
    # beta_1 = 0, epsilon far above sqrt(v); beta_2 = 0 takes the bias correction away
    steps = updates_for(Adam(0.1 * 1e6, beta_1=0.0, beta_2=0.0, epsilon=1e6), [3.0, -0.5])
    assert steps == pytest.approx(updates_for(SGD(0.1), [3.0, -0.5]), rel=1e-5)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [0.0, 1e-6, 1e6])
def test_extreme_gradients_stay_finite_and_keep_their_type(kind, dtype, size):
    optimizer = kind()
    params = {"w": np.ones(3, dtype)}
    state = optimizer.init(params)
    for _ in range(20):
        updates, state = optimizer.update({"w": np.full(3, size, dtype)}, state, params)
        assert updates["w"].dtype == dtype
        assert np.isfinite(updates["w"]).all()
    assert all(memory["w"].dtype == dtype for slot, memory in state.items() if slot != "step")


@pytest.mark.parametrize("kind", ALL)
def test_zero_gradients_move_nothing_but_by_decay(kind):
    optimizer = AdamW(weight_decay=0.0) if kind is AdamW else kind()
    assert updates_for(optimizer, [0.0] * 5, start=3.0) == [0.0] * 5


@pytest.mark.parametrize("kind", ALL)
def test_a_schedule_is_asked_for_the_global_step(kind):
    asked = []

    def schedule(step):
        asked.append(step)
        return np.float64(0.01)

    params = {"w": np.ones(2, np.float32)}
    optimizer = kind(schedule)
    state = optimizer.init(params)
    for _ in range(4):
        updates, state = optimizer.update(params, state, params)
        assert updates["w"].dtype == np.float32  # a float64 rate must not widen the arrays
    assert sorted(set(asked)) == [0, 1, 2, 3]


@pytest.mark.parametrize("kind", ALL)
def test_a_changing_rate_scales_the_step(kind):
    optimizer = AdamW(weight_decay=0.0) if kind is AdamW else kind()
    halved = optimizer.with_learning_rate(lambda step: optimizer.learning_rate * (0.5 if step == 2 else 1.0))
    plain, changed = (updates_for(o, [1.0, 2.0, -3.0]) for o in (optimizer, halved))
    assert changed[:2] == plain[:2]
    if kind in (Momentum, Nesterov):
        assert changed[2] != plain[2]
    else:
        assert changed[2] == pytest.approx(plain[2] / 2)


@pytest.mark.parametrize("kind", ALL)
def test_update_is_pure(kind):
    rng = np.random.default_rng(0)
    optimizer = kind()
    params = {"a": rng.normal(size=(3, 2)), "b": rng.normal(size=2)}
    _, state = optimizer.update(params, optimizer.init(params), params)
    gradients = {key: rng.normal(size=w.shape) for key, w in params.items()}

    def copies():
        slots = {f"{s}/{k}": v.copy() for s, m in state.items() if s != "step" for k, v in m.items()}
        return (
            slots | {k: v.copy() for d in (params, gradients) for k, v in d.items()} | {"step": state["step"]}
        )

    before = copies()
    first, after = optimizer.update(gradients, state, params)
    second, _ = optimizer.update(gradients, state, params)
    kept = {key: update.copy() for key, update in first.items()}
    optimizer.update(gradients, after, params)
    for key, value in copies().items():
        np.testing.assert_array_equal(value, before[key])
    for key in params:
        np.testing.assert_array_equal(first[key], second[key])
        np.testing.assert_array_equal(first[key], kept[key])


@pytest.mark.parametrize("kind", ALL)
def test_the_fast_lane_gives_the_same_numbers(kind):
    rng = np.random.default_rng(1)
    params = {"w": rng.normal(size=5)}
    optimizer = kind()
    pure, fast = optimizer.init(params), optimizer.init(params)
    for _ in range(5):
        gradients = {"w": rng.normal(size=5)}
        updates, pure = optimizer.update(gradients, pure, params)
        np.testing.assert_array_equal(optimizer.advance(gradients, fast, params)["w"], updates["w"])


@settings(deadline=None)
@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=8), st.sampled_from([AdaGrad, RMSProp, Adam]))
def test_adaptive_steps_are_bounded_by_the_rate(gradients, kind):
    # AdaGrad: |g| <= sqrt(s); RMSProp: s >= (1 - rho) g^2; Adam: the bound of the paper's section 2.1
    bound = {AdaGrad: 1.0, RMSProp: 1 / math.sqrt(0.1), Adam: 0.1 / math.sqrt(0.001)}[kind]
    assert all(abs(u) <= bound * 1.000001 for u in updates_for(kind(1.0), gradients))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: SGD(-0.1), "learning_rate is -0.1"),
        (lambda: SGD(float("nan")), "learning_rate is nan"),
        (lambda: Momentum(momentum=1.0), "momentum is 1.0"),
        (lambda: Nesterov(momentum=-0.1), "momentum is -0.1"),
        (lambda: AdaGrad(epsilon=0.0), "epsilon is 0.0"),
        (lambda: AdaGrad(initial_accumulator_value=-1.0), "initial_accumulator_value is -1.0"),
        (lambda: RMSProp(rho=1.5), "rho is 1.5"),
        (lambda: AdaDelta(rho=1.0), "rho is 1.0"),
        (lambda: Adam(beta_1=1.0), "beta_1 is 1.0"),
        (lambda: Adam(beta_2=-1), "beta_2 is -1"),
        (lambda: AdamW(weight_decay=-0.1), "weight_decay is -0.1"),
        (lambda: optimizers.get("adamm"), "'adamm'"),
    ],
)
def test_bad_hyperparameters_are_refused(make, words):
    with pytest.raises(ValueError, match=words) as caught:
        make()
    assert "expected" in str(caught.value)


def test_gradients_that_would_broadcast_are_refused():
    params = {"w": np.ones((3, 2))}
    for wrong, words in (({"w": np.ones(2)}, "shape"), ({"v": np.ones((3, 2))}, "differ in v, w")):
        with pytest.raises(ValueError, match=words):
            Adam().update(wrong, Adam().init(params), params)


def test_optimisers_are_frozen_and_found_by_name():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Adam().learning_rate = 1.0
    assert [type(optimizers.get(kind.__name__.lower())) for kind in ALL] == ALL
