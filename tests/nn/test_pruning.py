import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import Adam, Dense, Sequential, fit
from dlbook.nn.pruning import KeepPruned, apply_masks, magnitude_masks, sparsity, unit_masks


@pytest.fixture
def net(rng):
    layers = [Dense(8, activation="sigmoid"), Dense(6, activation="relu"), Dense(2)]
    return Sequential(layers).build((5,), rng=rng)


@settings(deadline=None)
@given(st.floats(0, 1), st.sampled_from(["layer", "global"]))
def test_the_share_is_removed_and_the_smallest_go(fraction, scope):
    rng = np.random.default_rng(3)
    params = {"a/kernel": rng.normal(size=(4, 5)), "b/kernel": rng.normal(size=(5, 2)), "b/bias": np.ones(2)}
    masks = magnitude_masks(params, fraction, scope=scope)
    assert list(masks) == ["a/kernel", "b/kernel"]
    groups = [[key] for key in masks] if scope == "layer" else [list(masks)]
    for group in groups:
        kept = np.concatenate([np.abs(params[key][masks[key]]) for key in group])
        gone = np.concatenate([np.abs(params[key][~masks[key]]) for key in group])
        assert len(gone) == int(fraction * (len(gone) + len(kept)))
        if len(gone) and len(kept):
            assert gone.max() <= kept.min()


def test_a_global_choice_spares_the_layer_of_large_weights():
    params = {"a/kernel": np.full((2, 2), 0.1), "b/kernel": np.full((2, 2), 5.0)}
    masks = magnitude_masks(params, 0.5, scope="global")
    assert not masks["a/kernel"].any()
    assert masks["b/kernel"].all()


def test_sparsity_counts_kernels_only(net):
    net.params["dense_1/bias"][...] = 0
    assert sparsity(net.params) == 0
    apply_masks(net.params, magnitude_masks(net.params, 1.0))
    assert sparsity(net.params) == 1


def test_a_removed_unit_leaves_no_trace(net, rng):
    masks = unit_masks(net.params, 0.5)
    apply_masks(net.params, masks)
    x = rng.normal(size=(7, 5))
    before = net.predict(x)
    gone = ~masks["dense_1/bias"]
    assert gone.sum() == 4
    assert (~masks["dense_2/bias"]).sum() == 3
    net.params["dense_1/bias"][gone] = 100  # a sigmoid of 0 would be 0.5, so outgoing weights must go too
    np.testing.assert_array_equal(net.predict(x), before)


def test_the_weakest_units_go():
    kernel = np.array([[3.0, 0.1, 1.0, 2.0]])
    masks = unit_masks({"a/kernel": kernel, "b/kernel": np.ones((4, 1))}, 0.5)
    assert masks["a/kernel"].tolist() == [[True, False, False, True]]
    assert masks["b/kernel"].ravel().tolist() == [True, False, False, True]


def test_fine_tuning_keeps_pruned_weights_at_zero_and_moves_the_rest(net, rng):
    x, y = rng.normal(size=(40, 5)), rng.normal(size=(40, 2))
    options = {"cost": "mse", "optimizer": Adam(0.01), "rng": rng, "verbose": 0}
    fit(net, x, y, **options)  # so that Adam would have reasons to move everything
    masks = magnitude_masks(net.params, 0.5)
    before = net.get_weights()
    fit(net, x, y, epochs=2, callbacks=[KeepPruned(masks)], **options)
    for key, mask in masks.items():
        assert (net.params[key][~mask] == 0).all()
        assert (net.params[key][mask] != before[key][mask]).mean() > 0.6  # a dead ReLU unit may rest
    assert sparsity(net.params) == pytest.approx(0.5, abs=0.02)


def test_bad_requests_are_refused(net):
    for fraction in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="expected a share"):
            magnitude_masks(net.params, fraction)
    with pytest.raises(ValueError, match="scope is 'all'"):
        magnitude_masks(net.params, 0.5, scope="all")
    with pytest.raises(ValueError, match="no kernels"):
        magnitude_masks({"bias": np.ones(2)}, 0.5)
    with pytest.raises(ValueError, match="follow each other"):
        unit_masks({"a/kernel": np.ones((2, 3)), "b/kernel": np.ones((4, 1))}, 0.5)
