"""AdaGrad on sparse features, weight decay in two forms, and schedules."""

from collections.abc import Mapping
from math import ceil
from typing import TYPE_CHECKING

from dlbook.nn import L2, SGD, AdaGrad, Adam, AdamW, Cosine, Exponential, Momentum, Piecewise, WarmUp
from dlbook.nn.optimizers import Updater
from dlbook.nn.schedules import Constant, Schedule
from dlbook.runs.definitions.rates import seven_from
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.nets import Net
from dlbook.runs.jobs.sparse_features import SparseSettings, learn_words
from dlbook.runs.spec import Run

if TYPE_CHECKING:
    from dlbook.runs.results import Results

#: Each optimiser with the first of the seven rates that its sweep tries.
FIRST: dict[str, tuple[Updater, str]] = {
    "sgd": (SGD(), "3e-2"),
    "momentum": (Momentum(), "3e-3"),
    "adagrad": (AdaGrad(), "1e-2"),
    "adam": (Adam(), "1e-3"),
}


def sparse_sweep() -> dict[str, SparseSettings]:
    """Return logistic regressions with four optimisers at seven rates each."""
    return {
        f"{name}-{rate}": SparseSettings(optimizer.with_learning_rate(value))
        for name, (optimizer, first) in FIRST.items()
        for rate, value in seven_from(first).items()
    }


def best_on_sparse(results: "Results") -> Mapping[str, SparseSettings]:
    """Return for each optimiser the rate with the lowest cost on new texts in the sweep."""
    record, tried = results.read("adagrad-sparse-sweep"), sparse_sweep()
    best = {}
    for name in ("adagrad", "sgd", "momentum", "adam"):
        own = [variant for variant in tried if variant.startswith(f"{name}-")]
        best[name] = tried[min(own, key=lambda v: record.summary(v, "val_loss").mean)]
    return best


ADAM_RATES = {"1e-3": 1e-3, "3e-4": 3e-4, "3e-3": 3e-3}
STRENGTHS = {"1e-4": 1e-4, "1e-5": 1e-5, "1e-3": 1e-3, "1e-2": 1e-2}
DECAYS = {"1e-1": 0.1, "1e-2": 0.01, "1": 1.0, "3": 3.0}
DECAY_PROBES = ("weights", "fit_to_training")


def with_l2(rate: float, strength: float) -> Training:
    """Return the training by Adam with an L2 penalty in the cost."""
    net = Net(kernel_regularizer=L2(strength))
    return Training(net=net, optimizer=Adam(rate), examples=5000, batch_size=64, probes=DECAY_PROBES)


def with_decay(rate: float, decay: float) -> Training:
    """Return the training by AdamW, whose decay goes past the moments."""
    optimizer = AdamW(rate, weight_decay=decay)
    return Training(optimizer=optimizer, examples=5000, batch_size=64, probes=DECAY_PROBES)


EPOCHS, RATE = 10, 0.3
STEPS_PER_EPOCH = ceil(50_000 / 128)
STEPS = EPOCHS * STEPS_PER_EPOCH

#: Schedules over ten epochs, which all reach their end with the training.
SCHEDULES: dict[str, Schedule] = {
    "constant": Constant(RATE),
    "constant-1e-1": Constant(0.1),
    "constant-3e-2": Constant(0.03),
    "piecewise": Piecewise((5 * STEPS_PER_EPOCH - 1, 8 * STEPS_PER_EPOCH - 1), (RATE, RATE / 10, RATE / 100)),
    "exponential": Exponential(RATE, STEPS, 0.01),
    "cosine": Cosine(RATE, STEPS),
    "warm-up-cosine": WarmUp(Cosine(RATE, STEPS - STEPS_PER_EPOCH), STEPS_PER_EPOCH),
}

RUNS = (
    Run(
        name="adagrad-sparse-sweep",
        title="Seven rates on sparse features",
        chapter="optimisers",
        about="Logistic regression on 2,000 texts of 300 words whose frequencies fall like k to the power of "
        "-0.8; SGD, momentum, AdaGrad and Adam at seven rates each, batch 16, 5 epochs; chosen by the cost "
        "on 4,000 new texts.",
        job=learn_words,
        variants=sparse_sweep(),
        seeds=(101, 102, 103),
        data="none",
    ),
    Run(
        name="adagrad-sparse",
        title="AdaGrad on sparse features",
        chapter="optimisers",
        about="The same logistic regression with each optimiser at the best rate of the sweep, fresh texts.",
        job=learn_words,
        variants=best_on_sparse,
        seeds=tuple(range(1, 11)),
        data="none",
        needs=("adagrad-sparse-sweep",),
    ),
    Run(
        name="adamw-and-l2",
        title="Weight decay beside Adam, and L2 inside it",
        chapter="optimisers",
        about="The intermediate net on 5,000 training digits, batch 64, 10 epochs: Adam without penalty, "
        "Adam with L2 in the cost (Keras' convention), and AdamW, three rates by four strengths; validation "
        "on the clean protocol's 10,000.",
        job=train,
        variants={
            "adam": Training(optimizer=Adam(), examples=5000, batch_size=64, probes=DECAY_PROBES),
            **{
                f"l2-{name}-rate-{rate}": with_l2(ADAM_RATES[rate], s)
                for rate in ADAM_RATES
                for name, s in STRENGTHS.items()
            },
            **{
                f"decay-{name}-rate-{rate}": with_decay(ADAM_RATES[rate], s)
                for rate in ADAM_RATES
                for name, s in DECAYS.items()
            },
        },
        seeds=(1, 2, 3),
    ),
    Run(
        name="schedules",
        title="Rates that change on the way",
        chapter="optimisers",
        about="The intermediate net with SGD: constant rates of 0.3, 0.1 and 0.03; 0.3 divided by ten after "
        "epochs 5 and 8; falling to a hundredth evenly; along half a cosine to 0; and that after one "
        "epoch of climbing. Clean protocol, 10 epochs of 391 steps.",
        job=train,
        variants={name: Training(optimizer=SGD(schedule)) for name, schedule in SCHEDULES.items()},
        seeds=tuple(range(1, 9)),
    ),
)
