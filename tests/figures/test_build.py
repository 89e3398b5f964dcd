import json
import os
import subprocess
import sys

import pytest

from dlbook.figures import build
from dlbook.figures.export import inline_svg, manifest


def states(outcomes):
    return {outcome.id: outcome.state for outcome in outcomes}


def edit(places, old, new, file="some_chapter.py"):
    path = places.code / places.chapters / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    for module in [name for name in sys.modules if name.startswith(places.chapters)]:
        del sys.modules[module]
    build.REGISTRY.pop("first-figure", None)
    build.REGISTRY.pop("second-figure", None)


@pytest.fixture
def built(places):
    assert states(build.update([], places)) == {"first-figure": "written", "second-figure": "written"}
    return places


def test_files_and_manifest_agree(built):
    import hashlib

    entries = manifest(built.figures)
    assert list(entries) == ["first-figure", "second-figure"]
    for id, entry in entries.items():
        content = (built.figures / f"{id}.svg").read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)
        assert entry["chapter"] == "some-chapter"
        assert entry["source"] == f"{built.chapters}/some_chapter.py"
        assert (entry["width"], entry["height"]) == (480, 200)


def test_nothing_is_drawn_again_when_nothing_changed(built, monkeypatch):
    monkeypatch.setattr(build, "draw_one", lambda *_: pytest.fail("drawn again"))
    assert set(states(build.update([], built)).values()) == {"up to date"}


def test_a_changed_function_redraws_itself_alone(built):
    edit(built, '[0, 1], [0, height()], "o-"', '[0, 1], [height(), 0], "o-"')
    assert states(build.check([], built)) == {"first-figure": "stale", "second-figure": "fresh"}
    assert states(build.update([], built)) == {"first-figure": "written", "second-figure": "up to date"}
    assert states(build.check([], built)) == {"first-figure": "fresh", "second-figure": "fresh"}


def test_a_changed_import_counts_and_a_comment_does_not(built):
    edit(built, '"""Draw a line."""', '"""Draw a straight line."""  # quite straight')
    assert states(build.update([], built))["first-figure"] == "up to date"
    edit(built, "return 1.0", "return 2.0 / 1.0", "helper.py")
    assert states(build.update([], built))["first-figure"] == "written"


def test_a_changed_caption_reaches_the_manifest(built):
    edit(built, "A line goes up.", "A line goes up and up.")
    assert states(build.check([], built))["first-figure"] == "stale"
    assert states(build.update([], built))["first-figure"] == "same"
    assert manifest(built.figures)["first-figure"]["caption"] == "A line goes up and up."


def test_check_notices_an_altered_and_a_missing_file(built):
    path = built.figures / "first-figure.svg"
    path.write_text(path.read_text().replace("480", "481", 1))
    (built.figures / "second-figure.svg").unlink()
    before = path.read_bytes()
    assert states(build.check([], built)) == {"first-figure": "stale", "second-figure": "stale"}
    assert path.read_bytes() == before
    assert states(build.update([], built)) == {"first-figure": "written", "second-figure": "written"}


def test_check_notices_a_file_that_nothing_draws(built):
    (built.figures / "old-figure.svg").write_text("<svg/>")
    assert states(build.check([], built))["old-figure"] == "stale"


def test_a_failing_figure_does_not_stop_the_others(places):
    edit(
        places,
        "fig = canvas(200)\n    ax = panel(fig, 40, 20, 400, 140)\n    ax.plot",
        "ax = None\n    ax.plot",
    )
    outcomes = build.update([], places)
    assert states(outcomes) == {"first-figure": "failed", "second-figure": "written"}
    assert "AttributeError" in outcomes[0].detail
    assert list(manifest(places.figures)) == ["second-figure"]


def test_a_missing_record_names_the_run_that_makes_it(places):
    edit(places, 'that rises.")', 'that rises.", needs=("three-nets",))')
    outcomes = build.update([], places)
    assert states(outcomes) == {"first-figure": "failed", "second-figure": "written"}
    assert "dlbook run three-nets" in outcomes[0].detail
    places.results.mkdir()
    (places.results / "three-nets.json").write_text("{}")
    assert states(build.update([], places))["first-figure"] == "written"
    (places.results / "three-nets.json").write_text('{"n": 1}')
    assert states(build.update([], places))["first-figure"] == "same"


def test_an_unknown_id_names_the_nearest(places):
    with pytest.raises(ValueError, match="Perhaps 'first-figure' was meant"):
        build.update(["first-figur"], places)


def test_two_figures_of_one_id_are_refused(places):
    edit(places, "second-figure", "first-figure")
    with pytest.raises(ValueError, match="two figures have the id 'first-figure'"):
        build.update([], places)


def test_a_computed_caption_is_refused(places):
    edit(places, 'caption="Noise is noise."', "caption=str(1)")
    with pytest.raises(ValueError, match=r"some_chapter\.py:\d+ has an option that is computed"):
        build.update([], places)


def test_bytes_are_equal_in_processes_with_different_hash_seeds(built):
    code = (
        "import sys; from pathlib import Path; from dlbook.figures import build; "
        "from dlbook.figures.places import Places; p = Path(sys.argv[2]); "
        f"build.update([], Places({built.chapters!r}, Path(sys.argv[1]), p, p, p / 'cache'))"
    )
    for seed in ("1", "2"):
        folder = built.code / f"again-{seed}"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", code, str(built.code), str(folder)], env=environment, check=True
        )
        for name in ("first-figure.svg", "second-figure.svg", "manifest.json"):
            assert (folder / name).read_bytes() == (built.figures / name).read_bytes(), (name, seed)


def test_several_processes_draw_the_same(built, monkeypatch):
    before = {path.name: path.read_bytes() for path in built.figures.iterdir()}
    monkeypatch.setattr(build, "SERIAL", 1)
    for path in built.figures.glob("*.svg"):
        path.unlink()
    assert set(states(build.update([], built, jobs=2)).values()) == {"written"}
    assert {path.name: path.read_bytes() for path in built.figures.iterdir()} == before


def test_pictures_go_to_a_folder_of_their_own(built, tmp_path):
    folder = tmp_path / "slides"
    outcomes = list(build.export(["first-figure"], built, ("pdf", "png"), folder))
    assert states(outcomes) == {"first-figure": "written"}
    assert sorted(path.name for path in folder.iterdir()) == [
        f"first-figure-{mode}.{format}" for mode in ("dark", "light") for format in ("pdf", "png")
    ]


def test_inline_svg_is_named_and_brings_no_style(built):
    svg = inline_svg("first-figure", built.figures)
    assert svg.startswith('<svg role="img" aria-label="Line chart of something that rises."')
    assert "<style" not in svg
    assert "<title" not in svg
    with pytest.raises(ValueError, match="Perhaps 'first-figure' was meant"):
        inline_svg("first-figures", built.figures)


def test_the_manifest_is_stable_json(built):
    text = (built.figures / "manifest.json").read_text()
    assert json.loads(text)["figures"]
    build.update(["second-figure"], built)
    assert (built.figures / "manifest.json").read_text() == text


def test_a_warm_run_is_quick_and_imports_no_matplotlib():
    code = (
        "import sys, time; start = time.process_time(); from dlbook.figures import build; "
        "from dlbook.figures.places import Places; from dlbook.figures.state import standing; "
        "found = standing(Places()); "
        "assert found and 'matplotlib' not in sys.modules; print(time.process_time() - start)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert float(done.stdout) < 3
