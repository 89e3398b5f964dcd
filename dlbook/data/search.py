"""Where a data set may be, in what order we look, and what happens to a bad file on the way."""

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dlbook.data.cache import cache_folder, identity, keras_folder, set_aside
from dlbook.data.download import Patience, download
from dlbook.data.errors import BadFileError, DataError, DataWarning, MissingDataError, UnreadableError
from dlbook.data.files import Arrays, locate, read
from dlbook.data.sources import FileSet
from dlbook.settings import load_settings

PATH, VARIABLE, CACHE, KERAS, DOWNLOAD = "path", "DLBOOK_DATA", "cache", "Keras' cache", "download"


@dataclass(frozen=True)
class Place:
    """A place to look in.

    Args:
        name: how readers know it: `"path"`, `"DLBOOK_DATA"`, `"cache"` or `"Keras' cache"`.
        path: the folder, or the file where a file was named.
    """

    name: str
    path: Path

    @property
    def was_asked_for(self) -> bool:
        """Whether someone named it: then what is wrong there is an error and not passed over."""
        return self.name in (PATH, VARIABLE)


@dataclass(frozen=True, eq=False)
class Found:
    """A data set that was found and proved right.

    Args:
        arrays: its arrays by name, read-only.
        place: the name of the place.
        path: the file, or the folder with IDX files.
    """

    arrays: Arrays
    place: str
    path: Path


def places(path: str | os.PathLike[str] | None = None) -> list[Place]:
    """Return the places to look in, in order: only the path if there is one.

    Args:
        path: a file or a folder that the caller names.
    """
    if path is not None:
        return [Place(PATH, Path(path).expanduser())]
    named = os.environ.get("DLBOOK_DATA", "")
    asked_for = [Place(VARIABLE, Path(named).expanduser())] if named else []
    return [*asked_for, Place(CACHE, cache_folder()), Place(KERAS, keras_folder())]


def candidate(place: Place, data_set: FileSet) -> Path | None:
    """Return the file of the data set in a place, or None if it is not there.

    Raises:
        MissingDataError: someone named the place and it does not exist, or named a path without the data set.
        UnreadableError: the system does not let us look.
    """
    try:
        is_folder = place.path.is_dir()
        exists = is_folder or place.path.exists()
    except OSError as error:
        raise UnreadableError(
            f"{place.path} ({place.name}) cannot be looked at ({error.strerror})",
            "a file or folder that you may read",
            "Give yourself the right to read it and the folders above it, or name another",
        ) from error
    if place.name == VARIABLE and not is_folder:
        raise MissingDataError(
            f"DLBOOK_DATA is {os.fspath(place.path)!r}, which is {'no folder' if exists else 'not there'}",
            f"a folder, which may hold {data_set.file_name}",
            "Correct the variable, or unset it",
        )
    if place.name == PATH and exists and not is_folder:
        return place.path
    found = locate(place.path, data_set)
    if place.name == PATH and found is None:
        raise MissingDataError(
            f"{place.path} {f'has no {data_set.file_name}' if exists else 'is not there'}",
            f"a file with the arrays of {data_set.title}, or a folder that holds {data_set.file_name}",
            "Correct the path, or leave it out to search the usual places",
        )
    return found


def find(
    data_set: FileSet,
    path: str | os.PathLike[str] | None = None,
    *,
    allow_download: bool = False,
    patience: Patience | None = None,
) -> Found | None:
    """Return the data set from the first place that has it.

    The order: the path, if one is given, and nothing else; the folder that `DLBOOK_DATA` names; our cache;
    Keras' cache; the mirrors, where that is allowed. In a place that someone named, a bad file is an error.
    In our cache it is renamed to `*.bad-...`; in Keras' cache, which is not ours and which Keras may be
    filling at this moment, it stays. Both times a `DataWarning` says so and the search goes on.

    Args:
        data_set: what to find.
        path: a file or a folder.
        allow_download: whether to use the network when it is in no place.
        patience: how long a download may take.

    Returns:
        The data set, or None if it is nowhere.

    Raises:
        DataError: a named place is wrong, or the download failed.
    """
    for place in places(path):
        if place.was_asked_for:
            file = candidate(place, data_set)
            if file is not None:
                return Found(read(file, data_set), place.name, file)
        elif found := _from_cache(place, data_set):
            return found
    if not allow_download:
        return None
    file = download(data_set, load_settings().mirrors.get(data_set.name, ()), patience=patience)
    return Found(read(file, data_set), DOWNLOAD, file)


def _from_cache(place: Place, data_set: FileSet) -> Found | None:
    file, seen = None, None
    try:
        file = candidate(place, data_set)
        if file is None:
            return None
        seen = identity(file)
        return Found(read(file, data_set), place.name, file)
    except BadFileError as error:
        aside = set_aside(file, seen) if place.name == CACHE and file else None
        fate = f"It was renamed to {aside.name} and is not used." if aside else "It stays, but is not used."
        warnings.warn(f"{error} {fate}", DataWarning, stacklevel=4)
    except DataError as error:
        warnings.warn(f"{error} The search goes on.", DataWarning, stacklevel=4)
    return None


@dataclass(frozen=True)
class Finding:
    """What is in one place.

    Args:
        place: its name.
        path: the file if there is one, else where one would be.
        state: `"good"`, `"nothing"` or `"bad"`.
        message: what is wrong, if anything is.
    """

    place: str
    path: Path
    state: str
    message: str = ""


def survey(data_set: FileSet, path: str | os.PathLike[str] | None = None) -> Iterator[Finding]:
    """Look into every place, changing nothing.

    Args:
        data_set: what to look for.
        path: a file or a folder.

    Yields:
        One `Finding` for each place, in the order of the search.
    """
    for place in places(path):
        file = None
        try:
            file = candidate(place, data_set)
            if file is None:
                yield Finding(place.name, place.path / data_set.file_name, "nothing")
            else:
                read(file, data_set)
                yield Finding(place.name, file, "good")
        except DataError as error:
            yield Finding(place.name, file or place.path, "bad", str(error))
