"""The three nets of the book, in both protocols, and the first one on shuffled pixels."""

from dataclasses import replace

from dlbook.nn import models
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.spec import Run

TEN = tuple(range(1, 11))


def both_protocols(net: str) -> dict[str, Training]:
    """Return the training of one of the book's nets, with the test set as validation and without."""
    model = models.get(net)
    classic = Training(
        net=net,
        cost=model.cost,
        optimizer=model.optimizer,
        batch_size=model.batch_size,
        epochs=model.epochs,
        protocol="classic",
        probes=("fit_to_training",),
    )
    return {"classic": classic, "clean": replace(classic, protocol="clean")}


PROTOCOLS = (
    " Classic: 60,000 digits to train, the test set as validation. Clean: 50,000 to train, 10,000 "
    "to validate, "
    "the test set touched once at the end."
)

DEEP = both_protocols("deep")

RUNS = (
    Run(
        name="intermediate",
        title="The intermediate net",
        chapter="depth-and-width",
        about="784-64-64-10, ReLU, cross-entropy, SGD 0.1, batch 128, 20 epochs." + PROTOCOLS,
        job=train,
        variants=both_protocols("intermediate"),
        seeds=TEN,
    ),
    Run(
        name="deep",
        title="The deep net",
        chapter="deep-network",
        about="784-64-64-64-10, ReLU, batch norm, dropout 0.2 on the last, Adam, batch 128, 20 epochs."
        + PROTOCOLS
        + " Picked: clean, but with the weights of the epoch that had the best validation accuracy.",
        job=train,
        variants={**DEEP, "picked": replace(DEEP["clean"], patience=20, monitor="val_accuracy")},
        seeds=TEN,
    ),
    Run(
        name="shallow",
        title="The shallow net",
        chapter="first-network",
        about="784-64-10, sigmoid, mean squared error, SGD 0.01, batch 128, 200 epochs." + PROTOCOLS,
        job=train,
        variants=both_protocols("shallow"),
        seeds=TEN,
    ),
    Run(
        name="permuted-pixels",
        title="The same net on shuffled pixels",
        chapter="first-network",
        about="The intermediate net on digits as they are, and with their 784 pixels in one random order: "
        "dense layers cannot tell neighbours from strangers. Clean protocol, 10 epochs.",
        job=train,
        variants={"original": Training(), "permuted": Training(inputs="permuted")},
        seeds=TEN,
    ),
)
