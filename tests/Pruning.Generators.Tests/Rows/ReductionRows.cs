using static Pruning.Generators.Tests.Probes.Networks;
using static Pruning.Generators.Tests.Rows.RowCase;

namespace Pruning.Generators.Tests.Rows;

/// <summary>Reductions, products of matrices, norms and losses, and tensors that are made from numbers.</summary>
internal static class ReductionRows
{
    public static IEnumerable<RowCase> All => [.. Reduced, .. Ordered, .. Products, .. Norms, .. Made, .. Losses, .. Unknown];

    private static IEnumerable<RowCase> Reduced =>
    [
        .. OverPositions("sum(1)", "nanmean(1)", "mean(new long[] { 1 })", "amax(new long[] { 1 })", "amin(new long[] { 1 })"),
        .. OverPositions("std(1)", "var(1)", "norm(1)", "prod(1)", "logsumexp(1)", "softmax(1)", "log_softmax(1)"),
        Sequence("softmin", "functional.softmin(x, 1)"),
        Sequence("nansum", "x * x.nansum()"),
        Inexact("nanmedian", Sequences(16, "x = x - x.nanmedian();")),
        Inexact("median", Sequences(16, "x = x - x.median();")),
        Sequence("max", "x.max(1).values"),
        Sequence("min", "x.min(1).values"),
        Sequence("std_mean", "std_mean(x, 1L).mean"),
        Sequence("var_mean", "var_mean(x, 1L).mean"),
        Sequence("aminmax", "x.aminmax(1).max"),
        Sequence("any", "(x > 0.1).any(1).to(x.dtype)"),
        Sequence("all", "(x > -0.1).all(1).to(x.dtype)"),
        Sequence("count_nonzero", "(x > 0.1).count_nonzero(new long[] { 1 }).to(x.dtype)"),
        Sequence("argmax", "x.argmax(1).to(x.dtype)"),
        Sequence("argmin", "x.argmin(1).to(x.dtype)"),
        Inexact("softmax2d", Images(16, "x = functional.softmax2d(x);")),
    ];

    private static IEnumerable<RowCase> Ordered =>
    [
        .. OverPositions("cumsum(1)", "cumprod(1)", "logcumsumexp(1)"),
    ];

    private static IEnumerable<RowCase> Products =>
    [
        Sequence("matmul", "x.matmul(x.transpose(1, 2)).matmul(x)"),
        Vector("mm", "x.mm(x.t()).mm(x)"),
        Sequence("bmm", "x.bmm(x.transpose(1, 2)).bmm(x)"),
        Sequence("einsum", "einsum(\"nij,nkj->nik\", x, x).matmul(x)"),
        Sequence("tensordot", "x.tensordot(w, new long[] { 2 }, new long[] { 1 })", 9, "private readonly Parameter w = new(randn(9, 16));"),
        Sequence("tensordot", "x * tensordot(x, w, new long[] { 2 }, new long[] { 0 }).sum(-1, keepdim: true)", 16, "private readonly Parameter w = new(randn(16, 3));"),
        Vector("mv", "x * x.mv(x.mean(new long[] { 0 })).unsqueeze(1)"),
        Vector("dot", "x * x.sum(new long[] { 0 }).dot(x.mean(new long[] { 0 }))"),
        Vector("outer", "x + x.sum(new long[] { 1 }).outer(x.mean(new long[] { 0 }))"),
        Vector("addmm", "x.addmm(x.mm(x.t()), x)"),
        Sequence("cdist", "cdist(x, x.tanh()).matmul(x)"),
        Sequence("cosine_similarity", "x * functional.cosine_similarity(x, x.tanh(), 2).unsqueeze(2)"),
        Inexact("pairwise_distance", Sequences(16, "x = x * functional.pairwise_distance(x, x.tanh()).unsqueeze(2);")),
        Sequence("scaled_dot_product_attention", "functional.scaled_dot_product_attention(x, x, x)"),
        Sequence("linear", "functional.linear(x, w)", 9, "private readonly Parameter w = new(randn(9, 16));"),
    ];

    private static IEnumerable<RowCase> Norms =>
    [
        Image(
            "batch_norm",
            "functional.batch_norm(x, mean, variance)",
            fields: "private readonly Tensor mean = zeros(16), variance = ones(16);"),
        Image("instance_norm", "functional.instance_norm(x)"),
        Image("prelu", "functional.prelu(x - 0.3, w)", fields: "private readonly Parameter w = new(rand(16));"),
        Inexact("group_norm", Images(16, "x = functional.group_norm(x, 4);")),
        Sequence("normalize", "functional.normalize(x, 2, 1)"),
        Inexact("layer_norm", Sequences(16, "x = functional.layer_norm(x, new long[] { 16 });")),
        new("local_response_norm", Refusing("PRUNE1002", "", Images(16, "x = functional.local_response_norm(x, 3);"))),
    ];

    private static IEnumerable<RowCase> Made =>
    [
        Sequence("tensor", "x * tensor(0.5)"),
        Sequence("as_tensor", "x * as_tensor(new float[] { 1, 2, 3, 4, 5, 6, 7 }).to(x.dtype).unsqueeze(1)"),
        Sequence("from_array", "x * from_array(new float[] { 1, 2, 3, 4, 5, 6, 7 }).to(x.dtype).unsqueeze(1)"),
        Sequence("arange", "x * arange(7).to(x.dtype).unsqueeze(1)"),
        Sequence("linspace", "x * linspace(0, 1, 7).unsqueeze(1)"),
        Sequence("logspace", "x * logspace(0, 1, 7).unsqueeze(1)"),
        Sequence("randperm", "x + randperm(7).unsqueeze(1) * 0"),
        Sequence("eye", "eye(7, dtype: x.dtype).matmul(x)"),
        Sequence("zeros", "x + zeros(7, 1)"),
        Sequence("ones", "x + ones(7, 1)"),
        Sequence("full", "x + full(7, 1, 0.3)"),
        Sequence("empty", "x + empty(7, 1).fill_(0.3)"),
        Sequence("rand", "x + rand(7, 1) * 0"),
        Sequence("randn", "x + randn(7, 1) * 0"),
        Sequence("randint", "x + randint(0, 5, new long[] { 7, 1 }) * 0"),
        Sequence("new_zeros", "x + x.new_zeros(new long[] { 7, 1 })"),
        Sequence("new_ones", "x + x.new_ones(7, 1)"),
        Sequence("new_empty", "x + x.new_empty(new long[] { 7, 1 }).fill_(0.3)"),
        Sequence("new_full", "x + x.new_full(new long[] { 7, 1 }, 0.3)"),
    ];

    private static IEnumerable<RowCase> Losses =>
    [
        .. OfTwo("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy_with_logits", "kl_div"),
        Image("binary_cross_entropy", "functional.binary_cross_entropy(x.sigmoid(), x.sigmoid(), reduction: nn.Reduction.None)"),
        Image("cross_entropy", "x + functional.cross_entropy(input, zeros(x.shape[0], 8, 8, dtype: int64))"),
        Image("nll_loss", "x + functional.nll_loss(input, zeros(x.shape[0], 8, 8, dtype: int64))"),
    ];

    /// <summary>Operators whose number of entries the data decides.</summary>
    private static IEnumerable<RowCase> Unknown =>
    [
        Refused("masked_select", "x.masked_select(x > 0.1)"),
        Refused("nonzero", "x.nonzero()"),
        Refused("argwhere", "x.argwhere()"),
        Refused("unique", "x.unique().output"),
        Refused("unique_consecutive", "x.unique_consecutive().output"),
        Refused("bincount", "torch.bincount(x.flatten().to(int64))"),
    ];

    private static IEnumerable<RowCase> OverPositions(params string[] calls) =>
        calls.Select(call => Sequence(call[..call.IndexOf('(')], $"x.{call}"));

    private static IEnumerable<RowCase> OfTwo(params string[] names) =>
        names.Select(name => Image(name, $"functional.{name}(x, x.tanh(), reduction: nn.Reduction.None)"));

    private static RowCase Refused(string row, string expression) =>
        new(row, Refusing("PRUNE1002", "", Images(16, $"x = x * {expression}.sum();")));
}
