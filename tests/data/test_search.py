"""The order of the search, and what happens to a bad file on the way."""

import warnings

import pytest

from dlbook.data import BadFileError, DataWarning, MissingDataError, UnreadableError
from dlbook.data.cache import identity, set_aside
from dlbook.data.search import find, survey


def test_the_order_is_variable_cache_keras(tmp_path, mini, good, cache, keras_cache, monkeypatch):
    assert find(mini) is None
    (keras_cache / "mnist.npz").write_bytes(good)
    assert find(mini).place == "Keras' cache"
    (cache / "mnist.npz").write_bytes(good)
    assert find(mini).place == "cache"
    named = tmp_path / "named"
    named.mkdir()
    monkeypatch.setenv("DLBOOK_DATA", str(named))
    assert find(mini).place == "cache"  # an empty folder is no error: it may hold another data set
    (named / "mnist.npz").write_bytes(good)
    assert find(mini).place == "DLBOOK_DATA"
    other = tmp_path / "other.npz"
    other.write_bytes(good)
    found = find(mini, other)
    assert (found.place, found.path) == ("path", other)


@pytest.mark.parametrize("name", ["with space", "Größe", "数字", "a%20b#c", "'quoted' \"twice\""])
def test_any_name_of_a_folder_will_do(tmp_path, mini, good, name, monkeypatch):
    folder = tmp_path / name / name
    folder.mkdir(parents=True)
    (folder / "mnist.npz").write_bytes(good)
    assert find(mini, folder).path == folder / "mnist.npz"
    assert find(mini, str(folder / "mnist.npz")).place == "path"
    monkeypatch.setenv("DLBOOK_DATA", str(folder))
    assert find(mini).place == "DLBOOK_DATA"


def test_a_tilde_is_the_home_folder(tmp_path, mini, good, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "mnist.npz").write_bytes(good)
    assert find(mini, "~/mnist.npz").path == tmp_path / "mnist.npz"


def test_a_named_path_that_is_not_there_is_an_error(tmp_path, mini, good, cache):
    (cache / "mnist.npz").write_bytes(good)
    missing = tmp_path / "nowhere"
    with pytest.raises(MissingDataError, match=r"is not there; expected .* Correct the path") as caught:
        find(mini, missing)
    assert str(missing) in str(caught.value)


def test_a_named_folder_without_the_file_is_an_error(tmp_path, mini, good, cache):
    (cache / "mnist.npz").write_bytes(good)
    with pytest.raises(MissingDataError, match=r"has no mnist\.npz"):
        find(mini, tmp_path)


def test_a_named_bad_file_is_an_error_and_stays(tmp_path, mini, good, cache):
    (cache / "mnist.npz").write_bytes(good)
    bad = tmp_path / "mnist.npz"
    bad.write_bytes(good[:100])
    with pytest.raises(BadFileError):
        find(mini, bad)
    assert bad.read_bytes() == good[:100]


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_a_variable_that_names_no_folder_is_an_error(tmp_path, mini, good, cache, monkeypatch, kind):
    (cache / "mnist.npz").write_bytes(good)
    target = tmp_path / "target"
    if kind == "file":
        target.write_bytes(good)
    monkeypatch.setenv("DLBOOK_DATA", str(target))
    with pytest.raises(MissingDataError, match="Correct the variable, or unset it") as caught:
        find(mini)
    assert str(target) in str(caught.value)


def test_a_bad_file_in_the_named_folder_is_an_error_and_stays(tmp_path, mini, good, cache, monkeypatch):
    (cache / "mnist.npz").write_bytes(good)
    folder = tmp_path / "named"
    folder.mkdir()
    (folder / "mnist.npz").write_bytes(good[:-50])
    monkeypatch.setenv("DLBOOK_DATA", str(folder))
    with pytest.raises(BadFileError):
        find(mini)
    assert [p.name for p in folder.iterdir()] == ["mnist.npz"]


def test_an_empty_variable_counts_as_unset(mini, good, cache, monkeypatch):
    (cache / "mnist.npz").write_bytes(good)
    monkeypatch.setenv("DLBOOK_DATA", "")
    assert find(mini).place == "cache"


def test_a_bad_file_in_our_cache_is_set_aside_and_the_search_goes_on(mini, good, cache, keras_cache):
    (cache / "mnist.npz").write_bytes(good[:-50])
    (keras_cache / "mnist.npz").write_bytes(good)
    with pytest.warns(DataWarning, match=r"mnist\.npz is damaged.*It was renamed to mnist\.npz\.bad-"):
        found = find(mini)
    assert found.place == "Keras' cache"
    (aside,) = cache.iterdir()
    assert aside.name.startswith("mnist.npz.bad-")
    assert aside.read_bytes() == good[:-50]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        find(mini)  # says so once only


def test_a_bad_file_in_the_cache_of_keras_is_not_touched(mini, good, keras_cache):
    (keras_cache / "mnist.npz").write_bytes(good[:-50])
    with pytest.warns(DataWarning, match="It stays, but is not used"):
        assert find(mini) is None
    assert [p.name for p in keras_cache.iterdir()] == ["mnist.npz"]


def test_a_new_file_of_another_process_is_not_set_aside(cache, good):
    path = cache / "mnist.npz"
    path.write_bytes(b"bad")
    seen = identity(path)
    replacement = cache / "new"
    replacement.write_bytes(good)
    replacement.replace(path)
    assert set_aside(path, seen) is None
    assert path.read_bytes() == good


def test_an_unreadable_cache_is_passed_over_with_a_warning(
    open_folder, mini, good, keras_cache, as_nobody, monkeypatch
):
    closed = open_folder / "dlbook"
    closed.mkdir()
    (closed / "mnist.npz").write_bytes(good)
    closed.chmod(0)
    keras = open_folder / "keras" / "datasets"
    keras.mkdir(parents=True)
    (keras / "mnist.npz").write_bytes(good)
    monkeypatch.setenv("XDG_CACHE_HOME", str(open_folder))
    monkeypatch.setenv("KERAS_HOME", str(open_folder / "keras"))
    with pytest.warns(DataWarning, match="cannot be read") as caught, as_nobody():
        found = find(mini)
    assert found.place == "Keras' cache"
    assert str(closed) in str(caught[0].message)


def test_an_unreadable_named_folder_is_an_error(open_folder, mini, good, cache, as_nobody, monkeypatch):
    (cache / "mnist.npz").write_bytes(good)
    closed = open_folder / "closed"
    (closed / "inner").mkdir(parents=True)
    closed.chmod(0)
    for folder in (closed, closed / "inner"):
        monkeypatch.setenv("DLBOOK_DATA", str(folder))
        with as_nobody(), pytest.raises(UnreadableError) as caught:
            find(mini)
        assert str(folder) in str(caught.value)


def test_a_bad_file_that_cannot_be_renamed_is_not_used(open_folder, mini, good, as_nobody, monkeypatch):
    folder = open_folder / "dlbook"
    folder.mkdir()
    (folder / "mnist.npz").write_bytes(good[:-50])
    folder.chmod(0o555)
    monkeypatch.setenv("XDG_CACHE_HOME", str(open_folder))
    monkeypatch.setenv("KERAS_HOME", str(open_folder / "none"))
    with pytest.warns(DataWarning, match="It stays, but is not used"), as_nobody():
        assert find(mini) is None


def test_a_survey_changes_nothing(mini, good, cache, keras_cache):
    (cache / "mnist.npz").write_bytes(good[:-50])
    (keras_cache / "mnist.npz").write_bytes(good)
    assert [(f.place, f.state) for f in survey(mini)] == [("cache", "bad"), ("Keras' cache", "good")]
    assert [p.name for p in cache.iterdir()] == ["mnist.npz"]


def test_the_cache_follows_the_xdg_rule(monkeypatch, tmp_path):
    from dlbook.data.cache import cache_folder

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "dlbook"
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for ignored in ("", "relative/folder"):
        monkeypatch.setenv("XDG_CACHE_HOME", ignored)
        monkeypatch.setattr("sys.platform", "linux")
        assert cache_folder() == tmp_path / "home" / ".cache" / "dlbook"
