#!/usr/bin/env python3
"""Makes the files in tests/reference/checkpoints with PyTorch (1.13 was used), and expected.json, which says what is in them.

safetensors and .dat files are written byte by byte from the descriptions of these formats, as an oracle independent of
the library. Files in the old format differ from run to run in the storages' keys, which are addresses.
Usage: checkpoints.py [FOLDER_WITH_REAL_MODELS]; with the folder, models.json is made anew too.
"""
import hashlib
import json
import os
import pickle
import struct
import sys
from collections import OrderedDict

import torch

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "checkpoints")
SAFETENSORS_NAMES = {
    torch.uint8: "U8", torch.int8: "I8", torch.int16: "I16", torch.int32: "I32", torch.int64: "I64", torch.bool: "BOOL",
    torch.float16: "F16", torch.bfloat16: "BF16", torch.float32: "F32", torch.float64: "F64", torch.complex64: "C64"}
# The numbers of c10::ScalarType, which TorchSharp writes.
SCALAR_TYPES = {
    torch.uint8: 0, torch.int8: 1, torch.int16: 2, torch.int32: 3, torch.int64: 4, torch.float16: 5, torch.float32: 6,
    torch.float64: 7, torch.complex64: 9, torch.bool: 11, torch.bfloat16: 15}
expected = {}


def path(name):
    return os.path.join(HERE, name)


def raw(tensor):
    """The elements in row-major order, little-endian."""
    tensor = tensor.detach().contiguous()
    return bytes(tensor.reshape(-1).view(torch.uint8).tolist()) if tensor.numel() else b""


def values(tensor):
    tensor = torch.view_as_real(tensor) if tensor.is_complex() else tensor
    return [float(value) for value in tensor.detach().contiguous().reshape(-1).tolist()]


def describe(name, state):
    expected[name] = [
        {"name": key, "type": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape), "values": values(tensor)}
        for key, tensor in state.items()]


def save(name, content, state, **options):
    torch.save(content, path(name), **options)
    describe(name, state)


def both(name, content, state):
    save(f"{name}-zip.pt", content, state)
    save(f"{name}-legacy.pt", content, state, _use_new_zipfile_serialization=False)


def safetensors(name, state, order):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key in order:
        tensor = state[key]
        content = raw(tensor)
        header[key] = {"dtype": SAFETENSORS_NAMES[tensor.dtype], "shape": list(tensor.shape),
                       "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path(name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
    describe(name, {key: state[key] for key in order})


def leb128(number):
    encoded = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        encoded.append(low | (0x80 if number else 0))
        if not number:
            return bytes(encoded)


def dat(name, state):
    with open(path(name), "wb") as file:
        file.write(leb128(len(state)))
        for key, tensor in state.items():
            file.write(leb128(len(key.encode())) + key.encode() + leb128(SCALAR_TYPES[tensor.dtype]))
            file.write(leb128(tensor.dim()) + b"".join(map(leb128, tensor.shape)) + raw(tensor))
    describe(name, state)


class Attack:
    def __reduce__(self):
        return os.system, ("touch /tmp/pruning-was-here",)


def main():
    os.makedirs(HERE, exist_ok=True)
    torch.manual_seed(1)

    types = OrderedDict()
    for dtype in SAFETENSORS_NAMES:
        types[str(dtype).removeprefix("torch.")] = (torch.arange(6).reshape(2, 3) - (0 if dtype == torch.uint8 else 2)).to(dtype)
    types["scalar"] = torch.tensor(1234567890123)
    types["empty"] = torch.empty(0, 3)
    types["größe"] = torch.tensor([0.1])
    both("types", types, types)
    safetensors("types.safetensors", types, list(types))
    dat("types.dat", types)
    for protocol in (1, 3, 4, 5):
        save(f"protocol{protocol}.pt", {"w": types["float32"], "n": types["scalar"]}, {"w": types["float32"], "n": types["scalar"]},
             pickle_protocol=protocol)
    save("protocol4-legacy.pt", {"w": types["float32"]}, {"w": types["float32"]}, pickle_protocol=4, _use_new_zipfile_serialization=False)

    base, column = torch.arange(24.0).reshape(4, 6), torch.tensor([[1.0], [2.0], [3.0]])
    views = {"whole": base, "transposed": base.t(), "part": base[1:3, ::2], "row": base[2], "element": base[3, 5],
             "expanded": column.expand(3, 4), "again": base, "flags": torch.tensor([True, False, True, True])[::2]}
    both("views", views, views)

    network = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3, bias=False), torch.nn.BatchNorm2d(2), torch.nn.Flatten(), torch.nn.Linear(2, 3))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    torch.manual_seed(2)
    network(torch.randn(4, 1, 3, 3)).square().sum().backward()
    optimizer.step()
    state = network.state_dict()
    prefixed = OrderedDict((f"module.{key}", tensor) for key, tensor in state.items())
    content = {"epoch": 3, "arch": "tiny", "best": 91.5, "done": False, "state_dict": prefixed, "optimizer": optimizer.state_dict(),
               "lr": [0.1, (1, 2)], "none": None, "large": 2 ** 70, "small": -5}
    location_tag, torch.serialization.location_tag = torch.serialization.location_tag, lambda storage: "cuda:0"
    both("nested", content, prefixed)
    torch.serialization.location_tag = location_tag
    save("parameters.pt", dict(network.named_parameters()), dict(network.named_parameters()))
    both("ambiguous", {"model": state, "model_ema": {key: tensor + 1 for key, tensor in state.items()}, "epoch": 1}, state)
    del expected["ambiguous-zip.pt"], expected["ambiguous-legacy.pt"]

    # What saving this network must give: larger types first, then by name; and TorchSharp's order, parameters before buffers.
    sizes = sorted(state, key=lambda key: (-state[key].element_size(), SAFETENSORS_NAMES[state[key].dtype], key))
    save("network.pt", state, state)
    before_0_4_1 = OrderedDict((key, tensor) for key, tensor in state.items() if not key.endswith("num_batches_tracked"))
    save("network-before-0.4.1.pt", before_0_4_1, before_0_4_1, _use_new_zipfile_serialization=False)
    safetensors("network.safetensors", state, sizes)
    parameters = [key for key, _ in network.named_parameters()]
    dat("network.dat", {key: state[key] for key in parameters + [key for key in state if key not in parameters]})

    for name, zipped in (("attack-zip.pt", True), ("attack-legacy.pt", False)):
        torch.save({"state_dict": state, "extra": Attack()}, path(name), _use_new_zipfile_serialization=zipped)
    torch.save(network, path("whole-module.pt"))
    with open(path("not-torch.pkl"), "wb") as file:
        pickle.dump({"w": [1, 2, 3]}, file, protocol=2)

    with open(path("expected.json"), "w") as file:
        files = ",\n".join(
            f' {json.dumps(name)}: [\n' + ",\n".join(f"  {json.dumps(entry, ensure_ascii=False)}" for entry in entries) + "\n ]"
            for name, entries in expected.items())
        file.write("{\n" + files + "\n}\n")

    if len(sys.argv) > 1:
        models(sys.argv[1])


def models(folder):
    """For each real model: how many tensors, and a hash over names, types, shapes and elements in the order of the file."""
    found = {}
    for name in sorted(os.listdir(folder)):
        content = torch.load(os.path.join(folder, name), map_location="cpu")
        while not all(isinstance(value, torch.Tensor) for value in content.values()):
            content = next(value for value in content.values() if isinstance(value, dict))
        digest = hashlib.sha256()
        for key, tensor in content.items():
            shape = ",".join(map(str, tensor.shape))
            digest.update(f"{key} {str(tensor.dtype).removeprefix('torch.')} {shape}\n".encode() + raw(tensor))
        elements = sum(tensor.numel() for tensor in content.values())
        found[name] = {"tensors": len(content), "elements": elements, "sha256": digest.hexdigest()}
    with open(path("models.json"), "w") as file:
        json.dump(found, file, indent=1)
        file.write("\n")


main()
