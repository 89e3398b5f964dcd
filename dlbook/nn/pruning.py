"""Pruning: set weights, or whole units, to zero and keep them there while the rest is fine-tuned.

A mask is a boolean array like a parameter: True is kept. Make masks from a trained net, apply them, and fit
on with ``KeepPruned(masks)`` among the callbacks.
"""

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array
from dlbook.nn.callbacks.base import Callback

if TYPE_CHECKING:
    from dlbook.nn.trainer import Trainer

Masks = dict[str, Array]


def magnitude_masks(
    params: Mapping[str, Array], fraction: float, *, scope: Literal["layer", "global"] = "layer"
) -> Masks:
    """Choose the smallest weights of each kernel, or of all kernels together, for removal.

    The weights of least |w| go: floor(fraction * count) of them, counted in each kernel by itself or over
    all. A global choice spares layers whose weights are large and may empty others. Biases are never pruned.

    Args:
        params: parameters by name; arrays with two axes or more are kernels.
        fraction: share of the weights to remove, in [0, 1].
        scope: ``"layer"`` or ``"global"``.

    Returns:
        A mask for each kernel, True where the weight stays.

    Raises:
        ValueError: if the fraction or the scope is none of these, or there are no kernels.

    Example:
        >>> params = {"a/kernel": np.array([[0.1, -2.0]]), "b/kernel": np.array([[3.0, -4.0]])}
        >>> {key: mask.tolist() for key, mask in magnitude_masks(params, 0.5).items()}
        {'a/kernel': [[False, True]], 'b/kernel': [[False, True]]}
        >>> {key: mask.tolist() for key, mask in magnitude_masks(params, 0.5, scope="global").items()}
        {'a/kernel': [[False, False]], 'b/kernel': [[True, True]]}

    References:
        Han, S. et al. (2015). Learning both weights and connections for efficient neural networks. NeurIPS.
    """
    _check_fraction(fraction)
    kernels = _kernels(params)
    if scope == "layer":
        return {key: _largest(np.abs(w), fraction) for key, w in kernels.items()}
    if scope != "global":
        raise problem(f"scope is {scope!r}", '"layer" or "global"', "Choose where weights are compared")
    stay = _largest(np.concatenate([np.abs(w).ravel() for w in kernels.values()]), fraction)
    ends = np.cumsum([w.size for w in kernels.values()])[:-1]
    parts = zip(kernels.items(), np.split(stay, ends), strict=True)
    return {key: part.reshape(w.shape) for (key, w), part in parts}


def unit_masks(params: Mapping[str, Array], fraction: float) -> Masks:
    """Choose the weakest units of every dense layer but the last for removal.

    A unit is as strong as the Euclidean norm of its incoming weights. A removed unit loses its incoming
    weights, its bias and its outgoing weights, so that nothing of it reaches the next layer, whatever the
    activation does at 0.

    Args:
        params: parameters by name, dense layers in order: ``"dense_1/kernel"`` of shape (inputs, units), ...
        fraction: share of each layer's units to remove, in [0, 1), rounded down.

    Returns:
        A mask for each kernel, and for the biases of layers that lose units.

    Raises:
        ValueError: if the fraction is out of range, or the layers do not follow each other directly.

    Example:
        >>> params = {
        ...     "dense_1/kernel": np.array([[0.1, 5.0]]),
        ...     "dense_1/bias": np.zeros(2),
        ...     "dense_2/kernel": np.array([[1.0], [1.0]]),
        ... }
        >>> {key: mask.tolist() for key, mask in unit_masks(params, 0.5).items()}
        {'dense_1/kernel': [[False, True]], 'dense_2/kernel': [[False], [True]], 'dense_1/bias': [False,
        True]}

    References:
        Li, H. et al. (2017). Pruning filters for efficient ConvNets. ICLR (there with the L1 norm).
    """
    _check_fraction(fraction)
    kernels = _kernels(params)
    masks = {key: np.ones(w.shape, dtype=bool) for key, w in kernels.items()}
    names = list(kernels)
    for name, following in itertools.pairwise(names):
        strength = np.linalg.norm(kernels[name], axis=0)  # (inputs, units) -> (units,)
        if len(kernels[following]) != len(strength):
            raise problem(
                f"{name} has {len(strength)} units and {following} {len(kernels[following])} inputs",
                "dense layers that follow each other",
                "Prune single weights with magnitude_masks instead",
            )
        stay = _largest(strength, fraction)
        masks[name] &= stay
        masks[following] &= stay[:, None]
        bias = name.replace("kernel", "bias")
        if bias in params:
            masks[bias] = stay
    return masks


def apply_masks(params: Mapping[str, Array], masks: Mapping[str, Array]) -> None:
    """Set the weights that are masked out to zero, in place.

    Args:
        params: parameters by name, for instance ``net.params``.
        masks: True where a weight stays.

    Example:
        >>> params = {"dense_1/kernel": np.array([[1.0, 2.0]])}
        >>> apply_masks(params, {"dense_1/kernel": np.array([[True, False]])})
        >>> params["dense_1/kernel"]
        array([[1., 0.]])
    """
    for key, mask in masks.items():
        params[key][~mask] = 0


def sparsity(params: Mapping[str, Array]) -> float:
    """Return the share of kernel weights that are exactly zero.

    Example:
        >>> sparsity({"dense_1/kernel": np.array([[0.0, 1.0]]), "dense_1/bias": np.zeros(2)})
        0.5
    """
    kernels = _kernels(params).values()
    return 1 - sum(int(np.count_nonzero(w)) for w in kernels) / sum(w.size for w in kernels)


class KeepPruned(Callback):
    """Keeps pruned weights at zero during training, whatever the optimiser's memories want.

    Args:
        masks: True where a weight stays.

    Example:
        >>> keep = KeepPruned({"dense_1/kernel": np.array([[True, False]])})
    """

    def __init__(self, masks: Mapping[str, Array]) -> None:
        self.masks = masks

    def on_train_begin(self, trainer: "Trainer") -> None:
        """Apply the masks to begin with."""
        apply_masks(trainer.net.params, self.masks)

    def on_step_end(self, trainer: "Trainer") -> None:
        """Apply the masks again."""
        for key, mask in self.masks.items():
            trainer.net.params[key] *= mask


def _kernels(params: Mapping[str, Array]) -> dict[str, Array]:
    kernels = {key: w for key, w in params.items() if w.ndim >= 2}
    if not kernels:
        raise problem("there are no kernels among the parameters", "a built net", "Pass net.params")
    return kernels


def _largest(sizes: Array, fraction: float) -> Array:
    """Return True for all but the floor(fraction * count) smallest entries; of equals the first go first."""
    gone = np.argsort(sizes, axis=None, kind="stable")[: int(fraction * sizes.size)]
    stay = np.ones(sizes.size, dtype=bool)
    stay[gone] = False
    return stay.reshape(sizes.shape)


def _check_fraction(fraction: float) -> None:
    if not 0 <= fraction <= 1:
        raise problem(f"fraction is {fraction!r}", "a share from 0 to 1", "Pass 0.5 to remove half")
