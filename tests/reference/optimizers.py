#!/usr/bin/env python3
"""Writes optimizers.json: parameters after each step of PyTorch's optimizers, and the rates and momenta that its schedulers set.

The optimizers lower sum(scale * (parameter - target)^2) for two parameters, of which the second joins the loss at the third step.
Run with Debian's python3-torch (1.13): /usr/bin/python3 tests/reference/optimizers.py
"""
import json
import pathlib
import warnings

import torch
from torch.optim import lr_scheduler

warnings.filterwarnings("ignore")
STEPS = 8


def parameters():
    first = torch.nn.Parameter(torch.tensor([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]]))
    second = torch.nn.Parameter(torch.tensor([0.3, -0.7]))
    return first, second


def trajectory(make):
    first, second = parameters()
    optimizer = make([first, second])
    values = []
    for step in range(STEPS):
        optimizer.zero_grad(set_to_none=False)
        loss = (torch.tensor([[1.0, 2.0, 0.5], [0.1, 3.0, 1.0]]) * (first - 0.25) ** 2).sum()
        if step >= 2:
            loss = loss + (5 * (second + 1) ** 2).sum()
        loss.backward()
        optimizer.step()
        values.append([float(f"{v:.8g}") for p in (first, second) for v in p.detach().flatten().tolist()])
    return values


O = torch.optim
OPTIMIZERS = {
    "SGD": lambda p: O.SGD(p, 0.05),
    "SGD with momentum": lambda p: O.SGD(p, 0.05, momentum=0.9, dampening=0.1, weight_decay=0.02),
    "SGD with Nesterov momentum": lambda p: O.SGD(p, 0.05, momentum=0.9, weight_decay=5e-4, nesterov=True),
    "SGD maximizing": lambda p: O.SGD(p, 0.01, momentum=0.5, maximize=True),
    "SGD in groups": lambda p: O.SGD([{"params": p[:1]}, {"params": p[1:], "lr": 0.01, "momentum": 0.5}], 0.05, weight_decay=0.1),
    "Adam": lambda p: O.Adam(p, 0.1),
    "Adam with weight decay": lambda p: O.Adam(p, 0.1, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1),
    "Adam with AMSGrad": lambda p: O.Adam(p, 0.1, betas=(0.8, 0.6), amsgrad=True),
    "Adam maximizing": lambda p: O.Adam(p, 0.1, maximize=True),
    "AdamW": lambda p: O.AdamW(p, 0.1, weight_decay=0.2),
    "AdamW in groups": lambda p: O.AdamW([{"params": p[:1], "weight_decay": 0.5}, {"params": p[1:], "lr": 0.01}], 0.1, weight_decay=0),
    "RMSProp": lambda p: O.RMSprop(p, 0.01),
    "RMSProp centered with momentum": lambda p: O.RMSprop(p, 0.01, alpha=0.9, momentum=0.8, centered=True, weight_decay=0.1),
}


def rates(make, optimizer=None, steps=14, metric=None):
    first, second = parameters()
    optimizer = (optimizer or (lambda a, b: O.SGD([{"params": [a]}, {"params": [b], "lr": 0.4}], 0.1, momentum=0.9)))(first, second)
    scheduler = make(optimizer)
    values = []
    for step in range(steps):
        groups = optimizer.param_groups
        momenta = [g["momentum"] if "momentum" in g else g["betas"][0] for g in groups]
        values.append([g["lr"] for g in groups] + momenta)
        optimizer.step()
        scheduler.step(metric[step]) if metric else scheduler.step()
    return values


adam = lambda a, b: O.Adam([{"params": [a]}, {"params": [b], "lr": 0.4}], 0.1)
SCHEDULERS = {
    "StepLR": rates(lambda o: lr_scheduler.StepLR(o, 3, gamma=0.5)),
    "MultiStepLR": rates(lambda o: lr_scheduler.MultiStepLR(o, [2, 5, 5, 9], gamma=0.5)),
    "ExponentialLR": rates(lambda o: lr_scheduler.ExponentialLR(o, 0.8)),
    "ConstantLR": rates(lambda o: lr_scheduler.ConstantLR(o, 0.25, total_iters=4)),
    "LinearLR": rates(lambda o: lr_scheduler.LinearLR(o, 0.2, 0.9, total_iters=6)),
    "PolynomialLR": rates(lambda o: lr_scheduler.PolynomialLR(o, 8, 2.0)),
    "LambdaLR": rates(lambda o: lr_scheduler.LambdaLR(o, lambda step: 1 / (1 + step))),
    "MultiplicativeLR": rates(lambda o: lr_scheduler.MultiplicativeLR(o, lambda step: 0.9 if step % 2 else 1.0)),
    "CosineAnnealingLR": rates(lambda o: lr_scheduler.CosineAnnealingLR(o, 5, eta_min=0.01)),
    "OneCycleLR": rates(lambda o: lr_scheduler.OneCycleLR(o, 0.5, total_steps=14)),
    "OneCycleLR along lines": rates(lambda o: lr_scheduler.OneCycleLR(o, [0.5, 0.2], epochs=2, steps_per_epoch=7, pct_start=0.4,
        anneal_strategy="linear", cycle_momentum=False, div_factor=10, final_div_factor=100)),
    "OneCycleLR in three phases": rates(lambda o: lr_scheduler.OneCycleLR(o, 0.5, total_steps=14, three_phase=True), adam),
    "CyclicLR": rates(lambda o: lr_scheduler.CyclicLR(o, 0.01, 0.1, step_size_up=3, step_size_down=2, mode="triangular2")),
    "CyclicLR shrinking": rates(lambda o: lr_scheduler.CyclicLR(o, [0.01, 0.02], [0.1, 0.3], step_size_up=4, mode="exp_range", gamma=0.9)),
    "SequentialLR": rates(lambda o: lr_scheduler.SequentialLR(o, [lr_scheduler.LinearLR(o, 0.1, total_iters=4),
        lr_scheduler.CosineAnnealingLR(o, 10)], [4])),
    "ChainedLR": rates(lambda o: lr_scheduler.ChainedScheduler([lr_scheduler.ConstantLR(o, 0.5, 3),
        lr_scheduler.ExponentialLR(o, 0.9)])),
    "ReduceLROnPlateau": rates(lambda o: lr_scheduler.ReduceLROnPlateau(o, "min", 0.5, patience=1, cooldown=1, min_lr=0.03),
        metric=[1, 0.9, 0.9, 0.9, 0.95, 0.94, 0.93, 0.95, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85]),
}

path = pathlib.Path(__file__).with_name("optimizers.json")
optimizers = {name: trajectory(make) for name, make in OPTIMIZERS.items()}
path.write_text(json.dumps({"optimizers": optimizers, "schedulers": SCHEDULERS}, separators=(",", ":")) + "\n")
print(f"{path}: {len(optimizers)} optimizers, {len(SCHEDULERS)} schedulers")
