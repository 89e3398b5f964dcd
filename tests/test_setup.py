"""The bootstrap finds a Python that really runs, or says what to install."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BOOTSTRAP = ROOT / "tools" / "bootstrap.sh"


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def fake_python(version: str, log: Path) -> str:
    """A script that acts as that Python: answers version checks, and notes how it is called."""
    fits = version in ("3.12", "3.13")
    return f"""#!/bin/sh
echo "{version} $*" >> "{log}"
case "$1" in
  --version) echo "Python {version}.0" ;;
  -c) exit {0 if fits else 1} ;;
  -m) if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; fi ;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    """A copy of what the bootstrap needs, in a path with a space and an accent, and an empty PATH."""
    root = tmp_path / "my bóok"
    executable(root / "tools" / "bootstrap.sh", BOOTSTRAP.read_text())
    (root / "requirements.lock").write_text("")
    shims = tmp_path / "shims"
    for name in ("dirname", "ls", "mkdir", "cp", "rm", "cat"):
        shims.mkdir(exist_ok=True)
        (shims / name).symlink_to(
            next(p for p in (Path("/bin") / name, Path("/usr/bin") / name) if p.exists())
        )
    return root, shims


def run(root: Path, shims: Path, **environment: str) -> subprocess.CompletedProcess:
    clean = {"PATH": str(shims), "HOME": str(shims), **environment}
    return subprocess.run(
        ["/bin/sh", str(root / "tools" / "bootstrap.sh")], env=clean, capture_output=True, text=True
    )


def test_failing_shims_and_old_versions_are_passed_over(checkout):
    root, shims = checkout
    log = shims.parent / "log"
    executable(shims / "python3", fake_python("3.11", log))
    executable(shims / "python3.13", "#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2; exit 127\n")
    executable(shims / "python3.12", "#!/bin/sh\nexit 127\n")
    pyenv = shims.parent / "pyenv root"
    executable(shims / "pyenv", f'#!/bin/sh\necho "{pyenv}"\n')
    executable(pyenv / "versions" / "3.12.1" / "bin" / "python", fake_python("3.12", log))
    answer = run(root, shims)
    assert answer.returncode == 0, answer.stderr
    assert "Python 3.12.0" in answer.stdout
    calls = log.read_text()
    assert "3.12 -m pip install" in calls
    assert "--require-hashes" in calls
    assert "3.11 -m" not in calls


def test_without_a_fitting_python_it_says_what_to_install(checkout):
    root, shims = checkout
    executable(shims / "python3", fake_python("3.11", shims.parent / "log"))
    answer = run(root, shims)
    assert answer.returncode == 1
    assert "No Python 3.12 or 3.13" in answer.stderr
    assert "apt install" in answer.stderr
    assert not (root / ".venv").exists()


def test_a_named_python_comes_first(checkout):
    root, shims = checkout
    log = shims.parent / "log"
    executable(shims / "python3.13", fake_python("3.13", log))
    chosen = shims.parent / "elsewhere" / "python"
    executable(chosen, fake_python("3.12", log))
    assert "Python 3.12.0" in run(root, shims, PYTHON=str(chosen)).stdout


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listing.decode().split("\0") if name]


def test_no_file_names_a_package_index_or_this_machine():
    hosts = re.compile(rb"https?://[^\s/]*(?:pypi|pythonhosted|npmjs|debian)\.|index[-_]url", re.I)
    own = str(ROOT).encode()
    for path in tracked_files():
        if path.is_file() and path != Path(__file__):
            content = path.read_bytes()
            assert not hosts.search(content), path
            assert len(own) < 8 or own + b"/" not in content, path


def test_every_locked_package_has_hashes():
    lock = (ROOT / "requirements.lock").read_text()
    for entry in re.split(r"\n(?=[a-z])", lock.strip()):
        assert re.match(r"[\w.-]+==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_make_help_names_every_target():
    make = subprocess.run(
        ["make", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LC_ALL": "C"},
    )
    for target in [
        "help",
        "site",
        "serve",
        "figures",
        "results",
        "data",
        "test",
        "test-slow",
        "bench",
        "lint",
        "clean",
    ]:
        assert re.search(rf"^  make {target} +\S", make.stdout, re.M), target


def test_this_python_is_one_that_the_metadata_allow():
    assert (3, 12) <= sys.version_info[:2] < (3, 14)
