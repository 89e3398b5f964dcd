"""Every test of the data gets empty caches, no `DLBOOK_DATA`, no mirror; and faults to inject."""

import contextlib
import http.server
import os
import shutil
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest

from dlbook.data import array_checksum, sources

REAL = os.environ.get("DLBOOK_DATA")


@pytest.fixture(autouse=True)
def alone(monkeypatch, tmp_path):
    for name in ("CI", "DLBOOK_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", "")
    monkeypatch.setenv("DLBOOK_HOUSING_MIRRORS", "")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.fixture
def cache(tmp_path):
    folder = tmp_path / "xdg" / "dlbook"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def keras_cache(tmp_path):
    folder = tmp_path / "keras" / "datasets"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def real_folder():
    """The folder with all of MNIST."""
    if not REAL:
        pytest.skip("needs all of MNIST: set DLBOOK_DATA to the folder with mnist.npz")
    return Path(REAL)


@pytest.fixture
def arrays():
    rng = np.random.default_rng(3)
    return {
        "x_train": rng.integers(0, 256, (30, 28, 28), dtype=np.uint8),
        "y_train": np.arange(30, dtype=np.uint8) % 10,
        "x_test": rng.integers(0, 256, (10, 28, 28), dtype=np.uint8),
        "y_test": np.arange(10, dtype=np.uint8),
    }


@pytest.fixture
def mini(arrays, monkeypatch):
    """MNIST with 40 digits: the code takes it for the real one, and no download is large."""
    data_set = sources.FileSet(
        name="mnist",
        title="MNIST",
        file_name="mnist.npz",
        arrays={key: sources.ArraySpec(a.shape, a.dtype.str, array_checksum(a)) for key, a in arrays.items()},
        max_bytes=200_000,
    )
    monkeypatch.setattr(sources, "MNIST", data_set)
    return data_set


@pytest.fixture
def good(tmp_path, arrays):
    """The bytes of the right file."""
    path = tmp_path / "good.npz"
    np.savez_compressed(path, **arrays)
    return path.read_bytes()


@pytest.fixture
def open_folder():
    """A temporary folder that every user may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def as_nobody():
    """A context in which not even root may read or write what it has no right to."""
    "".encode("cp437")  # zipfile wants this codec, and nobody may be unable to import it

    @contextlib.contextmanager
    def context():
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield
        finally:
            if root:
                os.seteuid(0)

    return context


class Server:
    """A mirror on the loopback interface whose answers a test chooses: path -> function of the handler."""

    def __init__(self):
        self.answers, self.asked, self.over = {}, [], threading.Event()
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                server.asked.append(self.path)
                with contextlib.suppress(OSError):
                    server.answers[self.path](self)

            def log_message(self, *args):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def url(self, name, answer):
        self.answers[f"/{name}"] = answer
        return f"http://127.0.0.1:{self.http.server_port}/{name}"

    def close(self):
        self.over.set()
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


@pytest.fixture
def server():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def send():
    """`send(data, length=...)`: an answer with these bytes, and with a stated length that may lie."""

    def answer_with(data, *, length=True, status=200):
        def answer(handler):
            handler.send_response(status)
            if length:
                handler.send_header("Content-Length", str(len(data) if length is True else length))
            handler.end_headers()
            handler.wfile.write(data)

        return answer

    return answer_with
