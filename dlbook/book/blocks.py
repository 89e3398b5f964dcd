r"""A chapter's text as a list of blocks: sections, paragraphs, figures, questions, quick checks and so on.

It reads expanded Markdown, in which figures are `<figure>` elements and headings carry their numbers.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCKS = re.compile(
    r"""
      (?P<header>\A---\n.*?\n---[ \t]*(?:\n|\Z))
    | (?P<comment><!--.*?-->)
    | (?P<code>^(?P<ticks>`{3,}|~{3,})[^\n]*\n.*?^(?P=ticks)[ \t]*$)
    | (?P<figure>^<figure[^>]*\bid="fig-(?P<id>[\w-]+)".*?<figcaption[^>]*>(?P<caption>.*?)</figcaption>.*?
        </figure>)
    | (?P<title>^\#[ \t]+(?P<name>[^\n]+)$)
    | (?P<section>^\#\#[ \t]+(?:<span[ ]class="number">(?P<number>[^<]*)</span>[ ])?
        (?P<heading>[^\n]+?)[ \t]*(?:\{\#?(?P<anchor>[\w-]+)[^{}\n]*\})?[ \t]*$)
    | (?P<subsection>^\#{3,}[ \t][^\n]*$)
    | (?P<box>^(?:!!!|\?\?\?\+?|===)[ \t]+(?P<sort>[\w-]*)[^\n"]*(?:"(?P<says>[^\n]*)")?[^\n]*\n
        (?P<inside>(?:(?:[ ]{4}[^\n]*)?(?:\n|\Z))*))
    | (?P<quiz>^///[ \t]+quiz[ \t]*\|[ \t]*(?P<question>[^\n]*)\n(?P<options>.*?)^///[ \t]*$)
    | (?P<exercise>^///[ \t]+exercise[ \t]*\|[ \t]*(?P<task>[\w.]+)[ \t]*\n(?P<asked>.*?)^///[ \t]*$)
    | (?P<said>^\*\*Table[ ][^\n]*\n\{:[^\n]*$)
    | (?P<mark>^(?:///|\{:)[^\n]*$)
    | (?P<equation>^\$\$(?P<tex>.+?)\$\$)
    | (?P<list>^(?:-|\d+\.)[ \t]+[^\n]*(?:\n(?:[ \t]+[^\n]*|(?:-|\d+\.)[ \t]+[^\n]*))*)
    | (?P<table>^\|[^\n]*(?:\n\|[^\n]*)*)
    | (?P<deeper>^[ ]{4,}[^\n]*$)
    | (?P<markup>^</?[a-z][^\n]*$)
    | (?P<paragraph>^[^\s][^\n]*(?:\n(?!\$\$|[ ]*$)[^\n]+)*)
    """,
    re.M | re.X | re.S,
)

_SENTENCE = re.compile(r"(?<=[.?!])(?:[\"*”’)]*)\s+(?=[\"*“‘(\[$]*[A-Z0-9\[$])")


@dataclass(frozen=True)
class Block:
    """One block of a chapter.

    Args:
        kind: "title", "section", "paragraph", "figure", "question" (a box of that sort), "box", "quiz",
            "exercise", "equation", "list", "table", "code" and the like.
        text: what stands in it: a heading, a caption, the inside of a box.
        name: its anchor, figure, number or question.
        number: the number of a section.
    """

    kind: str
    text: str
    name: str = ""
    number: str = ""


def blocks(text: str) -> Iterator[Block]:
    r"""Yield the blocks of an expanded page in their order; comments and markup are passed over.

    Example:
        >>> page = '## <span class="number">4.1</span> One {#sec-one}\n\nText.\n\n!!! question "Q"\n    Why?'
        >>> [(block.kind, block.text) for block in blocks(page)]
        [('section', 'One'), ('paragraph', 'Text.'), ('question', 'Why?')]
    """
    for match in _BLOCKS.finditer(text):
        kind = next(name for name, value in match.groupdict().items() if value is not None)
        if kind in _PARTS:
            yield _PARTS[kind](match)
        elif kind not in ("header", "comment", "mark", "markup", "deeper"):
            yield Block(kind, match[0])


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph.

    Example:
        >>> sentences("The rate is 0.5. *Why?* (Look at [it](a.md).) Then go on.")
        ['The rate is 0.5.', '*Why?*', '(Look at [it](a.md).)', 'Then go on.']
    """
    found, start = [], 0
    for match in _SENTENCE.finditer(text):
        end = match.start() + len(match[0].rstrip())
        found.append(text[start:end])
        start = match.end()
    return [sentence.replace("\n", " ").strip() for sentence in (*found, text[start:]) if sentence.strip()]


def _box(match: re.Match[str]) -> Block:
    """Return a box; questions are a kind of their own."""
    kind = "question" if match["sort"] == "question" else "box"
    return Block(kind, textwrap.dedent(match["inside"]).strip(), match["says"] or match["sort"])


_PARTS = {
    "title": lambda match: Block("title", match["name"]),
    "section": lambda match: Block("section", match["heading"], match["anchor"] or "", match["number"] or ""),
    "figure": lambda match: Block("figure", match["caption"].strip(), match["id"]),
    "box": _box,
    "quiz": lambda match: Block("quiz", match["options"], match["question"].strip()),
    "exercise": lambda match: Block("exercise", match["asked"].strip(), match["task"]),
    "equation": lambda match: Block("equation", match["tex"].strip()),
    "said": lambda match: Block("caption", match[0]),
}
