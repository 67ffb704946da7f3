using System.Globalization;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>The layers, stacks and pairs of stacks of transformers: what they are made of, and what they compute.</content>
internal sealed partial class Interpreter
{
    private CompositeValue EncoderLayer(INamedTypeSymbol type, TransformerLayer layer, IOperation site) =>
        LayerWith(["self_attn"], ["norm1", "norm2"], type, layer, site);

    private CompositeValue DecoderLayer(INamedTypeSymbol type, TransformerLayer layer, IOperation site) =>
        LayerWith(["self_attn", "multihead_attn"], ["norm1", "norm2", "norm3"], type, layer, site);

    private CompositeValue LayerWith(string[] attentions, string[] norms, INamedTypeSymbol type, TransformerLayer layer, IOperation site)
    {
        var made = new CompositeValue(type, layer, _journal, site);
        foreach (string attention in attentions)
        {
            AddLayer(made, attention, Attention(
                TorchModule("MultiheadAttention"),
                new AttentionLayer(layer.Width, layer.Heads, layer.Width, layer.Width, HasBias: true, layer.Dropout),
                site));
        }

        AddLayer(made, "linear1", LinearOf(layer.Width, layer.Hidden, hasBias: true, site));
        AddLayer(made, "linear2", LinearOf(layer.Hidden, layer.Width, hasBias: true, site));
        foreach (string norm in norms)
        {
            AddLayer(made, norm, LayerOf("LayerNorm", site, ("normalized_shape", layer.Width)));
        }

        return made;
    }

    /// <summary>Every layer of an encoder or decoder is a copy of the one that it is given.</summary>
    private CompositeValue Stack(INamedTypeSymbol type, TransformerLayer layer, long count, Func<CompositeValue> copy, IOperation site)
    {
        var stack = new CompositeValue(type, layer, _journal, site);
        List<CompositeValue> copies = [.. Enumerable.Range(0, (int)count).Select(_ => copy())];
        INamedTypeSymbol layerType = copies.Count > 0 ? copies[0].Type : TorchModule("TransformerEncoderLayer");
        var list = new ContainerValue(TorchModule("ModuleList`1").Construct(layerType), ContainerKind.List, _journal, site);
        for (int i = 0; i < copies.Count; i++)
        {
            string name = i.ToString(CultureInfo.InvariantCulture);
            list.Entries = list.Entries.Add((name, copies[i]));
            AddLayer(list, name, copies[i]);
        }

        list.IsRegistered = true;
        AddLayer(stack, "layers", list);
        return stack;
    }

    /// <summary>An encoder and a decoder, each with a norm at its end.</summary>
    private CompositeValue Transformer(INamedTypeSymbol type, TransformerLayer layer, long encoders, long decoders, IOperation site)
    {
        var transformer = new CompositeValue(type, layer, _journal, site);
        AddLayer(transformer, "encoder", Normed(Stack(TorchModule("TransformerEncoder"), layer, encoders, () =>
            EncoderLayer(TorchModule("TransformerEncoderLayer"), layer, site), site)));
        AddLayer(transformer, "decoder", Normed(Stack(TorchModule("TransformerDecoder"), layer, decoders, () =>
            DecoderLayer(TorchModule("TransformerDecoderLayer"), layer, site), site)));
        return transformer;

        CompositeValue Normed(CompositeValue stack)
        {
            AddLayer(stack, "norm", LayerOf("LayerNorm", site, ("normalized_shape", layer.Width)));
            return stack;
        }
    }

    /// <summary>Attention and two linear layers, each added to what it read and normalised.</summary>
    private Operand Encode(CompositeValue composite, TransformerLayer layer, Dictionary<string, Operand> tensors, IOperation site)
    {
        Operand attended = Attended(composite, "self_attn", tensors, "src", "src", site);
        Operand middle = AddedAndNormed(composite, "norm1", layer, tensors["src"], attended, site);
        return AddedAndNormed(composite, "norm2", layer, middle, FedForward(composite, layer, middle, site), site);
    }

    /// <summary>The same with attention to a memory in between.</summary>
    private Operand Decode(CompositeValue composite, TransformerLayer layer, Dictionary<string, Operand> tensors, IOperation site)
    {
        Operand attended = Attended(composite, "self_attn", tensors, "tgt", "tgt", site);
        Operand own = AddedAndNormed(composite, "norm1", layer, tensors["tgt"], attended, site);
        tensors["tgt"] = own;
        Operand remembered = Attended(composite, "multihead_attn", tensors, "tgt", "memory", site);
        Operand middle = AddedAndNormed(composite, "norm2", layer, own, remembered, site);
        return AddedAndNormed(composite, "norm3", layer, middle, FedForward(composite, layer, middle, site), site);
    }

    /// <summary>What one tensor finds in another, or in itself, under the masks of what it looks at.</summary>
    private Operand Attended(
        CompositeValue composite, string attention, Dictionary<string, Operand> tensors, string from, string to, IOperation site)
    {
        (string Parameter, string From)[] names =
        [
            ("query", from), ("key", to), ("value", to), ("key_padding_mask", to + "_key_padding_mask"), ("attn_mask", to + "_mask"),
        ];
        return RunNested(Child(composite, attention), site, names
            .Where(name => tensors.ContainsKey(name.From))
            .ToDictionary(name => name.Parameter, name => tensors[name.From]));
    }

    private Operand AddedAndNormed(
        CompositeValue composite, string norm, TransformerLayer layer, Operand left, Operand right, IOperation site) =>
        RunChild(composite, norm, Step(site, "Tensor.op_Addition", ("left", left), ("right", Dropped(right, layer.Dropout, site))), site);

    private Operand FedForward(CompositeValue composite, TransformerLayer layer, Operand input, IOperation site)
    {
        Operand hidden = Step(site, Functional + layer.Activation, ("input", RunChild(composite, "linear1", input, site)));
        return RunChild(composite, "linear2", Dropped(hidden, layer.Dropout, site), site);
    }

    /// <summary>Runs the layers of an encoder or decoder one after another, and the norm behind them if there is one.</summary>
    private Operand RunStack(CompositeValue composite, Dictionary<string, Operand> tensors, IOperation site)
    {
        string handedOn = tensors.ContainsKey("tgt") ? "tgt" : "src";
        foreach ((_, ModuleValue layer, _) in composite.Children[0].Module.Children)
        {
            tensors[handedOn] = RunNested((CompositeValue)layer, site, tensors);
        }

        return Has(composite, "norm") ? RunChild(composite, "norm", tensors[handedOn], site) : tensors[handedOn];
    }

    private Operand EncodeAndDecode(CompositeValue composite, Dictionary<string, Operand> tensors, IOperation site)
    {
        tensors["memory"] = RunNested(Child(composite, "encoder"), site, tensors);
        return RunNested(Child(composite, "decoder"), site, tensors);
    }
}
