using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Values as the operands of the network model.</content>
internal sealed partial class Interpreter
{
    /// <summary>The arguments that the source gives, in the order of the parameters, the receiver first.</summary>
    private EquatableArray<Argument> ArgumentsOf(Value? receiver, IReadOnlyList<Bound> arguments, IOperation site)
    {
        var operands = ImmutableArray.CreateBuilder<Argument>();
        if (receiver is not null)
        {
            operands.Add(new Argument("this", OperandOf(receiver, site)));
        }

        int place = 0;
        foreach (Bound argument in arguments.Where(argument => !argument.IsDefault).OrderBy(argument => argument.Parameter.Ordinal))
        {
            IOperation at = argument.Source?.Value ?? site;
            ListKind kind = argument.Source?.ArgumentKind is ArgumentKind.ParamArray or ArgumentKind.ParamCollection
                ? ListKind.Params
                : ListKind.Collection;
            if (kind == ListKind.Params && argument.Value is ArrayValue { Count: 0 })
            {
                continue;
            }

            operands.Add(new Argument(argument.Parameter.Name, OperandOf(argument.Value, at, kind))
            {
                FollowsGap = argument.Parameter.Ordinal != place++,
            });
        }

        return new EquatableArray<Argument>(operands.ToImmutable());
    }

    private Operand OperandOf(Value value, IOperation site, ListKind kind = ListKind.Collection) => Needed(value) switch
    {
        TensorHandle tensor => new TensorOperand(tensor.Id),
        StateTensor state => StateOperandOf(state, site),
        LayerState state => new StateOperand(NumberOf(state.Layer, site), state.Name),
        TensorIndexValue or TensorAsIndex => IndexOf(value, site).Index,
        RunProperty { Name: "dtype" or "device" } property => new PropertyOperand(OperandOf(property.Tensor, site), property.Name),
        TupleValue tuple => new ListOperand(ListKind.Tuple, tuple.Items.Select(item => OperandOf(item, site)).ToEquatableArray()),
        ModuleValue => throw Stop(site, "a module cannot be an operand"),
        DictionaryValue dictionary => new ObjectOperand(FullName(dictionary.Type), EquatableArray<Argument>.Empty, dictionary.Content
            .Select(entry => new Argument($"[{Literal(entry.Key, site)}]", OperandOf(entry.Value, site)))
            .ToEquatableArray()),
        InstanceValue instance => ObjectOf(instance, site),
        ArrayValue { Lengths.Length: > 1 } array => RowsOf([.. array.Items.Select(item => OperandOf(item, site))], array.Lengths),
        ISequence sequence => new ListOperand(kind, sequence.Items.Select(item => OperandOf(item, site)).ToEquatableArray()),
        _ when SizeOf(value) is { } size => new SizeOperand(size) { Source = SizeTracing.ArgumentOf(value) },
        _ => new LiteralOperand(Literal(value, site)),
    };

    private static ListOperand RowsOf(ImmutableArray<Operand> items, ImmutableArray<int> lengths)
    {
        if (lengths.Length == 1)
        {
            return new ListOperand(ListKind.Collection, new(items));
        }

        int row = lengths[0] == 0 ? 0 : items.Length / lengths[0];
        return new ListOperand(ListKind.Rows, Enumerable.Range(0, lengths[0])
            .Select(place => (Operand)RowsOf(items.Slice(place * row, row), lengths.RemoveAt(0)))
            .ToEquatableArray());
    }

    /// <summary>An object as the constructor and the members that give it what it holds.</summary>
    private ObjectOperand ObjectOf(InstanceValue instance, IOperation site)
    {
        Dictionary<string, (ISymbol Member, Value Value)> held = Held(instance);
        IMethodSymbol constructor = MakerOf(instance, held)
            ?? throw Stop(site, $"how to make an object of '{instance.Type.Name}' from what it holds is not known");
        EquatableArray<Argument> arguments = constructor.Parameters
            .Select(parameter => held[parameter.Name])
            .Select(given => new Argument(given.Member.Name, OperandOf(given.Value, site)))
            .ToEquatableArray();
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            held.Remove(parameter.Name);
        }

        return new ObjectOperand(FullName(instance.Type), arguments, held.Values
            .Where(given => CanBeSet(given.Member) && Same(given.Value, Defaults.Of(TypeOf(given.Member), _journal)) != true)
            .Select(given => new Argument(given.Member.Name, OperandOf(given.Value, site)))
            .ToEquatableArray());
    }

    /// <summary>The constructor that takes most of what an object holds, under the names that it has there; null where none does.</summary>
    private static IMethodSymbol? MakerOf(InstanceValue instance, Dictionary<string, (ISymbol Member, Value Value)> held) =>
        instance.Type.InstanceConstructors
            .Where(candidate => candidate.Parameters.All(parameter => held.ContainsKey(parameter.Name)))
            .OrderByDescending(candidate => candidate.Parameters.Length)
            .FirstOrDefault();

    /// <summary>Whether pruned code can make what it passes again.</summary>
    private static bool CanBePassed(Value value) => value is not InstanceValue instance || value is ModuleValue
        || (Held(instance) is var held && MakerOf(instance, held) is not null && held.Values.All(part => CanBePassed(part.Value)));

    /// <summary>The properties and fields of an object with what they hold, by name in any case.</summary>
    private static Dictionary<string, (ISymbol Member, Value Value)> Held(InstanceValue instance)
    {
        var held = new Dictionary<string, (ISymbol Member, Value Value)>(StringComparer.OrdinalIgnoreCase);
        foreach (IFieldSymbol field in Sources.FieldsOf(instance.Type))
        {
            ISymbol member = field.AssociatedSymbol ?? field;
            if (!held.ContainsKey(member.Name))
            {
                held.Add(member.Name, (member, instance.Field(field).Content));
            }
        }

        return held;
    }

    private static bool CanBeSet(ISymbol member) => member switch
    {
        IPropertySymbol property => property.SetMethod is not null,
        IFieldSymbol field => !field.IsReadOnly,
        _ => false,
    };

    private static ITypeSymbol? TypeOf(ISymbol member) =>
        member is IPropertySymbol property ? property.Type : (member as IFieldSymbol)?.Type;

    /// <summary>A constant as C# code with full names.</summary>
    private string Literal(Value value, IOperation site)
    {
        switch (Needed(value))
        {
            case Constant { Content: double number }:
                return double.IsNaN(number) ? "double.NaN"
                    : double.IsPositiveInfinity(number) ? "double.PositiveInfinity"
                    : double.IsNegativeInfinity(number) ? "double.NegativeInfinity"
                    : WithPoint(number.ToString("R", CultureInfo.InvariantCulture));
            case Constant { Content: float number }:
                return float.IsNaN(number) ? "float.NaN"
                    : float.IsPositiveInfinity(number) ? "float.PositiveInfinity"
                    : float.IsNegativeInfinity(number) ? "float.NegativeInfinity"
                    : number.ToString("R", CultureInfo.InvariantCulture) + "f";
            case Constant { Content: decimal number }:
                return number.ToString(CultureInfo.InvariantCulture) + "m";
            case Constant { Content: string text }:
                return SymbolDisplay.FormatLiteral(text, quote: true);
            case Constant { Content: char character }:
                return SymbolDisplay.FormatLiteral(character, quote: true);
            case Constant { Content: bool truth }:
                return truth ? "true" : "false";
            case Constant { Content: null }:
                return "null";
            case Constant { Content: IFormattable number }:
                return number.ToString(null, CultureInfo.InvariantCulture);
            case EnumConstant constant:
                return MemberOf(constant) is { } member
                    ? $"{FullName(constant.Type)}.{member.Name}"
                    : $"({FullName(constant.Type)}){((IFormattable)constant.Number).ToString(null, CultureInfo.InvariantCulture)}";
            case CodeConstant constant:
                return constant.Code;
            case RuntimeCondition { Reads.Length: 0 } condition:
                return condition.Code;
            default:
                throw Stop(site, "such a value cannot be passed to TorchSharp");
        }
    }

    private static string WithPoint(string number) => number.IndexOfAny(['.', 'E', 'e']) < 0 ? number + ".0" : number;
}
