"""What a chapter's results depend on."""

import json
from pathlib import Path

import pytest

import dlbook
from dlbook.book import fingerprint
from dlbook.book.fingerprint import chapter_key, own_modules, records

PACKAGE = Path(dlbook.__file__).parent


@pytest.fixture
def package(tmp_path):
    files = {
        "__init__.py": "",
        "a/__init__.py": "from .inner import f\n",
        "a/inner.py": "def f():\n    from ..b import g\n    return g()\n",
        "b.py": "import dlbook.c as c\nimport json\n",
        "c.py": "",
        "d.py": "",
        "runs/__init__.py": "",
        "exercises/__init__.py": "",
        "exercises/ch04.py": "from dlbook import d\n",
    }
    for name, text in files.items():
        path = tmp_path / "dlbook" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "dlbook"


def names(code: str, package: Path) -> list[str]:
    return sorted(str(path.relative_to(package)) for path in own_modules([code], package))


def test_modules_are_followed_through_relative_and_late_imports(package):
    assert names("from dlbook.a import f", package) == [
        "__init__.py",
        "a/__init__.py",
        "a/inner.py",
        "b.py",
        "c.py",
    ]
    assert names("import dlbook.d", package) == ["__init__.py", "d.py"]
    assert names("import numpy, json; from os import path", package) == []
    assert names("this is no python", package) == []


def test_the_engine_is_found_from_a_real_chapter():
    found = names("from dlbook.nn import sigmoid", PACKAGE)
    assert "nn/__init__.py" in found
    assert "checks.py" in found
    assert not any(name.startswith(("book/", "figures/", "twins/")) for name in found)


def key(package: Path, code: str, tmp_path: Path, chapter: str = "") -> str:
    return chapter_key([code], [], package, tmp_path / "results", chapter)


def test_the_answers_of_its_own_chapter_count(package, tmp_path):
    code = "from dlbook.exercises import check"
    before = [key(package, code, tmp_path, chapter) for chapter in "45"]
    (package / "d.py").write_text("x = 1\n")
    after = [key(package, code, tmp_path, chapter) for chapter in "45"]
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_versions_count(package, tmp_path, monkeypatch):
    before = key(package, "x = 1", tmp_path)
    monkeypatch.setattr(fingerprint, "versions", lambda: {"numpy": "0"})
    assert key(package, "x = 1", tmp_path) != before


def test_records_count_where_a_chapter_names_them(package, tmp_path):
    results = tmp_path / "results"
    results.mkdir()
    for name in ("deep", "shallow"):
        (results / f"{name}.json").write_text(json.dumps(name))
    modules = own_modules(["import dlbook.runs"], package)
    assert list(records('load("deep")', modules, results)) == ["deep.json"]
    assert list(records("load(name)", modules, results)) == ["deep.json", "shallow.json"]
    assert records('load("deep")', set(), results) == {}


def test_the_data_count_where_a_chapter_uses_them(tmp_path, monkeypatch):
    for variable in ("DLBOOK_DATA", "XDG_CACHE_HOME", "KERAS_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "nothing"))
    (tmp_path / "nothing").mkdir()
    with_data, without = "from dlbook.data import load_mnist", "from dlbook.nn import sigmoid"
    before = [key(PACKAGE, code, tmp_path) for code in (with_data, without)]
    monkeypatch.setattr(fingerprint, "data_state", lambda: "all")
    after = [key(PACKAGE, code, tmp_path) for code in (with_data, without)]
    assert before[0] != after[0]
    assert before[1] == after[1]
