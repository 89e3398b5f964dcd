"""The programs that the playground writes build, in dlbook and in Keras, the net that it has."""

import json

import numpy as np
import pytest

SCRIPT = """
import {{ Session }} from "{lib}/playground/session.mjs";
import {{ FIELDS, settingsOf }} from "{lib}/playground/options.mjs";
import {{ dlbookCode, kerasCode }} from "{lib}/playground/code.mjs";
import {{ defaults }} from "{lib}/url-state.mjs";
const settings = {{ ...settingsOf(defaults(FIELDS)), ...{part} }};
const session = new Session(settings);
session.run(40);
const {{ x }} = session.data.validation;
const {{ net }} = session;
const weights = {{ ...net.params, ...net.state }};
const count = Object.values(net.params).reduce((sum, w) => sum + w.length, 0);
const programs = [dlbookCode, kerasCode].map((write) => [write(settings), write(settings, weights)]);
console.log(JSON.stringify({{ x: x.toRows(), y: [...net.predict(x).data], count, programs }}));
"""
CASES = {
    "plain": {},
    "no hidden layer": {"depth": 0, "optimizer": "nesterov"},
    "everything": {
        "depth": 3,
        "width": 5,
        "norm": True,
        "dropout": 0.2,
        "l1": 0.00001,
        "l2": 0.003,
        "activation": "leaky_relu",
        "initializer": "standard_normal",
        "optimizer": "adamw",
        "rate": 0.0001,
        "batch": 100000,
    },
    "regression": {
        "data": "hills",
        "task": "values",
        "cost": "huber",
        "activation": "softplus",
        "optimizer": "adagrad",
    },
}


@pytest.fixture(scope="module", params=CASES)
def written(request, run_node, widgets):
    script = SCRIPT.format(lib=(widgets / "lib").as_uri(), part=json.dumps(CASES[request.param]))
    answer = run_node("--input-type=module", "--eval", script)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def executed(program):
    names = {}
    exec(program, names)
    return names


def test_dlbook(written):
    plain, weighted = map(executed, written["programs"][0])
    assert sum(w.size for w in plain["net"].params.values()) == written["count"]
    outputs = weighted["net"].predict(np.array(written["x"], dtype=np.float32))
    np.testing.assert_allclose(outputs[:, 0], written["y"], rtol=1e-4, atol=1e-5)


@pytest.mark.keras
def test_keras(written):
    plain, weighted = map(executed, written["programs"][1])
    trainable = sum(int(np.prod(w.shape)) for w in plain["model"].trainable_weights)
    assert trainable == written["count"]
    outputs = weighted["model"](np.array(written["x"], dtype=np.float32)).numpy()
    np.testing.assert_allclose(outputs[:, 0], written["y"], rtol=1e-4, atol=1e-5)
    assert type(weighted["model"].optimizer).__name__ in written["programs"][1][0]
