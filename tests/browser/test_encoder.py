"""The encoder: press, drag, type, and compare the codes that it shows with those of a training in Python."""

import re
from functools import cache

import numpy as np
import pytest
from browser.on_page import OnPage
from playwright.sync_api import expect

from dlbook import nn

CHAPTER = "first-look/networks/"
WIDGET = "dl-encoder"
PATTERNS = np.eye(8)
WORD = 2**32 - 1


def uniform(seed):
    """The widget's stream of random numbers (mulberry32)."""
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & WORD
        word = ((state ^ (state >> 15)) * (state | 1)) & WORD
        word ^= (word + (((word ^ (word >> 7)) * (word | 61)) & WORD)) & WORD
        yield ((word ^ (word >> 14)) & WORD) / 2**32


@cache
def engine(seed, epochs):
    """Hidden activations and outputs after some epochs, by `dlbook.nn`."""
    net = nn.Sequential([nn.Dense(3, activation="sigmoid"), nn.Dense(8, activation="sigmoid")])
    net.build((8,), rng=np.random.default_rng(0), dtype=np.float64)
    draw = uniform(seed)
    for w in net.params.values():
        w[...] = np.array([-0.1 + 0.2 * next(draw) for _ in range(w.size)]).reshape(w.shape)
    if epochs:
        nn.fit(
            net,
            PATTERNS,
            PATTERNS,
            cost="quadratic",
            optimizer=nn.Momentum(0.15, momentum=0.3),
            batch_size=1,
            epochs=epochs,
            shuffle=False,
            rng=np.random.default_rng(0),
            verbose=0,
        )
    outputs = net.layer_outputs(PATTERNS)
    return outputs["dense_1"], outputs["dense_2"]


class Encoder(OnPage):
    """The widget on the page."""

    element = WIDGET

    def epoch(self):
        return int(self.slider("Epoch").input_value())

    def place(self, message):
        return self.root.locator(".en-disc").filter(has_text=str(message)).bounding_box()

    def check(self, seed, epochs):
        """Wait for the training, then compare every number shown with the engine's."""
        codes, outputs = engine(seed, epochs)
        error = ((outputs - PATTERNS) ** 2).sum()
        words = f"{error:.3f}" if error < 0.995 else f"{error:.2f}"
        expect(self.status).to_contain_text(f"add up to {words}.", timeout=30_000)
        for i, row in enumerate(self.root.locator("tbody tr").all()):
            shown = [float(text) for text in row.locator(".en-bar").all_inner_texts()]
            assert shown == pytest.approx(codes[i].tolist(), abs=0.00501)
            assert row.locator(".en-code").inner_text() == "".join(str(int(a > 0.5)) for a in codes[i])
            answer = outputs[i].argmax()
            mark = "✓" if answer == i else "✗"
            assert row.locator(".en-back").inner_text() == f"{answer + 1} {mark}"


@pytest.fixture
def encoder(visit):
    return Encoder(visit(CHAPTER))


def test_it_makes_its_point_before_it_is_touched(encoder):
    encoder.check(7, 1000)
    expect(encoder.status).to_contain_text("Messages 1 and 6 are still away from the corners.")
    expect(encoder.root.locator(".en-disc[data-mood=open]")).to_have_count(2)
    assert "?" not in encoder.page.url


def test_step_reset_and_the_end(encoder):
    encoder.check(7, 1000)
    encoder.press("Step")
    encoder.check(7, 1020)
    encoder.press("Reset")
    encoder.check(7, 0)
    expect(encoder.status).to_contain_text("lie together in the middle of the cube")
    encoder.press("Step")
    encoder.check(7, 5)
    encoder.slider("Epoch").focus()
    encoder.page.keyboard.press("End")
    encoder.check(7, 5000)
    expect(encoder.status).to_contain_text("eight different codes")
    expect(encoder.root.get_by_role("button", name="Step")).to_be_disabled()
    expect(encoder.root.locator(".en-twin")).to_have_count(0)


def test_another_seed_may_share_a_code(visit):
    encoder = Encoder(visit(CHAPTER + "?encoder.seed=1&encoder.epoch=5000"))
    encoder.check(1, 5000)
    encoder.press("Next seed")
    encoder.check(2, 5000)
    expect(encoder.status).to_contain_text("Messages 5 and 6 round to the same code")
    expect(encoder.root.locator(".en-twin")).to_have_count(2)
    encoder.page.wait_for_url(re.compile(r"encoder\.epoch=5000&encoder\.seed=2"))


def test_the_codes_are_where_the_cube_has_them(encoder):
    """Turned by nothing, the first neuron runs to the right and the third upwards."""
    encoder.check(7, 1000)
    encoder.slider("Epoch").focus()
    encoder.page.keyboard.press("End")
    encoder.check(7, 5000)
    codes = engine(7, 5000)[0]
    zero = encoder.slider("Turn the cube")
    zero.fill("0")
    one, other = (
        int(np.flatnonzero((codes.round() == code).all(axis=1))[0]) + 1 for code in ([0, 0, 0], [1, 0, 1])
    )
    low, high = encoder.place(one), encoder.place(other)
    assert high["x"] > low["x"] + 60
    assert high["y"] < low["y"] - 60


def test_dragging_turns_the_cube_and_playing_goes_on(encoder):
    encoder.press("Play")
    cube = encoder.root.locator(".en-cube")
    cube.scroll_into_view_if_needed()
    box = cube.bounding_box()
    encoder.drag((box["x"] + 60, box["y"] + 60), (box["x"] + 120, box["y"] + 60))
    assert encoder.slider("Turn the cube").input_value() == "56"
    expect(encoder.root.get_by_role("button", name="Pause")).to_be_visible()
    encoder.press("Pause")
    encoder.check(7, encoder.epoch())


def test_play_starts_from_the_beginning_and_pauses(encoder):
    encoder.check(7, 1000)
    encoder.press("Play")
    encoder.page.wait_for_timeout(600)
    encoder.press("Pause")
    epoch = encoder.epoch()
    assert 0 < epoch < 500
    encoder.check(7, epoch)
    encoder.page.wait_for_timeout(300)
    assert encoder.epoch() == epoch


def test_it_waits_off_screen(encoder):
    page = encoder.page
    encoder.press("Play")
    page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
    page.wait_for_timeout(300)
    before = encoder.epoch()
    page.wait_for_timeout(400)
    assert encoder.epoch() == before


def test_no_frame_takes_long(encoder):
    """5,000 epochs are trained in slices: the page stays free for the reader."""
    page = encoder.page
    page.evaluate(
        "() => { window.longest = 0; const watch = new PerformanceObserver((list) => "
        "list.getEntries().forEach((one) => { window.longest = Math.max(window.longest, one.duration); }));"
        " watch.observe({ type: 'longtask' }); }"
    )
    encoder.slide("Epoch", "End")
    encoder.check(7, 5000)
    longest = []
    for _ in range(3):
        page.evaluate("window.longest = 0")
        encoder.press("Next seed")
        expect(encoder.status).not_to_contain_text("Training up to")
        longest.append(page.evaluate("window.longest"))
    assert min(longest) < 200  # a busy machine stretches a slice of 30 ms


def test_a_tap_on_a_phone(visit):
    encoder = Encoder(visit(CHAPTER, width=360, has_touch=True))
    encoder.root.get_by_role("button", name="Reset").tap()
    encoder.check(7, 0)
    assert encoder.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_less_motion_means_one_jump_to_the_end(visit):
    encoder = Encoder(visit(CHAPTER, reduced_motion="reduce"))
    encoder.press("Run to the end")
    encoder.check(7, 5000)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("encoder.epoch=7", "The epoch “7” is not one of 0 to 5000"),
        ("encoder.seed=0", "The seed “0”"),
        ("encoder.size=3", "There is no “size” to set."),
    ],
)
def test_bad_state_is_ignored_with_a_visible_note(visit, query, words):
    encoder = Encoder(visit(f"{CHAPTER}?{query}"))
    expect(encoder.root.locator(".dl-note")).to_contain_text(words)
    encoder.check(7, 1000)


def test_it_can_be_used_by_everyone(visit, violations):
    for scheme in ("light", "dark"):
        encoder = Encoder(visit(CHAPTER, color_scheme=scheme))
        encoder.check(7, 1000)
        assert violations(encoder.page, WIDGET) == []


def test_taken_out_and_put_back_it_still_works(encoder):
    encoder.press("Play")
    encoder.take_out_and_put_back()
    encoder.press("Reset")
    encoder.press("Step")
    encoder.check(7, 5)
