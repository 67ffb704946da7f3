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

            operands.Add(new Argument(argument.Parameter.Name, OperandOf(argument.Value, at, kind)));
        }

        return new EquatableArray<Argument>(operands.ToImmutable());
    }

    private Operand OperandOf(Value value, IOperation site, ListKind kind = ListKind.Collection) => Needed(value) switch
    {
        TensorHandle tensor => new TensorOperand(tensor.Id),
        StateTensor state => StateOperandOf(state, site),
        LayerState state => new StateOperand(NumberOf(state.Layer, site), state.Name),
        TensorIndexValue index => index.Index,
        TupleValue tuple => new ListOperand(ListKind.Tuple, tuple.Items.Select(item => OperandOf(item, site)).ToEquatableArray()),
        ModuleValue => throw Stop(site, "a module cannot be an operand"),
        ISequence sequence => new ListOperand(kind, sequence.Items.Select(item => OperandOf(item, site)).ToEquatableArray()),
        _ when SizeOf(value) is { } size => new SizeOperand(size),
        _ => new LiteralOperand(Literal(value, site)),
    };

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
            case RuntimeCondition condition:
                return condition.Code;
            default:
                throw Stop(site, "such a value cannot be passed to TorchSharp");
        }
    }

    private static string WithPoint(string number) => number.IndexOfAny(['.', 'E', 'e']) < 0 ? number + ".0" : number;
}
