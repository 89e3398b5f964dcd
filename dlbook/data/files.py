"""Read a data set from a file and prove that it is the right one; nothing that fails is ever returned."""

import io
from pathlib import Path
from typing import Any

import numpy as np

from dlbook.data.checksums import array_checksum
from dlbook.data.errors import BadFileError, UnreadableError
from dlbook.data.idx import IDX_NAMES, read_idx
from dlbook.data.sources import FileSet

Arrays = dict[str, np.ndarray[Any, Any]]


def read(path: Path, data_set: FileSet) -> Arrays:
    """Return the arrays of a data set, checked by shape, type and SHA-256.

    Args:
        path: an `.npz` file as Keras has it, whatever its compression, or a folder with MNIST's four IDX
            files, each plain or with `.gz`.
        data_set: what the file must hold.

    Returns:
        The arrays by name, read-only.

    Raises:
        BadFileError: truncated, altered, or something else.
        UnreadableError: the system does not let us read it.
    """
    try:
        arrays = _read_idx_files(path) if path.is_dir() else _read_npz(path, data_set)
    except OSError as error:
        raise UnreadableError(
            f"{path} cannot be read ({error.strerror or error})",
            f"a file that you may read, with the arrays of {data_set.title}",
            "Give yourself the right to read it and its folder, or name another file",
        ) from error
    verify(arrays, path, data_set)
    return arrays


def verify(arrays: Arrays, path: Path | str, data_set: FileSet) -> None:
    """Raise `BadFileError` unless these are the arrays of the data set; make them read-only."""
    for key, spec in data_set.arrays.items():
        array = arrays[key]
        if (array.shape, array.dtype.str) != (spec.shape, spec.dtype):
            raise _bad(path, data_set, f"has {key} with shape {array.shape} and type {array.dtype}")
    for key, spec in data_set.arrays.items():
        if array_checksum(arrays[key]) != spec.sha256:
            raise _bad(path, data_set, f"has the right shapes, but its {key} was altered (another SHA-256)")
        arrays[key].setflags(write=False)


def locate(folder: Path, data_set: FileSet) -> Path | None:
    """Return where in a folder the data set is: a file, the folder itself for IDX files, or None.

    Raises:
        UnreadableError: the system does not let us look into the folder.
    """
    try:
        names = {entry.name for entry in folder.iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UnreadableError(
            f"the folder {folder} cannot be read ({error.strerror})",
            f"a folder that you may list, to look for {data_set.file_name}",
            "Give yourself the right to read it, or name another folder",
        ) from error
    if data_set.file_name in names:
        return folder / data_set.file_name
    if data_set.name == "mnist" and all(names & {name, f"{name}.gz"} for name in IDX_NAMES.values()):
        return folder
    return None


def _read_npz(path: Path, data_set: FileSet) -> Arrays:
    with path.open("rb") as file:
        content = file.read(data_set.max_bytes + 1)
    if len(content) > data_set.max_bytes:
        raise _bad(path, data_set, f"is larger than {data_set.max_bytes / 1e6:.1f} MB")
    try:
        stored = np.load(io.BytesIO(content), allow_pickle=False)
        _check_contents(stored, path, data_set)
        return {key: stored[key] for key in data_set.arrays}
    except BadFileError:
        raise
    except Exception as error:  # the decoders raise some ten kinds, from zlib.error to MemoryError
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise _bad(path, data_set, f"is damaged or something else ({reason})") from error


def _check_contents(stored: Any, path: Path, data_set: FileSet) -> None:
    """Refuse other names and absurd sizes before anything is unpacked."""
    if not isinstance(stored, np.lib.npyio.NpzFile):
        raise _bad(path, data_set, "is no .npz file")
    if set(stored.files) != set(data_set.arrays):
        names = ", ".join(sorted(stored.files)) or "nothing"
        raise _bad(path, data_set, f"holds {names} instead of {', '.join(data_set.arrays)}")
    if stored.zip is not None and sum(part.file_size for part in stored.zip.infolist()) > data_set.max_bytes:
        raise _bad(path, data_set, "would unpack to more than the data set has")


def _read_idx_files(folder: Path) -> Arrays:
    return {key: read_idx(folder, name) for key, name in IDX_NAMES.items()}


def _bad(path: Path | str, data_set: FileSet, what: str) -> BadFileError:
    return BadFileError(
        f"{path} {what}",
        f"the arrays of {data_set.title} ({data_set.file_name} as Keras has it)",
        f"Remove it and run `dlbook data`, or point DLBOOK_DATA at a folder with a good {data_set.file_name}",
    )
