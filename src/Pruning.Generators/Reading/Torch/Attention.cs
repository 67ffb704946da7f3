using System.Globalization;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content><c>MultiheadAttention</c>: what it is made of, and what it computes.</content>
internal sealed partial class Interpreter
{
    private static readonly Operand Infinity = new LiteralOperand("double.NegativeInfinity");

    private CompositeValue Attention(INamedTypeSymbol type, AttentionLayer layer, IOperation site)
    {
        if (layer.Heads < 1 || layer.Width % layer.Heads != 0)
        {
            throw Throws("System.ArgumentException", $"a width of {layer.Width} cannot be divided into {layer.Heads} heads", site.Syntax);
        }

        var attention = new CompositeValue(type, layer, _journal, site);
        if (layer.KeyWidth == layer.Width && layer.ValueWidth == layer.Width)
        {
            AddState(attention, "in_proj_weight", 3 * layer.Width, layer.Width);
        }
        else
        {
            AddState(attention, "q_proj_weight", layer.Width, layer.Width);
            AddState(attention, "k_proj_weight", layer.Width, layer.KeyWidth);
            AddState(attention, "v_proj_weight", layer.Width, layer.ValueWidth);
        }

        if (layer.HasBias)
        {
            AddState(attention, "in_proj_bias", 3 * layer.Width);
        }

        if (layer.HasOwnPosition)
        {
            AddState(attention, "bias_k", 1, 1, layer.Width);
            AddState(attention, "bias_v", 1, 1, layer.Width);
        }

        AddLayer(attention, "out_proj", LinearOf(layer.Width, layer.Width, layer.HasBias, site));
        return attention;
    }

    /// <summary>Attention over (length, batch, features), as <c>MultiheadAttention</c> computes it.</summary>
    private Operand[] Attend(
        CompositeValue composite, AttentionLayer layer, Dictionary<string, Operand> tensors, bool givesWeights, IOperation site)
    {
        int number = NumberOf(composite, site);
        string[] inputs = ["query", "key", "value"];
        Operand[] weights = composite.States.Any(state => state.Name == "in_proj_weight")
            ? Thirds(new StateOperand(number, "in_proj_weight"), site)
            : [.. inputs.Select(input => new StateOperand(number, input[0] + "_proj_weight"))];
        Operand[]? biases = layer.HasBias ? Thirds(new StateOperand(number, "in_proj_bias"), site) : null;
        Operand Heads(int part, params long[] order)
        {
            Operand projected = biases is null
                ? Step(site, Functional + "linear", ("input", tensors[inputs[part]]), ("weights", weights[part]))
                : Step(site, Functional + "linear", ("input", tensors[inputs[part]]), ("weights", weights[part]), ("bias", biases[part]));
            projected = part == 0 ? projected : WithFurtherPositions(projected, layer, new StateOperand(number, "bias_" + inputs[part][0]), site);
            Operand divided = Step(
                site, "Tensor.unflatten", ("this", projected), ("dim", AsSize(2)), ("sizes", Sizes(layer.Heads, layer.Width / layer.Heads)));
            return Step(site, "Tensor.permute", ("this", divided), ("permutation", Sizes(order)));
        }

        Operand query = Heads(0, 1, 2, 0, 3);
        Operand key = Heads(1, 1, 2, 3, 0);
        Operand value = Heads(2, 1, 2, 0, 3);
        var root = new LiteralOperand(WithPoint(Math.Sqrt(layer.Width / layer.Heads).ToString("R", CultureInfo.InvariantCulture)));
        Operand scores = Step(site, "Tensor.matmul", ("this", query), ("target", key));
        scores = Step(site, "Tensor.op_Division", ("left", scores), ("right", root));
        if (tensors.TryGetValue("attn_mask", out Operand? mask))
        {
            scores = Masked(scores, ForFurtherPositions(mask, layer, site), site);
        }

        if (tensors.TryGetValue("key_padding_mask", out Operand? padding))
        {
            Operand truth = ForFurtherPositions(Truths(padding, site), layer, site);
            truth = Step(site, "Tensor.unsqueeze", ("this", truth), ("dim", AsSize(1)));
            truth = Step(site, "Tensor.unsqueeze", ("this", truth), ("dim", AsSize(2)));
            scores = Step(site, "Tensor.masked_fill", ("this", scores), ("mask", truth), ("value", Infinity));
        }

        Operand shares = Dropped(Step(site, "Tensor.softmax", ("this", scores), ("dim", AsSize(-1))), layer.Dropout, site);
        Operand mixed = Step(site, "Tensor.matmul", ("this", shares), ("target", value));
        mixed = Step(site, "Tensor.permute", ("this", mixed), ("permutation", Sizes(2, 0, 1, 3)));
        mixed = Step(site, "Tensor.flatten", ("this", mixed), ("start_dim", AsSize(2)));
        Operand output = RunChild(composite, "out_proj", mixed, site);
        return !givesWeights ? [output] :
        [
            output,
            Step(site, "Tensor.mean", ("this", shares), ("dimensions", new ListOperand(ListKind.Collection, EquatableArray.Of(AsSize(1))))),
        ];
    }

    /// <summary>Keys or values with the positions that the layer adds to those that it is given.</summary>
    private Operand WithFurtherPositions(Operand projected, AttentionLayer layer, StateOperand own, IOperation site)
    {
        if (!layer.HasOwnPosition && !layer.HasZeroPosition)
        {
            return projected;
        }

        Operand first = Step(site, "Tensor.narrow", ("this", projected), ("dim", AsSize(0)), ("start", AsSize(0)), ("length", AsSize(1)));
        List<Operand> positions = [projected];
        if (layer.HasOwnPosition)
        {
            positions.Add(Step(site, "Tensor.expand_as", ("this", own), ("other", first)));
        }

        if (layer.HasZeroPosition)
        {
            positions.Add(Step(site, "Tensor.zeros_like", ("this", first)));
        }

        return Step(site, "torch.cat", ("tensors", new ListOperand(ListKind.Collection, positions.ToEquatableArray())), ("dim", AsSize(0)));
    }

    /// <summary>A mask that leaves the positions free which the layer adds.</summary>
    private Operand ForFurtherPositions(Operand mask, AttentionLayer layer, IOperation site)
    {
        int further = (layer.HasOwnPosition ? 1 : 0) + (layer.HasZeroPosition ? 1 : 0);
        return further == 0 ? mask : Step(site, Functional + "pad", ("input", mask), ("pad", new ListOperand(
            ListKind.Collection, EquatableArray.Of(AsSize(0), AsSize(further)))));
    }

    /// <summary>Truth values forbid, numbers are added; which a mask is, its element type says, if need be when the network runs.</summary>
    private Operand Masked(Operand scores, Operand mask, IOperation site)
    {
        Operand Forbid() => Step(site, "Tensor.masked_fill", ("this", scores), ("mask", Truths(mask, site)), ("value", Infinity));
        Operand Add() => Step(site, "Tensor.op_Addition", ("left", scores), ("right", mask));
        if (AddsTruths(site))
        {
            return Add();
        }

        if (_shapes!.IsTruth(mask))
        {
            return Forbid();
        }

        List<Statement> outer = _statements!;
        List<Statement> then = _statements = [];
        var forbidden = (TensorOperand)Forbid();
        List<Statement> otherwise = _statements = [];
        var added = (TensorOperand)Add();
        _statements = outer;
        var joined = new TensorValue(_shapes!.Join(forbidden.Value, added.Value), "scores", false);
        outer.Add(new BranchStatement
        {
            Condition = "attn_mask.dtype == torch.ScalarType.Bool",
            Then = then.ToEquatableArray(),
            Else = otherwise.ToEquatableArray(),
            Joins = EquatableArray.Of(new Join(joined, forbidden.Value, added.Value)),
        });
        return new TensorOperand(joined.Id);
    }

    /// <summary>
    /// TorchSharp 0.107 adds truth values to the scores, as ones, where PyTorch hides what they forbid. What is pruned computes what the
    /// dense network does, right or wrong.
    /// </summary>
    private static bool AddsTruths(IOperation site) =>
        site.SemanticModel!.Compilation.GetTypeByMetadataName("TorchSharp.Modules.MultiheadAttention")?.ContainingAssembly.Name == "TorchSharp";

    private Operand[] Thirds(StateOperand state, IOperation site) =>
        Steps(site, "Tensor.chunk", ("this", state), ("chunks", AsSize(3)), ("dim", AsSize(0)));

    private Operand Truths(Operand mask, IOperation site) => Step(
        site, "Tensor.to", ("this", mask), ("type", new LiteralOperand("global::TorchSharp.torch.ScalarType.Bool")));
}
