"""Regression on two tables, and curves that a hidden layer bends."""

from dlbook.runs.jobs.approximation import ApproximationSettings, approximate
from dlbook.runs.jobs.regression import RegressionSettings, regress
from dlbook.runs.spec import Run

TWENTY = tuple(range(1, 21))
UNITS = (10, 1, 2, 3, 4, 5, 7, 15, 20, 30, 40, 50)

TABLE = {
    "raw": RegressionSettings(),
    "standardised": RegressionSettings(standardised=True),
    "clean-raw": RegressionSettings(protocol="clean"),
    "clean-standardised": RegressionSettings(standardised=True, protocol="clean"),
    "targets-too": RegressionSettings(standardised=True, scaled_targets=True),
    "clean-targets-too": RegressionSettings(standardised=True, scaled_targets=True, protocol="clean"),
    "absolute-error": RegressionSettings(standardised=True, cost="mean_absolute_error"),
    "huber": RegressionSettings(standardised=True, cost="huber"),
}
NET = (
    "{} inputs, 32 and 16 ReLUs with batch norm, dropout 0.2, one linear output; mean squared error (or "
    "absolute, or Huber's), Adam, batch 8, 32 epochs. {} Raw and standardised inputs, and targets scaled "
    "too. Classic: the test rows serve for validation after every epoch; clean: a fifth of the training "
    "rows does."
)

RUNS = (
    Run(
        name="regression",
        title="Prices of homes in Boston",
        chapter="regression",
        about=NET.format("13", "Boston housing, 404 rows to train and 102 to test."),
        job=regress,
        variants=TABLE,
        seeds=TWENTY,
        data="boston",
    ),
    Run(
        name="regression-diabetes",
        title="The progress of diabetes",
        chapter="regression",
        about=NET.format("10", "Diabetes, 354 rows to train and 88 to test."),
        job=regress,
        variants=TABLE,
        seeds=TWENTY,
        data="diabetes",
    ),
    Run(
        name="universal-approximation",
        title="A curve from 1 to 50 hidden units",
        chapter="networks",
        about="A curve with waves and a corner, given at 101 points of [-1, 1]; one hidden layer of 1 to 50 "
        "tanh units and a linear output, 4,000 steps of Adam on all points with a cosine schedule; judged on "
        "a grid ten times as fine.",
        job=approximate,
        variants={str(units): ApproximationSettings(units) for units in UNITS},
        data="none",
    ),
)
