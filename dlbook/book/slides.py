"""A chapter as slides, taken from the chapter itself, so that the two can never disagree.

The promise, one slide for each section, figure and numbered equation, each "Predict first" as a question and
an answer, the rules, the summary, each quick check as a question and an answer, and the exercises.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from dlbook.book.blocks import Block, blocks, sentences
from dlbook.book.plain import plain
from dlbook.book.quiz import Option, options

LEAD = 175
"""About as many characters as one can read while somebody speaks."""

BESIDE = 130
"""The same beside a figure that has a caption too."""

WHOLE = 4
"""Sentences of a paragraph that says something by itself."""

POINTS = 330
"""Characters that the points of a summary may have on one slide."""

_ENDS = '.?!)"”'
_LEADS_ON = (["code"], ["equation"])
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_STRONG = re.compile(r"\s*<strong>(.*?)</strong>\s*")


@dataclass(frozen=True)
class Slide:
    """One thought.

    Args:
        kind: "title", "promise", "section", "figure", "question", "answer", "equation", "points", "terms",
            "check", "solution" or "exercises"; the look depends on it.
        title: the headline, Markdown, or "".
        text: what stands below it, Markdown.
        over: the small line above, such as "5.2 How long a stride?".
        figure: the figure it shows, or "".
        anchor: where it is on the chapter's page.
        label: the number of its figure, such as "Figure 5.2".
    """

    kind: str
    title: str
    text: str = ""
    over: str = ""
    figure: str = ""
    anchor: str = ""
    label: str = ""


def slides(text: str, number: str, description: str) -> list[Slide]:
    """Return the slides of a chapter.

    Args:
        text: its page, expanded and with all numbers filled in; code cells may be left empty.
        number: the chapter's number.
        description: the sentence about it in its front matter.
    """
    parts = list(blocks(text))
    starts = [place for place, block in enumerate(parts) if block.kind == "section"]
    front = parts[: starts[0]] if starts else parts
    title = next((block.text for block in front if block.kind == "title"), "")
    made = [Slide("title", title, description, f"Chapter {number}")]
    if promise := next((block.text for block in front if block.kind == "paragraph"), ""):
        said = sentences(plain_text(promise))
        made.append(Slide("promise", said[0], " ".join(said[1:]), "What this chapter promises"))
    for start, end in pairwise([*starts, len(parts)]):
        head, inside = parts[start], parts[start + 1 : end]
        made += _SECTIONS.get(head.name, _section)(head, inside)
    return made


def plain_text(markdown: str) -> str:
    """Return Markdown without links, classes and anchors."""
    return plain(markdown, str, lambda link: "")


def _section(head: Block, inside: Sequence[Block]) -> Iterator[Slide]:
    """Yield what a section has to show."""
    over = f"{head.number} {head.text}".strip()
    opening = inside[0] if inside and inside[0].kind == "paragraph" else None
    yield Slide("section", head.text, _lead(opening), head.number, anchor=head.name)
    asked = False
    for place, block in enumerate(inside):
        after = inside[place + 1 :]
        if block.kind == "question":
            asked = True
            yield Slide("question", "", plain_text(block.text), block.name, anchor=head.name)
            if "figure" not in _kinds(_until_next(after)):
                yield Slide("answer", "", _reveal(after), over, anchor=head.name)
                asked = False
        elif block.kind == "figure":
            yield _figure(block, _after_figure(after) if asked else "", over)
            asked = False
        elif block.kind == "equation" and r"\tag" in block.text:
            yield Slide("equation", "", _equation(block, inside[:place]), over, anchor=head.name)


def _figure(block: Block, lead: str, over: str) -> Slide:
    """Return a figure with its message; after a question, with the answer as its headline."""
    label = _STRONG.match(block.text)
    caption = _STRONG.sub("", block.text, count=1)
    name = label[1].rstrip(".") if label else ""
    return Slide("figure", lead, plain_text(caption), over, block.name, f"fig-{block.name}", name)


def _kinds(parts: Sequence[Block]) -> list[str]:
    return [block.kind for block in parts]


def _until_next(after: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks up to the next question."""
    kinds = _kinds(after)
    return after[: kinds.index("question")] if "question" in kinds else after


def _lead(block: Block | None, most: int = LEAD) -> str:
    """Return the first sentences of a paragraph, as many as a slide can bear, but at least one."""
    said = sentences(plain_text(block.text)) if block else []
    whole = list(takewhile(lambda sentence: sentence[-1] in _ENDS, said))
    taken = [sentence for number, sentence in enumerate(whole) if len(" ".join(whole[: number + 1])) <= most]
    return " ".join(taken or whole[:1])


def _reveal(after: Sequence[Block]) -> str:
    """Return the answer to a question that no figure answers.

    It is what follows at once, if that is a whole paragraph, else the next one that leads to no code.
    """
    told = _until_next(after)
    if _kinds(told[:1]) == ["paragraph"] and len(sentences(told[0].text)) >= WHOLE:
        return _lead(told[0])
    texts = [place for place, block in enumerate(told) if block.kind == "paragraph"]
    plain_ones = [place for place in texts if _kinds(told[place + 1 : place + 2]) not in _LEADS_ON]
    return next((_lead(told[place]) for place in [*plain_ones, *texts]), "")


def _after_figure(after: Sequence[Block]) -> str:
    """Return how the text goes on after a figure, which is where it tells the answer, or "".

    Sentences that point at the figure, or lead to code, say nothing that its caption does not; long ones do
    not fit beside it.
    """
    told = _kinds(after[:1]) == ["paragraph"] and _kinds(after[1:2]) != ["code"]
    lead = _lead(after[0], BESIDE) if told else ""
    return "" if "Figure" in lead or len(lead) > LEAD else lead


def _equation(block: Block, before: Sequence[Block]) -> str:
    """Return an equation with the sentence that leads to it."""
    said = sentences(plain_text(before[-1].text)) if before and before[-1].kind == "paragraph" else []
    words = said[-1] if said else ""
    if len(said) > 1 and len(words) < LEAD / 3:
        words = f"{said[-2]} {words}"
    tex = re.sub(r"\\label\{[^}]*\}", "", block.text).strip()
    return f"{words}\n\n$$\n{tex}\n$$"


def _rules(head: Block, inside: Sequence[Block]) -> Iterator[Slide]:
    """Yield the rules of thumb, only what they advise."""
    items = [item for block in inside if block.kind == "list" for item in _items(block.text)]
    rules = [match[1] for item in items if (match := _BOLD.match(item))]
    if rules:
        text = _listed(rules) + "\n\nHabits, not laws. The chapter says where each of them fails."
        yield Slide("points", head.text, text, head.number, anchor=head.name)


def _summary(head: Block, inside: Sequence[Block]) -> Iterator[Slide]:
    """Yield the summary, a few sentences a slide, and the words that one should know by now."""
    said = [s for block in inside if block.kind == "paragraph" for s in sentences(plain_text(block.text))]
    said += [item for block in inside if block.kind == "list" for item in _items(plain_text(block.text))]
    for points in _shared_out(said):
        yield Slide("points", head.text, _listed(points), head.number, anchor=head.name)
    for box in (block for block in inside if block.kind == "box"):
        yield Slide("terms", "Can you say what each means?", plain_text(box.text), box.name, anchor=head.name)


def _shared_out(said: Sequence[str]) -> list[list[str]]:
    """Return sentences in as few groups as slides can bear, of about equal length."""
    total = sum(map(len, said))
    count = max(1, -(-total // POINTS))
    groups: list[list[str]] = [[] for _ in range(count)]
    before = 0
    for sentence in said:
        groups[min(count - 1, (before + len(sentence) // 2) * count // max(total, 1))].append(sentence)
        before += len(sentence)
    return [group for group in groups if group]


def _checks(head: Block, inside: Sequence[Block]) -> Iterator[Slide]:
    """Yield every quick check as a question and an answer."""
    for number, block in enumerate((block for block in inside if block.kind == "quiz"), 1):
        found, question = options(plain_text_of_options(block.text)), plain_text(block.name)
        over = f"Quick check {number}"
        yield Slide("check", question, _listed([option.said for option in found]), over, anchor=head.name)
        yield Slide("solution", question, _listed(map(_judged, found)), f"{over}, answer", anchor=head.name)


def plain_text_of_options(text: str) -> str:
    """Return the options of a quick check without links, one a line as before."""
    return "\n".join(plain_text(line) for line in text.strip().splitlines())


def _judged(option: Option) -> str:
    """Return an option with what there is to know about it; the right one is strong."""
    return f"**{option.said}** {option.why}" if option.right else f"{option.said}: *{option.why}*"


def _exercises(head: Block, inside: Sequence[Block]) -> Iterator[Slide]:
    """Yield the names of the exercises."""
    tasks = [block for block in inside if block.kind == "exercise"]
    names = [(task.name, match[1]) for task in tasks if (match := _BOLD.match(task.text))]
    if names:
        text = _listed([f"**{number}** {name.rstrip('.')}" for number, name in names])
        yield Slide("exercises", head.text, text, head.number, anchor=head.name)


def _items(text: str) -> list[str]:
    """Return the items of a list."""
    return [item.strip() for item in re.split(r"^(?:-|\d+\.)[ \t]+", text, flags=re.M)[1:]]


def _listed(items: Sequence[str] | Iterator[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _nothing(head: Block, inside: Sequence[Block]) -> Iterator[Slide]:
    return iter(())


_SECTIONS: dict[str, Callable[[Block, Sequence[Block]], Iterator[Slide]]] = {
    "sec-rules": _rules,
    "sec-summary": _summary,
    "sec-checks": _checks,
    "sec-exercises": _exercises,
    "sec-references": _nothing,
}
"""How the last sections become slides; all others are told by their figures."""
