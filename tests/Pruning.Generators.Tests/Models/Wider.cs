using Pruning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>Sizes that only the run knows.</summary>
[Prunable("N,3,H,W")]
public partial class AnySize : Module<Tensor, Tensor>
{
    private readonly Conv2d first = Conv2d(3, 8, 3, stride: 2, padding: 1);
    private readonly Conv2d second = Conv2d(8, 6, 3, padding: 1);
    private readonly Linear head = Linear(6, 4);

    public AnySize()
        : base(nameof(AnySize)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = second.forward(first.forward(x).relu());
        var (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        x = x.view(n, c, h * w).mean(new long[] { 2 });
        return head.forward(x);
    }
}

/// <summary>Parameters and buffers of its own, modules in properties, attention as functions.</summary>
[Prunable("N,7")]
public partial class Owner : Module<Tensor, Tensor>
{
    private readonly Parameter positions = Parameter(randn(1, 7, 16));
    private readonly Parameter scale = Parameter(ones(16));

    public Owner()
        : base(nameof(Owner))
    {
        Embedding = Embedding(11, 16);
        Projection = Linear(16, 3 * 16);
        Output = Linear(16, 16);
        RegisterComponents();
    }

    private Embedding Embedding { get; }

    private Linear Projection { get; }

    private Linear Output { get; }

    public override Tensor forward(Tensor tokens)
    {
        var x = (Embedding.forward(tokens) + positions) * scale;
        var parts = Projection.forward(x).chunk(3, -1);
        var (q, k, v) = (Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));
        var scores = einsum("bhid,bhjd->bhij", q, k).softmax(-1);
        var y = einsum("bhij,bhjd->bhid", scores, v) + functional.scaled_dot_product_attention(q, k, v);
        x = x + Output.forward(y.transpose(1, 2).reshape(-1, 7, 16));
        return functional.linear(x, Embedding.weight!);
    }

    private static Tensor Heads(Tensor x) => x.view(-1, 7, 4, 4).transpose(1, 2);
}

/// <summary>Channels that the algebra cannot follow: factors that do not line up; a step over what is kept already says no more.</summary>
[Prunable("N,3,8,8")]
public partial class Stubborn : Module<Tensor, Tensor>
{
    private readonly Conv2d first = Conv2d(3, 12, 3, padding: 1);
    private readonly Conv2d second = Conv2d(12, 12, 3, padding: 1);
    private readonly Conv2d third = Conv2d(6, 8, 1);
    private readonly Linear head = Linear(8, 4);

    public Stubborn()
        : base(nameof(Stubborn)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = first.forward(x);
        x = second.forward(x.view(-1, 4, 3, 8, 8).view(-1, 12, 8, 8)) + x.view(-1, 6, 2, 8, 8).transpose(1, 2).reshape(-1, 12, 8, 8);
        x = third.forward(x[.., TensorIndex.Slice(0, null, 2)]);
        return head.forward(x.mean(new long[] { 2, 3 }));
    }
}

/// <summary>Pieces of unequal use, cut by number.</summary>
[Prunable("N,6,10")]
public partial class Chunked : Module<Tensor, Tensor>
{
    private readonly Conv1d first = Conv1d(6, 9, 1);
    private readonly Conv1d left = Conv1d(3, 5, 1);
    private readonly Conv1d middle = Conv1d(3, 5, 1, bias: false);
    private readonly Conv1d right = Conv1d(3, 5, 1);
    private readonly Conv1d last = Conv1d(7, 4, 1);

    public Chunked()
        : base(nameof(Chunked)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var pieces = torch.chunk(first.forward(x), 3, dim: 1);
        var sum = left.forward(pieces[0]) + middle.forward(pieces[1]) + right.forward(pieces[2]);
        return last.forward(cat(new[] { sum, zeros(x.shape[0], 2, 10) }, 1));
    }
}
