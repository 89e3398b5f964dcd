"""The PyTorch program of appendix C is that of the recorded run, and learns where PyTorch is installed."""

import ast
import functools
import sys
import types
from pathlib import Path

import pytest

from dlbook import nn
from dlbook.rng import stream
from dlbook.runs.jobs import torch_nets
from dlbook.runs.jobs.torch_nets import TorchSettings
from dlbook.twins import torch_twin

APPENDIX = "appendices/pytorch.md"


class Noted:
    """A part of the stand-in for PyTorch: what it is and with which settings, those left out included."""

    DEFAULTS = types.MappingProxyType(
        {
            "Linear": {"bias": True},
            "BatchNorm1d": {"eps": 1e-5, "momentum": 0.1},
            "Dropout": {"p": 0.5},
            "Adam": {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8},
        }
    )

    def __init__(self, kind, *args, **settings):
        self.kind, self.parts = kind, args
        named = dict(zip(("p",), args, strict=True)) if kind == "Dropout" else {}
        self.sizes = [arg for arg in args if isinstance(arg, int)]
        self.settings = {**self.DEFAULTS.get(kind, {}), **named, **settings}
        self.weight = self.bias = None

    def __getattr__(self, name):  # such as parameters()
        return lambda *_: ()

    def flat(self):
        """Layers in order, without what does nothing."""
        if self.kind == "Sequential":
            return [layer for part in self.parts for layer in part.flat()]
        return [] if self.kind == "Identity" else [(self.kind, self.sizes, self.settings)]


@pytest.fixture
def stand_in(monkeypatch):
    """A module that can be imported as torch, notes what it is asked for, and computes nothing."""

    class Namespace(types.ModuleType):
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return functools.partial(Noted, name)

    torch = Namespace("torch")
    torch.nn, torch.optim = Namespace("torch.nn"), Namespace("torch.optim")
    torch.first_weights = []
    torch.nn.init = types.SimpleNamespace(
        xavier_uniform_=lambda _: torch.first_weights.append("glorot_uniform"), zeros_=lambda _: None
    )
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setattr(torch_twin, "torch", lambda: torch)
    return torch


def made_by_the_page(page) -> dict[str, object]:
    """What the program of appendix C defines before it trains."""
    program, found, _ = page(APPENDIX).tab("PyTorch").partition("rng = np.random")
    assert found
    names = {}
    exec(program, names)
    return names


def test_the_program_asks_pytorch_for_what_the_recorded_run_asked_for(page, stand_in):
    settings = TorchSettings()
    shown = made_by_the_page(page)
    net = settings.net.build(784, rng=stream(1, "test"))
    run = [note for layer in net.layers for note in torch_twin.torch_layer(layer).flat()]
    notes = shown["net"].flat()
    assert [(kind, sizes) for kind, sizes, _ in notes] == [(kind, sizes) for kind, sizes, _ in run]
    for (_, _, ours), (_, _, theirs) in zip(notes, run, strict=True):
        assert ours == pytest.approx(theirs)
    assert shown["optimizer"].settings == torch_twin.torch_optimizer(settings.optimizer, ()).settings
    assert stand_in.first_weights == [settings.net.kernel_initializer] * 4


def test_the_program_has_the_parameters_of_the_deep_net(page, stand_in):
    learned = kept = 0
    for kind, sizes, _ in made_by_the_page(page)["net"].flat():
        if kind == "Linear":
            learned += sizes[0] * sizes[1] + sizes[1]
        elif kind == "BatchNorm1d":
            learned, kept = learned + 2 * sizes[0], kept + 2 * sizes[0]
    net = nn.models.get("deep").build(rng=stream(12, "test"))
    assert (learned, kept) == tuple(sum(v.size for v in part.values()) for part in (net.params, net.state))


def loop(code: str, name: str) -> list[str]:
    """How a function sets the net's mode, what it does in its loop or context, and what it returns."""
    (function,) = (node for node in ast.walk(ast.parse(code)) if getattr(node, "name", "") == name)
    lines = [line for line in map(ast.unparse, function.body) if line.startswith("net.")]
    for node in function.body:
        if isinstance(node, ast.For | ast.With | ast.Return):
            lines += ast.unparse(node).replace("split.", "").splitlines()
    return lines


@pytest.mark.parametrize(("name", "lines"), [("run_epoch", 13), ("judged", 5)])
def test_the_loop_is_that_of_the_recorded_run(page, name, lines):
    run = loop(Path(torch_nets.__file__).read_text(encoding="utf-8"), name)
    shown = loop(page(APPENDIX).tab("PyTorch"), name)
    assert "\n".join(shown) == "\n".join(run)
    assert len(shown) == lines


def test_the_program_learns(page, digits, capsys):
    torch = pytest.importorskip("torch")
    torch.manual_seed(12)
    exec(page(APPENDIX).tab("PyTorch"), digits)
    accuracies = [float(line.rstrip("%")) for line in capsys.readouterr().out.split()]
    assert len(accuracies) == 20
    assert accuracies[-1] > 30
