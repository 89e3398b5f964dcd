"""The decorator that makes a function a figure of the book, and the list of all that it has seen."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dlbook.checks import problem
from dlbook.rng import stream

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    Draw = Callable[[np.random.Generator], Figure]

SIZES = {"inline": 480, "wide": 680, "square": 420}
"""Width of each named size in CSS pixels; `wide` fills the column of a page."""

REGISTRY: dict[str, "Spec"] = {}
"""Every registered figure by its id, in the order of registration."""


@dataclass(frozen=True)
class Spec:
    """One registered figure: what it says, how wide it is, what it rests on and shows, what draws it."""

    id: str
    caption: str
    alt: str
    size: str
    needs: tuple[str, ...]
    draw: "Draw"
    digits: bool = False

    @property
    def chapter(self) -> str:
        """The slug of the chapter, from the name of the module."""
        return chapter_of(self.draw.__module__)

    def rng(self) -> np.random.Generator:
        """Return the figure's own stream of random numbers, the same in every process."""
        return stream(0, "figure", self.id)


def figure(
    *,
    id: str,
    caption: str,
    alt: str,
    size: str = "inline",
    needs: tuple[str, ...] = (),
    digits: bool = False,
) -> "Callable[[Draw], Draw]":
    """Register a function as a figure of the book.

    The function takes the figure's random generator, colours by role (`dlbook.figures.theme.role`) and
    returns a Matplotlib ``Figure``; it does nothing else.

    Args:
        id: the name in prose and the stem of the file, in kebab-case ("quadratic-cost").
        caption: the message of the figure, a sentence or two.
        alt: what is drawn, for those who cannot see it: *chart type of data where what it shows*.
        size: "inline" (480 px wide), "wide" (680 px) or "square" (420 px).
        needs: names of the recorded runs (``results/<name>.json``) that the figure reads.
        digits: whether it shows digits of MNIST, which have a licence of their own.

    Returns:
        A decorator that registers the function and returns it unchanged.

    Raises:
        ValueError: if the id is taken or not kebab-case, if caption or alt text is missing or one repeats
            the other, or if the size is unknown.

    Example:
        >>> @figure(id="Cost Curve", caption="Big misses cost more.", alt="Line chart of cost against miss.")
        ... def cost_curve(rng): ...
        Traceback (most recent call last):
        ...
        ValueError: a figure has the id 'Cost Curve'; expected small letters, digits and hyphens. Call it ...
    """
    _check_id(id)
    _check_texts(id, caption, alt)
    if size not in SIZES:
        raise problem(
            f"figure {id!r} has the size {size!r}", f"one of {', '.join(SIZES)}", "Choose one by its name"
        )

    def register(draw: "Draw") -> "Draw":
        _check_new(id, draw)
        REGISTRY[id] = Spec(id, caption, alt, size, tuple(needs), draw, digits)
        return draw

    return register


def chapter_of(module: str) -> str:
    """Return the slug of the chapter whose figures a module draws; what follows a double underscore is ours.

    Example:
        >>> chapter_of("chapters.cost_functions"), chapter_of("chapters.cost_functions__worked")
        ('cost-functions', 'cost-functions')
    """
    return module.rpartition(".")[2].partition("__")[0].replace("_", "-")


def nearest(id: str, known: list[str]) -> str:
    """Return the known id most like a mistyped one, or "" where none is near.

    Example:
        >>> nearest("quadratic-costs", ["tanh-saturation", "quadratic-cost"])
        'quadratic-cost'
    """
    return next(iter(difflib.get_close_matches(id, known, n=1)), "")


def _check_id(id: str) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        kebab = re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-")
        raise problem(
            f"a figure has the id {id!r}", "small letters, digits and hyphens", f"Call it {kebab!r}"
        )


def _check_texts(id: str, caption: str, alt: str) -> None:
    for name, text, tells in (("caption", caption, "message"), ("alt", alt, "drawing in words")):
        if not text.strip():
            raise problem(f"figure {id!r} has no {name}", "a sentence", f"Write the {tells} into `{name}`")
    if caption.strip().casefold() == alt.strip().casefold():
        raise problem(
            f"figure {id!r} has the same text as caption and as alt",
            "two texts",
            "Let the caption state the message and `alt` describe what is drawn",
        )


def _check_new(id: str, draw: "Draw") -> None:
    old = REGISTRY.get(id)
    if old and (old.draw.__module__, old.draw.__qualname__) != (draw.__module__, draw.__qualname__):
        raise problem(
            f"two figures have the id {id!r}",
            "one",
            f"Rename one of {old.draw.__module__}.{old.draw.__name__} and {draw.__module__}.{draw.__name__}",
        )
