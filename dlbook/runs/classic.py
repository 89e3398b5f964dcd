"""The table "Reproducing the classic numbers": published values beside ours, and a verdict for each.

Published values come from single runs, so the question is whether ours, over seeds, would make such a run
likely: it is *reproduced* if the published value lies where 95 of 100 further runs would, and *within noise*
if it is a difference that our runs cannot tell from none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, sqrt

from dlbook.runs.record import Array
from dlbook.runs.results import Results
from dlbook.runs.statistics import Summary, summarise, t_quantile

MISSING = "not recorded yet"


@dataclass(frozen=True)
class Classic:
    """A published number and where ours is.

    Args:
        what: the number in words.
        published: its value.
        run: the run that has ours.
        values: takes our numbers, one a seed, from the records.
        form: Python's format of a value.
        slack: how far from the published value rounding in print may have moved it.
        is_share: whether it is a share of seeds, which our interval of the mean is to hold.
        is_difference: whether it is a difference between two nets, which may be within noise.
        why: what explains it if it is not reproduced.
    """

    what: str
    published: float
    run: str
    values: Callable[[Results], Array]
    form: str = ".2f"
    slack: float = 0.0
    is_difference: bool = False
    is_share: bool = False
    why: str = ""

    def verdict(self, ours: Summary) -> str:
        """Return what may be said, given our numbers.

        Args:
            ours: mean, spread and interval over seeds.

        Returns:
            ``"reproduced"``, ``"within noise"`` or ``"not reproduced"`` with the reason.
        """
        if self.is_difference and ours.n > 1 and ours.low <= 0 <= ours.high:
            return "within noise: our interval holds 0"
        low, high = (ours.low, ours.high) if self.is_share else further_run(ours)
        if low - self.slack <= self.published <= high + self.slack:
            return "reproduced"
        side = "larger" if ours.mean > self.published else "smaller"
        return f"not reproduced: ours is {side}" + (f" ({self.why})" if self.why else "")


@dataclass(frozen=True)
class Row:
    """One row of the table, in words."""

    what: str
    published: str
    ours: str
    interval: str
    seeds: str
    verdict: str


def further_run(ours: Summary) -> tuple[float, float]:
    """Return between which values 95 of 100 further single runs would lie: mean -+ t s sqrt(1 + 1 / n).

    Example:
        >>> low, high = further_run(summarise([1.0, 2.0, 3.0]))
        >>> round(low, 2), round(high, 2)
        (-2.97, 6.97)
    """
    if ours.n < 2:
        return ours.mean, ours.mean
    half = t_quantile(ours.n - 1) * ours.sd * sqrt(1 + 1 / ours.n)
    return ours.mean - half, ours.mean + half


def of(run: str, variant: str, metric: str, at: str = "final") -> Callable[[Results], Array]:
    """Return what takes a metric's values from a record."""
    return lambda results: results.read(run).values(variant, metric, at)


def errors_removed(results: Results) -> Array:
    """Return which share of the intermediate net's errors the deep net's best epoch removes, a number a seed.

    Both nets are taken at their best epoch on the test set, as published.
    """
    few, many = (1 - of(run, "classic", "val_accuracy", "best")(results) for run in ("deep", "intermediate"))
    return 1 - few / many


def distinct_share(results: Results) -> Array:
    """Return for each encoder whether its eight codes are distinct (1 or 0)."""
    return of("encoder", "classic", "all_distinct")(results)


DEEP_WHY = "the published run is one, picked at its best epoch by the test set"
EARLY_WHY = (
    "outputs start near 0, and some 50 steps an epoch at the rate 0.001 take about 20 epochs to reach prices "
    "of 22, here and in Keras; the published curve looks like a second call of fit, as chapter 13 shows"
)
LATE_WHY = "the published log is one run of a net whose early epochs we cannot reproduce either"
CLASSICS = (
    Classic(
        "Shallow net, accuracy after 200 epochs",
        0.86,
        "shallow",
        of("shallow", "classic", "val_accuracy"),
        ".2%",
        0.005,
        why="the published value is given as about 86 %",
    ),
    Classic(
        "The same in Keras",
        0.86,
        "keras-shallow",
        of("keras-shallow", "classic", "val_accuracy"),
        ".2%",
        0.005,
        why="the published value is given as about 86 %",
    ),
    Classic(
        "Intermediate net, best accuracy within 20 epochs",
        0.976,
        "intermediate",
        of("intermediate", "classic", "val_accuracy", "best"),
        ".2%",
        0.0005,
    ),
    Classic(
        "The same in Keras",
        0.976,
        "keras-intermediate",
        of("keras-intermediate", "classic", "val_accuracy", "best"),
        ".2%",
        0.0005,
    ),
    Classic(
        "Deep net, accuracy at epoch 15",
        0.9787,
        "deep",
        of("deep", "classic", "val_accuracy", "epoch15"),
        ".2%",
        0.00005,
        why=DEEP_WHY,
    ),
    Classic(
        "Deep net, best accuracy within 20 epochs",
        0.9787,
        "deep",
        of("deep", "classic", "val_accuracy", "best"),
        ".2%",
        0.00005,
        why=DEEP_WHY,
    ),
    Classic(
        "The same in Keras",
        0.9787,
        "keras-deep",
        of("keras-deep", "classic", "val_accuracy", "best"),
        ".2%",
        0.00005,
        why=DEEP_WHY,
    ),
    Classic(
        "Share of the intermediate net's errors that the deep net removes",
        0.11,
        "deep",
        errors_removed,
        ".1%",
        0.005,
        is_difference=True,
        why="two single runs lie behind it",
    ),
    *(
        Classic(
            f"Boston housing, raw inputs: {what}",
            published,
            "regression",
            of("regression", "raw", metric, at),
            ".1f",
            0.05,
            why=EARLY_WHY if at in ("first", "epoch3") else LATE_WHY,
        )
        for what, published, metric, at in (
            ("validation error after epoch 1", 56.6, "val_loss", "first"),
            ("validation error after epoch 3 (same log)", 23.9, "val_loss", "epoch3"),
            ("lowest validation error (called so; epoch 22)", 25.7, "val_loss", "best"),
            ("validation error after epoch 32", 56.5, "val_loss", "final"),
            ("prediction for row 42 (true price 14.1)", 20.88, "best_row_42", "final"),
        )
    ),
    *(
        Classic(
            f"Boston housing, raw inputs, in Keras: validation error after epoch {epoch}",
            published,
            "keras-regression",
            of("keras-regression", "raw", "val_loss", f"epoch{epoch}"),
            ".1f",
            0.05,
            why=EARLY_WHY if epoch < 4 else LATE_WHY,
        )
        for epoch, published in ((1, 56.6), (3, 23.9), (32, 56.5))
    ),
    Classic(
        "8-3-8 encoder, summed squared error after 5,000 epochs",
        0.055,
        "encoder",
        of("encoder", "classic", "sse"),
        ".3f",
        0.0005,
    ),
    Classic(
        "8-3-8 encoder, share of seeds with eight distinct codes",
        0.8,
        "encoder",
        distinct_share,
        ".0%",
        is_share=True,
    ),
)


def rows(results: Results, classics: tuple[Classic, ...] = CLASSICS) -> list[Row]:
    """Return the table's rows from the records.

    Args:
        results: the records; a row whose record is missing says so.
        classics: the published numbers.

    Returns:
        One row a number.
    """
    return [row_of(classic, results) for classic in classics]


def row_of(classic: Classic, results: Results) -> Row:
    """Return one row: published value, our mean with its interval and seeds, verdict."""
    published = shown(classic.published, classic.form)
    try:
        values = classic.values(results)
    except ValueError:
        return Row(classic.what, published, "", "", "", MISSING)
    ours, form = summarise(values), classic.form
    if not isfinite(ours.mean):
        return Row(classic.what, published, "none ended", "", str(len(values)), "not reproduced")
    interval = f"{shown(ours.low, form)} to {shown(ours.high, form)}" if ours.n > 1 else ""
    return Row(classic.what, published, shown(ours.mean, form), interval, str(ours.n), classic.verdict(ours))


def shown(value: float, form: str) -> str:
    r"""Return a value as readers write it.

    Example:
        >>> shown(0.9751, ".1%"), shown(-2.25, ".1f")
        ('97.5\xa0%', '−2.2')
    """
    return f"{value:{form}}".replace("-", "\N{MINUS SIGN}").replace("%", "\N{NO-BREAK SPACE}%")


def classic_table(results: Results | None = None) -> str:
    """Return the table "Reproducing the classic numbers" in Markdown.

    Args:
        results: the records; the book's own by default.

    Returns:
        Header and rows.
    """
    lines = [
        "| Number | Published | Ours, mean | 95 % interval | Seeds | Verdict |",
        "| --- | --: | --: | :-: | --: | --- |",
    ]
    for row in rows(results or Results()):
        numbers = f"{row.published} | {row.ours} | {row.interval} | {row.seeds}"
        lines.append(f"| {row.what} | {numbers} | {emphasised(row.verdict)} |")
    return "\n".join(lines)


def emphasised(verdict: str) -> str:
    """Return a verdict with its first words, before the reason, in bold."""
    word, colon, reason = verdict.partition(":")
    return verdict if verdict == MISSING else f"**{word}**{colon}{reason}"
