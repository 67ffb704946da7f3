#!/usr/bin/env python3
"""Writes layers.json: what PyTorch's layers and losses compute, and their gradients, for the tests of the torch provider.

Each case holds the state (by name) and the inputs that the module starts from, its outputs, the gradients of the sum of the outputs
weighted by cos(0), cos(1), ... with respect to inputs and parameters, and the buffers afterwards.

Run with Debian's python3-torch (1.13): /usr/bin/python3 tests/reference/layers.py
"""
import json
import pathlib

import torch
from torch import nn

CASES = []


def tensor(value):
    value = value.detach()
    kind = "int64" if value.dtype == torch.int64 else "float32"
    values = value.flatten().tolist()
    return {"shape": list(value.shape), "type": kind,
            "values": [v if kind == "int64" else float(f"{v:.7g}") for v in values]}


def flat(outputs):
    if isinstance(outputs, torch.Tensor):
        return [outputs]
    return [t for part in outputs if part is not None for t in flat(part)]


def case(name, module, *inputs, training=True, call=None, differentiated=9):
    torch.manual_seed(len(CASES))
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(torch.randn_like(p) * 0.5)
        for key, buffer in module.named_buffers():
            if buffer.dtype.is_floating_point:
                buffer.copy_(torch.rand_like(buffer) + 0.5)
    module.train(training)
    inputs = [torch.randn(i) if isinstance(i, tuple) else i for i in inputs]
    leaves = [i.clone().requires_grad_(n < differentiated and i.dtype.is_floating_point) for n, i in enumerate(inputs)]
    state = {key: tensor(value) for key, value in module.state_dict().items()}
    outputs = flat(call(module, *leaves) if call else module(*leaves))
    weighted = sum((o * torch.cos(torch.arange(o.numel(), dtype=torch.float32)).view(o.shape)).sum() for o in outputs)
    if weighted.requires_grad:
        weighted.backward()
    CASES.append({
        "name": name,
        "state": state,
        "inputs": [tensor(i) for i in inputs],
        "outputs": [tensor(o) for o in outputs],
        "inputGradients": [None if i.grad is None else tensor(i.grad) for i in leaves],
        "parameterGradients": {key: tensor(p.grad) for key, p in module.named_parameters() if p.grad is not None},
        "buffers": {key: tensor(b) for key, b in module.named_buffers()},
    })


def activation(name, module, shape=(2, 4, 3)):
    case(name, module, torch.linspace(-4, 4, torch.Size(shape).numel()).view(shape))


case("Linear", nn.Linear(5, 3), (2, 5))
case("Linear without bias", nn.Linear(4, 2, bias=False), (2, 3, 4))
case("Embedding", nn.Embedding(6, 3, padding_idx=1), torch.tensor([[0, 1, 5], [5, 2, 1]]))
case("Embedding with maximum norm", nn.Embedding(4, 3, max_norm=0.5), torch.tensor([0, 3, 3]))
case("Identity", nn.Identity(), (2, 3))
case("Bilinear", nn.Bilinear(2, 3, 4), (5, 2), (5, 3))
case("CosineSimilarity", nn.CosineSimilarity(), (2, 3), (2, 3))
case("PairwiseDistance", nn.PairwiseDistance(), (2, 3), (2, 3))

case("Conv1d", nn.Conv1d(3, 4, 3, stride=2, padding=1), (2, 3, 7))
case("Conv2d", nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False), (2, 3, 6, 5))
case("Conv2d with pairs", nn.Conv2d(2, 4, (3, 1), stride=(2, 1), padding=(1, 0), dilation=(1, 2)), (1, 2, 5, 5))
case("Conv2d in groups", nn.Conv2d(4, 8, 3, padding=1, groups=4), (1, 4, 4, 4))
case("Conv2d same", nn.Conv2d(2, 2, 3, padding="same", dilation=2), (1, 2, 5, 6))
case("Conv2d same, even kernel", nn.Conv2d(2, 2, (2, 4), padding="same"), (1, 2, 5, 6))
case("Conv2d reflecting", nn.Conv2d(2, 3, 3, padding=1, padding_mode="reflect"), (1, 2, 4, 5))
case("Conv2d circular", nn.Conv2d(2, 3, 3, padding=1, padding_mode="circular"), (1, 2, 4, 5))
case("Conv2d without batch", nn.Conv2d(2, 3, 3), (2, 4, 5))
case("Conv3d", nn.Conv3d(2, 2, 2, stride=2), (1, 2, 4, 4, 4))
case("ConvTranspose1d", nn.ConvTranspose1d(3, 2, 3, stride=2, padding=1, output_padding=1), (2, 3, 4))
case("ConvTranspose2d", nn.ConvTranspose2d(4, 2, 3, stride=2, padding=1, groups=2), (1, 4, 3, 3))
case("ConvTranspose2d to a size", nn.ConvTranspose2d(2, 2, 3, stride=2, padding=1), (1, 2, 3, 3),
     call=lambda m, x: m(x, output_size=[6, 5]))
case("ConvTranspose3d", nn.ConvTranspose3d(2, 1, 2), (1, 2, 2, 2, 2))

case("BatchNorm1d", nn.BatchNorm1d(3), (4, 3))
case("BatchNorm2d", nn.BatchNorm2d(3, eps=1e-3, momentum=0.3), (2, 3, 3, 2))
case("BatchNorm2d evaluating", nn.BatchNorm2d(3), (2, 3, 3, 2), training=False)
case("BatchNorm2d without statistics", nn.BatchNorm2d(3, track_running_stats=False), (2, 3, 3, 2), training=False)
case("BatchNorm3d without affine", nn.BatchNorm3d(2, affine=False), (2, 2, 2, 2, 2))
case("InstanceNorm1d", nn.InstanceNorm1d(3), (2, 3, 4))
case("InstanceNorm2d", nn.InstanceNorm2d(3, affine=True, track_running_stats=True), (2, 3, 3, 2))
case("InstanceNorm2d evaluating", nn.InstanceNorm2d(3, affine=True, track_running_stats=True), (2, 3, 3, 2), training=False)
case("InstanceNorm3d without batch", nn.InstanceNorm3d(2), (2, 2, 2, 3))
case("GroupNorm", nn.GroupNorm(2, 6), (2, 6, 3, 2))
case("LayerNorm", nn.LayerNorm(5), (2, 3, 5))
case("LayerNorm over two dimensions", nn.LayerNorm([2, 3], eps=1e-3), (2, 2, 3))
case("LocalResponseNorm", nn.LocalResponseNorm(2), (1, 4, 2, 2))

activation("ReLU", nn.ReLU())
activation("ReLU6", nn.ReLU6())
activation("LeakyReLU", nn.LeakyReLU(0.1))
activation("PReLU", nn.PReLU(4))
activation("ELU", nn.ELU(0.7))
activation("CELU", nn.CELU(0.7))
activation("SELU", nn.SELU())
activation("GELU", nn.GELU())
activation("GELU through tanh", nn.GELU(approximate="tanh"))
activation("SiLU", nn.SiLU())
activation("Mish", nn.Mish())
activation("Hardswish", nn.Hardswish())
activation("Hardsigmoid", nn.Hardsigmoid())
activation("Hardtanh", nn.Hardtanh(-2, 1))
activation("Hardshrink", nn.Hardshrink(0.6))
activation("Softshrink", nn.Softshrink(0.6))
activation("Sigmoid", nn.Sigmoid())
activation("Tanh", nn.Tanh())
activation("Tanhshrink", nn.Tanhshrink())
activation("Softsign", nn.Softsign())
activation("LogSigmoid", nn.LogSigmoid())
activation("Softplus", nn.Softplus(2, 3))
activation("Threshold", nn.Threshold(0.5, -1))
activation("GLU", nn.GLU(1))
activation("Softmax", nn.Softmax(1))
activation("LogSoftmax", nn.LogSoftmax(-1))
activation("Softmin", nn.Softmin(1))
activation("Softmax2d", nn.Softmax2d(), (1, 3, 2, 4))
case("RReLU evaluating", nn.RReLU(), (2, 4), training=False)

case("MaxPool1d", nn.MaxPool1d(3, stride=2, padding=1), (2, 2, 7))
case("MaxPool2d", nn.MaxPool2d(2), (2, 2, 5, 4))
case("MaxPool2d with pairs", nn.MaxPool2d((3, 2), stride=(2, 1), padding=(1, 0), ceil_mode=True), (1, 2, 6, 5))
case("MaxPool3d", nn.MaxPool3d(2), (1, 2, 4, 4, 4))
case("AvgPool1d", nn.AvgPool1d(2), (1, 2, 5))
case("AvgPool2d", nn.AvgPool2d(3, stride=2, padding=1), (1, 2, 5, 4))
case("AvgPool2d without padding in the mean", nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False), (1, 2, 5, 4))
case("AvgPool3d", nn.AvgPool3d(2), (1, 1, 4, 4, 2))
case("AdaptiveAvgPool1d", nn.AdaptiveAvgPool1d(2), (1, 2, 5))
case("AdaptiveAvgPool2d", nn.AdaptiveAvgPool2d((2, 3)), (1, 2, 5, 4))
case("AdaptiveAvgPool2d to one place", nn.AdaptiveAvgPool2d(1), (2, 3, 4, 4))
case("AdaptiveAvgPool3d", nn.AdaptiveAvgPool3d(1), (1, 2, 2, 2, 2))
case("AdaptiveMaxPool1d", nn.AdaptiveMaxPool1d(2), (1, 2, 5))
case("AdaptiveMaxPool2d", nn.AdaptiveMaxPool2d((2, 2)), (1, 2, 5, 4))

case("Flatten", nn.Flatten(), (2, 3, 2))
case("Unflatten", nn.Unflatten(1, (2, 3)), (2, 6))
case("PixelShuffle", nn.PixelShuffle(2), (1, 8, 2, 2))
case("PixelUnshuffle", nn.PixelUnshuffle(2), (1, 2, 4, 4))
case("ChannelShuffle", nn.ChannelShuffle(2), torch.arange(24, dtype=torch.float32).view(1, 6, 2, 2),
     call=lambda m, x: x.view(1, 2, 3, 2, 2).transpose(1, 2).reshape(1, 6, 2, 2))  # 1.13 cannot differentiate its own
case("Upsample nearest", nn.Upsample(scale_factor=2), (1, 2, 2, 3))
case("Upsample bilinear", nn.Upsample(size=(5, 4), mode="bilinear", align_corners=False), (1, 2, 2, 3))
case("ZeroPad2d", nn.ZeroPad2d((1, 2, 0, 1)), (1, 2, 2, 3))
case("ConstantPad2d", nn.ConstantPad2d(1, 3.5), (1, 1, 2, 3))
case("ReflectionPad2d", nn.ReflectionPad2d((1, 2, 0, 1)), (1, 1, 3, 3))
case("ReplicationPad2d", nn.ReplicationPad2d(1), (1, 1, 2, 3))
case("ReflectionPad1d", nn.ReflectionPad1d(2), (1, 2, 4))

case("LSTM", nn.LSTM(3, 4, num_layers=2, batch_first=True), (2, 5, 3))
case("LSTM in both directions", nn.LSTM(3, 2, bidirectional=True), (4, 2, 3))
case("LSTM with a state", nn.LSTM(3, 2), (4, 2, 3), (1, 2, 2), (1, 2, 2), call=lambda m, x, h, c: m(x, (h, c)))
case("GRU", nn.GRU(3, 4, num_layers=2), (5, 2, 3))
case("GRU with a state", nn.GRU(3, 4, bias=False), (5, 2, 3), (1, 2, 4))
case("RNN", nn.RNN(3, 4), (5, 2, 3))
case("RNN with ReLU", nn.RNN(3, 4, nonlinearity="relu"), (5, 2, 3))
case("LSTMCell", nn.LSTMCell(3, 2), (2, 3))
case("GRUCell", nn.GRUCell(3, 2), (2, 3), (2, 2))
case("RNNCell", nn.RNNCell(3, 2), (2, 3))
case("MultiheadAttention", nn.MultiheadAttention(4, 2), (3, 2, 4), (5, 2, 4), (5, 2, 4))
case("MultiheadAttention of other widths", nn.MultiheadAttention(4, 2, kdim=3, vdim=5), (3, 2, 4), (5, 2, 3), (5, 2, 5))
case("TransformerEncoderLayer", nn.TransformerEncoderLayer(4, 2, dim_feedforward=6, dropout=0), (3, 2, 4))
case("TransformerEncoderLayer with GELU", nn.TransformerEncoderLayer(4, 2, dim_feedforward=6, dropout=0, activation="gelu"), (3, 2, 4))
case("TransformerEncoder", nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, dim_feedforward=6, dropout=0), 2), (3, 2, 4))


def loss(name, module, *inputs, differentiated=1):
    case(name, module, *inputs, differentiated=differentiated)


scores = (4, 5)
classes = torch.tensor([1, 0, 4, 2])
loss("CrossEntropyLoss", nn.CrossEntropyLoss(), scores, classes)
loss("CrossEntropyLoss smoothed", nn.CrossEntropyLoss(label_smoothing=0.1), scores, classes)
loss("CrossEntropyLoss ignoring", nn.CrossEntropyLoss(ignore_index=4, reduction="sum"), scores, classes)
loss("CrossEntropyLoss of probabilities", nn.CrossEntropyLoss(reduction="none"), scores,
     torch.softmax(torch.arange(20, dtype=torch.float32).view(4, 5).sin(), 1))
loss("NLLLoss", nn.NLLLoss(), scores, classes)
loss("MSELoss", nn.MSELoss(), (3, 2), (3, 2))
loss("MSELoss summed", nn.MSELoss(reduction="sum"), (3, 2), (3, 2))
loss("L1Loss", nn.L1Loss(reduction="none"), (3, 2), (3, 2))
loss("SmoothL1Loss", nn.SmoothL1Loss(beta=0.5), (3, 2), (3, 2))
loss("HuberLoss", nn.HuberLoss(delta=0.7), (3, 2), (3, 2))
probabilities = torch.tensor([[0.2, 0.7], [0.9, 0.4]])
loss("BCELoss", nn.BCELoss(), probabilities, torch.tensor([[0.0, 1.0], [1.0, 0.5]]))
loss("BCEWithLogitsLoss", nn.BCEWithLogitsLoss(), (2, 2), torch.tensor([[0.0, 1.0], [1.0, 0.5]]))
loss("KLDivLoss", nn.KLDivLoss(log_target=True, reduction="sum"), torch.log(probabilities), torch.log(1 - probabilities))
loss("SoftMarginLoss", nn.SoftMarginLoss(), (2, 2), torch.tensor([[1.0, -1.0], [-1.0, 1.0]]))
loss("MarginRankingLoss", nn.MarginRankingLoss(0.5), (3,), (3,), torch.tensor([1.0, -1.0, 1.0]), differentiated=2)
loss("CosineEmbeddingLoss", nn.CosineEmbeddingLoss(0.1), (3, 4), (3, 4), torch.tensor([1, -1, 1]), differentiated=2)
loss("TripletMarginLoss", nn.TripletMarginLoss(), (3, 4), (3, 4), (3, 4), differentiated=3)
loss("HingeEmbeddingLoss", nn.HingeEmbeddingLoss(), (4,), torch.tensor([1, -1, 1, -1]))
loss("PoissonNLLLoss", nn.PoissonNLLLoss(), (4,), torch.tensor([1.0, 0.0, 3.0, 2.0]))

case("EmbeddingBag", nn.EmbeddingBag(6, 3, padding_idx=1), torch.tensor([[0, 1, 5], [5, 2, 1]]))
case("EmbeddingBag with offsets", nn.EmbeddingBag(6, 3, mode="max", include_last_offset=True), torch.tensor([0, 1, 5, 5, 2]), torch.tensor([0, 2, 5]))
case("EmbeddingBag with weights", nn.EmbeddingBag(6, 3, mode="sum", max_norm=0.5), torch.tensor([0, 1, 5, 5, 2]), torch.tensor([0, 3]), (5,),
     call=lambda m, i, o, w: m(i, o, w))


def unpooling(name, unpool, pool, shape, **size):
    torch.manual_seed(7)
    values, places = pool(torch.randn(shape), return_indices=True)
    case(name, unpool, values, places, call=lambda m, v, p: m(v, p, **size))


unpooling("MaxUnpool1d", nn.MaxUnpool1d(2), lambda x, **more: nn.functional.max_pool1d(x, 2, **more), (1, 2, 6))
unpooling("MaxUnpool2d", nn.MaxUnpool2d((2, 3), stride=(2, 2)), lambda x, **more: nn.functional.max_pool2d(x, (2, 3), (2, 2), **more),
          (1, 2, 5, 7), output_size=(5, 7))
unpooling("MaxUnpool3d", nn.MaxUnpool3d(2), lambda x, **more: nn.functional.max_pool3d(x, 2, **more), (1, 2, 4, 4, 2))
case("TransformerDecoderLayer", nn.TransformerDecoderLayer(4, 2, dim_feedforward=6, dropout=0, activation="gelu"), (3, 2, 4), (5, 2, 4))
causal = torch.full((3, 3), -1e9).triu(1)
case("TransformerDecoder", nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, dim_feedforward=6, dropout=0), 2), (3, 2, 4), (5, 2, 4), causal,
     differentiated=2)
case("Transformer", nn.Transformer(4, 2, num_encoder_layers=2, num_decoder_layers=1, dim_feedforward=6, dropout=0), (5, 2, 4), (3, 2, 4))

path = pathlib.Path(__file__).with_name("layers.json")
path.write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in CASES) + "\n]\n")
print(f"{path}: {len(CASES)} cases")
