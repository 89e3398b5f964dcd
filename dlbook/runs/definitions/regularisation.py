"""Penalties, dropout, early stopping, and the overfitting that they are for."""

from dlbook.nn import L1, L2, Adam
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.nets import Net
from dlbook.runs.spec import Run

STRENGTHS = {"1e-5": 1e-5, "1e-4": 1e-4, "1e-3": 1e-3}
PROBES = ("weights", "fit_to_training")


def dropped(*rates: float) -> Training:
    """Return the training of a wide net on few digits, with dropout after both hidden layers."""
    net = Net(hidden=(256, 256), dropout=rates)
    return Training(net=net, optimizer=Adam(), examples=10_000, epochs=20, probes=PROBES[1:])


RUNS = (
    Run(
        name="l1-and-l2",
        title="L1, L2 and the proximal step",
        chapter="generalisation",
        about="The intermediate net without penalty, and with L2, L1 and a proximal L1 step on all kernels, "
        "three strengths each (Keras' convention: strength times the sum of squares or absolute values). "
        "Clean protocol, 10 epochs.",
        job=train,
        variants={"none": Training(probes=PROBES)}
        | {
            f"l2-{name}": Training(net=Net(kernel_regularizer=L2(s)), probes=PROBES)
            for name, s in STRENGTHS.items()
        }
        | {
            f"l1-{name}": Training(net=Net(kernel_regularizer=L1(s)), probes=PROBES)
            for name, s in STRENGTHS.items()
        }
        | {f"proximal-{name}": Training(proximal_l1=s, probes=PROBES) for name, s in STRENGTHS.items()},
    ),
    Run(
        name="dropout-rates",
        title="Dropout from none to four fifths",
        chapter="generalisation",
        about="784-256-256-10, ReLU, on 10,000 of the training digits, so that there is something to "
        "overfit: dropout after both hidden layers at six rates, and after the last one alone. Adam, batch "
        "128, 20 epochs (plain SGD at 0.1 jumps about on so few digits); validation on the clean protocol's "
        "10,000.",
        job=train,
        variants={
            "0": dropped(),
            "20": dropped(0.2, 0.2),
            "35": dropped(0.35, 0.35),
            "50": dropped(0.5, 0.5),
            "65": dropped(0.65, 0.65),
            "80": dropped(0.8, 0.8),
            "last-50": dropped(0.0, 0.5),
        },
    ),
    Run(
        name="early-stopping",
        title="Stopping early",
        chapter="gradient-descent",
        about="The intermediate net for 60 epochs, and the same with early stopping: patience 5 on the "
        "validation cost, best weights restored. Clean protocol.",
        job=train,
        variants={
            "stopped": Training(epochs=60, patience=5, probes=PROBES[1:]),
            "to-the-end": Training(epochs=60, probes=PROBES[1:]),
        },
    ),
    Run(
        name="overfitting-curves",
        title="Few digits, learned by heart",
        chapter="generalisation",
        about="The intermediate net on 1,000, 10,000 and 50,000 training digits, 40 epochs, batch 32 on the "
        "smallest set and 128 else; validation on the clean protocol's 10,000.",
        job=train,
        variants={
            "1000": Training(examples=1_000, epochs=40, batch_size=32, probes=PROBES[1:]),
            "10000": Training(examples=10_000, epochs=40, probes=PROBES[1:]),
            "50000": Training(epochs=40, probes=PROBES[1:]),
        },
    ),
)
