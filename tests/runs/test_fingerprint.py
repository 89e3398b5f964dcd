"""The fingerprint sees code, in the job's module and in whatever it imports, and nothing else."""

import os
import subprocess
import sys
import types

import pytest

from dlbook.codebase import module_path, shape
from dlbook.nn import layers
from dlbook.runs import executor, registry
from dlbook.runs.fingerprint import code_fingerprint, modules_of
from dlbook.runs.jobs.classify import train
from dlbook.runs.places import PACKAGE

ROOT = PACKAGE.parent


@pytest.fixture
def package(tmp_path):
    """A package with a job that imports a helper, relatively, and one that nobody imports."""
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "job.py").write_text(
        '"""Doc."""\nfrom .helper import f\n\ndef job():\n    "Doc."\n    return f()\n'
    )
    (folder / "helper.py").write_text("import pack.deeper as d\n\ndef f():\n    return d.x\n")
    (folder / "deeper.py").write_text("x = 1\n")
    (folder / "stranger.py").write_text("x = 1\n")
    job = types.FunctionType((lambda: None).__code__, {})
    job.__module__ = "pack.job"
    return folder, job, tmp_path


def rewrite(path, text):
    path.write_text(text)
    stamp = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(stamp, stamp))


def test_comments_docstrings_and_layout_do_not_count(package):
    folder, job, root = package
    before = code_fingerprint(job, root)
    rewrite(
        folder / "job.py",
        '"""New."""\nfrom .helper import f  # why\n\n\ndef job():\n    """Longer."""\n    return (f())\n',
    )
    assert code_fingerprint(job, root) == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("job.py", "from .helper import f\n\ndef job():\n    return f() + 1\n"),
        ("helper.py", "import pack.deeper as d\n\ndef f():\n    return -d.x\n"),
        ("deeper.py", "x = 2\n"),
        ("__init__.py", "y = 1\n"),
    ],
)
def test_a_change_of_code_anywhere_below_counts(package, name, text):
    folder, job, root = package
    before = code_fingerprint(job, root)
    rewrite(folder / name, text)
    assert code_fingerprint(job, root) != before


def test_a_module_that_is_not_imported_does_not_count(package):
    folder, job, root = package
    before = code_fingerprint(job, root)
    rewrite(folder / "stranger.py", "x = 2\n")
    assert code_fingerprint(job, root) == before


def test_a_docstring_that_is_the_whole_body_may_change_too():
    assert shape('def f():\n    "One."\n') == shape('def f():\n    "Two."\n')
    assert shape('x = "One."') != shape('x = "Two."')


def test_a_training_depends_on_the_engine_and_not_on_how_records_are_kept():
    modules = modules_of(train)
    assert {"dlbook.nn.optimizers.sgd", layers.dense.__name__, "dlbook.rng", "dlbook.runs.digits"} <= modules
    assert "dlbook.data.preprocess" in modules
    assert "dlbook.data.download" not in modules
    assert not modules & {executor.__name__, "dlbook.runs.claims", "dlbook.runs.definitions.nets"}


def test_what_a_job_really_loads_is_in_its_fingerprint():
    """Nothing that runs may be missing: compare with the modules that an import brings in."""
    code = (
        "import sys; from dlbook.runs.jobs import classify;"
        "print(*[m for m in sys.modules if m.startswith('dlbook.nn')])"
    )
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout.split()
    )
    assert loaded <= modules_of(train)


@pytest.mark.parametrize("run", registry.all_runs().values(), ids=lambda run: run.name)
def test_every_job_can_be_found_by_other_processes(run):
    assert module_path(run.job.__module__, ROOT) is not None
    assert getattr(sys.modules[run.job.__module__], run.job.__name__) is run.job
