#!/usr/bin/env python3
"""Writes initialization.json: the state that PyTorch's layers start with under seed 7, and what its initialisers fill in.

The torch provider runs the same generator of the same libtorch: the values must be equal, not only alike.
Run with Debian's python3-torch (1.13): /usr/bin/python3 tests/reference/initialization.py
"""
import json
import pathlib

import torch
from torch import nn
from torch.nn import init


def values(tensor):
    return [float(f"{v:.8g}") for v in tensor.detach().to(torch.float64).flatten().tolist()]


def layer(make):
    torch.manual_seed(7)
    return {name: values(tensor) for name, tensor in make().state_dict().items()}


def filled(shape, fill):
    torch.manual_seed(7)
    tensor = torch.empty(shape)
    fill(tensor)
    return values(tensor)


LAYERS = {
    "Linear": lambda: nn.Linear(3, 2),
    "Embedding": lambda: nn.Embedding(3, 2, padding_idx=1),
    "Conv1d": lambda: nn.Conv1d(2, 2, 3),
    "Conv2d": lambda: nn.Conv2d(4, 2, (1, 2), groups=2),
    "ConvTranspose2d": lambda: nn.ConvTranspose2d(2, 3, 2),
    "BatchNorm2d": lambda: nn.BatchNorm2d(2),
    "GroupNorm": lambda: nn.GroupNorm(1, 2),
    "LayerNorm": lambda: nn.LayerNorm(2),
    "PReLU": lambda: nn.PReLU(2, 0.3),
    "Bilinear": lambda: nn.Bilinear(2, 3, 2),
    "LSTM": lambda: nn.LSTM(2, 1, num_layers=2, bidirectional=True),
    "GRUCell": lambda: nn.GRUCell(2, 1),
    "MultiheadAttention": lambda: nn.MultiheadAttention(2, 1),
    "MultiheadAttention with biases of keys": lambda: nn.MultiheadAttention(2, 1, kdim=3, add_bias_kv=True),
    "TransformerEncoderLayer": lambda: nn.TransformerEncoderLayer(2, 1, dim_feedforward=3),
}
FILLS = {
    "kaiming_uniform_": ([3, 2, 2], lambda t: init.kaiming_uniform_(t, 0.5, mode="fan_out")),
    "kaiming_normal_": ([3, 4], lambda t: init.kaiming_normal_(t, nonlinearity="relu")),
    "xavier_uniform_": ([3, 4], lambda t: init.xavier_uniform_(t, gain=2)),
    "xavier_normal_": ([3, 4], lambda t: init.xavier_normal_(t)),
    "normal_": ([5], lambda t: init.normal_(t, 1, 0.1)),
    "uniform_": ([5], lambda t: init.uniform_(t, -1, 3)),
    "trunc_normal_": ([6], lambda t: init.trunc_normal_(t, 0.5, 1, -0.5, 1)),
    "orthogonal_ wide": ([2, 2, 2], lambda t: init.orthogonal_(t, 2)),
    "orthogonal_ tall": ([4, 2], lambda t: init.orthogonal_(t)),
    "eye_": ([2, 3], lambda t: init.eye_(t)),
    "dirac_": ([3, 2, 3, 3], lambda t: init.dirac_(t)),
    "constant_": ([2], lambda t: init.constant_(t, 0.3)),
}

path = pathlib.Path(__file__).with_name("initialization.json")
layers = {name: layer(make) for name, make in LAYERS.items()}
fills = {name: {"shape": shape, "values": filled(shape, fill)} for name, (shape, fill) in FILLS.items()}
path.write_text(json.dumps({"layers": layers, "fills": fills}, separators=(",", ":")) + "\n")
print(f"{path}: {len(layers)} layers, {len(fills)} initialisers")
