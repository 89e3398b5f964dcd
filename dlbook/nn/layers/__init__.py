"""Layers: what stands between input and output, each with its way forward and its way back."""

from dlbook.nn.layers.activation import ELU, Activation, LeakyReLU, NoisyReLU, PReLU
from dlbook.nn.layers.base import ActivatedLayer, Layer
from dlbook.nn.layers.batch_norm import BatchNorm
from dlbook.nn.layers.dense import Dense
from dlbook.nn.layers.dropout import Dropout
from dlbook.nn.layers.gaussian_noise import GaussianNoise
from dlbook.nn.layers.maxout import Maxout
from dlbook.nn.layers.scaling import Normalization, Rescaling
from dlbook.nn.layers.shaping import Flatten

__all__ = [
    "ELU",
    "LAYERS",
    "ActivatedLayer",
    "Activation",
    "BatchNorm",
    "Dense",
    "Dropout",
    "Flatten",
    "GaussianNoise",
    "Layer",
    "LeakyReLU",
    "Maxout",
    "NoisyReLU",
    "Normalization",
    "PReLU",
    "Rescaling",
]

#: The layers by the name that numbers them ("dense_1") and that stored networks use.
LAYERS: dict[str, type[Layer]] = {
    kind.kind: kind
    for kind in (
        *(Dense, Maxout, Activation, LeakyReLU, ELU, PReLU, NoisyReLU),
        *(BatchNorm, Dropout, GaussianNoise, Flatten, Rescaling, Normalization),
    )
}
