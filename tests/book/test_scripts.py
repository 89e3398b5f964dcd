"""The published modules are the written ones without comments."""

from pathlib import Path

import pytest

from dlbook.book.scripts import published

WIDGETS = Path(__file__).parents[2] / "docs/widgets"


def test_only_documentation_goes():
    text = """/**
 * Says a thing. @param {string} x
 */
export function say(/** @type {string} */ x) {
  /** @type {any} */ (self).post(x); // stays
  return `${x}/* no comment */ "/" * 2`;
}
"""
    assert published(text).splitlines() == [
        "export function say(x) {",
        "  (self).post(x); // stays",
        '  return `${x}/* no comment */ "/" * 2`;',
        "}",
    ]


@pytest.mark.parametrize("path", sorted(WIDGETS.rglob("*.mjs")), ids=lambda path: path.name)
def test_nothing_but_comments_is_missing(path):
    text = path.read_text(encoding="utf-8")
    kept = published(text)
    left, inside = [], False
    for line in text.splitlines():  # the same by lines: blocks first, then what stands beside an expression
        opens = line.strip().startswith("/**")
        closes = line.rstrip().endswith("*/")
        inside = inside or (opens and "*/" not in line.strip()[:-2])
        if not inside:
            left.append(line)
        inside = inside and not closes
    assert [line for line in kept.splitlines() if "/**" in line] == []
    without = "".join(left)
    for mark in "{}();`":
        casts = sum(piece.partition("*/")[0].count(mark) for piece in without.split("/** @")[1:])
        assert kept.count(mark) == without.count(mark) - casts, mark
