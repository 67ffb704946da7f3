"""Writes recalibration.json: running statistics of batch norms that PyTorch averages anew (momentum None) over three batches.

Usage: python3 tests/reference/recalibration.py
"""
import json
import os

import torch
from torch import nn

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 3, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(3)
        self.drop = nn.Dropout(0.5)
        self.conv2 = nn.Conv2d(3, 2, 3)
        self.norm2 = nn.BatchNorm2d(2, momentum=0.3)

    def forward(self, x):
        x = self.drop(torch.relu(self.norm1(self.conv1(x))))
        return self.norm2(self.conv2(x)).mean((2, 3))


def rounded(tensor):
    return [round(value, 9) for value in tensor.flatten().tolist()]


def state_of(net):
    return {name: {"shape": list(value.shape), "values": rounded(value.double())} for name, value in net.state_dict().items()}


net = Net()
with torch.no_grad():
    for value in net.state_dict().values():
        if value.is_floating_point():
            value.copy_((torch.rand_like(value) + 0.2).mul(1000).round() / 1000)
batches = [(torch.randn(size, 2, 4, 4) * 100).round() / 100 for size in (3, 3, 2)]
before = state_of(net)
net.eval()
for module in net.modules():
    if isinstance(module, nn.BatchNorm2d):
        module.reset_running_stats()
        module.momentum = None
        module.train()
with torch.no_grad():
    for batch in batches:
        net(batch)

path = os.path.join(os.path.dirname(__file__), "recalibration.json")
with open(path + ".new", "w") as file:
    json.dump(
        {
            "torch": torch.__version__,
            "batches": [{"shape": list(batch.shape), "values": rounded(batch)} for batch in batches],
            "before": before,
            "after": state_of(net),
        },
        file)
    file.write("\n")
os.replace(path + ".new", path)
