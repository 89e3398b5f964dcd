"""The book's nets in Keras and in PyTorch, and beside Keras from the same first weights."""

from dlbook.runs.jobs.event_files import EventSettings, log_training
from dlbook.runs.jobs.keras_nets import KerasSettings, train_in_keras
from dlbook.runs.jobs.side_by_side import compare
from dlbook.runs.jobs.torch_nets import TorchSettings, train_in_torch
from dlbook.runs.spec import Run

TEN, THREE = tuple(range(1, 11)), (1, 2, 3)
OWN = (
    " Keras' own first weights and dropout. Classic: the test set as validation. Clean: 50,000 "
    "digits to train, 10,000 to validate, the test set once."
)


def both_protocols(model: str) -> dict[str, KerasSettings]:
    """Return the training of a net in Keras in both protocols."""
    return {protocol: KerasSettings(model, protocol=protocol) for protocol in ("classic", "clean")}


RUNS = (
    Run(
        name="keras-intermediate",
        title="The intermediate net in Keras",
        chapter="depth-and-width",
        about="784-64-64-10, ReLU, cross-entropy, SGD 0.1, batch 128, 20 epochs." + OWN,
        job=train_in_keras,
        variants=both_protocols("intermediate"),
        seeds=TEN,
        group="keras",
    ),
    Run(
        name="keras-deep",
        title="The deep net in Keras",
        chapter="deep-network",
        about="784-64-64-64-10, ReLU, batch norm, dropout 0.2 on the last, Adam, batch 128, 20 epochs." + OWN,
        job=train_in_keras,
        variants=both_protocols("deep"),
        seeds=TEN,
        group="keras",
    ),
    Run(
        name="keras-shallow",
        title="The shallow net in Keras",
        chapter="first-network",
        about="784-64-10, sigmoid, mean squared error, SGD 0.01, batch 128, 200 epochs." + OWN,
        job=train_in_keras,
        variants=both_protocols("shallow"),
        seeds=THREE,
        group="keras",
    ),
    Run(
        name="keras-regression",
        title="The regression net in Keras",
        chapter="regression",
        about="13-32-16-1, ReLU, batch norm, dropout 0.2, Adam, batch 8, 32 epochs on Boston housing, raw "
        "and standardised; the test rows serve for validation. Keras' own first weights "
        "and dropout.",
        job=train_in_keras,
        variants={
            "raw": KerasSettings("regression"),
            "standardised": KerasSettings("regression", standardised=True),
        },
        seeds=TEN,
        data="boston",
        group="keras",
    ),
    Run(
        name="numpy-and-keras",
        title="The same weights and batches, here and in Keras",
        chapter="deep-network",
        about="The intermediate and the deep net for 20 epochs and the shallow one for 20 of its 200, in our "
        "engine and in Keras, from the same first weights on the same batches in the order of the rows, the "
        "deep one without dropout: what rounding makes of it. Classic protocol.",
        job=compare,
        variants={
            "intermediate": KerasSettings("intermediate"),
            "deep": KerasSettings("deep"),
            "shallow": KerasSettings("shallow", epochs=20),
        },
        seeds=THREE,
        group="keras",
    ),
    Run(
        name="tensorboard-deep",
        title="A training as TensorBoard reads it",
        chapter="deep-network",
        about="The deep net, clean protocol, 20 epochs, with event files written on the way and read back by "
        "TensorBoard; every number here is what it read.",
        job=log_training,
        variants={"deep": EventSettings()},
        seeds=THREE,
        group="keras",
    ),
    Run(
        name="torch-deep",
        title="The deep net in PyTorch",
        chapter="deep-network",
        about="784-64-64-64-10, ReLU, batch norm, dropout 0.2 on the last, Adam, batch 128, 20 epochs, clean "
        "protocol; first weights and batches of our deep net with the same seed, PyTorch's own dropout.",
        job=train_in_torch,
        variants={"clean": TorchSettings()},
        seeds=TEN,
        group="torch",
    ),
)
