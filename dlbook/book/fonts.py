"""The font of the formulas: STIX Two Math (SIL Open Font License), cut down to what the book uses."""

import hashlib
import html
import io
import re
import unicodedata
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from dlbook.book.formulas import to_mathml
from dlbook.book.references import LABEL
from dlbook.book.scan import kind, scan
from dlbook.kept import is_kept, keep

_ALWAYS = range(0x20, 0x7F)
"""What formulas may have that are made of numbers when the site is built."""

_ITALICS = (*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C), 0x210E)
"""What browsers show for single letters of formulas, which are written as plain ones."""

_PRIME = 0x2032
_RECIPE = "3"
"""Raise it when the font is cut differently, so that no old one is kept."""


def characters(texts: Iterable[str]) -> str:
    r"""Return the characters in the formulas of some pages, sorted.

    Example:
        >>> characters(["$a + b$ and $$ c = 1 \\label{x} $$"])
        '+1=abc'
    """
    found: set[str] = set()
    for text in texts:
        for match in scan(text):
            tex = match["tex"] or match["inline"]
            if kind(match) in ("equation", "math") and "{py}" not in tex:
                mathml = to_mathml(LABEL.sub("", tex).strip(), display=kind(match) == "equation")
                found |= set(html.unescape(re.sub(r"<[^>]*>", "", mathml)))
    return "".join(sorted(found - {" ", "\n"}))


def math_font(used: str, folder: Path) -> Path:
    """Return the font file for some characters, made if it is not there yet.

    Args:
        used: characters of the book's formulas.
        folder: where made fonts are kept.
    """
    plain = {chr(code) for code in _ALWAYS} | set(used)
    italics = {chr(code) for code in _ITALICS if unicodedata.normalize("NFKC", chr(code)) in plain}
    text = "".join(sorted(plain | italics))
    path = folder / f"math-{hashlib.sha256((_RECIPE + text).encode()).hexdigest()[:16]}.woff2"
    if not is_kept(path):
        keep(path, _subset(text))
    return path


def whole_font() -> Path:
    """Return the file of the whole font, which travels in the package ziamath."""
    package = find_spec("ziamath")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"


def _subset(text: str) -> bytes:
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["dtls"], hinting=False)
    buffer = io.BytesIO()
    with subset.load_font(whole_font(), options) as font:
        superscript = f"{font.getBestCmap()[_PRIME]}.ssty"  # the shape of the prime that a superscript wants
        for table in font["cmap"].tables:
            if _PRIME in table.cmap:
                table.cmap[_PRIME] = superscript
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        subset.save_font(font, buffer, options)
    return buffer.getvalue()
