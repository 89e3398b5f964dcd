"""PyTorch in eager mode: the plain training loop, on tensors that already lie in memory."""

from collections.abc import Callable
from time import perf_counter

import numpy as np
import torch
from torch import nn

from dlbook.twins.bench.nets import BATCH_SIZE, CLASSES, BenchNet

torch.set_num_threads(1)


def version() -> str:
    """Return what is measured, and its version."""
    return f"PyTorch {torch.__version__}, eager"


def trainer(net: BenchNet, x: np.ndarray, labels: np.ndarray) -> Callable[[], tuple[float, float]]:
    """Return a function that trains for one epoch and returns its seconds and the mean cost meanwhile.

    No data loader: batches are gathered with ``index_select``, which is several times as fast. The cost is
    summed as a tensor and read once, and no accuracy is computed.
    """
    model = build(net)
    kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[net.optimizer]
    optimizer = kind(model.parameters(), lr=net.learning_rate)
    inputs, targets = torch.from_numpy(x), torch.from_numpy(labels.astype(np.int64))

    def epoch() -> tuple[float, float]:
        begin = perf_counter()
        total = torch.zeros(())
        for rows in torch.randperm(len(inputs)).split(BATCH_SIZE):
            optimizer.zero_grad()
            logits = model(inputs.index_select(0, rows))
            cost = nn.functional.cross_entropy(logits, targets.index_select(0, rows))
            cost.backward()
            optimizer.step()
            total += cost.detach() * len(rows)
        loss = float(total) / len(inputs)
        return perf_counter() - begin, loss

    return epoch


def build(net: BenchNet) -> nn.Sequential:
    """Return the model, with Keras' initialisation; it ends in logits, as usual in PyTorch."""
    layers: list[nn.Module] = []
    for fan_in, units in zip(net.sizes, net.hidden, strict=False):
        layers += [nn.Linear(fan_in, units), nn.ReLU()]
        if net.batch_norm:
            layers.append(nn.BatchNorm1d(units, eps=1e-3, momentum=0.01))
    if net.dropout:
        layers.append(nn.Dropout(net.dropout))
    layers.append(nn.Linear(net.hidden[-1], CLASSES))
    for layer in layers:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    return nn.Sequential(*layers)
