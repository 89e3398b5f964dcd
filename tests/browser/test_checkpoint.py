"""The checkpoint widget: set patience, step, play, and compare what it shows with records and engine."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook import nn
from dlbook.runs.results import Results

CHAPTER = "improving/regression/"
WIDGET = "dl-checkpoint"
VARIANTS = ("raw", "standardised", "targets-too")
RECORD = Results().read("regression")


def ends(errors, patience):
    """Epochs that `dlbook.nn` keeps and stops after."""
    callback = nn.EarlyStopping("val_mse", patience=patience)
    trainer = SimpleNamespace(epoch=0, stop=False)
    callback.on_train_begin(trainer)
    for trainer.epoch, error in enumerate(errors, 1):
        callback.on_epoch_end(trainer, {"val_mse": error})
        if trainer.stop:
            break
    return callback.best_epoch, trainer.epoch


def near(text, expected):
    """Whether a number on the page is the expected one, but for rounding it twice."""
    return float(text) == pytest.approx(expected, abs=0.051 if "." in text else 0.51)


class Checkpoint(OnPage):
    """The widget on the page."""

    element = WIDGET

    def cell(self, name, kind="number"):
        return self.root.locator(f"td[data-{kind}={name}]").inner_text()

    def epoch(self):
        return int(self.cell("epochs"))

    def check(self, seed=12, patience=3, variant="raw", epoch=None):
        """Compare the table and the kept dots with the record and the engine."""
        curves = RECORD.curve(variant, "val_mse")
        errors = curves[RECORD.seeds.index(seed)]
        stopped = ends(errors, patience)[1]
        epoch = min(epoch or 32, stopped)
        assert self.epoch() == epoch
        assert near(self.cell("kept"), errors[:epoch].min())
        assert near(self.cell("lowest"), errors.min())
        assert near(self.cell("last"), errors[-1])
        pairs = [ends(row, patience) for row in curves]
        homes = [row[kept - 1] for row, (kept, _) in zip(curves, pairs, strict=True)]
        assert near(self.cell("kept", "mean"), np.mean(homes))
        assert near(self.cell("lowest", "mean"), curves.min(axis=1).mean())
        assert near(self.cell("last", "mean"), curves[:, -1].mean())
        assert near(self.cell("epochs", "mean"), np.mean([end for _, end in pairs]))
        if epoch == stopped:
            twice = int(np.sum(np.array(homes) > 2 * curves.min(axis=1)))
            words = f"{twice} are taken" if twice > 1 else ("one is taken" if twice else "none is taken")
            expect(self.status).to_contain_text(words)


@pytest.fixture
def checkpoint(visit):
    return Checkpoint(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(checkpoint):
    checkpoint.check()
    expect(checkpoint.status).to_contain_text("Seed 12 stops after epoch 6: no new lowest error in 3 epochs.")
    expect(checkpoint.root.locator(".cp-name-kept")).to_have_text("kept: 479")
    assert "?" not in checkpoint.page.url


def test_patience_and_seed_by_keyboard(checkpoint):
    checkpoint.slide("Patience", *["ArrowRight"] * 5)
    checkpoint.check(patience=8)
    checkpoint.slide("Seed", "ArrowLeft", "ArrowLeft")
    checkpoint.check(seed=10, patience=8)
    checkpoint.slide("Patience", "End")
    checkpoint.check(seed=10, patience=32)
    expect(checkpoint.status).to_contain_text("none stops early")
    slider = checkpoint.root.get_by_role("slider", name="Patience")
    assert slider.get_attribute("aria-valuetext") == "32, never gives up"
    checkpoint.press("Reset")
    checkpoint.check()


def test_stepping_through_the_seeds(checkpoint):
    checkpoint.slide("Seed", "End")
    checkpoint.check(seed=20)
    checkpoint.press("Next seed")
    checkpoint.check(seed=1)
    checkpoint.press("Next seed")
    checkpoint.check(seed=2)


@pytest.mark.parametrize(("place", "label"), [(1, "the inputs"), (2, "inputs and targets")])
def test_other_scalings(checkpoint, place, label):
    checkpoint.root.get_by_role("radio", name=label, exact=True).check()
    checkpoint.check(variant=VARIANTS[place])


def test_stepping_through_the_epochs(checkpoint):
    expect(checkpoint.root.get_by_role("button", name="Step")).to_be_disabled()
    checkpoint.press("Rewind")
    checkpoint.check(epoch=1)
    expect(checkpoint.status).to_contain_text("epoch 1: a new lowest error")
    for epoch in (2, 3, 4):
        checkpoint.press("Step")
        checkpoint.check(epoch=epoch)
    expect(checkpoint.status).to_contain_text("no new lowest for 1 epoch of 3")
    checkpoint.press("Step")
    checkpoint.press("Step")
    checkpoint.check()
    expect(checkpoint.root.get_by_role("button", name="Step")).to_be_disabled()


def test_play_runs_to_the_stop_and_pauses(visit):
    checkpoint = Checkpoint(visit(f"{CHAPTER}?checkpoint.patience=32"))
    checkpoint.press("Play")
    checkpoint.page.wait_for_timeout(700)
    checkpoint.press("Pause")
    epoch = checkpoint.epoch()
    assert 1 < epoch < 30
    checkpoint.page.wait_for_timeout(400)
    assert checkpoint.epoch() == epoch
    checkpoint.press("Reset")
    checkpoint.press("Play")
    checkpoint.root.get_by_role("button", name="Pause").wait_for()
    checkpoint.root.get_by_role("button", name="Play", exact=True).wait_for()
    checkpoint.check()


def test_less_motion_means_one_jump_to_the_end(visit):
    checkpoint = Checkpoint(visit(f"{CHAPTER}?checkpoint.epoch=2", reduced_motion="reduce"))
    checkpoint.check(epoch=2)
    checkpoint.press("Run to the end")
    checkpoint.check()


def test_a_tap_on_a_net_shows_its_curve(visit):
    checkpoint = Checkpoint(visit(CHAPTER, width=360, has_touch=True))
    crowd = checkpoint.root.locator(".cp-crowd")
    crowd.scroll_into_view_if_needed()
    box = crowd.bounding_box()
    assert box["x"] + box["width"] <= 360
    step = (box["width"] - 56) / 20
    checkpoint.page.touchscreen.tap(box["x"] + 40 + 14.5 * step, box["y"] + 60)
    checkpoint.check(seed=15)
    assert checkpoint.page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_state_is_in_the_address(checkpoint):
    page = checkpoint.page
    checkpoint.root.get_by_role("radio", name="the inputs", exact=True).check()
    checkpoint.slide("Patience", "ArrowRight")
    page.wait_for_url(re.compile(r"\?checkpoint\.scaled=1&checkpoint\.patience=4$"))
    page.reload()
    Checkpoint(page).check(variant="standardised", patience=4)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("checkpoint.patience=0", "The patience \u201c0\u201d is not one of 1 to 32"),
        ("checkpoint.seed=21", "The seed \u201c21\u201d"),
        ("checkpoint.luck=1", "There is no \u201cluck\u201d to set."),
    ],
)
def test_bad_state_is_ignored_with_a_visible_note(visit, query, words):
    checkpoint = Checkpoint(visit(f"{CHAPTER}?{query}"))
    expect(checkpoint.root.locator(".dl-note")).to_contain_text(words)
    checkpoint.check()


def test_axe_finds_nothing_after_a_change(visit, violations):
    checkpoint = Checkpoint(visit(CHAPTER))
    checkpoint.press("Rewind")
    assert violations(checkpoint.page, checkpoint.element) == []
