using static Pruning.Generators.Tests.Probes.Networks;
using static Pruning.Generators.Tests.Rows.RowCase;

namespace Pruning.Generators.Tests.Rows;

/// <summary>Operators that arrange entries anew, join tensors or take parts of them.</summary>
internal static class ShapeRows
{
    public static IEnumerable<RowCase> All => [.. Arranged, .. Joined, .. Parts, .. Picked];

    private static IEnumerable<RowCase> Arranged =>
    [
        Image("view", "x.view(x.shape[0], -1, 4, 16)"),
        Image("reshape", "x.reshape(-1, 16, 4, 16)"),
        Image("view_as", "x.flatten(2).view_as(x)"),
        Vector("flatten", "x.view(-1, 4, 4).flatten(1)"),
        Vector("ravel", "x.ravel().view(-1, 16)"),
        Image("unflatten", "x.unflatten(1, new long[] { 4, 4 }).flatten(1, 2)"),
        Image("transpose", "x.transpose(2, 3)"),
        Image("swapaxes", "x.swapaxes(1, 2).swapaxes(2, 1)"),
        Image("swapdims", "x.swapdims(2, 3)"),
        Vector("t", "x.t().t()"),
        Vector("T", "x.T.tanh().T"),
        Vector("H", "x.H.tanh().H"),
        Sequence("mT", "x.mT.tanh().mT"),
        Sequence("mH", "x.mH.tanh().mH"),
        Sequence("adjoint", "x.adjoint().tanh().adjoint()"),
        Image("permute", "x.permute(0, 2, 3, 1).tanh().permute(0, 3, 1, 2)"),
        Image("movedim", "x.movedim(new long[] { 1 }, new long[] { 3 }).movedim(new long[] { 3 }, new long[] { 1 })"),
        Image("moveaxis", "x.moveaxis(new long[] { 1 }, new long[] { 3 }).moveaxis(new long[] { 3 }, new long[] { 1 })"),
        Sequence("view_as_complex", "view_as_complex(x.unflatten(2, new long[] { -1, 2 }).contiguous()).abs()", 8),
        Sequence("view_as_real", "view_as_complex(x.unflatten(2, new long[] { -1, 2 }).contiguous()).view_as_real().flatten(2)"),
        Image("squeeze", "x.mean(new long[] { 3 }, true).squeeze(3).unsqueeze(2)"),
        Image("unsqueeze", "x.unsqueeze(2).squeeze(2)"),
        Image("expand", "x.mean(new long[] { 2, 3 }, true).expand(-1, -1, 8, 8)"),
        Image("expand_as", "x.mean(new long[] { 2, 3 }, true).expand_as(x)"),
        Image("broadcast_to", "x + x.mean(new long[] { 0, 2, 3 }, true).broadcast_to(x.shape)"),
        Image("broadcast_tensors", "broadcast_tensors(x, x.mean(new long[] { 2, 3 }, true))[1]"),
        Image("diagonal", "x.diagonal(0, 2, 3).unsqueeze(3)"),
        Vector("diag_embed", "x.diag_embed().sum(1)"),
        Vector("diag", "x + x.mean(new long[] { 0 }).diag().sum(0)"),
        Image("repeat", "x.repeat(1, 2, 1, 1)", 32),
        Image("tile", "x.tile(new long[] { 1, 2, 1, 1 })", 32),
        Image("repeat_interleave", "x.repeat_interleave(2, 1)", 32),
        Image("pixel_shuffle", "functional.pixel_shuffle(x, 2)", 4),
        Image("pixel_unshuffle", "functional.pixel_unshuffle(x, 2)", 64),
        Image("channel_shuffle", "x.channel_shuffle(4)"),
        Image("flip", "x.flip(2)"),
        Image("flipud", "x.transpose(0, 2).flipud().transpose(0, 2)"),
        Image("fliplr", "x.transpose(1, 2).fliplr().transpose(1, 2)"),
        Image("rot90", "x.rot90(1, (2, 3))"),
        Image("roll", "x.roll(1, 2)"),
        Image("pad", "functional.pad(x, new long[] { 1, 1, 1, 1, 2, 0 })", 18),
        Image("unfold", "functional.unfold(x, 2, stride: 2).view(x.shape[0], -1, 4, 4)", 64),
        Image("fold", "functional.fold(functional.unfold(x, 2, stride: 2), 8, 2, stride: 2)"),
    ];

    private static IEnumerable<RowCase> Joined =>
    [
        Image("cat", "cat(new[] { x, x.tanh() }, 1)", 32),
        Image("concat", "concat(new[] { x, x.tanh() }, 1)", 32),
        Image("concatenate", "concatenate(new[] { x, x.tanh() }, 1)", 32),
        Vector("vstack", "vstack(new[] { x, x.tanh() })"),
        Vector("row_stack", "row_stack(new[] { x, x.tanh() })"),
        Vector("column_stack", "column_stack(new[] { x, x.tanh() })", 32),
        Image("hstack", "hstack(new[] { x, x.tanh() })", 32),
        Image("stack", "stack(new[] { x, x.tanh() }, 1).flatten(1, 2)", 32),
        Image("meshgrid", "x + meshgrid(new[] { linspace(0, 1, 8), linspace(0, 1, 8) }, \"ij\")[0]"),
    ];

    private static IEnumerable<RowCase> Parts =>
    [
        Image("this[]", "x[.., 4..12]", 8),
        Image("index", "x.index(TensorIndex.Colon, TensorIndex.Slice(4, 12))", 8),
        Image("narrow", "x.narrow(1, 4, 8)", 8),
        Image("slice", "x.slice(1, 4, 12, 1)", 8),
        Sequence("select", "x.select(1, 3)"),
        Sequence("unbind", "x.unbind(1)[3]"),
        Image("chunk", "x.chunk(2, 1)[1]", 8),
        Image("split", "x.split(4, 1)[1]", 4),
        Image("tensor_split", "x.tensor_split(2, 1)[1]", 8),
        Image("hsplit", "x.hsplit(2)[1]", 8),
        Image("vsplit", "x.transpose(0, 2).vsplit(2)[1].transpose(0, 2)"),
        Image("dsplit", "x.dsplit(2)[1]"),
        Image("glu", "functional.glu(x, 1)", 8),
        Image("diff", "x.diff(1, 3)"),
        Changed("this[]=", "x[TensorIndex.Colon, TensorIndex.Slice(4, 8)] = 0.5;"),
        Changed("index_put", "x = x.clone().index_put_(0.5, TensorIndex.Colon, TensorIndex.Slice(4, 8));"),
        Image("tril", "x.tril()"),
        Image("triu", "x.triu()"),
    ];

    private static IEnumerable<RowCase> Picked =>
    [
        Sequence("index_select", "x.index_select(1, tensor(new long[] { 3, 1 }))"),
        Sequence("gather", "x.gather(1, x.argsort(1))"),
        Sequence("take_along_dim", "x.take_along_dim(x.argsort(1), 1)"),
        Sequence("scatter", "x.scatter(1, x.argsort(1), x.tanh())"),
        Sequence("scatter_add", "x.scatter_add(1, x.argsort(1), x.tanh())"),
        Sequence("index_add", "x.index_add(1, tensor(new long[] { 3, 1 }), x[.., ..2], 0.5)"),
        Sequence("index_copy", "x.index_copy(1, tensor(new long[] { 3, 1 }), x[.., ..2])"),
        Sequence("index_fill", "x.index_fill(1, tensor(new long[] { 3, 1 }), 0.5)"),
        Sequence("topk", "x.topk(3, 1).values"),
        Sequence("sort", "x.sort(1).Values"),
        Sequence("argsort", "x * x.argsort(1).to(x.dtype)"),
        Sequence("cummax", "x.cummax(1).values"),
        Sequence("cummin", "x.cummin(1).values"),
        Sequence("kthvalue", "x.kthvalue(3, 1).values"),
        Sequence("mode", "x.mode(1).values"),
        Sequence("one_hot", "x + functional.one_hot(x.argmax(1), 7).sum(2).unsqueeze(1).to(x.dtype)"),
        Image("multinomial", "x + x.flatten(1).sum(1, keepdim: true).add(1).multinomial(1).view(-1, 1, 1, 1)"),
        Image("affine_grid", $"functional.grid_sample(x, {Turned}, align_corners: true)"),
        Image("grid_sample", $"functional.grid_sample(x, {Turned}, align_corners: false)"),
    ];

    private const string Turned = """
        functional.affine_grid(
            tensor(new double[] { 0.9, 0.1, 0, -0.1, 0.9, 0 }).to(x.dtype).view(1, 2, 3).expand(x.shape[0], -1, -1), x.shape, true)
        """;

    private static RowCase Changed(string row, string statement) => new(row, Exactly("a", Images(16, statement)));
}
