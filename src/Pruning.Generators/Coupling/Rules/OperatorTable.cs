using System.Collections.Immutable;

namespace Pruning.Generators.Coupling.Rules;

/// <summary>Gives the shapes that an operator makes.</summary>
internal delegate IReadOnlyList<ImmutableArray<Dim>> OperatorRule(Operation operation);

/// <summary>
/// The table of tensor operators. A row serves the method of <c>Tensor</c>, the function of <c>torch</c> and of <c>torch.nn.functional</c>
/// of that name, in place or not. An operator without a row is reported, never guessed.
/// </summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, OperatorRule> Rows = Table();

    /// <summary>The names of the rows.</summary>
    public static IReadOnlyCollection<string> Names => Rows.Keys;

    /// <summary>The rule of a member, or null.</summary>
    public static OperatorRule? Find(string member)
    {
        string name = member.Substring(member.LastIndexOf('.') + 1);
        return member.Substring(0, member.Length - name.Length) is "Tensor." or "torch." or "torch.nn.functional."
            && (Rows.TryGetValue(name, out OperatorRule? rule) || Rows.TryGetValue(name.TrimEnd('_'), out rule)) ? rule : null;
    }

    /// <summary>Whether an operator gives the entries that it is given, in another arrangement, or some of them.</summary>
    public static bool IsView(string member) => Views.Contains(member.Substring(member.LastIndexOf('.') + 1));

    private static readonly HashSet<string> Views =
    [
        "view", "reshape", "flatten", "unflatten", "transpose", "swapaxes", "swapdims", "t", "T", "mT", "permute", "squeeze", "unsqueeze",
        "this[]", "narrow", "slice", "select", "unbind", "chunk", "split", "contiguous", "to", "clone",
    ];

    private static Dictionary<string, OperatorRule> Table()
    {
        var rows = new Dictionary<string, OperatorRule>
        {
            ["view"] = One(Shapes.View),
            ["reshape"] = One(Shapes.View),
            ["view_as"] = One(Shapes.ViewAs),
            ["flatten"] = One(Shapes.Flatten),
            ["unflatten"] = One(Shapes.Unflatten),
            ["transpose"] = One(Shapes.Transpose),
            ["swapaxes"] = One(Shapes.Transpose),
            ["swapdims"] = One(Shapes.Transpose),
            ["t"] = One(Shapes.TransposeMatrix),
            ["T"] = One(Shapes.TransposeMatrix),
            ["H"] = One(Shapes.TransposeMatrix),
            ["mT"] = One(Shapes.TransposeLast),
            ["mH"] = One(Shapes.TransposeLast),
            ["adjoint"] = One(Shapes.TransposeLast),
            ["permute"] = One(Shapes.Permute),
            ["view_as_complex"] = One(Shapes.JoinComplex),
            ["view_as_real"] = One(op => op.Input.Add(Dim.Constant(2))),
            ["movedim"] = One(Shapes.Move),
            ["moveaxis"] = One(Shapes.Move),
            ["ravel"] = One(Shapes.Flatten),
            ["squeeze"] = One(Shapes.Squeeze),
            ["unsqueeze"] = One(Shapes.Unsqueeze),
            ["expand"] = One(Shapes.Expand),
            ["broadcast_to"] = One(Shapes.Expand),
            ["broadcast_tensors"] = Shapes.BroadcastAll,
            ["expand_as"] = One(Shapes.ExpandAs),
            ["diagonal"] = One(Shapes.Diagonal),
            ["diag_embed"] = One(Shapes.EmbedDiagonal),
            ["diag"] = One(op => op.Input.Length == 1 ? Shapes.EmbedDiagonal(op) : Shapes.Diagonal(op)),
            ["repeat"] = One(Shapes.Repeat),
            ["tile"] = One(Shapes.Repeat),
            ["repeat_interleave"] = One(Shapes.RepeatInterleave),
            ["pixel_unshuffle"] = One(op => Shapes.PixelUnshuffle(op, op.Arguments.Integer("downscale_factor"))),
            ["channel_shuffle"] = One(op => Shapes.ChannelShuffle(op, op.Rewrites, op.Arguments.Integer("groups"))),
            ["pixel_shuffle"] = One(op => Shapes.PixelShuffle(op, op.Arguments.Integer("upscale_factor"))),

            ["cat"] = One(Joins.Concatenate),
            ["concat"] = One(Joins.Concatenate),
            ["concatenate"] = One(Joins.Concatenate),
            ["vstack"] = One(Joins.ConcatenateRows),
            ["row_stack"] = One(Joins.ConcatenateRows),
            ["column_stack"] = One(Joins.StackColumns),
            ["meshgrid"] = Joins.Grid,
            ["hstack"] = One(Joins.ConcatenateColumns),
            ["stack"] = One(Joins.Stack),

            ["this[]"] = One(Slices.Index),
            ["index"] = One(Slices.Index),
            ["this[]="] = One(Slices.Assign),
            ["index_put"] = One(Slices.Assign),
            ["narrow"] = One(Slices.Narrow),
            ["slice"] = One(Slices.SliceFunction),
            ["select"] = One(Slices.Select),
            ["unbind"] = Slices.Unbind,
            ["chunk"] = Slices.Chunk,
            ["split"] = Slices.Split,
            ["tensor_split"] = op => Slices.SplitAt(op, (int)op.Arguments.Integer("dim", 0)!.Value),
            ["hsplit"] = op => Slices.SplitAt(op, op.Input.Length == 1 ? 0 : 1),
            ["vsplit"] = op => Slices.SplitAt(op, 0),
            ["dsplit"] = op => Slices.SplitAt(op, 2),
            ["glu"] = One(op => Slices.Glu(op, op.Arguments.Integer("dim", -1)!.Value)),

            ["index_select"] = One(Picks.Select),
            ["gather"] = One(Picks.Gather),
            ["take_along_dim"] = One(Picks.Gather),
            ["scatter"] = One(Picks.Scatter),
            ["scatter_add"] = One(Picks.Scatter),
            ["index_add"] = One(Picks.Scatter),
            ["index_copy"] = One(Picks.Scatter),
            ["index_fill"] = One(Picks.Scatter),
            ["topk"] = Picks.Largest,
            ["sort"] = Picks.Sort,
            ["cummax"] = Picks.Sort,
            ["cummin"] = Picks.Sort,
            ["argsort"] = One(Picks.Order),
            ["kthvalue"] = Picks.One,
            ["mode"] = Picks.One,
            ["one_hot"] = One(Picks.OneHot),
            ["multinomial"] = One(Picks.Draw),
            ["grid_sample"] = One(Picks.Sample),
            ["affine_grid"] = One(Picks.Grid),

            ["pad"] = One(Pads.Pad),
            ["unfold"] = One(op => op.Arguments.Has("dimension") ? Slices.Windows(op) : Convolutions.Unfold(op, op.Arguments)),
            ["fold"] = One(op => Convolutions.Fold(op, op.Arguments)),
            ["interpolate"] = One(op => Pools.Resize(op, op.Arguments)),
            ["upsample"] = One(op => Pools.Resize(op, op.Arguments)),
            ["upsample_nearest"] = One(op => Pools.Resize(op, op.Arguments)),
            ["upsample_bilinear"] = One(op => Pools.Resize(op, op.Arguments)),

            ["sum"] = One(Reductions.Sum),
            ["nansum"] = One(Reductions.Sum),
            ["nanmean"] = One(Reductions.Other),
            ["nanmedian"] = One(Reductions.Other),
            ["mean"] = One(Reductions.Other),
            ["amax"] = One(Reductions.Other),
            ["amin"] = One(Reductions.Other),
            ["std"] = One(Reductions.Other),
            ["var"] = One(Reductions.Other),
            ["norm"] = One(Reductions.Other),
            ["prod"] = One(Reductions.Other),
            ["logsumexp"] = One(Reductions.Other),
            ["max"] = Reductions.Extreme,
            ["min"] = Reductions.Extreme,
            ["std_mean"] = Reductions.Two,
            ["var_mean"] = Reductions.Two,
            ["aminmax"] = Reductions.Two,
            ["median"] = One(Reductions.Other),
            ["any"] = One(Reductions.Other),
            ["all"] = One(Reductions.Other),
            ["count_nonzero"] = One(Reductions.Other),
            ["argmax"] = One(Reductions.Position),
            ["argmin"] = One(Reductions.Position),
            ["softmax"] = One(Reductions.Softmax),
            ["log_softmax"] = One(Reductions.Softmax),
            ["softmin"] = One(Reductions.Softmax),
            ["softmax2d"] = One(op => Reductions.Softmax(op, -3)),
            ["cumsum"] = One(Reductions.Ordered),
            ["cumprod"] = One(Reductions.Ordered),
            ["logcumsumexp"] = One(Reductions.Ordered),
            ["flip"] = One(Reductions.Ordered),
            ["flipud"] = One(op => Reductions.Ordered(op, 0)),
            ["fliplr"] = One(op => Reductions.Ordered(op, 1)),
            ["rot90"] = One(Shapes.Turn),
            ["diff"] = One(Slices.Differences),
            ["roll"] = One(Slices.Roll),
            ["tril"] = One(op => Reductions.Ordered(op, -2, -1)),
            ["triu"] = One(op => Reductions.Ordered(op, -2, -1)),

            ["matmul"] = One(Linears.MatrixProduct),
            ["mm"] = One(Linears.MatrixProduct),
            ["bmm"] = One(Linears.MatrixProduct),
            ["einsum"] = One(EinsteinSums.Apply),
            ["tensordot"] = One(Linears.Contraction),
            ["mv"] = One(Linears.MatrixProduct),
            ["dot"] = One(Linears.MatrixProduct),
            ["addmm"] = One(Linears.AddProduct),
            ["outer"] = One(Linears.Outer),
            ["cdist"] = One(Linears.Distances),
            ["cosine_similarity"] = One(op => Linears.Cosine(op, op.Arguments)),
            ["pairwise_distance"] = One(op => Linears.Distance(op, op.Arguments)),
            ["scaled_dot_product_attention"] = One(Linears.Attention),
            ["linear"] = One(Linears.Functional),
            ["batch_norm"] = One(Norms.Functional),
            ["instance_norm"] = One(Norms.Functional),
            ["prelu"] = One(Norms.Functional),
            ["normalize"] = One(Norms.Normalize),
            ["group_norm"] = One(Norms.FunctionalGroupNorm),
            ["layer_norm"] = One(Norms.FunctionalLayerNorm),
            ["local_response_norm"] = One(Norms.LocalResponse),

            ["tensor"] = One(Factories.Data),
            ["as_tensor"] = One(Factories.Data),
            ["from_array"] = One(Factories.Data),
            ["arange"] = One(Factories.Range),
            ["linspace"] = One(op => Factories.Steps(op, "steps")),
            ["logspace"] = One(op => Factories.Steps(op, "steps")),
            ["randperm"] = One(op => Factories.Steps(op, "n")),
            ["eye"] = One(Factories.Identity),
        };

        foreach (string name in (string[])
            ["to", "type_as", "LongTensor", "IntTensor", "ShortTensor", "ByteTensor", "BoolTensor", "FloatTensor", "DoubleTensor"])
        {
            rows[name] = One(op => op.Input);
        }

        foreach (string name in Elementwise.Operators)
        {
            rows[name] = One(Elementwise.Apply);
        }

        rows["where"] = One(op => op.AllShapes().Count > 1
            ? Elementwise.Apply(op)
            : throw op.Unsupported("gives positions, whose number depends on the data"));
        foreach (string name in (string[])
            ["zeros", "ones", "empty", "full", "rand", "randn", "randint", "new_zeros", "new_ones", "new_empty", "new_full"])
        {
            rows[name] = One(Factories.Uniform);
        }

        foreach (string name in (string[])
            ["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits", "kl_div"])
        {
            rows[name] = One(op => Losses.Entrywise(op, op.Arguments));
        }

        rows["cross_entropy"] = One(op => Losses.OfClasses(op, op.Arguments));
        rows["nll_loss"] = One(op => Losses.OfClasses(op, op.Arguments));
        foreach (string name in (string[])["masked_select", "nonzero", "argwhere", "unique", "unique_consecutive", "bincount"])
        {
            rows[name] = One(op => throw op.Unsupported("gives as many entries as the data has of them"));
        }

        for (int spatial = 1; spatial <= 3; spatial++)
        {
            int n = spatial;
            rows[$"conv_transpose{n}d"] = One(op => Convolutions.FunctionalTransposed(op, n));
            rows[$"conv{n}d"] = One(op => Convolutions.Functional(op, n));
            rows[$"upsample_nearest{n}d"] = One(op => Pools.Resize(op, op.Arguments));
            rows[$"max_unpool{n}d"] = One(op => Pools.Unpool(op, op.Arguments, n));
            rows[$"max_pool{n}d_with_indices"] = op => Pools.WithPositions(Pools.Pool(op, op.Arguments, n));
            rows[$"adaptive_max_pool{n}d_with_indices"] = op => Pools.WithPositions(Pools.Adaptive(op, op.Arguments, n));
            rows[$"max_pool{n}d"] = One(op => Pools.Pool(op, op.Arguments, n));
            rows[$"avg_pool{n}d"] = One(op => Pools.Pool(op, op.Arguments, n));
            rows[$"adaptive_avg_pool{n}d"] = One(op => Pools.Adaptive(op, op.Arguments, n));
            rows[$"adaptive_max_pool{n}d"] = One(op => Pools.Adaptive(op, op.Arguments, n));
        }

        rows["lp_pool1d"] = One(op => Pools.Pool(op, op.Arguments, 1));
        rows["lp_pool2d"] = One(op => Pools.Pool(op, op.Arguments, 2));
        for (int spatial = 2; spatial <= 3; spatial++)
        {
            int n = spatial;
            rows[$"fractional_max_pool{n}d"] = One(op => Pools.Fractional(op, op.Arguments, n));
            rows[$"fractional_max_pool{n}d_with_indices"] = op => Pools.WithPositions(Pools.Fractional(op, op.Arguments, n));
        }

        return rows;
    }

    private static OperatorRule One(Func<Operation, ImmutableArray<Dim>> rule) => operation => [rule(operation)];
}
