"""The figure of chapter 6 that proves a gradient by nudges of many sizes, computed in decimals.

Its ragged half shows rounding itself. Binary floating-point numbers round alike on all machines, but exp and
sums are evaluated in different orders and ways by different processors, so that no two would draw the same
line. Decimals of sixteen digits, as many as float64 has, are the same everywhere.
"""

from decimal import Context, Decimal, localcontext

import numpy as np
from matplotlib.figure import Figure

from dlbook import worked
from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel
from dlbook.figures.theme import role

DIGITS = 16  # of a float64
STEPS = [Decimal(10) ** (Decimal(k) / 5) for k in range(-65, 1)]


def check_errors() -> np.ndarray:
    """Return how far central differences are from backpropagation on the worked net, for each of `STEPS`."""
    x, y = _decimals(worked.POINT), _decimals(worked.ANSWER)
    params = [_decimals(array) for array in worked.small_net().params.values()]
    with localcontext(Context(prec=DIGITS)):
        exact = slopes(params, x, y)
        size = max(abs(slope) for array in exact for slope in array.flat)
        errors = [_farthest(params, exact, x, y, step) / size for step in STEPS]
    return np.array(errors, dtype=float)


def slopes(params: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Return the slopes of the quadratic cost for W1, b1, W2, b2 by backpropagation, in decimals.

    Args:
        params: W1, b1, W2, b2 of a net with one hidden layer of sigmoid units and sigmoid outputs.
        x: (n, inputs).
        y: (n, outputs).

    Returns:
        One array for each parameter, of its shape.
    """
    kernel = params[2]
    a1, a2 = _activations(params, x)
    d_z2 = 2 * (a2 - y) / len(x) * a2 * (1 - a2)
    d_z1 = d_z2 @ kernel.T * a1 * (1 - a1)
    return [x.T @ d_z1, d_z1.sum(axis=0), a1.T @ d_z2, d_z2.sum(axis=0)]


def _activations(params: list[np.ndarray], x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the activations of both layers."""
    kernel1, bias1, kernel2, bias2 = params
    a1 = 1 / (1 + np.exp(-(x @ kernel1 + bias1)))
    return a1, 1 / (1 + np.exp(-(a1 @ kernel2 + bias2)))


def _farthest(
    params: list[np.ndarray], exact: list[np.ndarray], x: np.ndarray, y: np.ndarray, step: Decimal
) -> Decimal:
    """Return the largest distance of any slope from its central difference."""

    def cost() -> Decimal:
        total: Decimal = ((_activations(params, x)[1] - y) ** 2).sum() / len(x)
        return total

    distances = []
    for array, claims in zip(params, exact, strict=True):
        for at, claim in np.ndenumerate(claims):
            kept = array[at]
            array[at] = kept + step
            above = cost()
            array[at] = kept - step
            distances.append(abs((above - cost()) / (2 * step) - claim))
            array[at] = kept
    return max(distances)


def _decimals(array: np.ndarray) -> np.ndarray:
    """Return an array of the same numbers as decimals."""
    return np.vectorize(lambda value: Decimal(float(value)), otypes=[object])(array)


@figure(
    id="gradient-check",
    caption="How large a nudge proves a gradient? With large ones the curve bends in between, with tiny "
    "ones rounding swallows the difference. Around a hundred-thousandth the two kinds of error meet and ten "
    "digits agree.",
    alt="Line chart on logarithmic axes of the relative error between central differences and "
    "backpropagation against the size of the nudge, from ten to the minus 13 up to 1. From the right the "
    "error falls a hundredfold per tenth, to below ten to the minus 10; further left it rises "
    "again, ragged, tenfold per tenth: a V.",
)
def gradient_check(rng: np.random.Generator) -> Figure:
    """Check the worked net's gradient with nudges of many sizes."""
    fig = canvas(330)
    ax = panel(fig, 76, 18, 388, 246, xscale="log", yscale="log", xlabel="size of the nudge")
    steps, errors = np.array(STEPS, dtype=float), check_errors()
    best = int(errors.argmin())
    ax.plot(steps, errors, color=role("gradient"))
    ax.plot(steps[best], errors[best], "o", color=role("ink"), zorder=4)
    ax.set(xlim=(steps[0], steps[-1]), ylim=(1e-12, 10), ylabel="relative error")
    label(ax, "rounding", (2e-10, 3e-4), "gradient", ha="left")
    label(ax, "the curve bends", (1.2e-2, 3e-4), "gradient", ha="right")
    note(ax, "best", (3e-8, 2e-11), (steps[best], errors[best]), bend=0.2)
    powers = {-12: "10⁻¹²", -9: "10⁻⁹", -6: "10⁻⁶", -3: "10⁻³", 0: "1"}
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks([10.0**k for k in powers], list(powers.values()))
        axis.minorticks_off()
    return fig
