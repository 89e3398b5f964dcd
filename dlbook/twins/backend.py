"""Loads Keras or PyTorch when a twin needs it: on the processor, without a screenful of log lines."""

import importlib
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem

KERAS_SETTINGS = {"KERAS_BACKEND": "tensorflow", "CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3"}


@cache
def keras() -> Any:
    """Return the module ``keras``, running on TensorFlow.

    Raises:
        ValueError: if it is not installed.
    """
    os.environ.update(KERAS_SETTINGS)
    return _load("keras", "tensorflow")


@cache
def tensorflow() -> Any:
    """Return the module ``tensorflow``."""
    keras()
    return _load("tensorflow", "tensorflow")


@cache
def torch() -> Any:
    """Return the module ``torch``.

    Raises:
        ValueError: if it is not installed.
    """
    return _load("torch", "torch")


def _load(module: str, package: str) -> Any:
    try:
        with _silence(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(module)
    except ImportError as error:
        raise problem(
            f"{module} cannot be imported ({error})",
            f"{package} beside dlbook",
            f"Install it: pip install {package}",
        ) from error


@contextmanager
def _silence() -> Iterator[None]:
    """Send what compiled code writes to the standard error stream nowhere, for a while."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@contextmanager
def keras_float(dtype: DTypeLike) -> Iterator[Any]:
    """Let Keras use a floating type for everything made inside the ``with`` block, learning rates too.

    Args:
        dtype: float32 or float64.

    Yields:
        The module ``keras``.
    """
    module = keras()
    before = module.config.floatx()
    module.config.set_floatx(np.dtype(dtype).name)
    try:
        yield module
    finally:
        module.config.set_floatx(before)
