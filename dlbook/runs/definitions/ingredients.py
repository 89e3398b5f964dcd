"""What moves the needle: the deep net with one ingredient removed or swapped at a time."""

from dataclasses import replace

from dlbook.nn import SGD, Adam
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.nets import DEEP
from dlbook.runs.spec import Run

FULL = Training(net=DEEP, optimizer=Adam(), epochs=20)

RUNS = (
    Run(
        name="ablation",
        title="The deep net, one ingredient at a time",
        chapter="deep-network",
        about="The deep net as it is, and with one thing changed: batch norm or dropout left out, batch norm "
        "before the activation, one or two hidden layers, 32 or 128 units a layer, sigmoids, mean "
        "squared error, "
        "plain SGD at 0.1. Clean protocol, 20 epochs.",
        job=train,
        variants={
            "full": FULL,
            "no-batch-norm": replace(FULL, net=replace(DEEP, batch_norm="none")),
            "norm-before": replace(FULL, net=replace(DEEP, batch_norm="before")),
            "no-dropout": replace(FULL, net=replace(DEEP, dropout=())),
            "two-layers": replace(FULL, net=replace(DEEP, hidden=(64, 64), dropout=(0.0, 0.2))),
            "one-layer": replace(FULL, net=replace(DEEP, hidden=(64,), dropout=(0.2,))),
            "half-width": replace(FULL, net=replace(DEEP, hidden=(32, 32, 32))),
            "double-width": replace(FULL, net=replace(DEEP, hidden=(128, 128, 128))),
            "sigmoid": replace(FULL, net=replace(DEEP, activation="sigmoid")),
            "squared-error": replace(FULL, cost="mean_squared_error"),
            "sgd": replace(FULL, optimizer=SGD(0.1)),
        },
    ),
)
