import re
from itertools import combinations, pairwise

import numpy as np
import pytest

from dlbook.figures.theme import AREAS, PALETTE, ROLE_OF, TEXT, contrast, css, ramp, role, themed

BOTH = (0, 1)

# Machado, Oliveira & Fernandes (2009): what people without one kind of cone see, in linear RGB.
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# Roles that meet in one figure.
TOGETHER = [
    ("quadratic", "entropy"),
    *combinations(("data", "model", "target", "gradient"), 2),
    ("good", "bad"),
]


def oklab(colour, sight):
    srgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.asarray(SIGHT[sight]) @ linear, 0, 1)
    cones = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]]) @ linear
    to_lab = [[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]]
    return np.array(to_lab) @ np.cbrt(cones)


@pytest.mark.parametrize("mode", BOTH)
@pytest.mark.parametrize("name", TEXT)
def test_text_is_legible_on_paper_panel_and_its_own_fill(name, mode):
    fills = ["paper", "panel", "ramp-2"] + [f"{name}-fill"] * (f"{name}-fill" in PALETTE)
    for fill in fills:
        assert contrast(PALETTE[name][mode], PALETTE[fill][mode]) >= 4.5, fill


@pytest.mark.parametrize("mode", BOTH)
@pytest.mark.parametrize("name", [*TEXT, "shell-edge"])
def test_lines_stand_out_from_every_ground(name, mode):
    for fill in ("paper", "panel", "ramp-0", "ramp-9", "ground", "ground-deep"):
        assert contrast(PALETTE[name][mode], PALETTE[fill][mode]) >= 3, fill


@pytest.mark.parametrize("mode", BOTH)
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("pair", TOGETHER)
def test_colours_that_meet_are_told_apart_by_everyone(pair, sight, mode):
    one, other = (oklab(PALETTE[name][mode], sight) for name in pair)
    assert np.linalg.norm(one - other) > 0.04


def test_every_role_has_a_light_shade_of_its_own():
    assert len(ROLE_OF) == len(PALETTE)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", shade) for shades in PALETTE.values() for shade in shades)


def test_roles_follow_the_theme_and_return_to_light():
    with themed("dark"):
        assert role("ink") == PALETTE["ink"][1]
    assert role("ink") == PALETTE["ink"][0]


def test_an_unknown_role_names_the_nearest():
    with pytest.raises(ValueError, match="Perhaps 'gradient' was meant"):
        role("gradiant")


@pytest.mark.parametrize("steps", [1, 11])
def test_a_ramp_has_two_to_ten_steps(steps):
    with pytest.raises(ValueError, match="2 to 10"):
        ramp(steps)


@pytest.mark.parametrize("mode", BOTH)
def test_a_ramp_moves_away_from_the_paper(mode):
    away = [contrast(PALETTE[f"ramp-{i}"][mode], PALETTE["paper"][mode]) for i in range(10)]
    assert all(low < high for low, high in pairwise(away))


def test_the_page_gets_every_role_in_both_themes_and_prints_light():
    rules = css()
    light, dark, printed = re.findall(r"\{((?:--fig-(?!font)[\w-]+:[^}]+))\}", rules)
    assert light == printed
    for index, block in enumerate((light, dark)):
        found = dict(part.split(":") for part in block.rstrip(";").split(";"))
        assert found == {f"--fig-{name}": shades[index] for name, shades in PALETTE.items()}
    assert '[data-md-color-scheme="slate"]' in rules


def test_no_role_is_named_twice():
    assert not set(TEXT) & set(AREAS)
