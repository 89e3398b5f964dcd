"""What is wrong with a chapter, told with file, line and the marked source."""

import difflib
from collections.abc import Iterable


class ChapterError(Exception):
    """A fault in a page that stops the build.

    Args:
        message: what is wrong and how to mend it.
        path: the file as a reader of the message should look for it, such as "docs/training/x.md".
        line: its line, from 1.
        excerpt: a few lines of the source, the faulty one marked; may be empty.
    """

    def __init__(self, message: str, path: str = "", line: int = 0, excerpt: str = "") -> None:
        place = f"{path}:{line}: " if path else ""
        super().__init__(f"{place}{message}" + (f"\n\n{excerpt}\n" if excerpt else ""))
        self.path, self.line = path, line


def line_of(text: str, offset: int) -> int:
    r"""Return the line, from 1, that a position of a text is on.

    Example:
        >>> line_of("one\ntwo", 5)
        2
    """
    return text.count("\n", 0, offset) + 1


def marked(text: str, line: int, around: int = 2) -> str:
    r"""Return the lines around one line, with numbers and a mark.

    Example:
        >>> print(marked("a\nb\nc", 2, around=1))
              1 | a
            > 2 | b
              3 | c
    """
    lines = text.split("\n")
    first, last = max(1, line - around), min(len(lines), line + around)
    width = len(str(last))
    return (
        "\n".join(
            f"{'>' if number == line else ' '} {number:>{width}} | {lines[number - 1]}".rstrip()
            for number in range(first, last + 1)
        )
        .replace("\n", "\n    ")
        .join(["    ", ""])
    )


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest known word, or where there is none, some that exist.

    Example:
        >>> suggest("softmx", ["softmax", "cost"])
        "Did you mean 'softmax'?"
    """
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return (
        f"Known are {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}."
        if names
        else "None are known."
    )
