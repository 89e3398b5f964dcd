"""Callbacks: watch a training or step in, without a change to the training loop."""

from dlbook.nn.callbacks.base import Callback
from dlbook.nn.callbacks.checkpoint import Checkpoint
from dlbook.nn.callbacks.early_stopping import EarlyStopping
from dlbook.nn.callbacks.gradient_norms import GradientNorms, layer_norms
from dlbook.nn.callbacks.learning_rate import LearningRateSchedule
from dlbook.nn.callbacks.progress import ProgressBar
from dlbook.nn.callbacks.proximal import ProximalL1

__all__ = [
    "Callback",
    "Checkpoint",
    "EarlyStopping",
    "GradientNorms",
    "LearningRateSchedule",
    "ProgressBar",
    "ProximalL1",
    "layer_norms",
]
