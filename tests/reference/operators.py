"""Values and gradients of operators, computed by PyTorch: writes operators.json beside this file.

Run it with a Python that has torch; the C# side of each case has the same name in Pruning.LibTorch.Tests/Operators.
A gradient is that of the sum of all results, each element weighted by the cosine of its position.
"""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(20)
torch.set_default_dtype(torch.float64)


def normal(*shape):
    return torch.randn(*shape)


def positive(*shape):
    return torch.rand(*shape) + 0.1


def unit(*shape):
    """Inside of (-1, 1), away from its borders."""
    return torch.rand(*shape) * 1.8 - 0.9


def whole(high, *shape):
    return torch.randint(0, high, shape)


def truth(*shape):
    return torch.rand(*shape) > 0.5


CASES = {}


def case(name, function, *inputs):
    assert name not in CASES, name
    CASES[name] = (function, inputs)


# Functions of one element.
for name in ("abs", "acos", "asin", "atan", "ceil", "cos", "cosh", "deg2rad", "erf", "erfc", "erfinv", "exp", "exp2", "expm1", "floor",
             "frac", "neg", "rad2deg", "reciprocal", "round", "sgn", "sigmoid", "sign", "sin", "sinc", "sinh", "square", "tan", "tanh",
             "trunc", "asinh", "atanh", "i0", "positive"):
    case(name, getattr(torch, name), unit(2, 3))
for name in ("digamma", "lgamma", "log", "log10", "log1p", "log2", "rsqrt", "sqrt"):
    case(name, getattr(torch, name), positive(2, 3))
case("acosh", torch.acosh, positive(2, 3) + 1)
case("logit", lambda x: torch.logit(x, 0.05), torch.rand(2, 3))
case("nan_to_num", lambda x: torch.nan_to_num(torch.log(x), 1, 2, 3), torch.tensor([1.0, 0.0, 2.0]))
case("clamp", lambda x: x.clamp(-0.5, 0.5), normal(2, 4))
case("clamp_min", lambda x: x.clamp(min=0.1), normal(2, 4))
case("clamp_max", lambda x: x.clamp(max=0.1), normal(2, 4))
case("clamp_tensor", lambda x, low, high: torch.clamp(x, low, high), normal(2, 4), normal(4) - 1, normal(4) + 1)
case("round_decimals", lambda x: torch.round(x, decimals=1), normal(2, 4))
case("polygamma", lambda x: torch.polygamma(2, x), positive(3))

# Arithmetic of two tensors, of a tensor and a number; broadcasting and type promotion.
case("add", lambda x, y: torch.add(x, y, alpha=2), normal(2, 3), normal(3))
case("add_scalar", lambda x: x + 1.5, normal(2, 3))
case("scalar_add", lambda x: 2 + x, normal(2, 3))
case("sub", lambda x, y: x - y, normal(2, 1), normal(2, 3))
case("scalar_sub", lambda x: 1.5 - x, normal(2, 3))
case("mul", lambda x, y: x * y, normal(2, 3), normal(2, 3))
case("mul_scalar", lambda x: x * 3, normal(2, 3))
case("div", lambda x, y: x / y, normal(2, 3), positive(2, 3))
case("scalar_div", lambda x: 2 / x, positive(2, 3))
case("div_floor", lambda x, y: torch.div(x, y, rounding_mode="floor"), normal(2, 3) * 5, positive(2, 3))
case("div_trunc", lambda x, y: torch.div(x, y, rounding_mode="trunc"), normal(2, 3) * 5, positive(2, 3))
case("floor_divide", lambda x, y: torch.div(x, y, rounding_mode="floor"), whole(20, 4), whole(5, 4) + 1)
case("remainder", lambda x, y: x % y, normal(2, 3) * 5, positive(3))
case("remainder_scalar", lambda x: x % 3, whole(20, 5))
case("fmod", lambda x, y: torch.fmod(x, y), normal(2, 3) * 5, positive(3))
case("pow", lambda x, y: torch.pow(x, y), positive(2, 3), normal(2, 3))
case("pow_scalar", lambda x: x ** 3, normal(2, 3))
case("float_power", lambda x, y: torch.float_power(x, y), whole(5, 3), whole(3, 3))
case("maximum", torch.maximum, normal(2, 3), normal(2, 3))
case("minimum", torch.minimum, normal(2, 3), normal(2, 3))
case("atan2", torch.atan2, normal(2, 3), normal(2, 3))
case("hypot", torch.hypot, normal(2, 3), normal(2, 3))
case("copysign", torch.copysign, normal(2, 3), normal(2, 3))
case("logaddexp", torch.logaddexp, normal(2, 3), normal(2, 3))
case("xlogy", torch.xlogy, positive(2, 3), positive(2, 3))
case("lerp", torch.lerp, normal(2, 3), normal(2, 3), torch.rand(2, 3))
case("addcmul", lambda x, y, z: torch.addcmul(x, y, z, value=0.5), normal(2, 3), normal(2, 3), normal(2, 3))
case("addcdiv", lambda x, y, z: torch.addcdiv(x, y, z, value=0.5), normal(2, 3), normal(2, 3), positive(2, 3))
case("promotion", lambda x, y: x + y, whole(10, 3), whole(10, 3).float())
case("integer_division", lambda x: x / 4, whole(10, 4))

# In place.
case("add_", lambda x, y: x.clone().add_(y, alpha=3), normal(2, 3), normal(3))
case("mul_", lambda x: x.clone().mul_(0.5), normal(2, 3))
case("masked_fill_", lambda x, m: x.clone().masked_fill_(m, 7), normal(2, 3), truth(2, 3))
case("copy_", lambda x, y: x.clone().copy_(y), normal(2, 3), normal(3))
case("fill_", lambda x: x.clone().fill_(2.5), normal(2, 3))
case("index_add_", lambda x, i, y: x.clone().index_add_(0, i, y), normal(4, 2), torch.tensor([0, 2, 2]), normal(3, 2))

# Comparisons and logic.
for name in ("eq", "ne", "lt", "le", "gt", "ge"):
    case(name, getattr(torch, name), whole(3, 6), whole(3, 6))
    case(name + "_scalar", lambda x, function=getattr(torch, name): function(x, 1), whole(3, 6))
case("logical_and", torch.logical_and, truth(6), truth(6))
case("logical_or", torch.logical_or, truth(6), truth(6))
case("logical_xor", torch.logical_xor, truth(6), truth(6))
case("logical_not", torch.logical_not, truth(6))
case("bitwise_and", lambda x, y: x & y, whole(16, 6), whole(16, 6))
case("bitwise_or", lambda x, y: x | y, whole(16, 6), whole(16, 6))
case("bitwise_xor", lambda x, y: x ^ y, whole(16, 6), whole(16, 6))
case("bitwise_not", lambda x: ~x, whole(16, 6))
case("isnan", lambda x: torch.isnan(torch.log(x)), torch.tensor([-1.0, 0.0, 1.0]))
case("isinf", lambda x: torch.isinf(torch.log(x)), torch.tensor([-1.0, 0.0, 1.0]))
case("isfinite", lambda x: torch.isfinite(torch.log(x)), torch.tensor([-1.0, 0.0, 1.0]))
case("isclose", lambda x, y: torch.isclose(x, y, 0.1, 0.1), torch.tensor([1.0, 2.0]), torch.tensor([1.15, 2.5]))
case("isin", torch.isin, whole(5, 6), torch.tensor([1, 3]))

# Reductions.
case("sum", lambda x: x.sum(), normal(2, 3))
case("sum_dim", lambda x: x.sum(1), normal(2, 3, 2))
case("sum_dims_keep", lambda x: x.sum((0, 2), keepdim=True), normal(2, 3, 2))
case("sum_type", lambda x: x.sum(dtype=torch.float32), whole(5, 4))
case("mean", lambda x: x.mean(), normal(2, 3))
case("mean_dims", lambda x: x.mean((0, 2), keepdim=True), normal(2, 3, 2))
case("prod", lambda x: x.prod(), normal(2, 3))
case("prod_dim", lambda x: x.prod(0, keepdim=True), normal(2, 3))
case("var", lambda x: x.var(), normal(2, 3))
case("var_dims", lambda x: x.var((0, 2), unbiased=False), normal(2, 3, 2))
case("std", lambda x: x.std(unbiased=False), normal(2, 3))
case("std_dim", lambda x: x.std(1, keepdim=True), normal(2, 3))
case("var_mean", lambda x: torch.var_mean(x, (0, 1)), normal(2, 3))
case("std_mean", lambda x: torch.std_mean(x, 1), normal(2, 3))
case("max", lambda x: x.max(), normal(2, 3))
case("max_dim", lambda x: tuple(x.max(1)), normal(2, 3))
case("min_dim", lambda x: tuple(x.min(0, keepdim=True)), normal(2, 3))
case("amax", lambda x: x.amax((0, 1)), normal(2, 3, 2))
case("amin", lambda x: x.amin((1,), keepdim=True), normal(2, 3, 2))
case("aminmax", lambda x: tuple(torch.aminmax(x.detach(), dim=1)), normal(2, 3))
case("argmax", lambda x: x.argmax(1), normal(2, 3))
case("argmin", lambda x: x.argmin(), normal(2, 3))
case("median", lambda x: x.median(), normal(5))
case("mode", lambda x: tuple(x.mode()), whole(3, 2, 7))
case("kthvalue", lambda x: tuple(x.kthvalue(2, 1)), normal(2, 4))
case("quantile", lambda x, q: torch.quantile(x, q, 1), normal(2, 5), torch.tensor([0.25, 0.5]))
case("norm", lambda x: x.norm(), normal(2, 3))
case("norm_1", lambda x: x.norm(1), normal(2, 3))
case("norm_dim", lambda x: x.norm(2, 1, keepdim=True), normal(2, 3))
case("dist", lambda x, y: torch.dist(x, y, 3), normal(2, 3), normal(2, 3))
case("logsumexp", lambda x: torch.logsumexp(x, 1), normal(2, 3))
case("cumsum", lambda x: x.cumsum(1), normal(2, 3))
case("cumprod", lambda x: x.cumprod(0), normal(2, 3))
case("cummax", lambda x: tuple(x.cummax(1)), normal(2, 4))
case("logcumsumexp", lambda x: x.logcumsumexp(1), normal(2, 3))
case("all", lambda x: x.all(), truth(3))
case("any_dim", lambda x: x.any(1), truth(2, 3))
case("count_nonzero", lambda x: x.count_nonzero(), whole(2, 3, 3))
case("trace", lambda x: x.trace(), normal(3, 3))
case("diff", lambda x: torch.diff(x), normal(2, 4))
case("nansum", lambda x: torch.nansum(torch.sqrt(x)), torch.tensor([4.0, -1.0, 9.0]))
case("trapezoid", lambda x: torch.trapezoid(x, dx=0.5), normal(2, 4))

# Sorting and counting.
case("sort", lambda x: tuple(torch.sort(x, 1, descending=True)), normal(2, 4))
case("argsort", lambda x: x.argsort(0), normal(4, 2))
case("topk", lambda x: tuple(x.topk(2, 1)), normal(2, 4))
case("topk_smallest", lambda x: tuple(x.topk(2, 0, largest=False)), normal(4, 2))
case("unique", lambda x: torch.unique(x, return_inverse=True, return_counts=True), whole(4, 8))
case("bincount", lambda x: torch.bincount(x, minlength=6), whole(5, 8))
case("histc", lambda x: torch.histc(x, 4, -1, 1), unit(12))
case("nonzero", lambda x: x.nonzero(), whole(2, 2, 3))
case("searchsorted", lambda s, x: torch.searchsorted(s, x), torch.tensor([1.0, 3.0, 5.0]), torch.tensor([0.5, 3.0, 9.0]))
case("bucketize", lambda x, s: torch.bucketize(x, s, right=True), torch.tensor([0.5, 3.0, 9.0]), torch.tensor([1.0, 3.0, 5.0]))

# Shapes.
case("view", lambda x: x.view(3, -1), normal(2, 6))
case("reshape", lambda x: x.t().reshape(-1), normal(2, 3))
case("transpose", lambda x: x.transpose(0, 2), normal(2, 3, 2))
case("permute", lambda x: x.permute(2, 0, 1), normal(2, 3, 2))
case("T", lambda x: x.T, normal(2, 3))
case("unsqueeze", lambda x: x.unsqueeze(-1), normal(2, 3))
case("squeeze", lambda x: x.squeeze(), normal(1, 3, 1))
case("squeeze_dim", lambda x: x.squeeze(0), normal(1, 3, 1))
case("flatten", lambda x: x.flatten(1), normal(2, 3, 2))
case("unflatten", lambda x: x.unflatten(1, (2, 3)), normal(2, 6))
case("expand", lambda x: x.expand(2, -1, 4), normal(3, 1))
case("broadcast_to", lambda x: x.broadcast_to(2, 3), normal(3))
case("repeat", lambda x: x.repeat(2, 1, 2), normal(2, 3))
case("repeat_interleave", lambda x: x.repeat_interleave(3, 1), normal(2, 2))
case("tile", lambda x: x.tile((2,)), normal(2, 3))
case("narrow", lambda x: x.narrow(1, 1, 2), normal(2, 4))
case("select", lambda x: x.select(1, -1), normal(2, 4))
case("slice", lambda x: x[:, 1:4:2], normal(2, 5))
case("chunk", lambda x: tuple(x.chunk(3, 1)), normal(2, 7))
case("split", lambda x: tuple(x.split(2, 1)), normal(2, 5))
case("split_sizes", lambda x: tuple(x.split([1, 3], 1)), normal(2, 4))
case("tensor_split", lambda x: tuple(x.tensor_split(2, 1)), normal(2, 5))
case("unbind", lambda x: tuple(x.unbind(1)), normal(2, 3))
case("cat", lambda x, y: torch.cat([x, y], 1), normal(2, 3), normal(2, 2))
case("stack", lambda x, y: torch.stack([x, y], 1), normal(2, 3), normal(2, 3))
case("hstack", lambda x, y: torch.hstack([x, y]), normal(3), normal(2))
case("vstack", lambda x, y: torch.vstack([x, y]), normal(3), normal(3))
case("movedim", lambda x: x.movedim((0,), (2,)), normal(2, 3, 2))
case("flip", lambda x: x.flip(0, 1), normal(2, 3))
case("roll", lambda x: x.roll(1, 1), normal(2, 3))
case("roll_dims", lambda x: x.roll((1, 2), (0, 1)), normal(2, 3))
case("rot90", lambda x: x.rot90(), normal(2, 3))
case("tril", lambda x: x.tril(-1), normal(3, 3))
case("triu", lambda x: x.triu(1), normal(3, 3))
case("diag", lambda x: x.diag(), normal(3))
case("diagonal", lambda x: x.diagonal(1, 0, 1), normal(3, 4))
case("diag_embed", lambda x: x.diag_embed(), normal(2, 3))
case("unfold_dimension", lambda x: x.unfold(0, 3, 2), normal(7))
case("as_strided", lambda x: x.as_strided((2, 2), (3, 1), 1), normal(2, 3))
case("meshgrid", lambda x, y: tuple(torch.meshgrid(x, y, indexing="ij")), normal(2), normal(3))
case("block_diag", lambda x, y: torch.block_diag(x, y), normal(2, 2), normal(1, 3))
case("channel_shuffle", lambda x: torch.channel_shuffle(x.detach(), 2), normal(1, 4, 1, 2))
case("movement", lambda x: x.contiguous().clone().detach() * x, normal(2, 3))

# Indexing, with the meaning of Python's brackets.
case("index_number", lambda x: x[1], normal(2, 3))
case("index_numbers", lambda x: x[1, -1], normal(2, 3))
case("index_range", lambda x: x[:, 1:], normal(2, 3))
case("index_range_end", lambda x: x[:-1, 0:2], normal(3, 4))
case("index_step", lambda x: x[..., ::2], normal(2, 5))
case("index_none", lambda x: x[:, None, 0], normal(2, 3))
case("index_ellipsis", lambda x: x[0, ..., 1], normal(2, 3, 2))
case("index_mask", lambda x, m: x[m], normal(2, 3), truth(2, 3))
case("index_tensor", lambda x, i: x[i], normal(4, 2), torch.tensor([0, 3, 3]))
case("index_tensors", lambda x, i, j: x[i, j], normal(4, 3), torch.tensor([0, 3, 1]), torch.tensor([2, 0, 2]))
case("index_mixed", lambda x, i: x[:, i, 0], normal(2, 4, 3), torch.tensor([3, 1]))
case("index_mask_and_range", lambda x, m: x[m, 1:], normal(3, 3), torch.tensor([True, False, True]))


def assigned(x, *steps):
    y = x.clone()
    for step in steps:
        step(y)
    return y


case("assign_number", lambda x, v: assigned(x, lambda y: y.__setitem__(1, v)), normal(2, 3), normal(3))
case("assign_range", lambda x, v: assigned(x, lambda y: y.__setitem__((slice(None), slice(1, None)), v)), normal(2, 3), normal(2, 2))
case("assign_mask", lambda x, m: assigned(x, lambda y: y.__setitem__(m, torch.tensor(5.0))), normal(2, 3), truth(2, 3))
case("assign_tensor", lambda x, i, v: assigned(x, lambda y: y.__setitem__(i, v)), normal(4, 2), torch.tensor([0, 3]), normal(2, 2))

# Elements chosen by index or by mask.
case("gather", lambda x, i: x.gather(1, i), normal(2, 4), whole(4, 2, 2))
case("scatter", lambda x, i, y: x.scatter(1, i, y), normal(2, 4), torch.tensor([[0, 2], [3, 1]]), normal(2, 2))
case("scatter_add", lambda x, i, y: x.scatter_add(1, i, y), normal(2, 4), whole(4, 2, 3), normal(2, 3))
case("index_select", lambda x, i: x.index_select(1, i), normal(2, 4), torch.tensor([3, 0, 0]))
case("index_copy", lambda x, i, y: x.index_copy(0, i, y), normal(3, 2), torch.tensor([2, 0]), normal(2, 2))
case("index_fill", lambda x, i: x.index_fill(1, i, 3), normal(2, 3), torch.tensor([2, 0]))
case("masked_fill", lambda x, m: x.masked_fill(m, -2), normal(2, 3), truth(2, 3))
case("masked_select", lambda x, m: x.masked_select(m), normal(2, 3), truth(2, 3))
case("masked_scatter", lambda x, m, y: x.masked_scatter(m, y), normal(2, 3), truth(2, 3), normal(6))
case("take", lambda x, i: x.take(i), normal(2, 3), torch.tensor([5, 0]))
case("take_along_dim", lambda x, i: x.take_along_dim(i, 1), normal(2, 3), whole(3, 2, 2))
case("where", torch.where, truth(2, 3), normal(2, 3), normal(3))
case("where_method", lambda m, x, y: x.where(m, y), truth(2, 3), normal(2, 3), normal(2, 3))

# Products.
case("matmul", torch.matmul, normal(2, 3), normal(3, 2))
case("matmul_batched", torch.matmul, normal(2, 2, 3), normal(3, 2))
case("mm", torch.mm, normal(2, 3), normal(3, 2))
case("bmm", torch.bmm, normal(2, 2, 3), normal(2, 3, 2))
case("mv", torch.mv, normal(2, 3), normal(3))
case("dot", torch.dot, normal(3), normal(3))
case("outer", torch.outer, normal(2), normal(3))
case("inner", torch.inner, normal(2, 3), normal(2, 3))
case("kron", torch.kron, normal(2, 2), normal(1, 2))
case("addmm", lambda x, y, z: torch.addmm(x, y, z, beta=0.5, alpha=2), normal(2), normal(2, 3), normal(3, 2))
case("baddbmm", lambda x, y, z: torch.baddbmm(x, y, z, beta=0.5), normal(2, 2, 2), normal(2, 2, 3), normal(2, 3, 2))
case("tensordot", lambda x, y: torch.tensordot(x, y, 2), normal(2, 3, 2), normal(3, 2, 2))
case("einsum", lambda x, y: torch.einsum("bij,bjk->bik", x, y), normal(2, 2, 3), normal(2, 3, 2))
case("cdist", lambda x, y: torch.cdist(x, y), normal(2, 3), normal(3, 3))

# Linear algebra.
case("inverse", lambda x: torch.inverse(x @ x.T + 2 * torch.eye(3)), normal(3, 3))
case("det", torch.det, normal(3, 3))
case("logdet", lambda x: torch.logdet(x @ x.T + torch.eye(3)), normal(3, 3))
case("cholesky", lambda x: torch.cholesky(x @ x.T + torch.eye(3)), normal(3, 3))
case("matrix_power", lambda x: torch.matrix_power(x, 3), normal(2, 2))

# More linear algebra, special functions and Fourier transforms.
def symmetric(x):
    return x @ x.T + torch.eye(x.shape[0])


case("linalg.solve", torch.linalg.solve, normal(3, 3) + 3 * torch.eye(3), normal(3, 2))
case("linalg.lstsq", lambda x, y: torch.linalg.lstsq(x, y)[0], normal(5, 2), normal(5, 3))
case("linalg.pinv", torch.linalg.pinv, normal(4, 2))
case("linalg.inv", torch.linalg.inv, normal(3, 3))
case("linalg.det", torch.linalg.det, normal(3, 3))
case("linalg.slogdet", lambda x: tuple(torch.linalg.slogdet(x)), normal(3, 3))
case("linalg.cholesky", lambda x: torch.linalg.cholesky(symmetric(x)), normal(3, 3))
case("linalg.qr", lambda x: torch.linalg.qr(x)[0].abs(), normal(4, 2))
case("linalg.svdvals", torch.linalg.svdvals, normal(3, 2))
case("linalg.svd", lambda x: (lambda u, s, v: u @ s.diag() @ v)(*torch.linalg.svd(x, full_matrices=False)), normal(3, 2))
case("linalg.eigvalsh", lambda x: torch.linalg.eigvalsh(symmetric(x)), normal(3, 3))
case("linalg.norm", torch.linalg.norm, normal(2, 3))
case("linalg.norm_dims", lambda x: torch.linalg.norm(x, 1, (1,), True), normal(2, 3))
case("linalg.matrix_norm", lambda x: torch.linalg.matrix_norm(x, "nuc"), normal(2, 3))
case("linalg.vector_norm", lambda x: torch.linalg.vector_norm(x, 3, (1,)), normal(2, 3))
case("linalg.matrix_rank", torch.linalg.matrix_rank, normal(3, 3))
case("linalg.cross", torch.linalg.cross, normal(2, 3), normal(2, 3))
case("linalg.multi_dot", lambda x, y, z: torch.linalg.multi_dot([x, y, z]), normal(2, 3), normal(3, 2), normal(2, 1))
case("pinverse", torch.pinverse, normal(4, 2))
case("special.entr", torch.special.entr, positive(4))
case("special.expit", torch.special.expit, normal(4))
case("special.i0e", torch.special.i0e, normal(4))
case("special.gammaln", torch.special.gammaln, positive(4))
case("special.ndtr", torch.special.ndtr, normal(4))
case("special.zeta", lambda x, q: torch.special.zeta(x.detach(), q), positive(4) + 2, positive(4))
case("special.xlog1py", torch.special.xlog1py, normal(4), positive(4))
case("fft.rfft", lambda x: torch.view_as_real(torch.fft.rfft(x)), normal(6))
case("fft.roundtrip", lambda x: torch.fft.irfft(torch.fft.rfft(x, norm="ortho"), 7, norm="ortho"), normal(2, 7))
case("fft.fft2", lambda x: torch.fft.fft2(x).abs(), normal(3, 4))
case("fft.fftshift", torch.fft.fftshift, normal(5))
case("stft", lambda x: torch.view_as_real(torch.stft(x, 4, return_complex=True, window=torch.hann_window(4))), normal(9))
case("combinations", torch.combinations, normal(4))
case("movedim_single", lambda x: torch.movedim(x, 0, 2), normal(2, 3, 2))
case("hann_window", lambda: torch.hann_window(5))
case("hamming_window", lambda: torch.hamming_window(5, False))

# Activation functions.
for name in ("relu", "relu6", "selu", "gelu", "silu", "mish", "hardsigmoid", "hardswish", "logsigmoid", "softsign", "tanhshrink",
             "hardshrink", "softshrink", "softplus"):
    case("F." + name, getattr(F, name), normal(2, 4) * 2)
case("F.gelu_method", F.gelu, normal(2, 4) * 2)
case("F.leaky_relu", lambda x: F.leaky_relu(x, 0.2), normal(2, 4))
case("F.elu", lambda x: F.elu(x, 1.5), normal(2, 4))
case("F.celu", lambda x: F.celu(x, 1.5), normal(2, 4))
case("F.hardtanh", lambda x: F.hardtanh(x, -0.5, 0.7), normal(2, 4))
case("F.threshold", lambda x: F.threshold(x, 0.1, 5), normal(2, 4))
case("F.prelu", F.prelu, normal(2, 3, 2), positive(3))
case("F.glu", lambda x: F.glu(x, 1), normal(2, 4))
case("F.softmax", lambda x: F.softmax(x, 1), normal(2, 4))
case("F.softmin", lambda x: F.softmin(x, 1), normal(2, 4))
case("F.log_softmax", lambda x: F.log_softmax(x, 0), normal(2, 4))

# Layers.
case("F.linear", F.linear, normal(2, 3), normal(4, 3), normal(4))
case("F.linear_plain", F.linear, normal(2, 3), normal(4, 3))
case("F.bilinear", F.bilinear, normal(2, 3), normal(2, 2), normal(2, 3, 2), normal(2))
case("F.conv1d", lambda x, w, b: F.conv1d(x, w, b, 2, 1), normal(1, 2, 7), normal(3, 2, 3), normal(3))
case("F.conv1d_same", lambda x, w: F.conv1d(x, w, padding="same"), normal(1, 2, 5), normal(3, 2, 3))
case("F.conv2d", lambda x, w, b: F.conv2d(x, w, b, 2, 1), normal(2, 2, 5, 5), normal(3, 2, 3, 3), normal(3))
case("F.conv2d_plain", F.conv2d, normal(1, 2, 4, 4), normal(2, 2, 3, 3))
case("F.conv2d_groups", lambda x, w: F.conv2d(x, w, padding=(1, 0), groups=2), normal(1, 4, 4, 4), normal(4, 2, 3, 3))
case("F.conv2d_dilated", lambda x, w: F.conv2d(x, w, dilation=2), normal(1, 1, 5, 6), normal(2, 1, 2, 3))
case("F.conv2d_depthwise", lambda x, w: F.conv2d(x, w, padding=1, groups=3), normal(1, 3, 4, 4), normal(3, 1, 3, 3))
case("F.conv3d", lambda x, w: F.conv3d(x, w), normal(1, 1, 3, 3, 3), normal(2, 1, 2, 2, 2))
case("F.conv_transpose1d", lambda x, w: F.conv_transpose1d(x, w, stride=2), normal(1, 2, 3), normal(2, 2, 3))
case("F.conv_transpose2d", lambda x, w, b: F.conv_transpose2d(x, w, b, 2, 1, 1), normal(1, 2, 3, 3), normal(2, 3, 3, 3), normal(3))
case("F.unfold", lambda x: F.unfold(x, 2), normal(1, 2, 3, 3))
case("F.fold", lambda x: F.fold(x, (3, 3), (2, 2)), normal(1, 4, 4))
case("F.max_pool1d", lambda x: F.max_pool1d(x, 2), normal(1, 2, 5))
case("F.max_pool2d", lambda x: F.max_pool2d(x, 2), normal(1, 2, 4, 4))
case("F.max_pool2d_padded", lambda x: F.max_pool2d(x, 3, 2, 1), normal(1, 2, 5, 5))
case("F.max_pool2d_with_indices", lambda x: F.max_pool2d(x, (2, 3), return_indices=True), normal(1, 1, 4, 6))
case("F.max_pool3d", lambda x: F.max_pool3d(x, 2), normal(1, 1, 2, 4, 4))
case("F.avg_pool1d", lambda x: F.avg_pool1d(x, 3, 2, 1), normal(1, 2, 5))
case("F.avg_pool2d", lambda x: F.avg_pool2d(x, 2), normal(1, 2, 4, 4))
case("F.avg_pool2d_padded", lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False), normal(1, 2, 5, 5))
case("F.avg_pool3d", lambda x: F.avg_pool3d(x, 2), normal(1, 1, 2, 4, 4))
case("F.adaptive_avg_pool1d", lambda x: F.adaptive_avg_pool1d(x, 2), normal(1, 2, 5))
case("F.adaptive_avg_pool2d", lambda x: F.adaptive_avg_pool2d(x, 1), normal(1, 2, 4, 4))
case("F.adaptive_avg_pool2d_uneven", lambda x: F.adaptive_avg_pool2d(x, (2, 3)), normal(1, 2, 5, 5))
case("F.adaptive_max_pool2d", lambda x: F.adaptive_max_pool2d(x, (2, 2)), normal(1, 2, 5, 5))
case("F.max_unpool1d", lambda x: F.max_unpool1d(*F.max_pool1d(x, 2, return_indices=True), 2), normal(1, 2, 6))
case("F.max_unpool2d", lambda x: F.max_unpool2d(*F.max_pool2d(x, 2, return_indices=True), 2), normal(1, 2, 4, 4))
case("F.max_unpool3d", lambda x: F.max_unpool3d(*F.max_pool3d(x, 2, return_indices=True), 2), normal(1, 1, 2, 4, 4))
case("F.lp_pool1d", lambda x: F.lp_pool1d(x, 2, 2), positive(1, 2, 4))
case("F.lp_pool2d", lambda x: F.lp_pool2d(x, 2, 2), positive(1, 1, 4, 4))
case("F.batch_norm_train", lambda x, m, v, w, b: F.batch_norm(x, m.detach(), v.detach(), w, b, True, 0.1), normal(4, 2, 2, 2),
     normal(2), positive(2), normal(2), normal(2))
case("F.batch_norm_eval", lambda x, m, v, w, b: F.batch_norm(x, m.detach(), v.detach(), w, b), normal(2, 2, 2, 2), normal(2),
     positive(2), normal(2), normal(2))
case("F.batch_norm_plain", lambda x, m, v: F.batch_norm(x, m.detach(), v.detach(), eps=0.01), normal(3, 2), normal(2), positive(2))
case("F.layer_norm", lambda x, w, b: F.layer_norm(x, (3,), w, b), normal(2, 3), normal(3), normal(3))
case("F.group_norm", lambda x, w, b: F.group_norm(x, 2, w, b), normal(2, 4, 3), normal(4), normal(4))
case("F.instance_norm", lambda x: F.instance_norm(x), normal(2, 2, 5))
case("F.local_response_norm", lambda x: F.local_response_norm(x, 3), normal(1, 5, 2, 2))
case("F.normalize", lambda x: F.normalize(x, 2, 1), normal(2, 3))
case("F.dropout_eval", lambda x: F.dropout(x, 0.5, False), normal(2, 3))
case("F.embedding", lambda w, i: F.embedding(i, w), normal(4, 2), torch.tensor([[0, 3], [3, 1]]))
case("F.one_hot", lambda x: F.one_hot(x, 4), torch.tensor([0, 3, 1]))


def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores + mask if mask.dtype.is_floating_point else scores.masked_fill(~mask, float("-inf"))
    return scores.softmax(-1) @ v


case("F.attention", attention, normal(1, 2, 3, 4), normal(1, 2, 3, 4), normal(1, 2, 3, 4))
case("F.attention_mask", attention, normal(1, 2, 3, 4), normal(1, 2, 3, 4), normal(1, 2, 3, 4), normal(3, 3))
case("F.attention_causal", lambda q, k, v: attention(q, k, v, torch.ones(3, 3, dtype=torch.bool).tril()), normal(1, 1, 3, 4),
     normal(1, 1, 3, 4), normal(1, 1, 3, 4))

# Padding and resampling.
case("F.pad", lambda x: F.pad(x, (1, 2)), normal(2, 3))
case("F.pad_value", lambda x: F.pad(x, (1, 0, 0, 1), value=3), normal(2, 3))
case("F.pad_channels", lambda x: F.pad(x, (0, 0, 0, 0, 1, 2)), normal(1, 2, 2, 2))
case("F.pad_crop", lambda x: F.pad(x, (-1, 1)), normal(2, 3))
case("F.pad_reflect", lambda x: F.pad(x, (1, 1), mode="reflect"), normal(1, 2, 4))
case("F.pad_replicate", lambda x: F.pad(x, (1, 1, 2, 0), mode="replicate"), normal(1, 1, 2, 3))
case("F.pad_circular", lambda x: F.pad(x, (1, 2), mode="circular"), normal(1, 2, 4))
case("F.pixel_shuffle", lambda x: F.pixel_shuffle(x, 2), normal(1, 4, 2, 2))
case("F.pixel_unshuffle", lambda x: F.pixel_unshuffle(x, 2), normal(1, 1, 4, 4))
case("F.interpolate_nearest", lambda x: F.interpolate(x, scale_factor=2), normal(1, 2, 2, 3))
case("F.interpolate_size", lambda x: F.interpolate(x, size=(5, 4)), normal(1, 1, 3, 3))
case("F.interpolate_linear", lambda x: F.interpolate(x, size=5, mode="linear"), normal(1, 2, 3))
case("F.interpolate_bilinear", lambda x: F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False), normal(1, 1, 3, 3))
case("F.interpolate_bilinear_aligned", lambda x: F.interpolate(x, size=(5, 5), mode="bilinear", align_corners=True), normal(1, 1, 3, 3))
case("F.interpolate_bicubic", lambda x: F.interpolate(x, scale_factor=2, mode="bicubic"), normal(1, 1, 3, 3))
case("F.interpolate_area", lambda x: F.interpolate(x, size=(2, 2), mode="area"), normal(1, 1, 5, 5))
case("F.grid_sample", lambda x, g: F.grid_sample(x, g, align_corners=False), normal(1, 1, 3, 3), unit(1, 2, 2, 2))
case("F.affine_grid", lambda t: F.affine_grid(t, (1, 1, 2, 2), align_corners=False), normal(1, 2, 3))

# Losses.
target = torch.tensor([1, 0, 2])
case("F.cross_entropy", F.cross_entropy, normal(3, 4), target)
case("F.cross_entropy_weighted", lambda x, y, w: F.cross_entropy(x, y, w.detach(), reduction="sum"), normal(3, 4), target, positive(4))
case("F.cross_entropy_smooth", lambda x, y: F.cross_entropy(x, y, label_smoothing=0.1), normal(3, 4), target)
case("F.cross_entropy_ignored", lambda x, y: F.cross_entropy(x, y, ignore_index=0, reduction="none"), normal(3, 4), target)
case("F.cross_entropy_soft", lambda x, y: F.cross_entropy(x, y.softmax(1)), normal(3, 4), normal(3, 4))
case("F.nll_loss", lambda x, y: F.nll_loss(F.log_softmax(x, 1), y), normal(3, 4), target)
case("F.mse_loss", F.mse_loss, normal(2, 3), normal(2, 3))
case("F.mse_loss_sum", lambda x, y: F.mse_loss(x, y, reduction="sum"), normal(2, 3), normal(2, 3))
case("F.l1_loss", F.l1_loss, normal(2, 3), normal(2, 3))
case("F.smooth_l1_loss", lambda x, y: F.smooth_l1_loss(x, y, beta=0.5), normal(2, 3), normal(2, 3))
case("F.huber_loss", lambda x, y: F.huber_loss(x, y, delta=0.5), normal(2, 3), normal(2, 3))
case("F.kl_div", lambda x, y: F.kl_div(x.log_softmax(1), y.softmax(1)), normal(2, 3), normal(2, 3))
case("F.kl_div_log", lambda x, y: F.kl_div(x.log_softmax(1), y.log_softmax(1), reduction="batchmean", log_target=True) * 2, normal(2, 3),
     normal(2, 3))
case("F.binary_cross_entropy", lambda x, y: F.binary_cross_entropy(x.sigmoid(), y.sigmoid()), normal(2, 3), normal(2, 3))
case("F.binary_cross_entropy_with_logits", lambda x, y, p: F.binary_cross_entropy_with_logits(x, y.sigmoid(), pos_weight=p.detach()),
     normal(2, 3), normal(2, 3), positive(3))
case("F.cosine_similarity", lambda x, y: F.cosine_similarity(x, y), normal(2, 3), normal(2, 3))
case("F.cosine_embedding_loss", lambda x, y: F.cosine_embedding_loss(x, y, torch.tensor([1, -1]), 0.1), normal(2, 3), normal(2, 3))
case("F.pairwise_distance", lambda x, y: F.pairwise_distance(x, y), normal(2, 3), normal(2, 3))
case("F.hinge_embedding_loss", lambda x, y: F.hinge_embedding_loss(x, y.sign(), 1.0), normal(2, 3), normal(2, 3))
case("F.margin_ranking_loss", lambda x, y: F.margin_ranking_loss(x, y, torch.ones(3), 0.2), normal(3), normal(3))
case("F.multi_margin_loss", lambda x, y: F.multi_margin_loss(x, y), normal(3, 4), target)
case("F.multilabel_soft_margin_loss", lambda x, y: F.multilabel_soft_margin_loss(x, (y > 0).double()), normal(2, 3), normal(2, 3))
case("F.soft_margin_loss", lambda x, y: F.soft_margin_loss(x, y.detach().sign()), normal(2, 3), normal(2, 3))
case("F.poisson_nll_loss", lambda x, y: F.poisson_nll_loss(x, y), normal(2, 3), positive(2, 3))
case("F.gaussian_nll_loss", lambda x, y, v: F.gaussian_nll_loss(x, y, v), normal(2, 3), normal(2, 3), positive(2, 3))
case("F.triplet_margin_loss", lambda x, y, z: F.triplet_margin_loss(x, y, z), normal(2, 3), normal(2, 3), normal(2, 3))

# Factories.
case("zeros", lambda: torch.zeros(2, 3))
case("full", lambda: torch.full((2, 2), 1.5))
case("eye", lambda: torch.eye(2, 3))
case("arange", lambda: torch.arange(5))
case("arange_step", lambda: torch.arange(1.0, 2.0, 0.25))
case("linspace", lambda: torch.linspace(0, 1, 5))
case("tril_indices", lambda: torch.tril_indices(3, 3))

# Random numbers: the same seed gives the same numbers.
case("rand_seeded", lambda: (torch.manual_seed(5), torch.rand(4))[1])
case("randn_seeded", lambda: (torch.manual_seed(5), torch.randn(4))[1])
case("randint_seeded", lambda: (torch.manual_seed(5), torch.randint(0, 10, (6,)))[1])
case("randperm_seeded", lambda: (torch.manual_seed(5), torch.randperm(6))[1])
case("dropout_seeded", lambda x: (torch.manual_seed(5), F.dropout(x, 0.5))[1], normal(2, 4))
case("bernoulli_seeded", lambda x: (torch.manual_seed(5), torch.bernoulli(x))[1].detach(), torch.rand(6))
case("assign_leading_ones", lambda x, v: assigned(x, lambda y: y.__setitem__((slice(None), 1), v)), normal(2, 3), normal(1, 1, 2))


def written(tensor):
    values = tensor.detach().reshape(-1).tolist()
    return {
        "type": str(tensor.dtype)[6:],
        "shape": list(tensor.shape),
        "values": [float(f"{value:.10g}") if isinstance(value, float) else value for value in values],
    }


def computed(function, inputs):
    inputs = [written(x) for x in inputs]
    tensors = [torch.tensor(x["values"], dtype=getattr(torch, x["type"])).reshape(x["shape"]) for x in inputs]
    leaves = [x.requires_grad_() if x.is_floating_point() else x for x in tensors]
    outputs = function(*leaves)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    result = {"inputs": inputs, "outputs": [written(x) for x in outputs]}
    differentiable = [x for x in outputs if x.requires_grad]
    if differentiable:
        sum((x * torch.arange(x.numel()).reshape(x.shape).cos()).sum() for x in differentiable).backward()
        result["gradients"] = [written(x.grad + 0) if x.grad is not None else None for x in leaves]
    return result


def text(value, indent=0):
    """JSON with one tensor a line."""
    if isinstance(value, dict) and "values" not in value:
        lines = [f'{" " * (indent + 1)}{json.dumps(key)}: {text(item, indent + 1)}' for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + "\n" + " " * indent + "}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(" " * (indent + 1) + text(item) for item in value) + "\n" + " " * indent + "]" if value else "[]"
    return json.dumps(value).replace("NaN", '"NaN"').replace("-Infinity", '"-Infinity"').replace("Infinity", '"Infinity"') \
        if value is not None else "null"


results = {name: computed(function, inputs) for name, (function, inputs) in CASES.items()}
pathlib.Path(__file__).with_name("operators.json").write_text(text(results) + "\n")
print(f"{len(results)} cases")
