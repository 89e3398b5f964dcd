"""Batch norm: what it does, at which rates, on which batches, and with noise behind it."""

from dlbook.nn import SGD
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.nets import Net
from dlbook.runs.spec import Run

THREE = (64, 64, 64)
RATES = {"1e-1": 0.1, "1e-2": 0.01, "3e-2": 0.03, "3e-1": 0.3, "1": 1.0, "3": 3.0}
SIZES = (128, 32, 8, 4, 2)


def normed(place: str, activation: str = "relu", noise: float = 0.0) -> Net:
    """Return three hidden layers with batch norm nowhere, before or after the activation."""
    return Net(hidden=THREE, activation=activation, batch_norm=place, noise=noise)


RUNS = (
    Run(
        name="batch-norm-effect",
        title="The same net with and without batch norm",
        chapter="unstable-gradients",
        about="Three hidden layers of 64 ReLUs or sigmoids, without batch norm, with it after the activation "
        "and before it; SGD 0.1, batch 128. Clean protocol, 10 epochs.",
        job=train,
        variants={
            f"{f}-{place}": Training(net=normed(place, f))
            for f in ("relu", "sigmoid")
            for place in ("none", "after", "before")
        },
    ),
    Run(
        name="batch-norm-rates",
        title="Batch norm and the learning rate",
        chapter="unstable-gradients",
        about="Three hidden layers of 64 ReLUs with and without batch norm after them, plain SGD at "
        "six rates. "
        "Clean protocol, 5 epochs.",
        job=train,
        variants={
            f"{place}-{name}": Training(net=normed(place), optimizer=SGD(rate), epochs=5)
            for place in ("after", "none")
            for name, rate in RATES.items()
        },
    ),
    Run(
        name="batch-norm-small-batches",
        title="Batch norm on small batches",
        chapter="unstable-gradients",
        about="Three hidden layers of 64 ReLUs with and without batch norm after them, batches of 2 to 128, "
        "SGD at 0.1 B / 128. Clean protocol, 3 epochs.",
        job=train,
        variants={
            f"{place}-{size}": Training(
                net=normed(place), optimizer=SGD(0.1 * size / 128), batch_size=size, epochs=3
            )
            for size in SIZES
            for place in ("after", "none")
        },
        seeds=(1, 2, 3),
    ),
    Run(
        name="batch-norm-noise",
        title="Noise after batch norm",
        chapter="unstable-gradients",
        about="Three hidden layers of 64 ReLUs: plain, with batch norm, with batch norm and behind it noise "
        "whose mean and spread change at every step, and with that noise alone. SGD 0.1, batch 128, clean "
        "protocol, 10 epochs.",
        job=train,
        variants={
            "norm": Training(net=normed("after")),
            "plain": Training(net=normed("none")),
            "norm-noise": Training(net=normed("after", noise=0.5)),
            "plain-noise": Training(net=normed("none", noise=0.5)),
        },
    ),
)
