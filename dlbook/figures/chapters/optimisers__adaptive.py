"""Figures of chapter 11: a rate for every weight, and Adam's correction of its cold start."""

import numpy as np
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.theme import role
from dlbook.nn import AdaGrad, Adam
from dlbook.nn.costs import squared_error_derivative

COMMON, RARE = 0, 1
EVERY = 12
MEANING = np.array([1.0, -1.0])


def two_words(rng: np.random.Generator, steps: int = 120) -> tuple[np.ndarray, np.ndarray]:
    """Train a linear neuron with AdaGrad on texts with a common and a rare word, one text a step.

    Args:
        rng: draws the noise of the targets.
        steps: how many texts.

    Returns:
        (steps, 2) gradients; (steps, 2) what each weight's gradient was multiplied by, per unit of rate.
    """
    optimizer = AdaGrad(learning_rate=0.5)
    params = {"w": np.zeros(2)}
    state = optimizer.init(params)
    felt, own = [], []
    for t in range(steps):
        x = np.array([1.0, float(t % EVERY == EVERY - 1)])
        target = x @ MEANING + rng.normal(0, 1)
        gradient = squared_error_derivative(target, x @ params["w"]) * x
        params["w"] = params["w"] + optimizer.advance({"w": gradient}, state)["w"]
        felt.append(gradient)
        own.append(1 / np.sqrt(state["accumulator"]["w"] + optimizer.epsilon))
    return np.array(felt), np.array(own)


@figure(
    id="adagrad-rates",
    caption="AdaGrad gives every weight a rate of its own. It shrinks with each gradient that this weight "
    "feels and at no other time, so the weight of a rare word, woken ten times in 120 texts, still takes "
    "long steps.",
    alt="Three charts against 120 steps. The upper two show gradients as upright strokes: for a common "
    "word one at every step, for a rare word one at every twelfth. Below, on a logarithmic scale, the "
    "factor on the rate falls from 3: steeply and then ever more gently to about 0.05 for the common "
    "word, in ten stairs to about 0.16 for the rare one.",
)
def adagrad_rates(rng: np.random.Generator) -> Figure:
    """Draw the gradients of two weights and the rate that AdaGrad leaves to each."""
    fig = canvas(420)
    felt, own = two_words(rng)
    t = np.arange(1, len(felt) + 1)
    words = ((COMMON, "a common word", "muted"), (RARE, "a rare word", "adagrad"))
    for which, name, colour in words:
        ax = panel(fig, 52, 30 + 84 * which, 412, 48, xlim=(0, 121), ylim=(0, 1.05 * abs(felt).max()))
        ax.vlines(t, 0, abs(felt[:, which]), color=role(colour), linewidth=1.6)
        ax.set_title(f"size of the gradient: {name}", color=role(colour), pad=5, fontsize=14)
        ticks(ax, x=(), y=())
        ax.spines["left"].set_visible(False)
    ax = panel(fig, 52, 222, 412, 144, xlim=(0, 121), ylim=(0.03, 4), yscale="log", xlabel="step")
    for which, _, colour in words:
        ax.step(np.append(0, t), np.append(10**0.5, own[:, which]), where="post", color=role(colour))
    ax.set_title("factor on the learning rate", pad=8)
    label(ax, "common", (68, own[67, COMMON] * 0.6), "muted")
    label(ax, "rare", (45, own[44, RARE] * 1.55), "adagrad")
    ticks(ax, x=(0, 40, 80, 120))
    ax.set_yticks([0.1, 1], ["0.1", "1"])
    ax.minorticks_off()
    return fig


def step_lengths(steps: int = 5000) -> tuple[np.ndarray, np.ndarray]:
    """Return Adam's steps under a constant gradient, in units of the rate.

    Returns:
        The steps that Adam takes, and the ratio m / sqrt(s) of its two memories, which it would take
        without correction.
    """
    optimizer, gradient = Adam(learning_rate=1.0), {"w": np.array([0.5])}
    state = optimizer.init(gradient)
    taken, raw = [], []
    for _ in range(steps):
        taken.append(-float(optimizer.advance(gradient, state)["w"][0]))
        raw.append(float(state["first_moment"]["w"][0] / np.sqrt(state["second_moment"]["w"][0])))
    return np.array(taken), np.array(raw)


@figure(
    id="adam-bias-correction",
    caption="Both of Adam's memories start at 0, and the one under the root forgets it a hundred times "
    "more slowly. Without correction the first steps would be far too long, for thousands of steps; with "
    "it every step on a steady slope is as long as the rate.",
    alt="Line chart, logarithmic across, of the length of Adam's step divided by the learning rate "
    "against the step from 1 to 5,000, under a constant gradient. Without correction it starts at 3.2, "
    "peaks at 6.6 at step 12, is still at 3.2 at step 100 and nears 1 in the thousands; with correction "
    "it is a level line at 1.",
)
def adam_bias_correction(rng: np.random.Generator) -> Figure:
    """Draw the steps under a constant gradient with and without the bias correction."""
    fig = canvas(330)
    taken, raw = step_lengths()
    t = np.arange(1, len(raw) + 1)
    shown = np.unique(np.geomspace(1, len(raw), 140).round().astype(int)) - 1
    ax = panel(fig, 48, 44, 414, 222, xlim=(0.9, 6000), ylim=(0, 7.4), xscale="log", xlabel="step")
    ax.set_title("step ÷ learning rate, on a steady slope", pad=12)
    ax.fill_between(t[shown], taken[shown], raw[shown], color=role("bad-fill"), linewidth=0)
    ax.plot(t[shown], raw[shown], color=role("bad"))
    ax.plot(t[shown], taken[shown], color=role("adam"), linewidth=2.6)
    for at, place in ((1, (2.2, 2.1)), (100, (330, 4.4))):
        note(ax, f"{raw[at - 1]:.1f}", place, (at, raw[at - 1]), colour="bad")
    peak = int(raw.argmax())
    label(ax, f"{raw[peak]:.1f}", (t[peak], raw[peak] + 0.42), "bad")
    label(ax, "without correction", (26, 6.3), "bad", ha="left")
    label(ax, "with correction: the rate itself", (1.1, 0.5), "adam", ha="left")
    ax.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    ticks(ax, y=(0, 1, 2, 4, 6))
    ax.minorticks_off()
    return fig
