"""The table of classic numbers says what the records say; the stores hold what their record holds."""

import numpy as np
import pytest

from dlbook.nn import models
from dlbook.runs import classic, datasets, registry, stores
from dlbook.runs.classic import Classic, classic_table, further_run, row_of
from dlbook.runs.jobs.quantised import packed, quantised
from dlbook.runs.record import Record
from dlbook.runs.results import Results
from dlbook.runs.statistics import summarise

RESULTS = Results()


class Fixed:
    """Records with given values."""

    def __init__(self, **values):
        self._values = values

    def read(self, name):
        if name not in self._values:
            raise ValueError(name)
        curves = {"val_accuracy": self._values[name]}
        part = {"history": curves, "final": {}, "arrays": {}}
        return Record({"run": name, "seeds": [], "results": {"classic": part}})


def verdict(published, values, **more):
    number = Classic("x", published, "r", lambda results: np.array(values), **more)
    return number.verdict(summarise(values))


def test_a_likely_single_run_is_reproduced_and_an_unlikely_one_is_not():
    values = [1.0, 1.1, 0.9, 1.05, 0.95]
    assert verdict(1.15, values) == "reproduced"
    assert verdict(2.0, values, why="luck") == "not reproduced: ours is smaller (luck)"
    assert verdict(0.0, values) == "not reproduced: ours is larger"
    assert verdict(2.0, values, slack=1.0) == "reproduced"


def test_a_difference_whose_interval_holds_zero_is_noise():
    assert verdict(0.11, [0.2, -0.15, 0.1, -0.1], is_difference=True).startswith("within noise")
    assert verdict(0.11, [0.1, 0.12, 0.11], is_difference=True) == "reproduced"
    assert verdict(0.11, [0.2, -0.15, 0.1, -0.1]) == "reproduced"


def test_the_band_for_a_further_run_holds_95_of_100_of_them():
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(2000):
        *seen, new = rng.normal(size=6)
        low, high = further_run(summarise(seen))
        inside += low <= new <= high
    assert inside / 2000 == pytest.approx(0.95, abs=0.015)


def test_errors_removed_are_taken_at_best_epochs_seed_by_seed():
    results = Fixed(deep=[[0.9, 0.98], [0.98, 0.97]], intermediate=[[0.96, 0.9], [0.9, 0.975]])
    assert classic.errors_removed(results).tolist() == pytest.approx([0.5, 0.2])


def test_a_share_of_seeds_is_judged_by_the_interval_of_the_mean():
    codes = [1.0] * 9 + [0.0]
    assert verdict(0.85, codes, is_share=True) == "reproduced"
    assert verdict(0.2, codes, is_share=True).startswith("not reproduced")
    assert verdict(0.2, codes) == "reproduced"  # a single seed is 0 or 1, so its band says nothing


def test_a_missing_record_is_named_as_such_and_breaks_nothing():
    rows = classic.rows(Fixed())
    assert {row.verdict for row in rows} == {classic.MISSING}
    assert len(classic_table(Fixed()).splitlines()) == 2 + len(classic.CLASSICS)


def test_a_row_shows_mean_interval_seeds_and_verdict():
    number = Classic("x", 0.5, "r", lambda results: np.array([0.97, 0.98]), ".1%", why="luck")
    row = row_of(number, Fixed())
    assert (row.ours, row.interval, row.seeds) == ("97.5\xa0%", "91.1\xa0% to 103.9\xa0%", "2")
    assert classic.emphasised(row.verdict) == "**not reproduced**: ours is larger (luck)"


def test_every_row_names_a_run_and_a_metric_that_exist():
    for number in classic.CLASSICS:
        assert number.run in registry.all_runs()
        if number.run in RESULTS:
            assert row_of(number, RESULTS).verdict != classic.MISSING or number.is_difference


def test_published_values_are_those_of_the_literature():
    values = [number.published for number in classic.CLASSICS]
    assert {0.86, 0.976, 0.9787, 56.6, 25.7, 56.5, 23.9, 20.88} <= set(values)
    assert pytest.approx(0.11, abs=0.005) == 1 - (1 - 0.9787) / (1 - 0.976)


@pytest.fixture
def made(tmp_path):
    """Records of three nets that nobody trained."""
    parts = {}
    for name in stores.NETS:
        net = models.get(name).build(rng=np.random.default_rng(len(name)))
        kept = quantised({**net.params, **net.state})
        weights = {key: packed(array) for key, array in kept.items()}
        parts[name] = {"history": {}, "final": {}, "arrays": {"weights": [weights]}}
    results = Results(tmp_path)
    results._kept[stores.RUN] = Record({"run": stores.RUN, "seeds": [1], "results": parts})
    return results


def test_the_file_of_nets_is_small_and_its_kernels_are_bytes(made, tmp_path):
    content = stores.nets_file(made)
    assert content == stores.nets_file(made)
    assert len(content) < 200_000
    (tmp_path / "nets.npz").write_bytes(content)
    with np.load(tmp_path / "nets.npz") as file:
        kernels = [key for key in file.files if key.endswith("kernel")]
        assert len(kernels) == 2 + 3 + 4
        assert all(file[key].dtype == np.int8 for key in kernels)
        net = stores.kept_net(made, "deep")
        scale = file["deep/dense_4/kernel.scale"]
        np.testing.assert_array_equal(file["deep/dense_4/kernel"] * scale, net.params["dense_4/kernel"])


def test_the_store_of_digits_has_samples_mistakes_and_the_licence(made, tmp_path):
    digits = datasets.load("mnist", sample=True)
    (tmp_path / "digits.npz").write_bytes(stores.digits_file(made, digits))
    assert (tmp_path / "digits.npz").stat().st_size < 60_000
    with np.load(tmp_path / "digits.npz") as file:
        assert "ShareAlike 3.0" in str(file["licence"])
        assert "MNIST" in str(file["source"])
        np.testing.assert_array_equal(
            file["images"].reshape(-1, 784), np.round(digits.x_test[file["rows"]] * 255)
        )
        labels = digits.y_test.argmax(axis=1)
        np.testing.assert_array_equal(file["labels"], labels[file["rows"]])
        assert min(np.bincount(file["labels"])) >= stores.SAMPLES
        answers = file["probabilities"].argmax(axis=2)
        for name, stored in zip(stores.NETS, answers.T, strict=True):
            wrong = stores.kept_net(made, name).predict(digits.x_test).argmax(axis=1) != labels
            assert set(np.flatnonzero(wrong)[: stores.MISTAKES]) <= set(file["rows"])
            assert (stored != file["labels"]).sum() >= stores.MISTAKES


def test_the_first_digits_of_each_class_and_the_first_mistakes_are_chosen():
    labels = np.tile(np.arange(10), 100)
    answers = np.stack([labels, labels.copy()])
    answers[1, 500:] = (labels[500:] + 1) % 10
    expected = [*range(100), *range(500, 540)]
    assert stores.chosen_digits(labels, answers).tolist() == expected


@pytest.mark.skipif(stores.RUN not in RESULTS, reason="not recorded yet")
def test_the_files_beside_the_records_are_those_of_the_record():
    assert (RESULTS.folder / "digit-nets.npz").read_bytes() == stores.nets_file(RESULTS)
    with np.load(RESULTS.folder / "test-digits.npz") as file:
        images = file["images"].reshape(-1, 784).astype(np.float32) / 255
        for i, name in enumerate(stores.NETS):
            again = stores.kept_net(RESULTS, name).predict(images)
            np.testing.assert_allclose(again, file["probabilities"][:, i], atol=2e-3)


@pytest.mark.skipif(stores.RUN not in RESULTS, reason="not recorded yet")
def test_rounding_to_eight_bits_costs_next_to_nothing():
    record = RESULTS.read(stores.RUN)
    for name in stores.NETS:
        before, after = (record.values(name, m)[0] for m in ("float_test_accuracy", "test_accuracy"))
        assert abs(before - after) < 0.003
        if name in RESULTS:
            trained = RESULTS.read(name)
            recorded = trained.values("clean", "test_accuracy")[trained.seeds.index(1)]
            assert before == pytest.approx(recorded, abs=0.003)
