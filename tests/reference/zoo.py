"""Writes zoo.json: parameters of torchvision's models, and their state dicts as digests.

Run with a Python that has torch and torchvision: python3 tests/reference/zoo.py
"""
import hashlib
import json
import pathlib

import torchvision

MODELS = {
    "resnet18": {}, "resnet50": {}, "wide_resnet50_2": {}, "resnext50_32x4d": {}, "vgg16_bn": {}, "alexnet": {},
    "squeezenet1_1": {}, "mobilenet_v2": {}, "mobilenet_v3_small": {}, "mnasnet1_0": {}, "densenet121": {},
    "googlenet": {"aux_logits": False, "init_weights": False}, "shufflenet_v2_x1_0": {}, "regnet_x_400mf": {},
    "inception_v3": {"aux_logits": False, "init_weights": False}, "inception_v3_aux": {"init_weights": False},
    "efficientnet_b0": {}, "convnext_tiny": {},
}


def describe(name, options):
    model = getattr(torchvision.models, name.removesuffix("_aux"))(weights=None, **options)
    # One line per entry, sorted by name: its name, a space, its sizes with commas between them.
    entries = "".join(f"{key} {','.join(map(str, value.shape))}\n" for key, value in sorted(model.state_dict().items()))
    return {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "sha256": hashlib.sha256(entries.encode()).hexdigest(),
    }


target = pathlib.Path(__file__).with_suffix(".json")
target.write_text(json.dumps({name: describe(name, options) for name, options in MODELS.items()}, indent=2) + "\n")
