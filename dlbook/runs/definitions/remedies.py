"""Augmentation, pruning, all remedies against overfitting on one net, and what happens beyond overfitting."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dlbook.augment import Augment
from dlbook.nn import L1, L2
from dlbook.runs.jobs.classify import Training
from dlbook.runs.jobs.double_descent import DescentSettings, widen
from dlbook.runs.jobs.nets import Net
from dlbook.runs.jobs.overfit import OverfitSettings, overfit
from dlbook.runs.jobs.pruning import PruneSettings, prune
from dlbook.runs.jobs.regularised import Regularised, train_regularised
from dlbook.runs.spec import Run

if TYPE_CHECKING:
    from dlbook.runs.results import Results

SMALL_NET = Net(hidden=(128, 128))
SMALL = Training(net=SMALL_NET, examples=1000, batch_size=32, epochs=40)
PLAIN = Regularised(SMALL)
ALL_CHANGES = Augment(shift=2, degrees=10, skew=0.2, zoom=0.1)

CHANGES = {
    "none": None,
    "all": ALL_CHANGES,
    "shift": Augment(shift=2),
    "rotation": Augment(degrees=10),
    "skew": Augment(skew=0.2),
    "blur": Augment(blur=1.0),
    "noise": Augment(noise=0.3),
}


def penalised(regularizer: L1 | L2) -> Regularised:
    """Return the training with a penalty on all kernels."""
    return Regularised(replace(SMALL, net=replace(SMALL_NET, kernel_regularizer=regularizer)))


def dropped(rate: float) -> Regularised:
    """Return the training with dropout after both hidden layers."""
    return Regularised(replace(SMALL, net=replace(SMALL_NET, dropout=(rate, rate))))


def changed(size: float) -> Regularised:
    """Return the training with changes of a multiple of the usual size."""
    a = ALL_CHANGES
    larger = Augment(shift=a.shift * size, degrees=a.degrees * size, skew=a.skew * size, zoom=a.zoom * size)
    return Regularised(SMALL, augment=larger)


#: Every remedy with three strengths that its sweep tries.
STRENGTHS: dict[str, dict[str, Regularised]] = {
    "l2": {name: penalised(L2(s)) for name, s in (("1e-4", 1e-4), ("1e-3", 1e-3), ("1e-2", 1e-2))},
    "l1": {name: penalised(L1(s)) for name, s in (("1e-5", 1e-5), ("1e-4", 1e-4), ("1e-3", 1e-3))},
    "proximal-l1": {
        name: Regularised(replace(SMALL, proximal_l1=s))
        for name, s in (("1e-5", 1e-5), ("1e-4", 1e-4), ("1e-3", 1e-3))
    },
    "dropout": {name: dropped(rate) for name, rate in (("20", 0.2), ("40", 0.4), ("60", 0.6))},
    "early-stopping": {str(p): Regularised(replace(SMALL, patience=p)) for p in (2, 5, 10)},
    "augmentation": {name: changed(s) for name, s in (("half", 0.5), ("usual", 1.0), ("double", 2.0))},
    "pruning": {str(p): Regularised(SMALL, pruned=p / 100) for p in (50, 75, 90)},
}


def sweep() -> dict[str, Regularised]:
    """Return the trainings of the sweep."""
    return {f"{name}-{s}": value for name, tried in STRENGTHS.items() for s, value in tried.items()}


def best_of_sweep(results: "Results") -> Mapping[str, Regularised]:
    """Return no remedy, each remedy at the strength that had the best validation accuracy, and three at once.

    The last takes L2, dropout and augmentation as they came out of the sweep by themselves.
    """
    record = results.read("regulariser-sweep")
    best = {"none": PLAIN}
    for name, tried in STRENGTHS.items():
        score = {s: record.summary(f"{name}-{s}", "final_val_accuracy").mean for s in tried}
        best[name] = tried[max(score, key=lambda s: score[s])]
    l2, dropout = best["l2"].training.net, best["dropout"].training.net
    assert isinstance(l2, Net)
    assert isinstance(dropout, Net)
    net = replace(l2, dropout=dropout.dropout)
    together = Regularised(replace(SMALL, net=net), augment=best["augmentation"].augment)
    return best | {"together": together}


ON_SMALL = "784-128-128-10, ReLU, on 1,000 training digits, SGD 0.1, batch 32, 40 epochs"
L1_TRAINED = Training(net=Net(kernel_regularizer=L1(1e-4)))

RUNS = (
    Run(
        name="augmentation-effect",
        title="Few digits, and changed copies of them",
        chapter="generalisation",
        about=ON_SMALL + ": as they are, and shifted (up to 2 pixels), turned (10 degrees), leaning (0.2), "
        "blurred (1 pixel), noisy (0.3), or shifted, turned, leaning and zoomed (a tenth) together, anew in "
        "each epoch. Only training digits are changed; validation on the clean protocol's 10,000.",
        job=train_regularised,
        variants={name: Regularised(SMALL, augment=augment) for name, augment in CHANGES.items()},
    ),
    Run(
        name="pruning-curve",
        title="Fewer and fewer weights",
        chapter="generalisation",
        about="The intermediate net after 10 epochs, without 50 to 98 % of its weights (the smallest of each "
        "layer, or of all layers) or of its units, right after and with one epoch of fine-tuning; and nets "
        "trained with L1 (1e-4) first. Clean protocol.",
        job=prune,
        variants={
            "weights": PruneSettings(),
            "weights-of-all-layers": PruneSettings(remove="weights-of-all-layers"),
            "units": PruneSettings(remove="units"),
            "l1-weights": PruneSettings(L1_TRAINED, remove="weights-of-all-layers"),
            "l1-units": PruneSettings(L1_TRAINED, remove="units"),
        },
    ),
    Run(
        name="regulariser-sweep",
        title="Three strengths for every remedy",
        chapter="generalisation",
        about=ON_SMALL + ": L2, L1, proximal L1, dropout, early stopping, augmentation and pruning at three "
        "strengths each; chosen by the accuracy on the clean protocol's 10,000 validation digits.",
        job=train_regularised,
        variants=sweep(),
        seeds=(101, 102),
    ),
    Run(
        name="regulariser-comparison",
        title="All remedies on one net",
        chapter="generalisation",
        about=ON_SMALL + ": without remedy, with each one at the best strength of the sweep, and with L2, "
        "dropout and augmentation together; fresh seeds.",
        job=train_regularised,
        variants=best_of_sweep,
        seeds=tuple(range(1, 11)),
        needs=("regulariser-sweep",),
    ),
    Run(
        name="double-descent",
        title="Past the point where everything fits",
        chapter="generalisation",
        about="500 digits of 14 x 14 pixels, a fifth of their labels replaced by random ones, squared error: "
        "least squares on 10 to 4,000 random ReLU features, which fit all labels from 500 features on, and "
        "nets of 1 to 512 hidden units, trained 400 epochs by Adam. Errors on 5,000 test digits with right "
        "labels.",
        job=widen,
        variants={
            "random-features": DescentSettings(
                widths=(10, 20, 50, 100, 200, 300, 400, 450, 480, 500, 520, 550, 600, 800, 1200, 2000, 4000)
            ),
            "net": DescentSettings("net", widths=(1, 2, 4, 8, 12, 16, 24, 32, 40, 48, 64, 96, 128, 256, 512)),
        },
    ),
    Run(
        name="overfitting-fits",
        title="More parameters than points",
        chapter="generalisation",
        about="Eight noisy points of a parabola: least-squares polynomials of degree 0 to 9 and nets with 1 "
        "to 50 tanh units (2,000 steps of Adam), judged on 1,000 new points. Polynomials of degree 8 and 9 "
        "have more parameters than there are points: of all that fit, the one with "
        "the smallest coefficients.",
        job=overfit,
        variants={
            f"degree-{degree}": OverfitSettings(size=degree) for degree in (2, 0, 1, 3, 4, 5, 6, 7, 8, 9)
        }
        | {f"net-{units}": OverfitSettings("net", units) for units in (1, 3, 10, 50)},
        seeds=tuple(range(1, 21)),
        data="none",
    ),
)
