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

    private static bool Has(CompositeValue composite, string child) => composite.Children.Any(known => known.Name == child);

    private static CompositeValue Child(CompositeValue composite, string name) =>
        (CompositeValue)composite.Children.First(child => child.Name == name).Module;

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
