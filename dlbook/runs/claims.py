"""Claims: numbers of the prose that are taken from records, and fail the build when they drift.

A claim in a chapter reads

    {claim}`intermediate.classic.val_accuracy.final.mean:.2% ~ 97.49% ±0.1`

and consists of

- an **expression** over records. A reference is ``run[.variant].metric[.at][.statistic]``. Without a variant
  the run's first one counts. ``at`` picks a number of a history: ``final`` (if it is left out), ``first``,
  ``best``, ``best_epoch``, ``max``, ``min``, ``epoch7``. ``statistic`` is ``mean``, ``sd``, ``low`` and
  ``high`` (95 % interval over seeds), ``half`` (half its width), ``median``, ``least``, ``most``, ``n``, or
  ``seed3``. Without one the reference stands for all seeds, and one of these words as a function makes a
  number of it, so that nets are compared seed by seed:
  ``mean(deep.test_accuracy - intermediate.test_accuracy)``. Numbers, brackets and ``+ - * /`` with
  spaces around them are allowed: ``1 - deep.test_accuracy.mean``;
- after the last colon, a **format** as in Python's f-strings: ``.2%``, ``.3f``, ``,.0f``;
- after ``~``, the value as the author **wrote** it, with the same unit;
- after ``±``, the **tolerance** in the unit of the written value (percentage points if it has a ``%``).
  Without one, the record must round to what is written.

The reader sees the recorded value in that format. Beyond the tolerance the build fails, naming page, line,
written and recorded value. Without ``~`` nothing is compared.
"""

import re
from dataclasses import dataclass
from typing import Any

from dlbook.checks import problem
from dlbook.runs.expressions import Evaluation, evaluate
from dlbook.runs.results import Results

NUMBER = re.compile(r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")


@dataclass(frozen=True)
class Claim:
    """A number of the prose beside its record.

    Args:
        expression: where it comes from.
        value: the recorded value, in full.
        text: what the reader sees.
        written: the author's text, or ``""``.
        written_value: its value (0.9749 for "97.49%"), or None.
        tolerance: how far the two may lie apart, in the unit of ``value``.
        runs: names of the runs.
        seeds: how many seeds (the fewest, if runs differ).
        data: what the runs were trained on.
        is_sample: whether a record comes from the small sample; drift is then not judged.
    """

    expression: str
    value: float
    text: str
    written: str
    written_value: float | None
    tolerance: float
    runs: tuple[str, ...]
    seeds: int
    data: tuple[str, ...]
    is_sample: bool

    @property
    def drifted(self) -> bool:
        """Whether the written value lies outside the tolerance of the recorded one."""
        if self.written_value is None or self.is_sample:
            return False
        return not abs(self.value - self.written_value) <= self.tolerance * (1 + 1e-9)

    def complaint(self) -> str:
        """Return what to print if it drifted: written, recorded, tolerance, source and remedy."""
        return (
            f"the text says {self.written}, the record {self.text} ({self.value:.6g}; tolerance "
            f"{self.tolerance:.2g}), from {self.expression}. Correct the text, or record the run again: "
            f"dlbook run {' '.join(self.runs)}."
        )

    def ledger_row(self, page: str, line: int) -> dict[str, Any]:
        """Return the claim's row of the ledger.

        Args:
            page: path of the chapter.
            line: line of the claim.

        Returns:
            Page, line, text, written, value, tolerance, expression, runs, seeds and data.
        """
        return {
            "page": page,
            "line": line,
            "text": self.text,
            "written": self.written,
            "value": float(f"{self.value:.6g}"),
            "tolerance": float(f"{self.tolerance:.3g}"),
            "expression": self.expression,
            "runs": list(self.runs),
            "seeds": self.seeds,
            "data": list(self.data),
        }


def claim(text: str, results: Results) -> Claim:
    """Return what a claim stands for.

    Args:
        text: what stands between the back-ticks; the module's docstring says how it is written.
        results: the records.

    Returns:
        The claim; ask ``drifted`` and ``complaint()``.

    Raises:
        ValueError: if the claim cannot be read, or names something that no record has: the nearest names are
            given.
    """
    source, tilde, promise = text.partition("~")
    expression, colon, spec = source.strip().rpartition(":")
    if not colon:
        expression, spec = spec, ".4g"
    found = evaluate(expression.strip(), results)
    written, _, allowance = promise.replace("+-", "±").partition("±")
    written = written.strip()
    if tilde and not NUMBER.search(plain_number(written)):
        raise problem(
            f"the claim {text!r} has no number after ~", "a value such as 97.49%", "Write it, or leave out ~"
        )
    value = parse(written) if written else None
    return Claim(
        expression.strip(),
        found.value,
        shown(found, spec.strip(), text),
        written,
        value,
        tolerance_of(written, allowance),
        found.runs,
        found.seeds,
        found.data,
        found.is_sample,
    )


def shown(found: Evaluation, spec: str, text: str) -> str:
    """Return the value in the claim's format."""
    try:
        return format(found.value, spec)
    except ValueError:
        raise problem(
            f"the claim {text!r} has the format {spec!r}", "one of Python's, such as .2%", "Correct it"
        ) from None


def plain_number(text: str) -> str:
    """Return a written number as Python reads it: no thousands separators, a plain minus.

    Example:
        >>> plain_number("−55,050 parameters")
        '-55050 parameters'
    """
    return re.sub(r"(?<=\d)[,\u202f\u00a0](?=\d{3})", "", text.replace("−", "-"))


def parse(text: str) -> float:
    """Return the value of a written number; a percentage is a hundredth.

    Example:
        >>> parse("97.5 %"), parse("1,185 parameters")
        (0.975, 1185.0)
    """
    found = NUMBER.search(plain_number(text))
    assert found
    return float(found[0]) * unit_of(text)


def unit_of(text: str) -> float:
    """Return 0.01 for percentages, else 1."""
    return 0.01 if "%" in text else 1.0


def tolerance_of(written: str, allowance: str) -> float:
    """Return the tolerance in the unit of the value: the one given, or half of the last digit written.

    Example:
        >>> round(tolerance_of("97.49%", "0.1"), 9), round(tolerance_of("97.49%", ""), 9)
        (0.001, 5e-05)
    """
    if allowance.strip():
        found = NUMBER.search(plain_number(allowance))
        if not found:
            raise problem(f"the tolerance is {allowance.strip()!r}", "a number", "Write e.g. ±0.1")
        return float(found[0]) * unit_of(written + allowance)
    digits = NUMBER.search(plain_number(written))
    if not digits:
        return 0.0
    mantissa, _, exponent = digits[0].lower().partition("e")
    decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
    return 0.5 * 10.0**-decimals * unit_of(written)
