"""The style sheets of EPUB and PDF, with the colours of the site."""

import re
from importlib.resources import files
from pathlib import Path

from dlbook.figures.theme import PALETTE

SHEET = "stylesheets/book.css"
_SCHEMES = ("default", "slate")
_PAIR = re.compile(r"--(?P<name>[\w-]+):\s*(?P<value>#[0-9a-f]{3,8})", re.I)
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
_RULE = re.compile(r"^(?P<selector>[^{}@/]+) \{ (?P<body>[^{}]*) \}$", re.M)


def sheet(name: str) -> str:
    """Return a style sheet of this folder, its colours still variables."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def colours(site: Path, mode: str) -> dict[str, str]:
    """Return the colours of the site's pages and of the figures by the names of their CSS variables.

    Args:
        site: the built site.
        mode: "light" or "dark".
    """
    index = ("light", "dark").index(mode)
    text = (site / SHEET).read_text(encoding="utf-8")
    block = re.search(rf'^\[data-md-color-scheme="{_SCHEMES[index]}"\] \{{\n(.*?)^\}}', text, re.M | re.S)
    known = {match["name"]: match["value"] for match in _PAIR.finditer(block[1] if block else "")}
    return known | {f"fig-{name}": shades[index] for name, shades in PALETTE.items()}


def resolved(text: str, light: dict[str, str], dark: dict[str, str]) -> str:
    """Return a style sheet without variables: light, and dark where the reader prefers that.

    Args:
        text: a style sheet with one rule a line.
        light: values by the names of variables.
        dark: the same for dark pages.
    """
    again = [
        f"{rule['selector']} {{ {'; '.join(coloured)} }}"
        for rule in _RULE.finditer(text)
        if (coloured := [part.strip() for part in rule["body"].split(";") if "var(" in part])
    ]
    night = filled("\n".join(again), dark)
    return f"{filled(text, light)}\n@media (prefers-color-scheme: dark) {{\n{night}\n}}\n"


def filled(text: str, values: dict[str, str]) -> str:
    """Return a style sheet with its variables replaced.

    Raises:
        KeyError: if a variable has no value.
    """
    return _VARIABLE.sub(lambda match: values[match[1]], text)
