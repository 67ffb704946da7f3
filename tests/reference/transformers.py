"""Writes transformers.json: torchvision's ViT-B/16 and Swin-T as digests, and what small ones of their kind compute.

Run with a Python that has torch and torchvision: python3 tests/reference/transformers.py
"""
import hashlib
import json
import pathlib

import torch
import torchvision
from torchvision.models.swin_transformer import SwinTransformer
from torchvision.models.vision_transformer import VisionTransformer


def describe(model):
    # One line per entry, sorted by name: its name, a space, its sizes with commas between them.
    entries = "".join(f"{key} {','.join(map(str, value.shape))}\n" for key, value in sorted(model.state_dict().items()))
    return {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "sha256": hashlib.sha256(entries.encode()).hexdigest(),
    }


def wave(size, phase):
    return torch.sin(torch.arange(size.numel(), dtype=torch.float64) * 0.37 + phase).reshape(size)


def compute(model):
    """The outputs with weights that follow from the order of their names."""
    model = model.double().eval()
    with torch.no_grad():
        for phase, (_, value) in enumerate(sorted(model.state_dict().items())):
            if value.is_floating_point():
                value.copy_(wave(value.shape, phase) * 0.2)
        return model(wave(torch.Size([2, 3, 32, 32]), 0.5)).flatten().tolist()


target = pathlib.Path(__file__).with_suffix(".json")
target.write_text(json.dumps({
    "ViTB16": describe(torchvision.models.vit_b_16(weights=None)),
    "SwinT": describe(torchvision.models.swin_t(weights=None)),
    "ViTSmall": compute(VisionTransformer(32, 8, 2, 4, 32, 64, num_classes=10)),
    "SwinSmall": compute(SwinTransformer([4, 4], 24, [2, 2], [3, 6], [4, 4], num_classes=10)),
}, indent=1) + "\n")
