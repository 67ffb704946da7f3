using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Networks;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Operators.</content>
internal sealed partial class Interpreter
{
    private Value EvaluateBinary(IBinaryOperation binary)
    {
        Value left = Evaluate(binary.LeftOperand);
        if (binary.OperatorMethod is { } method
            && binary.OperatorKind is not (BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr))
        {
            return CallOperator(method, [left, Evaluate(binary.RightOperand)], binary);
        }

        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.ConditionalAnd:
                return And(left, () => Evaluate(binary.RightOperand));
            case BinaryOperatorKind.ConditionalOr:
                return Or(left, () => Evaluate(binary.RightOperand));
            default:
                Value right = Evaluate(binary.RightOperand);
                return DynamicOperator(binary.OperatorKind, left, right) is { } chosen
                    ? CallOperator(chosen, [left, right], binary)
                    : Apply(binary.OperatorKind, left, right, binary, binary.IsChecked);
        }
    }

    private Value CompoundResult(ICompoundAssignmentOperation assignment, Value left, Value right)
    {
        if ((assignment.OperatorMethod ?? DynamicOperator(assignment.OperatorKind, left, right)) is { } method)
        {
            return CallOperator(method, [left, right], assignment);
        }

        // The operator works on the type of the value (after the language's promotion of small integers), then converts back.
        ITypeSymbol? computed = assignment.InConversion.Exists && !assignment.InConversion.IsIdentity ? assignment.Value.Type : null;
        if (computed is not null
            && left is Constant { Content: { } number } && Numbers.IsNumber(number) && Numbers.IsNumeric(computed.SpecialType)
            && assignment.OperatorKind is not (BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift))
        {
            left = Constant.Of(Numbers.Convert(number, computed.SpecialType));
        }

        Value result = Apply(assignment.OperatorKind, left, right, assignment, assignment.IsChecked);
        return assignment.Type is { } type ? ConvertTo(result, type, assignment.IsChecked, assignment) : result;
    }

    private Value CallOperator(IMethodSymbol method, Value[] operands, IOperation site)
    {
        switch (method.Name, operands)
        {
            case ("op_Equality", [TensorHandle or StateTensor or LayerState, Constant { Content: null }]):
                return Constant.False;
            case ("op_Explicit", [Constant { Content: bool }]) when method.ReturnType.SpecialType == SpecialType.System_Boolean:
                return operands[0];
        }

        var arguments = method.Parameters.Select((parameter, i) => new Bound(parameter, operands[i], null, null)).ToList();
        return IsTorch(method) ? CallTorch(method, null, arguments, site)
            : Sources.Has(method) ? Call(method, null, arguments, site)
            : method.ContainingType.SpecialType == SpecialType.System_String && Same(operands[0], operands[1]) is { } same
                ? Constant.Of(method.Name == "op_Equality" ? same : !same)
            : method.ContainingType.IsRecord && Same(operands[0], operands[1]) is { } equal
                ? Constant.Of(method.Name == "op_Equality" ? equal : !equal)
            : Unknown(site, "this operator is not supported");
    }

    private static Value And(Value left, Func<Value> right) => left switch
    {
        Constant { Content: true } => right(),
        RuntimeCondition condition => right() switch
        {
            Constant { Content: false } => Constant.False,
            RuntimeCondition other => condition.Joined("&&", other),
            UnknownValue unknown => unknown,
            _ => condition,
        },
        _ => left,
    };

    private static Value Or(Value left, Func<Value> right) => left switch
    {
        Constant { Content: false } => right(),
        RuntimeCondition condition => right() switch
        {
            Constant { Content: true } => Constant.True,
            RuntimeCondition other => condition.Joined("||", other),
            UnknownValue unknown => unknown,
            _ => condition,
        },
        _ => left,
    };

    private Value Apply(BinaryOperatorKind kind, Value left, Value right, IOperation site, bool isChecked)
    {
        if ((left as ChoiceValue ?? right as ChoiceValue) is { } choice)
        {
            return OfBoth(choice, side => Apply(
                kind, ReferenceEquals(left, choice) ? side : left, ReferenceEquals(left, choice) ? right : side, site, isChecked));
        }

        if (left is UnknownValue or IgnoredObject)
        {
            return left;
        }

        if (right is UnknownValue or IgnoredObject)
        {
            return right;
        }

        if (Compared(kind, left, right, site) is { } comparison)
        {
            return comparison;
        }

        if (kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals && !AreNumbers(left, right))
        {
            switch (left, right)
            {
                case (RuntimeCondition condition, Constant { Content: bool truth }):
                    return truth == (kind == BinaryOperatorKind.Equals) ? condition : condition.Negated();
                case (Constant { Content: bool truth }, RuntimeCondition condition):
                    return truth == (kind == BinaryOperatorKind.Equals) ? condition : condition.Negated();
            }

            return Same(left, right) is { } same
                ? Constant.Of(kind == BinaryOperatorKind.Equals ? same : !same)
                : Unknown(site, "whether these are equal is not known");
        }

        if (site.Type?.SpecialType == SpecialType.System_String && kind == BinaryOperatorKind.Add)
        {
            return Text(left) is { } a && Text(right) is { } b ? Constant.Of(a + b) : Unknown(site, "the text is not known");
        }

        switch (left, right)
        {
            case (Constant { Content: bool a }, Constant { Content: bool b }):
                return kind switch
                {
                    BinaryOperatorKind.And => Constant.Of(a & b),
                    BinaryOperatorKind.Or => Constant.Of(a | b),
                    BinaryOperatorKind.ExclusiveOr => Constant.Of(a ^ b),
                    _ => Unknown(site, "this operator is not supported"),
                };
            case (RuntimeCondition, _) or (_, RuntimeCondition) when kind == BinaryOperatorKind.And:
                return left is Constant { Content: bool } ? And(left, () => right) : And(right, () => left);
            case (RuntimeCondition, _) or (_, RuntimeCondition) when kind == BinaryOperatorKind.Or:
                return left is Constant { Content: bool } ? Or(left, () => right) : Or(right, () => left);
            case (EnumConstant a, EnumConstant b):
                return Apply(kind, Constant.Of(Numbers.ToInt64(a.Number)), Constant.Of(Numbers.ToInt64(b.Number)), site, isChecked) switch
                {
                    Constant { Content: long number } =>
                        new EnumConstant(a.Type, Numbers.Convert(number, a.Type.EnumUnderlyingType!.SpecialType)),
                    var other => other,
                };
            case (Constant { Content: null }, _) or (_, Constant { Content: null }):
                // Lifted operators: no value in, no value out; comparisons are false.
                return site.Type?.SpecialType == SpecialType.System_Boolean ? Constant.False : Constant.Null;
            case (Constant { Content: { } a }, Constant { Content: { } b }):
                return SizeTracing.Trace(Compute(kind, a, b, site, isChecked), kind, left, right);
        }

        return SizeOf(left) is not { } x || SizeOf(right) is not { } y ? Unknown(site, "this operator is not supported on such values")
            : SignOf(kind) is { } sign ? CompareSizes(kind, sign, (x, left), (y, right), site)
            : SizeTracing.Trace(ApplyToSizes(kind, x, y, site), kind, left, right);
    }

    /// <summary>A comparison of what only the run knows of tensors, with each other or with constants; null for anything else.</summary>
    private RuntimeCondition? Compared(BinaryOperatorKind kind, Value left, Value right, IOperation site)
    {
        if (SignOf(kind) is not { } sign || (left is not RunProperty && right is not RunProperty) || Same(left, right) is not null
            || OnTheRun(left, site) is not { } a || OnTheRun(right, site) is not { } b)
        {
            return null;
        }

        return a.Joined(sign, b);
    }

    private static string? SignOf(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Equals => "==",
        BinaryOperatorKind.NotEquals => "!=",
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        _ => null,
    };

    /// <summary>Two sizes of which one may be open: then only the run knows, such as whether there is more than one sample.</summary>
    private Value CompareSizes(
        BinaryOperatorKind kind, string sign, (Size Size, Value Value) left, (Size Size, Value Value) right, IOperation site)
    {
        return (left.Size - right.Size).Constant is { } difference && Numbers.Binary(kind, difference, 0L, isChecked: false) is bool truth
            ? Constant.Of(truth)
            : IsRunning ? Open(left).Joined(sign, Open(right))
            : Unknown(site, $"it depends on an open size ({left.Size} and {right.Size})");

        // What is computed from other sizes than open ones could be computed from channels that are pruned.
        static RuntimeCondition Open((Size Size, Value Value) side) => new("{0}",
        [
            new SizeOperand(side.Size)
            {
                Source = side.Size.Constant is null && SizeTracing.SourceOf(side.Value) is DimensionSource source ? source : null,
            },
        ]);
    }

    /// <summary>The code of a constant or of what only the run knows of a tensor; null for anything else.</summary>
    private RuntimeCondition? OnTheRun(Value value, IOperation site) => value switch
    {
        RunProperty property => OfTensor(property.Tensor, property.Name, site),
        Constant { Content: not null } or EnumConstant or CodeConstant => new RuntimeCondition(Literal(value, site)),
        _ => null,
    };

    /// <summary>What a tensor says of itself, or what stands in it: branches on the latter depend on the channels that it is computed from.</summary>
    private RuntimeCondition OfTensor(Value tensor, string name, IOperation site) => IsContent(name)
        ? new RuntimeCondition($"{{0}}.{name}", [OperandOf(tensor, site)])
        : new RuntimeCondition("{0}", [new PropertyOperand(OperandOf(tensor, site), name)]);

    private static bool IsContent(string name) => name.StartsWith("item<", StringComparison.Ordinal) || name == "is_nonzero()";

    private Value Compute(BinaryOperatorKind kind, object a, object b, IOperation site, bool isChecked)
    {
        try
        {
            return Numbers.Binary(kind, a, b, isChecked) is { } result
                ? Constant.Of(result)
                : Unknown(site, "this operator is not supported on such values");
        }
        catch (ArithmeticException exception)
        {
            throw Throws(exception.GetType().FullName!, exception.Message, site.Syntax);
        }
    }

    private Value ApplyToSizes(BinaryOperatorKind kind, Size left, Size right, IOperation site)
    {
        SpecialType type = site.Type?.SpecialType ?? SpecialType.System_Int64;
        if (kind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder && right.Constant == 0)
        {
            throw Throws("System.DivideByZeroException", "division by zero", site.Syntax);
        }

        return kind switch
        {
            BinaryOperatorKind.Add => SymbolicNumber.Of(left + right, type),
            BinaryOperatorKind.Subtract => SymbolicNumber.Of(left - right, type),
            BinaryOperatorKind.Multiply => SymbolicNumber.Of(left * right, type),
            BinaryOperatorKind.Divide => SymbolicNumber.Of(left / right, type),
            BinaryOperatorKind.Remainder => SymbolicNumber.Of(left % right, type),
            _ => Unknown(site, $"it depends on an open size ({left} and {right})"),
        };
    }

    private static bool AreNumbers(Value left, Value right) => IsNumber(left) && IsNumber(right);

    private static bool IsNumber(Value value) =>
        value is SymbolicNumber || (value is Constant { Content: { } content } && (Numbers.IsNumber(content) || content is char));

    /// <summary>A whole number as a size; null for anything else.</summary>
    private static Size? SizeOf(Value value) => value switch
    {
        SymbolicNumber number => number.Size,
        Constant { Content: { } number } when Numbers.IsInteger(number) => Size.Of(Numbers.ToInt64(number)),
        _ => null,
    };

    private Value EvaluateUnary(IUnaryOperation unary)
    {
        Value operand = Evaluate(unary.Operand);
        if (unary.OperatorMethod is { } method)
        {
            return CallOperator(method, [operand], unary);
        }

        switch (unary.OperatorKind, operand)
        {
            case (_, UnknownValue or IgnoredObject):
            case (UnaryOperatorKind.Plus, _):
                return operand;
            case (UnaryOperatorKind.Not, Constant { Content: bool truth }):
                return Constant.Of(!truth);
            case (UnaryOperatorKind.Not, RuntimeCondition condition):
                return condition.Negated();
            case (UnaryOperatorKind.Minus, Constant { Content: { } number }) when Numbers.Negate(number, unary.IsChecked) is { } negative:
                return Constant.Of(negative);
            case (UnaryOperatorKind.Minus, SymbolicNumber { Size: var size }):
                return new SymbolicNumber(size * -1);
            case (UnaryOperatorKind.BitwiseNegation, Constant { Content: { } number }) when Numbers.Complement(number) is { } complement:
                return Constant.Of(complement);
            case (UnaryOperatorKind.Hat, _):
                return new IndexValue(operand, fromEnd: true);
            case (_, Constant { Content: null }):
                return operand;
            default:
                return Unknown(unary, "this operator is not supported on such a value");
        }
    }

    private Value EvaluateTupleBinary(ITupleBinaryOperation binary)
    {
        Value left = Evaluate(binary.LeftOperand);
        Value right = Evaluate(binary.RightOperand);
        return Same(left, right) is { } same
            ? Constant.Of(binary.OperatorKind == BinaryOperatorKind.Equals ? same : !same)
            : Unknown(binary, "whether these are equal is not known");
    }

    /// <summary>Whether two values are equal, or the same object; null if that is open.</summary>
    internal static bool? Same(Value a, Value b) => (a, b) switch
    {
        (UnknownValue or IgnoredObject or RuntimeCondition, _) or (_, UnknownValue or IgnoredObject or RuntimeCondition) => null,
        (RunProperty x, RunProperty y) when ReferenceEquals(x.Tensor, y.Tensor) && x.Name == y.Name => true,
        (RunProperty, Constant { Content: null }) or (Constant { Content: null }, RunProperty) => false,
        (RunProperty, _) or (_, RunProperty) => null,
        _ when ReferenceEquals(a, b) => true,
        (Constant x, Constant y) => IsNumber(x) && IsNumber(y) && x.Content!.GetType() != y.Content!.GetType()
            ? Numbers.ToDouble(x.Content) == Numbers.ToDouble(y.Content)
            : Equals(x.Content, y.Content),
        (EnumConstant x, EnumConstant y) => Equals(x.Number, y.Number),
        (CodeConstant x, CodeConstant y) => x.Code == y.Code ? true : null,
        (TypeValue x, TypeValue y) => SymbolEqualityComparer.Default.Equals(x.Type, y.Type),
        (TensorHandle x, TensorHandle y) => x.Id == y.Id,
        (SymbolicNumber x, SymbolicNumber y) => x.Size.Equals(y.Size) ? true : null,
        (SymbolicNumber, Constant { Content: not null }) or (Constant { Content: not null }, SymbolicNumber) => null,
        (TupleValue x, TupleValue y) when x.Items.Length == y.Items.Length => All(x.Items.Zip(y.Items, Same)),
        (InstanceValue { Type.IsRecord: true }, InstanceValue { Type.IsRecord: true }) => null,
        _ => false,
    };

    private static bool? All(IEnumerable<bool?> truths)
    {
        bool? all = true;
        foreach (bool? truth in truths)
        {
            if (truth == false)
            {
                return false;
            }

            all = truth is null ? null : all;
        }

        return all;
    }
}
