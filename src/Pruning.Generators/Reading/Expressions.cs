using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Expressions.</content>
internal sealed partial class Interpreter
{
    /// <summary>The objects that <c>?.</c> chains are at, innermost last.</summary>
    private readonly Stack<Value> _conditionalReceivers = new();

    /// <summary>The objects that initialisers fill, innermost last.</summary>
    private readonly Stack<Value> _initialized = new();

    private Value Evaluate(IOperation expression)
    {
        Step(expression);
        if (expression.ConstantValue is { HasValue: true, Value: var constant } && expression.Type is not null)
        {
            return ConstantOf(constant, expression.Type);
        }

        return Settled(expression switch
        {
            ILiteralOperation literal => Constant.Of(literal.ConstantValue.Value),
            ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
                or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation => TargetOf(expression).Read(),
            IInstanceReferenceOperation instance => InstanceOf(instance),
            IInvocationOperation invocation => Invoke(invocation),
            IObjectCreationOperation creation => Create(creation),
            IAnonymousObjectCreationOperation creation => CreateAnonymous(creation),
            ITypeParameterObjectCreationOperation creation => CreateTypeParameter(creation),
            IArrayCreationOperation array => CreateArray(array),
            IArrayInitializerOperation array => ArrayOf(array, ElementTypeOf(array)),
            ICollectionExpressionOperation collection => CreateCollection(collection),
            IWithOperation with => CopyWith(with),
            IConversionOperation conversion => Convert(conversion),
            IBinaryOperation binary => EvaluateBinary(binary),
            IUnaryOperation unary => EvaluateUnary(unary),
            ITupleBinaryOperation binary => EvaluateTupleBinary(binary),
            IConditionalOperation conditional => Choose(
                Assumptions.Of(conditional.Condition.Syntax) ?? Evaluate(conditional.Condition),
                conditional.Condition.Syntax,
                () => Evaluate(conditional.WhenTrue),
                () => Evaluate(conditional.WhenFalse!)),
            ICoalesceOperation coalesce => EvaluateCoalesce(coalesce),
            IConditionalAccessOperation access => EvaluateConditionalAccess(access),
            IConditionalAccessInstanceOperation => _conditionalReceivers.Peek(),
            ISimpleAssignmentOperation assignment => Assign(assignment),
            ICompoundAssignmentOperation assignment => AssignCompound(assignment),
            ICoalesceAssignmentOperation assignment => AssignCoalesce(assignment),
            IIncrementOrDecrementOperation increment => Increment(increment),
            IDeconstructionAssignmentOperation deconstruction => Deconstruct(deconstruction.Target, Evaluate(deconstruction.Value)),
            ITupleOperation tuple => new TupleValue([.. tuple.Elements.Select(Evaluate)]),
            IAnonymousFunctionOperation lambda => new LambdaValue(lambda, _frame, _scope),
            IDelegateCreationOperation creation => CreateDelegate(creation),
            IMethodReferenceOperation reference => MethodOf(reference),
            IIsTypeOperation test => TestType(test),
            IIsPatternOperation test => Matches(Evaluate(test.Value), test.Pattern),
            ISwitchExpressionOperation choice => EvaluateSwitch(choice),
            IInterpolatedStringOperation text => Interpolate(text),
            IDefaultValueOperation => Defaults.Of(Resolve(expression.Type), _journal),
            ITypeOfOperation type => new TypeValue(Resolve(type.TypeOperand)!),
            IRangeOperation range => new RangeValue(BoundOf(range.LeftOperand), BoundOf(range.RightOperand)),
            IParenthesizedOperation parenthesized => Evaluate(parenthesized.Operand),
            ITranslatedQueryOperation query => Evaluate(query.Operation),
            IDeclarationExpressionOperation declaration => Evaluate(declaration.Expression),
            IThrowOperation thrown => throw Thrown(thrown),
            IInvalidOperation => throw DoesNotCompile(expression),
            IDynamicInvocationOperation invocation => InvokeDynamic(invocation),
            IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation =>
                Unknown(expression, "it is dynamic, so only the run knows what it is; give the object its type, for instance by a cast"),
            _ => Unknown(expression, "expressions of this kind are not supported"),
        });
    }

    private Value ConstantOf(object? content, ITypeSymbol type)
    {
        ITypeSymbol underlying = NullableUnderlying(type) ?? type;
        return underlying is INamedTypeSymbol { TypeKind: TypeKind.Enum } named && content is not null
            ? new EnumConstant(named, content)
            : Constant.Of(content);
    }

    private Value InstanceOf(IInstanceReferenceOperation instance) => instance.ReferenceKind switch
    {
        InstanceReferenceKind.ImplicitReceiver => _initialized.Peek(),
        InstanceReferenceKind.PatternInput => _patternInputs.Peek(),
        _ => _frame.Receiver ?? throw Stop(instance, "there is no 'this' here"),
    };

    private Value EvaluateCoalesce(ICoalesceOperation coalesce)
    {
        Value value = Evaluate(coalesce.Value);
        return Choose(IsNull(value), coalesce.Value.Syntax, () => Evaluate(coalesce.WhenNull), () => Settled(value));
    }

    private Value EvaluateConditionalAccess(IConditionalAccessOperation access)
    {
        Value receiver = Evaluate(access.Operation);
        return Choose(IsNull(receiver), access.Operation.Syntax, () => Constant.Null, () =>
        {
            _conditionalReceivers.Push(Settled(receiver));
            try
            {
                return Evaluate(access.WhenNotNull);
            }
            finally
            {
                _conditionalReceivers.Pop();
            }
        });
    }

    /// <summary>Whether a value is null: a known truth value, or unknown.</summary>
    private Value IsNull(Value value) => value switch
    {
        Constant { Content: null } => Constant.True,
        ChoiceValue choice => OfBoth(choice, IsNull),
        UnknownValue => value,
        IgnoredObject => Constant.False,
        _ => Constant.False,
    };

    private IndexValue? BoundOf(IOperation? bound) => bound is null ? null : Evaluate(bound) switch
    {
        IndexValue index => index,
        var position => new IndexValue(position, fromEnd: false),
    };

    private Value Interpolate(IInterpolatedStringOperation text)
    {
        var builder = new System.Text.StringBuilder();
        foreach (IInterpolatedStringContentOperation part in text.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation { Text: var literal }:
                    builder.Append(Evaluate(literal) is Constant { Content: string content } ? content : "");
                    break;
                case IInterpolationOperation hole:
                    Value value = Evaluate(hole.Expression);
                    string? format = hole.FormatString is null ? null : (Evaluate(hole.FormatString) as Constant)?.Content as string;
                    if (hole.Alignment is not null || Text(value, format) is not { } filled)
                    {
                        return value is UnknownValue ? value : Unknown(hole, "the text that it gives is not known");
                    }

                    builder.Append(filled);
                    break;
                default:
                    return Unknown(text, "interpolations of this kind are not supported");
            }
        }

        return Constant.Of(builder.ToString());
    }

    /// <summary>What <c>ToString</c> gives in the invariant culture; null if that is not known.</summary>
    private static string? Text(Value value, string? format = null) => value switch
    {
        Constant { Content: null } => "",
        Constant { Content: IFormattable content } => content.ToString(format, System.Globalization.CultureInfo.InvariantCulture),
        Constant { Content: { } content } => content.ToString(),
        EnumConstant constant => MemberOf(constant)?.Name,
        _ => null,
    };

    private static IFieldSymbol? MemberOf(EnumConstant constant) => constant.Type.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, constant.Number));
}
