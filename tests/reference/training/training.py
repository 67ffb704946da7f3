"""Makes training.json: schedules and a small fine-tuning run, as PyTorch does them. Needs python3-torch (1.13)."""
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F


def schedule(make, steps):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.05, momentum=0.9)
    scheduler = make(optimizer, steps)
    values = []
    for _ in range(steps):
        group = optimizer.param_groups[0]
        values.append([group["lr"], group["momentum"]])
        optimizer.step()
        scheduler.step() if len(values) < steps else None
    return values


def one_cycle(optimizer, steps):
    return torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.05, total_steps=steps)


def cosine(optimizer, steps):
    return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)


def network():
    return nn.Sequential(nn.Linear(6, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 4))


def flat(state):
    return {name: tensor.flatten().tolist() for name, tensor in state.items()}


def fine_tuning():
    torch.manual_seed(7)
    student, teacher = network(), network()
    teacher.eval()
    inputs, labels = torch.randn(36, 6), torch.randint(0, 4, (36,))
    start = {name: tensor.clone() for name, tensor in student.state_dict().items()}
    batch, epochs, weight, temperature = 8, 3, 0.7, 2.0
    batches = range(0, len(labels), batch)
    optimizer = torch.optim.SGD(student.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4, nesterov=True)
    scheduler = one_cycle(optimizer, epochs * len(batches))
    losses = []
    for _ in range(epochs):
        student.train()
        total = 0.0
        for first in batches:
            x, y = inputs[first:first + batch], labels[first:first + batch]
            optimizer.zero_grad()
            logits = student(x)
            with torch.no_grad():
                target = F.log_softmax(teacher(x) / temperature, 1)
            divergence = F.kl_div(F.log_softmax(logits / temperature, 1), target, reduction="batchmean", log_target=True)
            loss = (1 - weight) * F.cross_entropy(logits, y, label_smoothing=0.1) + weight * temperature ** 2 * divergence
            loss.backward()
            optimizer.step()
            if scheduler.last_epoch + 1 < scheduler.total_steps:
                scheduler.step()
            total += loss.item() * len(y)
        losses.append(total / len(labels))
    student.eval()
    with torch.no_grad():
        logits = student(inputs)
    return {
        "inputs": inputs.flatten().tolist(),
        "labels": labels.tolist(),
        "teacher": flat(teacher.state_dict()),
        "start": flat(start),
        "end": flat(student.state_dict()),
        "losses": losses,
        "testLoss": F.cross_entropy(logits, labels).item(),
        "testAccuracy": (logits.argmax(1) == labels).float().mean().item(),
    }


result = {
    "oneCycle": {str(steps): schedule(one_cycle, steps) for steps in (2, 7, 10, 50)},
    "cosine": {str(steps): schedule(cosine, steps) for steps in (2, 7, 10, 50)},
    "fineTuning": fine_tuning(),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
