"""The API reference: whatever is public in the package stands in it, and its examples are run."""

import gzip
import importlib
import itertools
import pkgutil
import re
import tomllib
from pathlib import Path

import pytest

import dlbook
from dlbook.book.docstrings import adapted

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "appendices" / "api"
# the first page says that these are left out
INTERNAL = {"__main__", "book", "codebase", "kept", "progress", "upkeep", "words"}
ANCHOR = re.compile(r'\bid="(dlbook\.[\w.]+)"')
LIMIT = 150_000  # bytes that a page may have, compressed


def found(name):
    """The object of a dotted name."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        for part in parts[end:]:
            thing = getattr(thing, part, None)
        return thing
    raise AssertionError(name)


def packages():
    """The parts of dlbook that say in ``__all__`` what is public, and are not internal."""
    walked = pkgutil.walk_packages(dlbook.__path__, "dlbook.")
    names = [module.name for module in walked if module.ispkg and module.name.split(".")[1] not in INTERNAL]
    return [name for name in names if hasattr(importlib.import_module(name), "__all__")]


def directives():
    """The modules that the pages document, each with the members it is limited to, if any."""
    text = "".join(page.read_text(encoding="utf-8") for page in sorted(PAGES.glob("*.md")))
    pattern = r"^::: (dlbook[\w.]*)$(?:\n    options:\n      members: \[([^\]]*)\])?"
    return {
        name: members.split(", ") if members else None for name, members in re.findall(pattern, text, re.M)
    }


def own(module):
    """What a module defines without a leading underscore, or names in ``__all__``."""
    if hasattr(module, "__all__"):
        return list(module.__all__)
    return [
        name
        for name, thing in vars(module).items()
        if not name.startswith("_") and getattr(thing, "__module__", None) == module.__name__
    ]


@pytest.fixture(scope="module")
def anchors(api_site):
    """The dotted names of everything that has an entry."""
    return [anchor for page in api_site.values() for anchor in ANCHOR.findall(page)]


def test_everything_that_packages_export_has_an_entry(anchors):
    shown = {id(found(anchor)) for anchor in anchors} | {id(found(name)) for name in directives()}
    exported = {f"{name}.{word}" for name in packages() for word in importlib.import_module(name).__all__}
    assert len(exported) > 200
    assert not [name for name in sorted(exported) if id(found(name)) not in shown]


@pytest.mark.parametrize("name", directives())
def test_everything_that_a_documented_module_defines_has_an_entry(anchors, name):
    members = directives()[name] or own(importlib.import_module(name))
    assert members
    assert not {f"{name}.{member}" for member in members} - set(anchors)


def test_every_part_of_the_package_is_documented_or_named_as_internal():
    parts = {path.stem for path in (ROOT / "dlbook").iterdir() if path.suffix in (".py", "")} - {"__init__"}
    parts -= {"__pycache__", "recorded"}
    documented = {name.split(".")[1] for name in directives()}
    assert documented & INTERNAL == set()
    assert documented | INTERNAL == parts


def test_nothing_has_two_entries_and_every_page_is_small(api_site, anchors):
    assert len(anchors) == len(set(anchors))
    for name, page in api_site.items():
        assert len(gzip.compress(page.encode())) < LIMIT, name


def test_examples_are_code_and_arguments_are_lists(api_site):
    page = api_site["layers"]
    assert '<span class="gp">&gt;&gt;&gt; </span>' in page
    for html in api_site.values():
        assert "<blockquote>" not in html  # what prompts become when they are taken for quotations
        assert "Args:" not in html
        assert '<details class="references"' not in html  # cited works are a paragraph, no box
        assert 'data-search-exclude="" data-search-exclude' not in html


def test_the_examples_are_run_by_the_tests():
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"][
        "ini_options"
    ]
    assert "--doctest-modules" in options["addopts"]
    assert "dlbook" in options["testpaths"]
    examples = [path for path in (ROOT / "dlbook" / "nn").rglob("*.py") if ">>> " in path.read_text("utf-8")]
    assert len(examples) > 30


def test_the_reference_keeps_out_of_the_search(api_site):
    pages = list(PAGES.glob("*.md"))
    assert set(api_site) == {page.stem for page in pages}
    for page in pages:
        assert "\nsearch:\n  exclude: true\n" in page.read_text(encoding="utf-8"), page.name


def test_only_whole_lines_are_headings_of_examples():
    text = "An Example: this.\n\nExample:\n    >>> 1"
    assert adapted(text) == "An Example: this.\n\nExamples:\n    >>> 1"


def test_headings_go_down_one_level_at_a_time(api_site):
    for name, html in api_site.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", html.partition("<article")[2])]
        assert not [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1], name
