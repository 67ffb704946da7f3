using System.Globalization;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>
/// Layers of TorchSharp that are made of others: attention and what is built on it. They are read as what they compute, as if the source had
/// written it out, because TorchSharp's own classes could not have the widths that pruning leaves: a head of its own width for queries
/// and keys, one for values, and features that are neither.
/// </content>
internal sealed partial class Interpreter
{
    private static readonly Operand Infinity = new LiteralOperand("double.NegativeInfinity");

    /// <summary>The name of TorchSharp's tensors.</summary>
    internal const string TensorType = "global::TorchSharp.torch.Tensor";

    private const string Functional = "torch.nn.functional.";

    /// <summary>A layer that is made of others; null for any other layer, and for options that are not followed.</summary>
    private CompositeValue? CompositeOf(INamedTypeSymbol type, string factory, IReadOnlyList<Bound> arguments, IOperation site)
    {
        Value? Given(string name) => arguments.FirstOrDefault(argument => argument.Parameter.Name == name)?.Value;
        long Whole(string name) => SizeOf(Needed(Given(name)!))?.Constant ?? throw Stop(site, $"the argument '{name}' is not known");
        bool IsSet(string name) => Given(name) is Constant { Content: true };
        TransformerLayer Layer() => new(
            Whole("d_model"),
            Whole("nhead"),
            Whole("dim_feedforward"),
            Literal(Given("dropout")!, site),
            Literal(Given("activation")!, site).EndsWith(".GELU", StringComparison.Ordinal) ? "gelu" : "relu");
        switch (factory)
        {
            case "MultiheadAttention":
                long width = Whole("embedded_dim");
                return Attention(type, new AttentionLayer(
                    width,
                    Whole("num_heads"),
                    Given("kdim") is Constant { Content: null } ? width : Whole("kdim"),
                    Given("vdim") is Constant { Content: null } ? width : Whole("vdim"),
                    IsSet("bias"),
                    Literal(Given("dropout")!, site))
                {
                    HasOwnPosition = IsSet("add_bias_kv"),
                    HasZeroPosition = IsSet("add_zero_attn"),
                }, site);
            case "TransformerEncoderLayer":
                return EncoderLayer(type, Layer(), site);
            case "TransformerDecoderLayer":
                return DecoderLayer(type, Layer(), site);
            case "TransformerEncoder" when Needed(Given("encoder_layer")!) is CompositeValue { Layer: TransformerLayer layer } given:
                return Stack(type, layer, Whole("num_layers"), () => EncoderLayer(given.Type, layer, site), site);
            case "TransformerDecoder" when Needed(Given("decoder_layer")!) is CompositeValue { Layer: TransformerLayer layer } given:
                return Stack(type, layer, Whole("num_layers"), () => DecoderLayer(given.Type, layer, site), site);
            case "Transformer":
                return Transformer(type, Layer(), Whole("num_encoder_layers"), Whole("num_decoder_layers"), site);
            default:
                return null;
        }
    }

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

    private LayerValue LinearOf(long inputs, long outputs, bool hasBias, IOperation site)
    {
        LayerValue linear = LayerOf("Linear", site, ("inputSize", inputs), ("outputSize", outputs));
        return hasBias ? linear : new LayerValue(
            linear.Type,
            linear.Factory,
            linear.Arguments.Append(new Argument("hasBias", new LiteralOperand("false"))).ToEquatableArray(),
            _journal,
            site);
    }

    private LayerValue LayerOf(string factory, IOperation site, params (string Name, long Value)[] arguments) => new(
        TorchModule(factory),
        factory,
        arguments.Select(argument => new Argument(argument.Name, new SizeOperand(argument.Value))).ToEquatableArray(),
        _journal,
        site)
    {
        IsRegistered = true,
    };

    private INamedTypeSymbol TorchModule(string name) => compilation.GetTypeByMetadataName("TorchSharp.Modules." + name)
        ?? throw new InvalidOperationException($"TorchSharp has no module '{name}'.");

    private static void AddLayer(ModuleValue parent, string name, ModuleValue child) =>
        parent.Children = parent.Children.Add((name, child, name));

    private static void AddState(CompositeValue owner, string name, params long[] shape) => owner.States =
        owner.States.Add((name, new StateTensor([.. shape.Select(Size.Of)], isParameter: true)));

    /// <summary>Runs a composite: what it computes is the body of its call.</summary>
    private Value RunComposite(CompositeValue composite, int number, string method, IReadOnlyList<Bound> arguments, IOperation site)
    {
        // The call that a composite inherits numbers its parameters.
        IMethodSymbol named = FullSignatureOf(composite);
        arguments = [.. arguments.Select(argument => argument with { Parameter = named.Parameters[argument.Parameter.Ordinal] })];
        List<(string Name, Operand Value)> given =
        [
            .. arguments.Where(argument => Needed(argument.Value) is TensorHandle or StateTensor or LayerState
                    || composite.MayBeNull.Contains(argument.Parameter.Ordinal))
                .Select(argument => (argument.Parameter.Name, OperandOf(argument.Value, site))),
        ];
        bool givesWeights = composite.Layer is AttentionLayer
            && arguments.FirstOrDefault(argument => argument.Parameter.Name == "need_weights")?.Value is not Constant { Content: false }
            && site.Syntax.Parent is not Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax { Name.Identifier.Text: "Item1" };
        string signature = string.Join(", ", given.Select(argument => argument.Name)) + (givesWeights ? " and weights" : "");
        if (composite.Signature is { } known && known != signature)
        {
            throw Stop(site, $"the layer is given ({signature}) here and ({known}) elsewhere; pruned code needs one signature");
        }

        composite.Signature = signature;
        _tree!.GiveSignature(composite, given.Count, givesWeights ? 2 : 1);
        (List<Statement>? outer, Dictionary<int, (string, bool)> names, ModuleValue? running) = (_statements, _names, _running);
        (_statements, _names, _running) = ([], [], composite);
        var tensors = given.Where(argument => argument.Value is not LiteralOperand)
            .ToDictionary(argument => argument.Name, argument => argument.Value);
        Operand[] results = composite.Layer switch
        {
            AttentionLayer attention => Attend(composite, attention, tensors, givesWeights, site),
            TransformerLayer layer when Has(composite, "multihead_attn") => [Decode(composite, layer, tensors, site)],
            TransformerLayer layer when Has(composite, "self_attn") => [Encode(composite, layer, tensors, site)],
            _ when Has(composite, "encoder") => [EncodeAndDecode(composite, tensors, site)],
            _ => [RunStack(composite, tensors, site)],
        };
        Operand result = results.Length == 1 ? results[0] : new ListOperand(ListKind.Tuple, results.ToEquatableArray());
        var body = new Body(
            given.Select(argument => new BodyParameter(argument.Name, TensorType, argument.Value)).ToEquatableArray(),
            _statements.ToEquatableArray(),
            result);
        (_statements, _names, _running) = (outer, names, running);
        _statements!.Add(new CallStatement
        {
            Module = number,
            Method = method,
            Arguments = given.Select(argument => new Argument(argument.Name, argument.Value)).ToEquatableArray(),
            Outputs = results.OfType<TensorOperand>().Select(tensor => new TensorValue(tensor.Value, null, false)).ToEquatableArray(),
            Body = body,
        });
        List<Value> values = [.. results.OfType<TensorOperand>().Select(tensor => NewTensor(tensor.Value))];
        return composite.Layer is not AttentionLayer ? values[0]
            : new TupleValue([values[0], givesWeights ? values[1] : Constant.Null]);
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

    private static bool Has(CompositeValue composite, string child) => composite.Children.Any(known => known.Name == child);

    private static CompositeValue Child(CompositeValue composite, string name) =>
        (CompositeValue)composite.Children.First(child => child.Name == name).Module;

    /// <summary>
    /// TorchSharp 0.107 adds truth values to the scores, as ones, where PyTorch hides what they forbid. What is pruned computes what the
    /// dense network does, right or wrong.
    /// </summary>
    private static bool AddsTruths(IOperation site) =>
        site.SemanticModel!.Compilation.GetTypeByMetadataName("TorchSharp.Modules.MultiheadAttention")?.ContainingAssembly.Name == "TorchSharp";

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

    /// <summary>Runs a composite inside of another one.</summary>
    private Operand RunNested(CompositeValue composite, IOperation site, Dictionary<string, Operand> tensors)
    {
        List<Bound> arguments =
        [
            .. FullSignatureOf(composite).Parameters.Select(parameter => new Bound(
                parameter,
                tensors.TryGetValue(parameter.Name, out Operand? tensor) ? NewTensor(((TensorOperand)tensor).Value)
                    : parameter.Name == "need_weights" ? Constant.Of(false) : Constant.Null,
                null,
                null)),
        ];
        Value result = RunComposite(composite, NumberOf(composite, site), "call", arguments, site);
        return OperandOf(result is TupleValue tuple ? tuple.Items[0] : result, site);
    }

    /// <summary>The method of a composite that takes all that it can be given; shorter ones take the first of that.</summary>
    private static IMethodSymbol FullSignatureOf(CompositeValue composite) => composite.Type.GetMembers().OfType<IMethodSymbol>()
        .Where(method => method.Name is "forward" or "call")
        .OrderByDescending(method => method.Parameters.Length)
        .First();

    private Operand RunChild(CompositeValue composite, string name, Operand input, IOperation site)
    {
        var layer = (LayerValue)composite.Children.First(child => child.Name == name).Module;
        return new TensorOperand(
            RecordLayer(NumberOf(layer, site), "call", EquatableArray.Of(new Argument("input", input)), results: 1, site)[0]);
    }

    private Operand[] Thirds(StateOperand state, IOperation site) =>
        Steps(site, "Tensor.chunk", ("this", state), ("chunks", AsSize(3)), ("dim", AsSize(0)));

    private Operand Truths(Operand mask, IOperation site) => Step(
        site, "Tensor.to", ("this", mask), ("type", new LiteralOperand("global::TorchSharp.torch.ScalarType.Bool")));

    private Operand Dropped(Operand tensor, string probability, IOperation site) => double.TryParse(
        probability, NumberStyles.Float, CultureInfo.InvariantCulture, out double known) && known == 0
        ? tensor
        : Step(
            site, Functional + "dropout", ("input", tensor), ("p", new LiteralOperand(probability)), ("training", new LiteralOperand("training")));

    private Operand Step(IOperation site, string member, params (string Name, Operand Value)[] arguments) =>
        Steps(site, member, arguments)[0];

    private Operand[] Steps(IOperation site, string member, params (string Name, Operand Value)[] arguments)
    {
        EquatableArray<Argument> operands = arguments.Select(argument => new Argument(argument.Name, argument.Value)).ToEquatableArray();
        IReadOnlyList<int> values = Shaped(() => _shapes!.Apply(member, operands), site);
        Record(values, outputs => new OperationStatement { Member = member, Arguments = operands, Outputs = outputs });
        return [.. values.Select(value => new TensorOperand(value))];
    }

    private static Operand AsSize(long number) => new SizeOperand(number);

    private static Operand Sizes(params long[] numbers) =>
        new ListOperand(ListKind.Params, numbers.Select(AsSize).ToEquatableArray());
}
