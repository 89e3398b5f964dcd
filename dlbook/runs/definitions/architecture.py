"""How many layers, how many units, and in which order."""

from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.nets import Net
from dlbook.runs.spec import Run

DEPTHS = (2, 0, 1, 3, 4, 5, 6)
WIDTHS = (64, 8, 16, 32, 128, 256, 512)

RUNS = (
    Run(
        name="depth-sweep",
        title="From no hidden layer to six",
        chapter="depth-and-width",
        about="0 to 6 hidden layers of 64 ReLUs; all else as in the intermediate net. Clean "
        "protocol, 10 epochs.",
        job=train,
        variants={str(depth): Training(net=Net(hidden=(64,) * depth)) for depth in DEPTHS},
    ),
    Run(
        name="width-sweep",
        title="From 8 units a layer to 512",
        chapter="depth-and-width",
        about="Two hidden layers of 8 to 512 ReLUs; all else as in the intermediate net. Clean "
        "protocol, 10 epochs.",
        job=train,
        variants={str(width): Training(net=Net(hidden=(width, width))) for width in WIDTHS},
    ),
    Run(
        name="taper",
        title="Wide to narrow against narrow to wide",
        chapter="depth-and-width",
        about="Three hidden layers of 128, 64 and 32 ReLUs, and the other way round; all else as in the "
        "intermediate net. The first has three times the parameters (111,146 against 36,842), since its "
        "widest layer is the one that sees 784 inputs; 96-128-160 has as many (110,026) and widens. "
        "Clean protocol, "
        "10 epochs.",
        job=train,
        variants={
            "128-64-32": Training(net=Net(hidden=(128, 64, 32))),
            "32-64-128": Training(net=Net(hidden=(32, 64, 128))),
            "96-128-160": Training(net=Net(hidden=(96, 128, 160))),
        },
        seeds=tuple(range(1, 11)),
    ),
)
