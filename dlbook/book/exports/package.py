"""The package document of an EPUB: what is in it, in which order, and for whom it is fit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from dlbook.book.exports.imprint import LICENCE, SUBTITLE, TITLE, Imprint

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
TYPES = {
    "xhtml": "application/xhtml+xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "css": "text/css",
}
ACCESS = (
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessModeSufficient", "textual,visual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "describedMath"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "MathML"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
    (
        "accessibilitySummary",
        "Formulas are MathML, every figure has a text alternative, code and tables are text.",
    ),
)
_PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book" xml:lang="en-GB">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="book">{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
<dc:language>en-GB</dc:language>
<dc:date>{date}</dc:date>
<dc:description>{description}</dc:description>
<dc:rights>{rights}</dc:rights>
<meta property="dcterms:modified">{modified}</meta>
{access}
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


@dataclass(frozen=True)
class Item:
    """One file of the EPUB.

    Args:
        name: its place beside the package document.
        properties: such as "nav" or "mathml", between blanks.
    """

    name: str
    properties: str = ""

    @classmethod
    def of(cls, name: str, content: bytes) -> "Item":
        """Return the item of a file with the properties that its content has."""
        found = {"nav.xhtml": ["nav"], "cover.png": ["cover-image"]}.get(name, [])
        if name.endswith(".xhtml"):
            found += [word for word, tag in (("mathml", b"<math"), ("svg", b"<svg")) if tag in content]
        return cls(name, " ".join(found))

    @property
    def id(self) -> str:
        """Its name in the package document."""
        return "i-" + re.sub(r"[^\w-]", "-", self.name)

    @property
    def is_page(self) -> bool:
        """Whether readers turn to it."""
        return self.name.endswith(".xhtml")

    def line(self) -> str:
        """Return its line of the manifest."""
        kind = TYPES[self.name.rsplit(".", 1)[-1]]
        properties = f' properties="{self.properties}"' if self.properties else ""
        return f'<item id="{self.id}" href="{self.name}" media-type="{kind}"{properties}/>'


def package(items: Iterable[Item], about: Imprint) -> str:
    """Return the package document.

    Args:
        items: all files, pages in the order of reading.
        about: who made the book and when.
    """
    listed = list(items)
    return _PACKAGE.format(
        identifier=about.identifier,
        title=TITLE,
        author=escape(about.author),
        date=about.date(),
        description=f"{SUBTITLE}.",
        rights=f"{LICENCE}.",
        modified=about.date("%Y-%m-%dT%H:%M:%SZ"),
        access="\n".join(f'<meta property="schema:{name}">{said}</meta>' for name, said in ACCESS),
        manifest="\n".join(item.line() for item in listed),
        spine="\n".join(f'<itemref idref="{item.id}"/>' for item in listed if item.is_page),
    )
