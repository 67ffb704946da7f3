"""Prunes ResNet-56 to half its MACs without the project's code: groups written by hand, masks instead of surgery, PyTorch.

Writes resnet_masking.json: for each allocation the channels that stay, the MACs, the logits of the first 16 test images and the accuracy.
Usage: resnet_masking.py ../../../shared
"""
import json
import pathlib
import re
import sys

import numpy
import torch
import torch.nn.functional as F

BLOCKS = 9
STAGES = (16, 32, 64)
POSITIONS = (1024, 256, 64)
# Where each residual group lies in the channels of the three stages: (stage, first channel) pairs, and its width.
RESIDUAL = {
    "conv1": (16, [(0, 0), (1, 8), (2, 24)]),
    "layer2.0.conv2[0..8]": (8, [(1, 0), (2, 16)]),
    "layer2.0.conv2[24..32]": (8, [(1, 24), (2, 40)]),
    "layer3.0.conv2[0..16]": (16, [(2, 0)]),
    "layer3.0.conv2[48..64]": (16, [(2, 48)]),
}
BLOCK_NAMES = [f"layer{stage + 1}.{block}" for stage in range(3) for block in range(BLOCKS)]


def stage_of(name):
    return int(name[5]) - 1


def reading_stage(name):
    """The stage whose channels a block reads."""
    stage = stage_of(name)
    return stage - 1 if name.endswith(".0") and stage > 0 else stage


def forward(state, images):
    def norm(x, name):
        return F.batch_norm(x, state[name + ".running_mean"], state[name + ".running_var"], state[name + ".weight"], state[name + ".bias"])

    x = F.relu(norm(F.conv2d(images, state["conv1.weight"], padding=1), "bn1"))
    for name in BLOCK_NAMES:
        stride = 2 if reading_stage(name) != stage_of(name) else 1
        y = F.relu(norm(F.conv2d(x, state[name + ".conv1.weight"], stride=stride, padding=1), name + ".bn1"))
        y = norm(F.conv2d(y, state[name + ".conv2.weight"], padding=1), name + ".bn2")
        if stride == 2:
            pad = y.shape[1] // 4
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, pad, pad))
        x = F.relu(x + y)
    return F.linear(x.mean((2, 3)), state["linear.weight"], state["linear.bias"])


def widths_of(keep):
    return {name: len(channels) for name, channels in keep.items()}


def macs(widths):
    stage_widths = [sum(widths[name] for name, (_, places) in RESIDUAL.items() if any(stage == s for s, _ in places)) for stage in range(3)]
    total = 9 * 3 * stage_widths[0] * POSITIONS[0] + 10 * stage_widths[2]
    for name in BLOCK_NAMES:
        stage = stage_of(name)
        total += 9 * POSITIONS[stage] * widths[name + ".conv1"] * (stage_widths[reading_stage(name)] + stage_widths[stage])
    return total


def squared_norms(state):
    """For each group and channel the mean over the members of the channel's squared weights: convolutions, linear layers, norm scales."""
    def rows(key):
        return state[key].double().square().flatten(1).sum(1)

    def columns(key):
        weight = state[key].double().square()
        return weight.sum(0) if weight.dim() == 2 else weight.sum((0, 2, 3))

    def scales(key):
        return state[key].double().square()

    per_stage = [[], [], []]
    per_stage[0] += [rows("conv1.weight"), scales("bn1.weight")]
    members = {}
    for name in BLOCK_NAMES:
        members[name + ".conv1"] = [rows(name + ".conv1.weight"), scales(name + ".bn1.weight"), columns(name + ".conv2.weight")]
        per_stage[reading_stage(name)].append(columns(name + ".conv1.weight"))
        per_stage[stage_of(name)] += [rows(name + ".conv2.weight"), scales(name + ".bn2.weight")]
    per_stage[2].append(columns("linear.weight"))
    for name, (width, places) in RESIDUAL.items():
        members[name] = [vector[first:first + width] for stage, first in places for vector in per_stage[stage]]
    return {name: torch.stack(vectors).mean(0) for name, vectors in members.items()}


def remove_in_order(scores, order, budget):
    """Removes channels in the given order of (group, rank) steps until the budget fits, then takes back what still fits."""
    widths = {name: len(values) for name, values in scores.items()}
    taken = []
    for name in order:
        if macs(widths) <= budget:
            break
        widths[name] -= 1
        taken.append(name)
    closed = set()
    for name in reversed(taken):
        if name not in closed:
            widths[name] += 1
            if macs(widths) > budget:
                widths[name] -= 1
                closed.add(name)
    return {
        name: sorted(torch.argsort(values, descending=True, stable=True)[:widths[name]].tolist())
        for name, values in scores.items()
    }


def global_order(scores):
    steps = []
    for name, values in scores.items():
        ascending = torch.sort(values / values.mean()).values.tolist()
        steps += [(worth, name) for worth in ascending[:-1]]
    return [name for _, name in sorted(steps, key=lambda step: step[0])]


def uniform_order(scores, names):
    steps = []
    for index, name in enumerate(names):
        width = len(scores[name])
        steps += [(-(left - 1) / width, index, name) for left in range(width, 1, -1)]
    return [name for _, _, name in sorted(steps, key=lambda step: (step[0], step[1]))]


def masked(state, keep):
    """Zeroes, in every consuming layer, the entries that read a removed channel."""
    state = {key: value.clone() for key, value in state.items()}
    removed = [torch.zeros(width, dtype=torch.bool) for width in STAGES]
    for name, (width, places) in RESIDUAL.items():
        gone = torch.ones(width, dtype=torch.bool)
        gone[keep[name]] = False
        for stage, first in places:
            removed[stage][first:first + width] = gone
    for name in BLOCK_NAMES:
        state[name + ".conv1.weight"][:, removed[reading_stage(name)]] = 0
        gone = torch.ones(STAGES[stage_of(name)], dtype=torch.bool)
        gone[keep[name + ".conv1"]] = False
        state[name + ".conv2.weight"][:, gone] = 0
    state["linear.weight"][:, removed[2]] = 0
    return state


def main():
    shared = pathlib.Path(sys.argv[1])
    checkpoint = torch.load(shared / "models" / "resnet56-4bfd9763.th", map_location="cpu")["state_dict"]
    state = {key.replace("module.", ""): value for key, value in checkpoint.items()}
    records = numpy.fromfile(shared / "data" / "cifar-10-batches-bin" / "test_batch.bin", dtype=numpy.uint8).reshape(-1, 3073)
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
    deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
    images = (torch.from_numpy(records[:, 1:].reshape(-1, 3, 32, 32).copy()).float() / 255 - mean) / deviation
    labels = torch.from_numpy(records[:, 0].astype(numpy.int64))

    scores = squared_norms(state)
    dense = macs({name: len(values) for name, values in scores.items()})
    # The order in which the network first produces the groups: ties in the uniform order go by it.
    names = ["conv1"]
    for block in BLOCK_NAMES:
        names.append(block + ".conv1")
        names += [name for name in RESIDUAL if name.startswith(block + ".conv2")]
    result = {"model": "resnet56", "denseMacs": dense}
    for allocation, order in (("global", global_order(scores)), ("uniform", uniform_order(scores, names))):
        keep = remove_in_order(scores, order, dense // 2)
        with torch.no_grad():
            pruned = masked(state, keep)
            logits = torch.cat([forward(pruned, chunk) for chunk in images.split(500)])
        result[allocation] = {
            "macs": macs(widths_of(keep)),
            "keep": {name: keep[name] for name in names},
            "accuracy": (logits.argmax(1) == labels).float().mean().item(),
            "logits": [[round(value, 5) for value in row] for row in logits[:16].tolist()],
        }
        print(allocation, result[allocation]["macs"] / dense, result[allocation]["accuracy"])
    # One line for each list of numbers.
    text = re.sub(r"\[[^\[\]]*\]", lambda numbers: " ".join(numbers[0].split()), json.dumps(result, indent=1))
    (pathlib.Path(__file__).parent / "resnet_masking.json").write_text(text + "\n")


main()
