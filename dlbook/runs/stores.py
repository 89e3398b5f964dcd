"""Two small files made from records: nets in eight bits a weight, and test digits that figures show.

``python -m dlbook.runs.stores`` writes both anew; tests compare the first with its record, byte by byte.
"""

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dlbook.kept import write_whole
from dlbook.nn import Sequential, models
from dlbook.nn.arrays import Array
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.quantised import load_into, unpacked
from dlbook.runs.results import Results

RUN = "digit-nets"
NETS = ("shallow", "intermediate", "deep")
LICENCE = (
    "MNIST, copyright Yann LeCun and Corinna Cortes, derived from the NIST databases; "
    "Creative Commons Attribution-ShareAlike 3.0, https://creativecommons.org/licenses/by-sa/3.0/"
)
#: Digits of each class that every store has, and how many mistakes of each net at most.
SAMPLES, MISTAKES = 10, 40


def kept_arrays(results: Results, net: str) -> dict[str, Array]:
    """Return the rounded weights of a net as its record holds them.

    Args:
        results: the records.
        net: ``"shallow"``, ``"intermediate"`` or ``"deep"``.

    Returns:
        Kernels int8 with scales float32 (see ``jobs.quantised``), all else float32.

    Raises:
        ValueError: if there is no such record.
    """
    content = results.read(RUN).content["results"][net]["arrays"]["weights"][0]
    return {key: unpacked(value) for key, value in content.items()}


def kept_net(results: Results, net: str) -> Sequential:
    """Return one of the book's nets with the rounded weights of the record, ready to predict.

    Args:
        results: the records.
        net: its name.

    Returns:
        A built network.
    """
    built = models.get(net).build(rng=np.random.default_rng(0))
    load_into(built, kept_arrays(results, net))
    return built


def nets_file(results: Results) -> bytes:
    """Return the content of ``digit-nets.npz``: all arrays of the three nets, named ``net/layer/array``."""
    return as_npz({f"{net}/{key}": a for net in NETS for key, a in kept_arrays(results, net).items()})


def chosen_digits(labels: Array, answers: Array) -> Array:
    """Return which test digits are stored: the first ten of each class, and the first mistakes of each net.

    Args:
        labels: of the test digits, shape (n,).
        answers: of each net, shape (nets, n).

    Returns:
        Rows of the test set, growing.
    """
    rows = [np.flatnonzero(labels == digit)[:SAMPLES] for digit in range(10)]
    rows += [np.flatnonzero(answer != labels)[:MISTAKES] for answer in answers]
    return np.unique(np.concatenate(rows))


def digits_file(results: Results, digits: Digits) -> bytes:
    """Return the content of ``test-digits.npz``.

    It holds ``images`` (uint8), ``labels``, ``rows`` (places in the test set), ``nets`` (their names),
    ``probabilities`` (rows, nets, 10; what each net with rounded weights answers, float16), ``source`` and
    ``licence``.
    """
    outputs = [kept_net(results, net).predict(digits.x_test) for net in NETS]
    labels = digits.y_test.argmax(axis=1)
    rows = chosen_digits(labels, np.array([y.argmax(axis=1) for y in outputs]))
    arrays: dict[str, Array] = {
        "images": np.round(digits.x_test[rows] * 255).astype(np.uint8).reshape(-1, 28, 28),
        "labels": labels[rows].astype(np.uint8),
        "rows": rows.astype(np.uint16),
        "nets": np.array(NETS),
        "probabilities": np.stack([y[rows] for y in outputs], axis=1).astype(np.float16),
        "source": np.array(f"test digits of {digits.source}"),
        "licence": np.array(LICENCE),
    }
    return as_npz(arrays)


def as_npz(arrays: Mapping[str, Array]) -> bytes:
    """Return arrays as a compressed file; equal arrays give equal bytes."""
    file = io.BytesIO()
    np.savez_compressed(file, **dict(arrays))  # type: ignore[arg-type]
    return file.getvalue()


def write_stores(folder: Path | None = None) -> list[Path]:
    """Write both files beside the records.

    Args:
        folder: where to; the folder of records by default.

    Returns:
        The files.

    Raises:
        ValueError: if the record or all of MNIST is missing.
    """
    from dlbook.runs import datasets

    results = Results()
    digits = datasets.load("mnist")
    folder = folder or results.folder
    contents = {"digit-nets.npz": nets_file(results), "test-digits.npz": digits_file(results, digits)}
    for name, content in contents.items():
        write_whole(folder / name, content)
    return [folder / name for name in contents]


if __name__ == "__main__":
    for path in write_stores():
        print(f"wrote {path.name}: {path.stat().st_size:,} bytes")
