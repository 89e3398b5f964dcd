"""The forms in which a drawn figure reaches readers: a file, an element of a page, one fixed theme.

A committed file carries a style sheet of its own, so that it follows the system's theme when opened or shown
by ``<img>``. In a page that sheet would set the page's variables, so ``inline_svg`` leaves it out: there the
colours come from the page's ``--fig-*`` (see ``theme.css``) and follow its toggle.
"""

import html
import json
import re
from pathlib import Path
from typing import Any

from dlbook.checks import problem
from dlbook.figures.places import FIGURES
from dlbook.figures.registry import nearest
from dlbook.figures.theme import PALETTE, declarations

_STYLE = re.compile(r"<style>.*?</style>")
_VARIABLE = re.compile(r"var\(--fig-([\w-]+),\s*([^)]*)\)")


def standalone(svg: str, alt: str) -> str:
    """Return the content of a figure's file: named for screen readers, right in both themes by itself.

    Args:
        svg: an element made by ``render.svg``.
        alt: the text alternative.

    Returns:
        The SVG with a ``<title>`` and with a style sheet that paints the paper and switches every colour that
        occurs when the system prefers dark.
    """
    used = [name for name in PALETTE if f"--fig-{name}," in svg or name == "paper"]
    light, dark = declarations("light", ["paper"]), declarations("dark", used)
    sheet = (
        f":root{{{light}color-scheme:light dark;background:var(--fig-paper)}}"
        f"@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )
    title = f"<style>{sheet}</style><title>{html.escape(alt, quote=False)}</title>"
    return re.sub(r"<svg([^>]*)>", lambda m: f'<svg role="img"{m[1]}>{title}', svg, count=1) + "\n"


def manifest(folder: Path = FIGURES) -> dict[str, dict[str, Any]]:
    """Return what ``manifest.json`` says about every figure, by id; empty where nothing is drawn yet.

    Raises:
        ValueError: if the file is damaged.
    """
    path = folder / "manifest.json"
    try:
        figures: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["figures"]
    except FileNotFoundError:
        return {}
    except (KeyError, TypeError, ValueError) as error:
        mend = "Delete it and run `dlbook figures`, or take it from git again"
        raise problem(f"{path} is damaged ({error})", "the list of the drawn figures", mend) from None
    return figures


def inline_svg(id: str, folder: Path = FIGURES) -> str:
    """Return a drawn figure for use inside an HTML page.

    Args:
        id: the figure, as in ``figures/manifest.json``.
        folder: where the drawn figures are.

    Returns:
        An ``<svg>`` with ``role="img"``, the text alternative as ``aria-label``, ids that begin with the
        figure's, no style sheet and no title (browsers would show that as a tooltip).

    Raises:
        ValueError: if there is no such figure.
    """
    entries = manifest(folder)
    path = folder / f"{id}.svg"
    if id not in entries or not path.exists():
        near = nearest(id, list(entries))
        mend = f"Perhaps {near!r} was meant" if near else f"Draw it with `dlbook figures {id}`"
        raise problem(f"a page embeds the figure {id!r}", "a figure that is registered and drawn", mend)
    svg = _STYLE.sub("", path.read_text(encoding="utf-8"), count=1)
    svg = re.sub(r"<title>.*?</title>", "", svg, count=1, flags=re.S)
    label = f'aria-label="{html.escape(entries[id]["alt"])}"'
    return svg.replace('role="img"', f'role="img" {label}', 1).strip()


def resolved_svg(svg: str, mode: str) -> str:
    """Return an SVG with the colours of one theme written out, for programs that know no CSS variables.

    Args:
        svg: a file or an element made here.
        mode: "light" or "dark".

    Returns:
        The same drawing with plain colours, on the theme's paper, and "sans-serif" as font.

    Example:
        >>> resolved_svg('<path stroke="var(--fig-data,#0b5aad)"/>', "dark")
        '<path stroke="#66b3f4"/>'
    """
    index = ("light", "dark").index(mode)
    plain = _STYLE.sub(f"<style>:root{{background:{PALETTE['paper'][index]}}}</style>", svg, count=1)
    return _VARIABLE.sub(lambda m: PALETTE[m[1]][index] if m[1] in PALETTE else m[2], plain)
