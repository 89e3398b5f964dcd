"""Matplotlib's SVG made small and themable: roles for colours, real text in the page's font, no stray ids."""

import re
import xml.etree.ElementTree as ET

from dlbook.checks import problem
from dlbook.figures.masks import SVG, XLINK, mask_images
from dlbook.figures.theme import ROLE_OF

FONT = "var(--fig-font, sans-serif)"

ET.register_namespace("", SVG[1:-1])
ET.register_namespace("xlink", XLINK[1:-1])

_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
_REFERENCE = re.compile(r"(?<=url\(#)[^)]+|^#(.+)$")
_NO_WORD = {
    "stroke-linejoin": "round",
    "stroke-linecap": "butt",
    "text-anchor": "start",
    "font-weight": "400",
}


def slim(svg: str, prefix: str) -> str:
    """Return the drawing as an ``<svg>`` element fit for HTML and for a file of its own.

    Styles become attributes (a content-security policy may forbid the former), colours become
    ``var(--fig-<role>,#hex)``, ids are numbered behind the prefix, coordinates have two decimals.

    Args:
        svg: what Matplotlib wrote with ``svg.fonttype: none``.
        prefix: the id of the figure, with which all ids begin.

    Returns:
        One line of SVG with ``viewBox``, ``width`` and ``height``, without style sheet or description.

    Raises:
        ValueError: if a colour is no role of the palette.
    """
    root = ET.fromstring(svg)  # noqa: S314 (Matplotlib's own output)
    _drop(root)
    mask_images(root, prefix)
    for element in root.iter():
        _attributes(element)
    _number_ids(root, prefix)
    _unwrap(root)
    _, _, width, height = root.attrib["viewBox"].split()
    root.attrib.clear()
    root.attrib.update(
        {"viewBox": f"0 0 {_round(width)} {_round(height)}", "width": _round(width), "height": _round(height)}
    )
    root.attrib.update({"font-family": FONT, "stroke-linejoin": "round"})
    text = ET.tostring(root, encoding="unicode", short_empty_elements=True).replace(" />", "/>")
    _check_colours(text, prefix)
    return _COLOUR.sub(lambda match: f"var(--fig-{ROLE_OF[match[0]]},{match[0]})", text)


def _drop(root: ET.Element) -> None:
    """Remove metadata and Matplotlib's global style, and the white space between elements."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{SVG}metadata", f"{SVG}style"):
                parent.remove(child)
            else:
                child.tail = None
        if parent.tag != f"{SVG}text" and not (parent.text or "").strip():
            parent.text = None


def _attributes(element: ET.Element) -> None:
    """Turn the style of one element into attributes and shorten its numbers."""
    for part in element.attrib.pop("style", "").split(";"):
        name, _, value = (word.strip() for word in part.partition(":"))
        if name and name != "font-family" and _NO_WORD.get(name) != value:
            element.set(name, value)
    for name, value in element.attrib.items():
        if name == f"{XLINK}href" and value.startswith("data:"):
            element.set(name, re.sub(r"\s", "", value))
        elif name == "d":
            element.set(name, _path(value))
        elif name not in ("id", f"{XLINK}href"):
            element.set(name, _NUMBER.sub(lambda match: _round(match[0]), value))
    if re.fullmatch(r"rotate\(-?0 [^)]*\)", element.get("transform", "")):
        del element.attrib["transform"]


def _round(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _path(data: str) -> str:
    """Write a path with two decimals, each point as its way from the one before.

    The same shape drawn twice is then the same text, which compression takes as one. Points are rounded
    before their differences are taken, so that no error adds up.
    """
    out: list[str] = []
    last = ""
    here = start = (0, 0)
    for letter, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", data):
        hundredths = [round(100 * float(number)) for number in numbers.split()]
        way = " ".join(_decimal(value - here[index % 2]) for index, value in enumerate(hundredths))
        command = letter.lower() if out else letter
        out.append((" " if command == last and command in "lcq" else command) + way)
        here = start if command == "z" else (hundredths[-2], hundredths[-1])
        start = here if letter == "M" else start
        last = command
    return "".join(out).replace(" -", "-")


def _decimal(hundredths: int) -> str:
    return _round(str(hundredths / 100))


def _number_ids(root: ET.Element, prefix: str) -> None:
    """Keep the ids that something refers to, as ``<prefix>-1``, ``<prefix>-2`` in order of drawing."""
    values = [value for element in root.iter() for value in element.attrib.values()]
    used = {found[1] or found[0] for value in values for found in _REFERENCE.finditer(value)}
    names: dict[str, str] = {}
    for element in root.iter():
        old = element.attrib.pop("id", "")
        if old in used:
            names[old] = f"{prefix}-{len(names) + 1}"
            element.set("id", names[old])
    for element in root.iter():
        for name, value in element.attrib.items():
            if "#" in value:
                element.set(name, _REFERENCE.sub(lambda match: _renamed(match, names), value))


def _renamed(match: re.Match[str], names: dict[str, str]) -> str:
    if match[1]:
        return "#" + names.get(match[1], match[1])
    return names[match[0]]


def _unwrap(root: ET.Element) -> None:
    """Replace every group without attributes by its children, and drop what is empty."""
    for parent in list(root.iter())[::-1]:
        children: list[ET.Element] = []
        for child in parent:
            if child.tag == f"{SVG}g" and not child.attrib:
                children.extend(child)
            elif not _invisible(child):
                children.append(child)
        parent[:] = children


def _invisible(element: ET.Element) -> bool:
    if element.tag == f"{SVG}path":
        return element.get("fill") == "none" and "stroke" not in element.attrib
    return element.tag in (f"{SVG}g", f"{SVG}defs") and not len(element)


def _check_colours(text: str, prefix: str) -> None:
    strange = sorted({colour for colour in _COLOUR.findall(text) if colour not in ROLE_OF})
    if strange:
        raise problem(
            f"figure {prefix!r} uses {', '.join(strange)}",
            "colours of the palette",
            "Give every artist a colour by dlbook.figures.theme.role",
        )
