"""The one palette: colours are roles, named in figures, each with a light and a dark shade set at export.

The hues are those of Okabe & Ito (2008), which people with any common colour blindness can tell apart;
their lightness is adapted so that text in every role has a contrast of at least 4.5:1 on paper and panel,
in both themes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dlbook.checks import problem
from dlbook.figures.registry import nearest

PAPER = ("#ffffff", "#1e2129")

TEXT = {
    "ink": ("#1f2430", "#e6e9f0"),
    "muted": ("#596172", "#a8b0bf"),
    "data": ("#0b5aad", "#66b3f4"),
    "model": ("#b0400a", "#ff9a63"),
    "target": ("#0c7a52", "#60deae"),
    "gradient": ("#9a3a87", "#e59ad4"),
    "cost": ("#8a5a00", "#e8b54a"),
    "good": ("#15724a", "#7be0a2"),
    "bad": ("#bb2a3c", "#f98592"),
    "quadratic": ("#a84c0c", "#ffab5c"),
    "entropy": ("#4a4fc0", "#a9acff"),
    "sgd": ("#5a5f6b", "#b3b8c4"),
    "momentum": ("#0a6db5", "#74bbf5"),
    "nesterov": ("#0c707c", "#5fd0da"),
    "adagrad": ("#38741c", "#9bd36a"),
    "rmsprop": ("#9a5b00", "#f0b356"),
    "adadelta": ("#6e6a00", "#d2cc55"),
    "adam": ("#c0391b", "#ff8f73"),
    "adamw": ("#9c3b8e", "#ea9fdf"),
}
"""Roles for text and for lines that carry meaning: (light, dark)."""

AREAS = {
    "paper": PAPER,
    "panel": ("#f3f5f9", "#272b35"),
    "grid": ("#dfe3ea", "#39404e"),
    "shell": ("#e3a052", "#c58236"),
    "shell-light": ("#f2c27f", "#dda055"),
    "shell-edge": ("#633a12", "#ffe2b4"),
    "ground": ("#efe6d6", "#37322e"),
    "ground-middle": ("#e8dcc8", "#3f3833"),
    "ground-deep": ("#e1d2b9", "#483f38"),
}
"""Roles for fills and faint lines: paper, panels, grid, the trilobite's shell and the ground it walks on."""

RAMP_STEPS = 10
_RAMP = (("#f4f8fc", "#b9cfe9"), ("#232833", "#425678"))
_mode: ContextVar[int] = ContextVar("mode", default=0)


def _mix(one: str, other: str, share: float) -> str:
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _fills() -> dict[str, tuple[str, str]]:
    hues = {name: shades for name, shades in TEXT.items() if name != "ink"}
    return {
        f"{name}-fill": (_mix(s[0], PAPER[0], 0.11), _mix(s[1], PAPER[1], 0.2)) for name, s in hues.items()
    }


def _ramp() -> dict[str, tuple[str, str]]:
    shares = [i / (RAMP_STEPS - 1) for i in range(RAMP_STEPS)]
    light, dark = _RAMP
    return {
        f"ramp-{i}": (_mix(light[1], light[0], share), _mix(dark[1], dark[0], share))
        for i, share in enumerate(shares)
    }


PALETTE: dict[str, tuple[str, str]] = {**TEXT, **AREAS, **_fills(), **_ramp()}
"""Every role with its light and its dark shade; no two roles share a light one."""

ROLE_OF = {light: name for name, (light, _) in PALETTE.items()}
"""The role that a light shade stands for; export turns the one into the other."""


def role(name: str) -> str:
    """Return the shade of a role in the theme that is being drawn.

    Args:
        name: a role such as "data" or "ink"; "data-fill" is its faint version for areas.

    Returns:
        The shade as "#rrggbb": the light one, unless `themed` says otherwise.

    Raises:
        ValueError: if there is no such role.

    Example:
        >>> role("data")
        '#0b5aad'
        >>> with themed("dark"):
        ...     role("data")
        '#66b3f4'
    """
    if name not in PALETTE:
        near = nearest(name, list(PALETTE))
        mend = f"Perhaps {near!r} was meant" if near else "See dlbook.figures.theme.PALETTE for all"
        raise problem(f"a figure asks for the colour role {name!r}", "a role of the palette", mend)
    return PALETTE[name][_mode.get()]


def ramp(steps: int) -> list[str]:
    """Return shades from low to high for filled contours and heat maps, faint enough to draw lines on.

    Args:
        steps: how many shades, from 2 to 10.

    Returns:
        The shades, evenly spread from close to the paper to the far end.

    Example:
        >>> len(ramp(4)), ramp(4)[0] == role("ramp-0"), ramp(4)[-1] == role("ramp-9")
        (4, True, True)
    """
    if not 2 <= steps <= RAMP_STEPS:
        raise problem(
            f"a ramp has {steps} steps", f"2 to {RAMP_STEPS}", "Merge levels: more are hard to tell apart"
        )
    return [role(f"ramp-{round(i * (RAMP_STEPS - 1) / (steps - 1))}") for i in range(steps)]


@contextmanager
def themed(mode: str) -> Iterator[None]:
    """Let `role` answer with the shades of one theme, "light" or "dark", inside the block."""
    token = _mode.set(("light", "dark").index(mode))
    try:
        yield
    finally:
        _mode.reset(token)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 (equal) to 21 (black on white).

    Example:
        >>> round(contrast("#ffffff", "#000000"), 1)
        21.0

    References:
        W3C, *Web Content Accessibility Guidelines 2.2* (2023), "contrast ratio" and "relative luminance".
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def declarations(mode: str, names: list[str] | None = None) -> str:
    """Return CSS that sets ``--fig-<role>`` for one theme, for all roles or for some."""
    index = ("light", "dark").index(mode)
    return "".join(f"--fig-{name}:{PALETTE[name][index]};" for name in names or PALETTE)


def css() -> str:
    """Return the site's style rules that give every role its colour in the light, dark and printed page.

    Returns:
        Rules for ``:root`` and for Material's ``[data-md-color-scheme="slate"]``; paper is printed light.
    """
    light, dark = declarations("light"), declarations("dark")
    slate = '[data-md-color-scheme="slate"]'
    return (
        ":root,body{--fig-font:var(--md-text-font-family,sans-serif)}\n"
        f":root{{{light}}}\n{slate}{{{dark}}}\n@media print{{{slate}{{{light}}}}}\n"
    )
