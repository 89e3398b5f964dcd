"""Small runs that take no time, and folders of their own."""

import dataclasses

import pytest

from dlbook.runs.jobs.encoder import EncoderSettings, encode
from dlbook.runs.outcome import Outcome
from dlbook.runs.places import Places
from dlbook.runs.results import Results
from dlbook.runs.spec import Run


@dataclasses.dataclass(frozen=True)
class Fake:
    """Settings of a job that only adds."""

    offset: float = 0.0
    epochs: int = 3


def add(settings, seed, data, *, stop_after=None):
    """A loss that falls from epoch to epoch and depends on seed and settings."""
    epochs = min(settings.epochs, stop_after or settings.epochs)
    history = {
        "loss": [settings.offset + seed / (epoch + 1) for epoch in range(epochs)],
        "val_accuracy": [0.9 + 0.01 * epoch + 0.001 * seed for epoch in range(epochs)],
    }
    return Outcome(
        history, {} if stop_after else {"test_accuracy": 0.9 + 0.001 * seed + settings.offset / 1000}
    )


def fake_run(**changes):
    fields = {
        "name": "fake",
        "title": "A fake",
        "chapter": "none",
        "about": "Adds.",
        "job": add,
        "variants": {"one": Fake(), "two": Fake(offset=10.0)},
        "seeds": (1, 2, 3),
        "data": "none",
    }
    return Run(**{**fields, **changes})


def encoder_run(seeds=(1, 2, 3), epochs=20):
    """A real job that other processes can import, on no data."""
    variants = {
        "short": EncoderSettings(epochs=epochs, every=5),
        "fast": EncoderSettings(0.6, epochs=epochs, every=5),
    }
    return fake_run(name="tiny-encoder", job=encode, variants=variants, seeds=seeds)


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "results", tmp_path / "cache")


@pytest.fixture
def results(places):
    return Results(places.results)


@pytest.fixture
def make():
    """The makers above, since test modules cannot import each other."""
    return {"fake": fake_run, "encoder": encoder_run, "Fake": Fake, "add": add}
