using Pruning;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Models;

/// <summary>Queries, keys and values out of one layer, with the operator for the rest.</summary>
[Prunable("N,7,6")]
public partial class FusedAttention : Module<Tensor, Tensor>
{
    private readonly Linear embed = Linear(6, 16);
    private readonly Linear qkv = Linear(16, 48);
    private readonly Linear output = Linear(16, 16);
    private readonly Linear head = Linear(16, 3);

    public FusedAttention()
        : base(nameof(FusedAttention)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = embed.forward(x);
        var (n, t, c) = (x.shape[0], x.shape[1], x.shape[2]);
        var parts = qkv.forward(x).split(16, -1);
        var heads = parts.Select(part => part.view(n, t, 4, c / 4).transpose(1, 2)).ToArray();
        var mixed = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], is_casual: true);
        return head.forward(x + output.forward(mixed.transpose(1, 2).reshape(n, t, c)));
    }
}

/// <summary>The same with the three as a dimension of its own.</summary>
[Prunable("N,7,6")]
public partial class StackedAttention : Module<Tensor, Tensor>
{
    private readonly Linear embed = Linear(6, 16);
    private readonly Linear qkv = Linear(16, 48, hasBias: false);
    private readonly Linear output = Linear(16, 16);
    private readonly Linear head = Linear(16, 3);
    private readonly Parameter bias = Parameter(randn(4, 7, 7));

    public StackedAttention()
        : base(nameof(StackedAttention)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = embed.forward(x);
        var (n, t, c) = (x.shape[0], x.shape[1], x.shape[2]);
        var parts = qkv.forward(x).reshape(n, t, 3, 4, c / 4).permute(2, 0, 3, 1, 4);
        Tensor q = parts[0], k = parts[1], v = parts[2];
        var scores = matmul(q * Math.Pow(c / 4, -0.5), k.transpose(-2, -1)) + bias;
        var mixed = matmul(scores.softmax(-1), v).transpose(1, 2).flatten(2);
        return head.forward(x + output.forward(mixed));
    }
}

/// <summary>Keys and values of another input, by einsum.</summary>
[Prunable("N,7,6", "N,5,9")]
public partial class CrossAttention : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear query = Linear(6, 16);
    private readonly Linear key = Linear(9, 16);
    private readonly Linear value = Linear(9, 24);
    private readonly Linear output = Linear(24, 3);

    public CrossAttention()
        : base(nameof(CrossAttention)) => RegisterComponents();

    public override Tensor forward(Tensor x, Tensor context)
    {
        var q = query.forward(x).unflatten(2, new long[] { 4, 4 });
        var k = key.forward(context).unflatten(2, new long[] { 4, 4 });
        var v = value.forward(context).unflatten(2, new long[] { 4, 6 });
        var weights = (einsum("bqhd,bkhd->bhqk", q, k) * 0.5).softmax(-1);
        return output.forward(einsum("bhqk,bkhd->bqhd", weights, v).flatten(-2));
    }
}

/// <summary>Rotary positions on halves, four heads of queries for two of keys and values.</summary>
[Prunable("N,7,6")]
public partial class GroupedQueries : Module<Tensor, Tensor>
{
    private readonly Linear embed = Linear(6, 16);
    private readonly Linear query = Linear(16, 32, hasBias: false);
    private readonly Linear key = Linear(16, 16, hasBias: false);
    private readonly Linear value = Linear(16, 16, hasBias: false);
    private readonly Linear output = Linear(32, 16, hasBias: false);
    private readonly Linear head = Linear(16, 3);
    private readonly Tensor cos;
    private readonly Tensor sin;

    public GroupedQueries()
        : base(nameof(GroupedQueries))
    {
        var frequencies = pow(10000.0, arange(0, 8, 2, ScalarType.Float32) / -8.0);
        var angles = outer(arange(0, 12, ScalarType.Float32), frequencies);
        cos = cat(new[] { angles, angles }, -1).cos();
        sin = cat(new[] { angles, angles }, -1).sin();
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = embed.forward(x);
        var (n, t) = (x.shape[0], x.shape[1]);
        var q = Rotate(query.forward(x).view(n, t, 4, 8).transpose(1, 2), t);
        var k = Rotate(key.forward(x).view(n, t, 2, 8).transpose(1, 2), t);
        var v = value.forward(x).view(n, t, 2, 8).transpose(1, 2);
        k = k.repeat_interleave(2, dim: 1);
        v = v.repeat_interleave(2, dim: 1);
        var mask = x.new_full(t, t, double.NegativeInfinity).triu(1);
        var scores = (matmul(q, k.transpose(2, 3)) / Math.Sqrt(8) + mask).softmax(-1);
        return head.forward(output.forward(matmul(scores, v).transpose(1, 2).contiguous().view(n, t, -1)));
    }

    private Tensor Rotate(Tensor x, long length)
    {
        var halves = x.chunk(2, dim: -1);
        return x * cos[..(int)length] + cat(new[] { -halves[1], halves[0] }, -1) * sin[..(int)length];
    }
}

/// <summary>Rotary positions on neighbours, heads repeated by expansion.</summary>
[Prunable("N,7,6")]
public partial class ExpandedQueries : Module<Tensor, Tensor>
{
    private readonly Linear query = Linear(6, 32);
    private readonly Linear key = Linear(6, 16);
    private readonly Linear value = Linear(6, 16);
    private readonly Linear output = Linear(32, 3);

    public ExpandedQueries()
        : base(nameof(ExpandedQueries)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var (n, t) = (x.shape[0], x.shape[1]);
        var angles = outer(arange(0, t, ScalarType.Float32), pow(10000.0, arange(0, 8, 2, ScalarType.Float32) / -8.0));
        var q = Rotate(query.forward(x).view(n, t, 4, 8).transpose(1, 2), angles);
        var k = Expand(Rotate(key.forward(x).view(n, t, 2, 8).transpose(1, 2), angles));
        var v = Expand(value.forward(x).view(n, t, 2, 8).transpose(1, 2));
        var mixed = functional.scaled_dot_product_attention(q, k, v);
        return output.forward(mixed.transpose(1, 2).reshape(n, t, 32));
    }

    private static Tensor Expand(Tensor x)
    {
        var (n, h, t, d) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        return x.unsqueeze(2).expand(n, h, 2, t, d).reshape(n, h * 2, t, d);
    }

    private static Tensor Rotate(Tensor x, Tensor angles)
    {
        Tensor even = x[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2)], odd = x[TensorIndex.Ellipsis, TensorIndex.Slice(1, null, 2)];
        var (cos, sin) = (angles.cos(), angles.sin());
        return stack(new[] { even * cos - odd * sin, even * sin + odd * cos }, -1).flatten(-2);
    }
}

/// <summary>A table of positions that is picked from by a buffer, as in Swin.</summary>
[Prunable("N,4,6")]
public partial class RelativePositions : Module<Tensor, Tensor>
{
    private readonly Linear query = Linear(6, 12);
    private readonly Linear key = Linear(6, 12);
    private readonly Linear value = Linear(6, 12);
    private readonly Linear output = Linear(12, 3);
    private readonly Parameter table = Parameter(randn(7, 3));
    private readonly Tensor places;

    public RelativePositions()
        : base(nameof(RelativePositions))
    {
        places = (arange(4).unsqueeze(1) - arange(4).unsqueeze(0) + 3).flatten();
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var (n, t) = (x.shape[0], x.shape[1]);
        Tensor Heads(Tensor y) => y.view(n, t, 3, -1).transpose(1, 2);
        var bias = table[places].view(t, t, -1).permute(2, 0, 1).contiguous().unsqueeze(0);
        var scores = Heads(query.forward(x)).matmul(Heads(key.forward(x)).mT) / 2.0 + bias;
        return output.forward(scores.softmax(-1).matmul(Heads(value.forward(x))).transpose(1, 2).reshape(n, t, -1));
    }
}

/// <summary>A weight that reads what another use of it made.</summary>
[Prunable("N,6")]
public partial class TiedAutoencoder : Module<Tensor, Tensor>
{
    private readonly Linear encoder = Linear(6, 10);
    private readonly Parameter bias = Parameter(zeros(6));

    public TiedAutoencoder()
        : base(nameof(TiedAutoencoder)) => RegisterComponents();

    public override Tensor forward(Tensor x) => functional.linear(encoder.forward(x).relu(), encoder.weight!.t(), bias);
}

/// <summary>A sum over channels that are zero where nothing makes them, and one over channels that are not.</summary>
[Prunable("N,6")]
public partial class Sums : Module<Tensor, Tensor>
{
    private readonly Linear a = Linear(6, 10);
    private readonly Linear b = Linear(6, 12);
    private readonly Linear c = Linear(6, 12);
    private readonly Linear d = Linear(6, 8);
    private readonly Linear head = Linear(3, 3);

    public Sums()
        : base(nameof(Sums)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var first = a.forward(x).relu().sum(-1, keepdim: true);
        var second = (b.forward(x) * c.forward(x).sigmoid()).sum(-1, keepdim: true);
        var third = d.forward(x).sigmoid().sum(-1, keepdim: true);
        return head.forward(cat(new[] { first, second, third }, -1));
    }
}
