"""Claims take their numbers from records, and drift is seen."""

import numpy as np
import pytest

from dlbook.runs import Results, claim
from dlbook.runs.executor import execute
from dlbook.runs.files import read_json, to_text, write_text


@pytest.fixture
def results(make, places):
    Fake = make["Fake"]
    nets = {"classic": Fake(), "1e-2": Fake(offset=10.0)}
    execute([make["fake"](name="deep-net", variants=nets), make["fake"](name="base")], places=places)
    execute([make["fake"](name="other", seeds=(4, 5))], places=places)
    return Results(places.results)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("deep-net.classic.val_accuracy.final.mean:.2%", "92.20%"),
        ("deep-net.val_accuracy.mean:.2%", "92.20%"),
        ("deep-net.val_accuracy.first.mean:.2%", "90.20%"),
        ("deep-net.val_accuracy.epoch2.mean:.2%", "91.20%"),
        ("deep-net.val_accuracy.best_epoch.mean:.0f", "3"),
        ("deep-net.1e-2.loss.seed3:.1f", "11.0"),
        ("deep-net.loss.sd:.3f", "0.333"),
        ("deep-net.loss.n:.0f", "3"),
        ("deep-net.loss.least:.2f", "0.33"),
        ("deep-net.loss.median:.2f", "0.67"),
        ("1 - deep-net.test_accuracy.mean:.1%", "9.8%"),
        ("100 * (deep-net.1e-2.loss.mean - base.one.loss.mean) / 4:.0f", "250"),
        ("mean(deep-net.1e-2.loss - base.one.loss):.1f", "10.0"),
        ("sd(deep-net.1e-2.loss - base.one.loss):.1f", "0.0"),
        ("deep-net.loss.mean", "0.6667"),
    ],
)
def test_expressions(results, text, shown):
    assert claim(text, results).text == shown


def test_the_interval_of_a_claim_is_over_seeds(results):
    values = results.read("deep-net").values("classic", "loss")
    half = 4.302652729911275 * values.std(ddof=1) / np.sqrt(3)  # 97.5 % point of t with 2 degrees of freedom
    assert claim("deep-net.loss.half:.6f", results).value == pytest.approx(half)
    assert claim("deep-net.loss.low", results).value == pytest.approx(values.mean() - half)


@pytest.mark.parametrize(
    ("promise", "drifted"),
    [
        ("92.20%", False),
        ("92.2 %", False),
        ("92.21%", True),
        ("92.1% ±0.1", False),
        ("92.1% +-0.05", True),
        ("0.922", False),
        ("0.93 ± 0.01", False),
        ("0.93", True),
        ("9.22e-1", False),
        ("92%", False),
        ("91%", True),
    ],
)
def test_drift_is_judged_by_the_tolerance_or_by_the_last_digit(results, promise, drifted):
    found = claim(f"deep-net.val_accuracy.mean:.2% ~ {promise}", results)
    assert found.drifted is drifted
    assert found.text == "92.20%"


def test_thousands_and_minus_signs_are_read_as_people_write_them(results):
    assert not claim("1185 * base.two.loss.n / 3:,.0f ~ 1,185 parameters", results).drifted
    assert not claim("0 - base.two.loss.n:.0f ~ −3", results).drifted


def test_a_complaint_says_all_that_is_needed_to_mend(results):
    text = claim("deep-net.val_accuracy.mean:.2% ~ 97.49% ±0.1", results).complaint()
    for part in ("97.49%", "92.20%", "0.922", "0.001", "deep-net.val_accuracy.mean", "dlbook run deep-net"):
        assert part in text


def test_a_row_of_the_ledger(results):
    row = claim("deep-net.loss.mean - other.loss.mean:.2f ~ -0.83", results).ledger_row("docs/a.md", 12)
    assert row["page"] == "docs/a.md"
    assert row["line"] == 12
    assert row["runs"] == ["deep-net", "other"]
    assert row["seeds"] == 2
    assert row["text"] == row["written"] == "-0.83"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("deep-nett.loss.mean", "'deep-net' was meant"),
        ("deep-net.clasic.loss.mean", "'classic' was meant"),
        ("deep-net.classic.los.mean", "'loss' was meant"),
        ("deep-net.classic.loss.finl.mean", "'final' was meant"),
        ("deep-net.classic.loss.seed9", "no seed of deep-net 'seed9'"),
        ("deep-net.classic", "names no metric"),
        ("deep-net.classic.loss.mean.mean", "goes on after the statistic"),
        ("deep-net.classic.loss", "one number a seed"),
        ("0.5", "names no record"),
        ("mean(base.loss - other.loss)", "different seeds"),
        ("deep-net.loss.mean +", "cannot be computed"),
        ("abs(deep-net.loss.mean)", "cannot be computed"),
        ("__import__('os').system('true')", "names no record|no record of|cannot be computed"),
        ("deep-net.loss.mean:.2q", "format '.2q'"),
        ("deep-net.loss.mean:.2f ~ about", "no number after ~"),
        ("deep-net.loss.mean:.2f ~ 0.67 ± some", "tolerance is 'some'"),
    ],
)
def test_what_cannot_be_read_is_named(results, text, message):
    with pytest.raises(ValueError, match=message):
        claim(text, results)


def test_drift_is_not_judged_on_the_sample(results):
    path = results.path("base")
    content = read_json(path)
    content["data"]["sample"] = True
    write_text(path, to_text(content))
    found = claim("base.loss.mean:.2f ~ 99", Results(results.folder))
    assert found.is_sample
    assert not found.drifted


def test_a_value_that_is_no_number_has_drifted(make, places, results):
    nothing = make["fake"](name="lost", variants={"one": make["Fake"](offset=float("inf"))})
    execute([nothing], places=places)
    assert claim("lost.loss.mean:.2f ~ 0.67", Results(places.results)).drifted
