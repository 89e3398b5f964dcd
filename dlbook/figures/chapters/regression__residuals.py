"""The residuals of the regression net, one by one, and what each of them costs."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook.data.tables import HOUSING_FEATURES
from dlbook.figures import figure
from dlbook.figures.chapters.gradient_descent__measured import results
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.theme import role
from dlbook.runs.jobs.regression import ROW
from dlbook.runs.jobs.tables import load_boston

LARGEST = 97  # the row of the test set that is missed most


def pairs() -> tuple[np.ndarray, np.ndarray]:
    """Return the true and the predicted prices of the test rows, by seed 1's best net on scaled inputs."""
    return load_boston(False).y_test[:, 0], results().read("regression").array("standardised", "best", 1)


@figure(
    id="regression-residuals",
    caption="Each home's miss is the side of a square, so that the squares add up to the cost. One row, with "
    "many rooms and a low price, makes up nearly half of it.",
    alt="Scatter chart of predicted against true price of 102 test rows, close to the dashed line where both "
    "are equal, with a square on every miss. One square is far larger than all others: a true price of 22, "
    "predicted as 60. Row 42 lies on the line at 14. A bar below shows that row's share, 47 %, of the sum.",
    size="square",
    needs=("regression",),
)
def regression_residuals(rng: np.random.Generator) -> Figure:
    """Draw predictions against prices, every squared miss as a square, and the shares of their sum."""
    fig = canvas(540)
    true, predicted = pairs()
    ax = panel(fig, 48, 40, 356, 356, xlim=(0, 66), ylim=(0, 66), xlabel="true price, thousands of dollars")
    ax.set_title("predicted price", pad=8)
    for y, p in zip(true, predicted, strict=True):
        _square(ax, float(y), float(p))
    ax.plot([0, 66], [0, 66], color=role("muted"), linewidth=1.4, linestyle=(0, (5, 3)), zorder=2)
    ax.plot(true, predicted, "o", color=role("data"), markersize=4.5, zorder=3, alpha=0.8)
    ax.plot(true[LARGEST], predicted[LARGEST], "o", color=role("bad"), markersize=7, zorder=4)
    ax.plot(true[ROW], predicted[ROW], "o", color=role("good"), markersize=7, zorder=4)
    rooms = load_boston(False).x_test[LARGEST, HOUSING_FEATURES.index("RM")]
    label(ax, f"row {LARGEST}: {rooms:.1f} rooms", (1, 63.5), "bad", ha="left")
    note(ax, f"row {ROW}", (7, 27), (float(true[ROW]), float(predicted[ROW])), colour="good", bend=-0.2)
    note(ax, "cut off\nat 50", (58, 29), (50.6, 38), colour="muted", bend=0.2)
    ticks(ax, x=(0, 10, 20, 30, 40, 50, 60), y=(0, 10, 20, 30, 40, 50, 60))
    _shares(panel(fig, 48, 484, 356, 18, xlim=(0, 1), ylim=(0, 1)), (predicted - true) ** 2)
    return fig


def _square(ax: Axes, y: float, p: float) -> None:
    """Draw the square of one miss; its diagonal lies on the line of right answers."""
    side, corner = abs(p - y), min(p, y)
    area = Rectangle((corner, corner), side, side, linewidth=0.8, zorder=1)
    area.set(facecolor=role("cost-fill"), edgecolor=role("cost"), alpha=0.55)
    ax.add_patch(area)


def _shares(ax: Axes, squares: np.ndarray) -> None:
    """Draw the largest square's share of the sum, and that of all others."""
    share = float(squares[LARGEST] / squares.sum())
    for left, width, colour in ((0, share, "bad"), (share, 1 - share, "data")):
        ax.add_patch(
            Rectangle(
                (left, 0), width, 1, facecolor=role(f"{colour}-fill"), edgecolor=role(colour), linewidth=1.4
            )
        )
    label(ax, f"row {LARGEST}: {100 * share:.0f} %", (share / 2, 1.95), "bad")
    label(ax, "all 101 others", ((1 + share) / 2, 1.95), "data")
    ax.axis("off")
