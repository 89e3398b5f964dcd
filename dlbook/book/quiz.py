"""The block `/// quiz | Question?`: a quick check of native radio buttons that needs no script and no server.

Every option is written `- [ ] option :: what to know about it`, the right one with `[x]`. Choosing an option
shows its feedback by a rule of the style sheet; `docs/widgets/quiz.mjs` only announces it to screen readers.
"""

import itertools
import re
from dataclasses import dataclass
from xml.etree import ElementTree

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from dlbook.book.scan import CONSTRUCTS
from dlbook.book.source import Source

_OPTION = re.compile(r"\[([ xX])\]\s+(.*?)\s+::\s+(.*)\Z", re.S)
_ITEM = re.compile(r"^-[ \t]+", re.M)
_BLOCK = re.compile(
    r"^(/{3,})[ \t]+quiz[ \t]*(?:\|[ \t]*(?P<question>[^\n]*))?\n(?P<body>.*?)^\1[ \t]*$", re.M | re.S
)


@dataclass(frozen=True)
class Option:
    """One option of a quick check: whether it is right, what it says, what to know about it."""

    right: bool
    said: str
    why: str


def options(body: str) -> list[Option]:
    r"""Return the options that can be read in the inside of a quiz.

    Example:
        >>> options("- [ ] Two :: Not here.\n- [x] Four :: Indeed.")[1]
        Option(right=True, said='Four', why='Indeed.')
    """
    items = [_OPTION.match(item.strip()) for item in _ITEM.split(body)[1:]]
    return [Option(item[1] != " ", item[2], item[3]) for item in items if item]


def check_quizzes(source: Source) -> None:
    """Stop the build if a quiz of a page lacks its question, an explanation or its one right answer.

    Raises:
        ChapterError: at the first fault.
    """
    hidden = [m.span() for m in CONSTRUCTS.finditer(source.text) if m["fence"] or m["comment"]]
    for block in _BLOCK.finditer(source.text):
        if any(start <= block.start() < end for start, end in hidden):
            continue
        if not block["question"]:
            source.fail("this quiz has no question; write /// quiz | Question?", block.start())
        found = options(block["body"])
        if len(found) < 2 or len(found) < len(_ITEM.findall(block["body"])):
            source.fail("a quiz needs two or more options, each written `- [ ] option :: why`", block.start())
        right = sum(option.right for option in found)
        if right != 1:
            source.fail(f"a quiz needs one right option `- [x]`; this one has {right}", block.start())


class QuizBlock(Block):
    """A fieldset whose legend is the question."""

    NAME = "quiz"
    ARGUMENT = True

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Return the element that the list of options goes into."""
        counter = self.tracker.setdefault("count", itertools.count(1))
        self.id = f"quiz-{next(counter)}"
        fieldset = ElementTree.SubElement(parent, "fieldset", {"class": "quiz", "id": self.id})
        ElementTree.SubElement(fieldset, "legend").text = self.argument
        return fieldset

    def on_markdown(self) -> str:
        """Return that the content is made of blocks."""
        return "block"

    def on_end(self, block: ElementTree.Element) -> None:
        """Turn the list into options."""
        for options in block.findall("ul"):
            for number, item in enumerate(options, 1):
                inner = item[0] if len(item) and item[0].tag == "p" else item
                match = _OPTION.match((inner.text or "").strip())
                if match:
                    self._option(block, number, match)
            block.remove(options)

    def _option(self, block: ElementTree.Element, number: int, match: re.Match[str]) -> None:
        id, right = f"{self.id}-{number}", match[1] != " "
        option = ElementTree.SubElement(block, "div", {"class": "quiz-option"})
        ElementTree.SubElement(option, "input", {"type": "radio", "name": self.id, "id": id})
        ElementTree.SubElement(option, "label", {"for": id}).text = match[2]
        feedback = ElementTree.SubElement(
            option, "p", {"class": f"quiz-feedback quiz-{'right' if right else 'wrong'}"}
        )
        verdict = ElementTree.SubElement(feedback, "strong")
        verdict.text = "Right." if right else "Not quite."
        verdict.tail = f" {match[3]}"


class Quizzes(BlocksExtension):
    """Registers the block."""

    def extendMarkdownBlocks(self, md: object, block_mgr: object) -> None:  # noqa: N802
        """Register the block with one Markdown instance."""
        block_mgr.register(QuizBlock, self.getConfigs())  # type: ignore[attr-defined]
