"""From the book's Markdown to the plain one that notebooks and other readers know.

Boxes become quotations, folded solutions `<details>`, tabs titles, exercises and quick checks lists; anchors
and classes go; figures become images. Formulas, tables and code stay.
"""

import re
import textwrap
from collections.abc import Callable, Iterator

_OPENING = re.compile(r"^(?P<box>!!!|\?\?\?\+?)[ \t]+(?P<kind>[\w -]+?)(?:[ \t]+\"(?P<title>.*)\")?[ \t]*$")
_TAB = re.compile(r"^===[ \t]+\"(?P<title>.*)\"[ \t]*$")
_BLOCK = re.compile(r"^(?P<mark>/{3,})[ \t]+(?P<name>\w+)(?:[ \t]*\|[ \t]*(?P<argument>.*?))?[ \t]*$")
_OPTION = re.compile(r"^- \[(?P<mark>[ x])\]\s+(?P<said>.*?)\s+::\s+(?P<why>.*)$")
_FENCE = re.compile(r"^(?P<ticks>[ \t]*(?:`{3,}|~{3,}))")
_FIGURE = re.compile(
    r'<figure class="figure[^>]*id="fig-(?P<id>[\w-]+)".*?'
    r"<figcaption[^>]*>(?P<caption>.*?)</figcaption>.*?</figure>",
    re.S,
)
_BACKLINK = re.compile(r'^<p class="used referred".*</p>\n', re.M)
_ATTRIBUTES = re.compile(r"(?<=[)\]*`>])\{[:.#][^{}\n]*\}|[ \t]+\{[:.#][^{}\n]*\}$")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\]\((?P<to>[^()\s]+)\)")
_LETTERS = "ABCDEFGH"

Address = Callable[[str], str]
"""Gives the full address of what a page links to, or "" where it has none."""


def plain(text: str, image: Callable[[str], str], address: Address) -> str:
    r"""Return a text of the book in Markdown that any notebook shows well.

    Args:
        text: expanded Markdown, all numbers filled in.
        image: returns the image of a figure as Markdown, by its id.
        address: returns the full address of a relative link, or "", which leaves only the link's words.

    Example:
        >>> print(plain('!!! note "Mind"\n    The [gap](a.md#b){.term}.', str, lambda link: ""))
        > **Mind**
        >
        > The gap.
    """
    text = re.sub(r"<!--.*?-->\n?", "", text, flags=re.S)
    text = re.sub(r"\\label\{[^}]*\}", "", text)
    text = _BACKLINK.sub("", text)
    text = re.sub(r'<span class="number">(.*?)</span>', r"\1", text)
    text = _FIGURE.sub(lambda match: f"{image(match['id'])}\n\n{_emphasised(match['caption'])}", text)
    lines = "\n".join(_blocks(iter(text.split("\n"))))
    return re.sub(r"\n{3,}", "\n\n", _outside_code(lines, address)).strip()


def _emphasised(caption: str) -> str:
    return re.sub(r"<strong>(.*?)</strong>", r"**\1**", caption)


def _blocks(lines: Iterator[str]) -> list[str]:
    """Return the lines with every block of the book's own rewritten."""
    done: list[str] = []
    waiting: list[str] = []
    while True:
        line = waiting.pop() if waiting else next(lines, None)
        if line is None:
            return done
        if match := _OPENING.match(line) or _TAB.match(line):
            body = _indented(lines, waiting)
            done += _box(match, _blocks(iter(body)))
        elif match := _BLOCK.match(line):
            done += _named_block(match, lines)
        elif match := _FENCE.match(line):
            done += [line, *_until(lines, match["ticks"])]
        elif not line.startswith("{: "):
            done.append(line)


def _indented(lines: Iterator[str], waiting: list[str]) -> list[str]:
    """Return the lines that stand four blanks in, without these; put back the first that does not."""
    body: list[str] = []
    for line in lines:
        if line.strip() and not line.startswith("    "):
            waiting.append(line)
            break
        body.append(line)
    return textwrap.dedent("\n".join(body)).strip("\n").split("\n")


def _until(lines: Iterator[str], ticks: str) -> Iterator[str]:
    """Yield the rest of a fenced block."""
    for line in lines:
        yield line
        if line.rstrip() == ticks:
            return


def _box(match: re.Match[str], body: list[str]) -> list[str]:
    """Return a box, a folded box or a tab."""
    parts = match.groupdict()
    title = parts["title"] or (parts.get("kind") or "").capitalize()
    if "box" not in parts:
        return [f"**{title}**", "", *body, ""]
    if parts["box"].startswith("?"):
        return ["<details>", f"<summary>{title}</summary>", "", *body, "", "</details>", ""]
    return [f"> **{title}**", ">", *(f"> {line}".rstrip() for line in body), ""]


def _named_block(match: re.Match[str], lines: Iterator[str]) -> list[str]:
    """Return an exercise, a quick check, or what stands inside a widget."""
    body: list[str] = []
    for line in lines:
        if line.rstrip() == match["mark"]:
            break
        body.append(line)
    if match["name"] == "quiz":
        return _quiz(match["argument"], body)
    inside = _blocks(iter(line for line in body if not re.match(r"^    (markdown|attrs):", line)))
    if match["name"] == "exercise":
        return [f"### Exercise {match['argument']}", "", *inside, ""]
    return inside


def _quiz(question: str, body: list[str]) -> list[str]:
    """Return a quick check as a question, its options, and the answers folded away."""
    options = [match for line in body if (match := _OPTION.match(line.strip()))]
    said = [f"- {letter}. {option['said']}" for letter, option in zip(_LETTERS, options, strict=False)]
    why = [
        f"- {letter}. {'**Right.** ' if option['mark'] == 'x' else ''}{option['why']}"
        for letter, option in zip(_LETTERS, options, strict=False)
    ]
    folded = ["<details>", "<summary>Answers</summary>", "", *why, "", "</details>", ""]
    return [f"**{question}**", "", *said, "", *folded]


def _outside_code(text: str, address: Address) -> str:
    """Return the text with anchors, classes and relative links resolved, but for fenced code."""
    done: list[str] = []
    lines = iter(text.split("\n"))
    for line in lines:
        done.append(line if _FENCE.match(line) else _inline(line, address))
        if match := _FENCE.match(line):
            done += _until(lines, match["ticks"])
    return "\n".join(done)


def _inline(line: str, address: Address) -> str:
    parts = re.split(r"(`+[^`]+`+)", line)
    return "".join(part if i % 2 else _resolved(part, address) for i, part in enumerate(parts)).rstrip()


def _resolved(text: str, address: Address) -> str:
    plain_text = _ATTRIBUTES.sub("", text)
    return _LINK.sub(lambda match: _link(match["text"], match["to"], address), plain_text)


def _link(text: str, to: str, address: Address) -> str:
    if re.match(r"\w+:", to):
        return f"[{text}]({to})"
    full = address(to)
    return f"[{text}]({full})" if full else text
