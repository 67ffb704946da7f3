using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Attention in several heads over (length, batch, features). Gives the outputs, and the weights averaged over the heads as
/// (batch, target length, source length), or null where they are not wanted.
/// </summary>
public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
{
    private readonly long _width;
    private readonly long _heads;
    private readonly double _dropout;
    private readonly bool _addsZeroAttention;

    [ComponentName(Name = "out_proj")]
    private readonly Linear _output;

    internal MultiheadAttention(
        long width, long heads, double dropout, bool hasBias, bool addsBiasToKeys, bool addsZeroAttention, long keyWidth, long valueWidth)
        : base(nameof(MultiheadAttention))
    {
        if (width % heads != 0)
        {
            throw new ArgumentException($"embedded_dim ({width}) must be divisible by num_heads ({heads}).", nameof(width));
        }
        _width = width;
        _heads = heads;
        _dropout = dropout;
        _addsZeroAttention = addsZeroAttention;
        _output = nn.Linear(width, width, hasBias);
        register_module("out_proj", _output);
        if (keyWidth == width && valueWidth == width)
        {
            AddProjection("in_proj_weight", 3 * width, width);
        }
        else
        {
            AddProjection("q_proj_weight", width, width);
            AddProjection("k_proj_weight", width, keyWidth);
            AddProjection("v_proj_weight", width, valueWidth);
        }
        if (hasBias)
        {
            Register("in_proj_bias", new Parameter(torch.zeros([3 * width])));
            nn.init.zeros_(_output.bias!);
        }
        if (addsBiasToKeys)
        {
            Add("bias_k", [1, 1, width], parameter => nn.init.xavier_normal_(parameter));
            Add("bias_v", [1, 1, width], parameter => nn.init.xavier_normal_(parameter));
        }

        void AddProjection(string name, long rows, long columns) =>
            Add(name, [rows, columns], parameter => nn.init.xavier_uniform_(parameter));

        void Add(string name, long[] shape, Action<Parameter> initialize)
        {
            Parameter parameter = DefaultInitialization.Parameter(shape, null, null);
            initialize(parameter);
            Register(name, parameter);
        }
    }

    public new Tuple<Tensor, Tensor> call(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
        base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

    /// <param name="query">(target length, batch, features)</param>
    /// <param name="key">(source length, batch, features)</param>
    /// <param name="value">(source length, batch, features)</param>
    /// <param name="key_padding_mask">(batch, source length): the keys that are ignored where it is true or not zero.</param>
    /// <param name="need_weights">Whether the weights are wanted.</param>
    /// <param name="attn_mask">
    /// (target length, source length), or that for each head of each sample in front: true where attention is forbidden, or
    /// what is added to the scores.
    /// </param>
    public override Tuple<Tensor, Tensor> forward(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
    {
        if (query.dim() != 3)
        {
            throw new ArgumentException($"The query must have 3 dimensions: length, batch, features; it has {query.dim()}.", nameof(query));
        }
        using DisposeScope scope = NewDisposeScope();
        long targets = query.shape[0];
        long batch = query.shape[1];
        (Tensor q, Tensor k, Tensor v) = Project(query, key, value);
        Tensor? mask = attn_mask;
        Tensor? padding = key_padding_mask?.to(ScalarType.Bool);
        if (Registered("bias_k") is { } biasOfKeys)
        {
            k = torch.cat([k, biasOfKeys.expand(1, batch, _width)]);
            v = torch.cat([v, Registered("bias_v")!.expand(1, batch, _width)]);
            (mask, padding) = (Extend(mask), Extend(padding));
        }
        (q, k, v) = (Heads(q), Heads(k), Heads(v));
        if (_addsZeroAttention)
        {
            Tensor zeros = torch.zeros([batch * _heads, 1, _width / _heads], dtype: k.dtype, device: k.device);
            (k, v) = (torch.cat([k, zeros], 1), torch.cat([v, zeros], 1));
            (mask, padding) = (Extend(mask), Extend(padding));
        }
        long sources = k.shape[1];

        Tensor scores = q.mul(1 / Math.Sqrt(_width / _heads)).bmm(k.transpose(1, 2));
        if (mask is not null)
        {
            scores = mask.dtype is ScalarType.Bool or ScalarType.Byte
                ? scores.masked_fill(mask.to(ScalarType.Bool), double.NegativeInfinity)
                : scores.add(mask);
        }
        if (padding is not null)
        {
            scores = scores
                .view(batch, _heads, targets, sources)
                .masked_fill(padding.view(batch, 1, 1, sources), double.NegativeInfinity)
                .view(batch * _heads, targets, sources);
        }
        Tensor weights = nn.functional.dropout(scores.softmax(-1), _dropout, training);
        Tensor attended = weights.bmm(v).transpose(0, 1).reshape(targets, batch, _width);
        Tensor outputs = _output.call(attended).MoveToOuterDisposeScope();
        Tensor? mean = need_weights
            ? weights.view(batch, _heads, targets, sources).mean([1]).MoveToOuterDisposeScope()
            : null;
        return Tuple.Create(outputs, mean!);

        Tensor Heads(Tensor projected) => projected.contiguous().view(-1, batch * _heads, _width / _heads).transpose(0, 1);

        static Tensor? Extend(Tensor? masked) => masked is null ? null : nn.functional.pad(masked, (0, 1));
    }

    private (Tensor, Tensor, Tensor) Project(Tensor query, Tensor key, Tensor value)
    {
        Tensor[] weights = Registered("in_proj_weight") is { } joined
            ? joined.chunk(3)
            : [Registered("q_proj_weight")!, Registered("k_proj_weight")!, Registered("v_proj_weight")!];
        Tensor[]? biases = Registered("in_proj_bias")?.chunk(3);
        return (
            nn.functional.linear(query, weights[0], biases?[0]),
            nn.functional.linear(key, weights[1], biases?[1]),
            nn.functional.linear(value, weights[2], biases?[2]));
    }
}
