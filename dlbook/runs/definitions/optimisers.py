"""Optimisers, each at the rate that suits it best: a sweep on validation digits, then fresh seeds."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dlbook.nn import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp
from dlbook.nn.optimizers import Updater
from dlbook.runs.definitions.rates import seven_from
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.spec import Run

if TYPE_CHECKING:
    from dlbook.runs.results import Results

#: Each optimiser with the first of the seven rates (a factor of about three apart) that its sweep tries.
FIRST_RATE: dict[str, tuple[Updater, str]] = {
    "sgd": (SGD(), "3e-3"),
    "momentum": (Momentum(), "3e-4"),
    "nesterov": (Nesterov(), "3e-4"),
    "adagrad": (AdaGrad(), "1e-3"),
    "rmsprop": (RMSProp(), "3e-5"),
    "adadelta": (AdaDelta(), "3e-2"),
    "adam": (Adam(), "3e-5"),
    "adamw": (AdamW(), "3e-5"),
}


def sweep() -> dict[str, Training]:
    """Return the trainings of the sweep: every optimiser at seven rates."""
    return {
        f"{name}-{rate}": Training(optimizer=optimizer.with_learning_rate(value))
        for name, (optimizer, first) in FIRST_RATE.items()
        for rate, value in seven_from(first).items()
    }


def best_of_sweep(results: "Results") -> Mapping[str, Training]:
    """Return for every optimiser the training that had the best mean validation accuracy in the sweep."""
    record, trainings = results.read("optimiser-sweep"), sweep()
    best = {}
    for name in FIRST_RATE:
        tried = [variant for variant in trainings if variant.startswith(f"{name}-")]
        best[name] = trainings[max(tried, key=lambda v: record.summary(v, "val_accuracy").mean)]
    return best


RUNS = (
    Run(
        name="optimiser-sweep",
        title="Seven rates for every optimiser",
        chapter="optimisers",
        about="The intermediate net with eight optimisers at seven rates each, all other settings at Keras' "
        "defaults (momentum 0.9). Chosen by the last epoch's accuracy on the validation digits. "
        "Clean protocol, "
        "10 epochs.",
        job=train,
        variants=sweep(),
        seeds=(101, 102),
    ),
    Run(
        name="optimiser-comparison",
        title="Every optimiser at its own best rate",
        chapter="optimisers",
        about="The intermediate net with each optimiser at the best rate of the sweep, with fresh "
        "seeds. Clean "
        "protocol, 10 epochs.",
        job=train,
        variants=best_of_sweep,
        seeds=tuple(range(1, 11)),
        needs=("optimiser-sweep",),
    ),
)
