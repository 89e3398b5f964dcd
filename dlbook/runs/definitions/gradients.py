"""Gradients that explode, batch norm's moving statistics, and incremental descent at small rates."""

from dlbook.nn import SGD, Clipped, RandomNormal
from dlbook.runs.jobs.explode import ExplodeSettings, explode
from dlbook.runs.jobs.moving_statistics import MovingSettings, lag
from dlbook.runs.jobs.nets import Net
from dlbook.runs.jobs.shrinking_rate import LimitSettings, approach
from dlbook.runs.spec import Run

SIX = (30,) * 6
SIGMOIDS = Net(hidden=SIX, activation="sigmoid")
WILD_SIGMOIDS = Net(hidden=SIX, activation="sigmoid", kernel_initializer=RandomNormal(stddev=10.0))
WILD_RELUS = Net(hidden=SIX, kernel_initializer=RandomNormal(stddev=0.5))
RELUS = Net(hidden=SIX, kernel_initializer="he_normal")


def capped(rate: float) -> Clipped:
    """Return plain SGD whose gradient is never longer than 1."""
    return Clipped(SGD(rate), global_clipnorm=1.0)


RUNS = (
    Run(
        name="exploding-gradients",
        title="Gradients that explode, and a cap on them",
        chapter="unstable-gradients",
        about="784, six layers of 30 units, softmax 10; MNIST's first 1,000 training digits, one at a time, "
        "20 epochs. Sigmoids from the usual first weights and from normal ones of standard deviation 10, SGD "
        "0.1; ReLUs from He's weights and from normal ones of standard deviation 0.5, SGD 0.01. Clipped: the "
        "whole gradient is shortened to length 1.",
        job=explode,
        variants={
            "sigmoid": ExplodeSettings(SIGMOIDS),
            "sigmoid-large": ExplodeSettings(WILD_SIGMOIDS),
            "sigmoid-large-clipped": ExplodeSettings(WILD_SIGMOIDS, capped(0.1)),
            "relu": ExplodeSettings(RELUS, SGD(0.01)),
            "relu-large": ExplodeSettings(WILD_RELUS, SGD(0.01)),
            "relu-large-slower": ExplodeSettings(WILD_RELUS, SGD(0.0001)),
            "relu-large-clipped": ExplodeSettings(WILD_RELUS, capped(0.01)),
        },
    ),
    Run(
        name="batch-norm-inference",
        title="Moving statistics lag behind",
        chapter="unstable-gradients",
        about="Three hidden layers of 64 ReLUs with batch norm after them, SGD 0.1, batch 128, 2 epochs; "
        "every 20 steps 2,000 validation digits judged by the moving statistics (share of the old value "
        "0.99) and by their own mean and variance.",
        job=lag,
        variants={"after": MovingSettings()},
    ),
    Run(
        name="incremental-limit",
        title="Incremental descent nears batch descent",
        chapter="gradient-descent",
        about="784-16-10, tanh, on MNIST's first 200 training digits: batch descent at five rates, and "
        "incremental descent in random order at the 200th part of each; rate times epochs is 3.2 for all. "
        "The gap between both ends, by the way that batch descent has gone.",
        job=approach,
        variants={
            name: LimitSettings(rate)
            for name, rate in (("1e-1", 0.1), ("8e-1", 0.8), ("4e-1", 0.4), ("2e-1", 0.2), ("5e-2", 0.05))
        },
        seeds=(1, 2, 3),
    ),
)
