"""Formulas as MathML, made from TeX when the site is built: no JavaScript, read by screen readers."""

import html
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree

from markdown.treeprocessors import Treeprocessor

WIDE = 19
"""From about this many characters a formula may be wider than a phone; the keyboard can scroll it."""

_DELIMITED = re.compile(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\])\s*\Z", re.S)
_STACKED = re.compile("<m(?:frac|table|underover|sqrt|root)")
"""What makes no sense as a line of text in the search index."""

_TABLE = re.compile(r"<mtable[^>]*>((?:(?!<mtable).)*?)</mtable>", re.S)
"""A table of formulas without another one inside."""

_PUNCTUATION = re.compile(r"[,.;:!?)\]]+")
_LABEL = re.compile(r"\\label\{([^}]*)\}")
_TAG = re.compile(r"\\tag\{([^}]*)\}")


@cache
def _converter() -> Any:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False)


@lru_cache(maxsize=4096)
def to_mathml(tex: str, *, display: bool = False) -> str:
    r"""Return a formula as a `<math>` element.

    Args:
        tex: the formula, without dollars; with `\tag{4.1}` it gets that number at its right.
        display: whether it stands on lines of its own.

    Raises:
        ValueError: if the TeX is wrong or uses an unknown command.

    Example:
        >>> "<mi>y</mi>" in to_mathml("x < y")
        True
    """
    from math_core import LatexError

    numbered = rf"\begin{{equation}}{tex}\end{{equation}}" if r"\tag" in tex else tex
    try:
        mathml = _converter().convert_with_local_state(numbered, displaystyle=display)
    except LatexError as error:
        raise ValueError(f"the formula {tex!r} is not understood: {error}") from None
    if display or _STACKED.search(mathml):
        return mathml.replace("<math", '<math data-search-exclude=""', 1)
    return mathml


def lint(tex: str, complain: Callable[[str], None]) -> None:
    r"""Complain of a formula that would go wrong on the way to the page.

    Args:
        tex: the formula.
        complain: called with a sentence about the first fault.

    Example:
        >>> lint("x<y", print)
        in a formula `<` stands directly before a letter; write `\lt`, or blanks around it
    """
    if re.search(r"<[A-Za-z/!]", tex):
        complain(r"in a formula `<` stands directly before a letter; write `\lt`, or blanks around it")
    if "{py}" in tex or "{claim}" in tex:
        return  # known only after the cells have run
    try:
        to_mathml(_LABEL.sub("", tex).strip(), display=True)
    except ValueError as error:
        complain(str(error))


class Formulas(Treeprocessor):
    """Replaces what `pymdownx.arithmatex` (generic) marks by MathML; labelled equations get anchors."""

    def run(self, root: ElementTree.Element) -> None:
        """Convert all formulas of a page."""
        for element in root.iter():
            if "arithmatex" in element.get("class", "").split():
                self._convert(element)

    def _convert(self, element: ElementTree.Element) -> None:
        match = _DELIMITED.match(html.unescape(element.text or ""))
        if not match:
            return
        display = match[2] is not None
        tex = match[2] if display else match[1]
        label, tag = _LABEL.search(tex), _TAG.search(tex)
        mathml = to_mathml(_LABEL.sub("", tex).strip(), display=display)
        element.text = self.md.htmlStash.store(mathml)
        if not display and (after := _PUNCTUATION.match(element.tail or "")):  # no line begins with a comma
            element.text += after[0]
            element.tail = (element.tail or "")[after.end() :]
        element.set("class", "equation" if display else "formula")
        if display and width(mathml) > WIDE:
            name = f"Equation {tag[1]}" if tag else "Equation"
            element.attrib.update({"tabindex": "0", "role": "group", "aria-label": name})
        if label:
            element.set("id", f"eq-{label[1]}")


def width(mathml: str) -> int:
    """Return about how many characters a formula is wide; a table in it is as wide as its widest row."""
    while table := _TABLE.search(mathml):
        widest = max(map(_letters, re.split(r"<mtr[^>]*>", table[1])), key=len)
        mathml = mathml[: table.start()] + widest + mathml[table.end() :]
    return len(_letters(mathml))


def _letters(mathml: str) -> str:
    return re.sub(r"<[^>]*>|\s", "", mathml)
