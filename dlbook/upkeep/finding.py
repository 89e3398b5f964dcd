"""One line of the doctor's report."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

GOOD, NOTE, BAD = "good", "note", "bad"
SIGNS = {GOOD: " ", NOTE: "-", BAD: "!"}


@dataclass(frozen=True)
class Finding:
    """What was found about one thing.

    Args:
        part: the section of the report, such as ``"Packages"``.
        name: what it is about.
        state: ``"good"``; ``"note"`` where something is left out or will be made again; ``"bad"`` where the
            book cannot be built.
        said: what was found.
        mend: what to do about it, or "".
    """

    part: str
    name: str
    state: str
    said: str
    mend: str = ""

    def lines(self) -> str:
        """Return it as text for the terminal.

        Example:
            >>> print(Finding("Tools", "node", "note", "not found", "Install Node.js").lines())
              - node                  not found
                                      > Install Node.js
        """
        first = f"  {SIGNS[self.state]} {self.name:21} {self.said}"
        return f"{first}\n{' ' * 26}> {self.mend}" if self.mend else first


def guarded(part: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """Yield what a look gives; where it fails, that is a finding too, and the others go on.

    Args:
        part: the section of the report.
        look: finds something out.
    """
    try:
        yield from look()
    except (ImportError, OSError, ValueError) as error:
        said = f"{type(error).__name__}: {error}"
        yield Finding(part, "not examined", BAD, said, "Mend what it says, then call the doctor again")
