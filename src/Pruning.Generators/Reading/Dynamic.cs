using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>
/// Calls of dynamic objects. While the model is read an object's class is known, so the method is looked up there, as the run does it.
/// </content>
internal sealed partial class Interpreter
{
    private static readonly Dictionary<BinaryOperatorKind, string> OperatorNames = new()
    {
        [BinaryOperatorKind.Add] = WellKnownMemberNames.AdditionOperatorName,
        [BinaryOperatorKind.Subtract] = WellKnownMemberNames.SubtractionOperatorName,
        [BinaryOperatorKind.Multiply] = WellKnownMemberNames.MultiplyOperatorName,
        [BinaryOperatorKind.Divide] = WellKnownMemberNames.DivisionOperatorName,
        [BinaryOperatorKind.Remainder] = WellKnownMemberNames.ModulusOperatorName,
        [BinaryOperatorKind.And] = WellKnownMemberNames.BitwiseAndOperatorName,
        [BinaryOperatorKind.Or] = WellKnownMemberNames.BitwiseOrOperatorName,
        [BinaryOperatorKind.GreaterThan] = WellKnownMemberNames.GreaterThanOperatorName,
        [BinaryOperatorKind.LessThan] = WellKnownMemberNames.LessThanOperatorName,
    };

    private Value InvokeDynamic(IDynamicInvocationOperation invocation)
    {
        if (invocation.Operation is not IDynamicMemberReferenceOperation { Instance: { } instance } member)
        {
            return Unknown(invocation, "which function it calls is known only at run time");
        }

        Value receiver = Evaluate(instance);
        Value[] values = [.. invocation.Arguments.Select(Evaluate)];
        return receiver is ChoiceValue choice
            ? InBranches(choice, invocation.Syntax, side => InvokeDynamic(side, member.MemberName, values, invocation))
            : InvokeDynamic(receiver, member.MemberName, values, invocation);
    }

    private Value InvokeDynamic(Value receiver, string name, Value[] values, IDynamicInvocationOperation site)
    {
        switch (receiver)
        {
            case UnknownValue or IgnoredObject:
                return receiver;
            case Constant { Content: null }:
                throw Throws("System.NullReferenceException", "the object is null", site.Syntax);
        }

        DynamicArgument[] arguments = [.. values.Select((value, i) =>
            new DynamicArgument(value, RunTimeType(value) ?? site.Arguments[i].Type, site.GetArgumentName(i)))];
        (IMethodSymbol Method, List<Bound> Arguments)? best = MethodsOf(RunTimeType(receiver), name)
            .Select(method => (Method: method, Match: Match(method, arguments)))
            .Where(candidate => candidate.Match is not null)
            .OrderByDescending(candidate => candidate.Match!.Identities)
            .ThenBy(candidate => candidate.Match!.Defaults)
            .Select(candidate => ((IMethodSymbol, List<Bound>)?)(candidate.Method, candidate.Match!.Arguments))
            .FirstOrDefault();
        return best is { } found
            ? InvokeMethodValue(new MethodValue(found.Method, receiver, _frame, site), found.Arguments, site)
            : Unknown(site, "it is dynamic, and which method it calls is not known; give the object its type, for instance by a cast");
    }

    /// <summary>The operator of a tensor's class that fits two values whose types the compiler did not know; null for others.</summary>
    private IMethodSymbol? DynamicOperator(BinaryOperatorKind kind, Value left, Value right)
    {
        if (!(IsAnyTensor(left) || IsAnyTensor(right)) || !OperatorNames.TryGetValue(kind, out string? name))
        {
            return null;
        }

        DynamicArgument[] operands =
            [new DynamicArgument(left, RunTimeType(left), null), new DynamicArgument(right, RunTimeType(right), null)];
        return RunTimeType(IsAnyTensor(left) ? left : right)?.GetMembers(name).OfType<IMethodSymbol>()
            .Select(method => (Method: method, Match: Match(method, operands)))
            .Where(candidate => candidate.Match is not null)
            .OrderByDescending(candidate => candidate.Match!.Identities)
            .Select(candidate => candidate.Method)
            .FirstOrDefault();
    }

    private static bool IsAnyTensor(Value value) => value is TensorHandle or StateTensor or LayerState;

    /// <summary>The methods of a name that an object has, those of the most derived class first.</summary>
    private static IEnumerable<IMethodSymbol> MethodsOf(ITypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (IMethodSymbol method in type.GetMembers(name).OfType<IMethodSymbol>().Where(method => !method.IsStatic))
            {
                yield return method;
            }
        }
    }

    /// <summary>The arguments as a method takes them; null where it cannot take them.</summary>
    private DynamicMatch? Match(IMethodSymbol method, DynamicArgument[] arguments)
    {
        var given = new Dictionary<int, DynamicArgument>();
        for (int i = 0; i < arguments.Length; i++)
        {
            int place = arguments[i].Name is { } name
                ? method.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Ordinal ?? -1
                : i;
            if (place < 0 || place >= method.Parameters.Length || given.ContainsKey(place)
                || !Takes(method.Parameters[place], arguments[i]))
            {
                return null;
            }

            given.Add(place, arguments[i]);
        }

        List<Bound> defaults = [.. Defaulted(method).Where(bound => !given.ContainsKey(bound.Parameter.Ordinal))];
        if (defaults.Any(bound => bound.Parameter is { IsOptional: false, IsParams: false }))
        {
            return null;
        }

        IEnumerable<Bound> bounds = given.Select(argument => BoundTo(method.Parameters[argument.Key], argument.Value));
        return new DynamicMatch(
            [.. bounds.Concat(defaults.Select(bound => bound with { IsDefault = true })).OrderBy(bound => bound.Parameter.Ordinal)],
            given.Count(argument => SymbolEqualityComparer.Default.Equals(method.Parameters[argument.Key].Type, argument.Value.Type)),
            defaults.Count);
    }

    private bool Takes(IParameterSymbol parameter, DynamicArgument argument) => parameter.RefKind == RefKind.None
        && (argument.Value is Constant { Content: null }
            ? parameter.Type.IsReferenceType || NullableUnderlying(parameter.Type) is not null
            : argument.Type is { } type && compilation.ClassifyConversion(type, parameter.Type).IsImplicit);

    private Bound BoundTo(IParameterSymbol parameter, DynamicArgument argument) => new(
        parameter,
        Numbers.IsNumeric(parameter.Type.SpecialType) && argument.Value is Constant { Content: { } number }
            ? SizeTracing.Trace(Constant.Of(Numbers.Convert(number, parameter.Type.SpecialType)), argument.Value)
            : argument.Value,
        null,
        null);

    /// <summary>The class of an object; null where it is not known.</summary>
    private ITypeSymbol? RunTimeType(Value value) => value switch
    {
        InstanceValue instance => instance.Type,
        TensorHandle or StateTensor or LayerState => compilation.GetTypesByMetadataName("TorchSharp.torch+Tensor").FirstOrDefault(),
        SymbolicNumber => compilation.GetSpecialType(SpecialType.System_Int64),
        RuntimeCondition => compilation.GetSpecialType(SpecialType.System_Boolean),
        Constant { Content: { } content } when SpecialTypeOf(content) is var type and not SpecialType.None =>
            compilation.GetSpecialType(type),
        EnumConstant constant => constant.Type,
        ArrayValue array => compilation.CreateArrayTypeSymbol(array.ElementType, array.Lengths.Length),
        ListValue list => list.Type,
        DictionaryValue dictionary => dictionary.Type,
        _ => null,
    };

    private sealed record DynamicArgument(Value Value, ITypeSymbol? Type, string? Name);

    private sealed record DynamicMatch(List<Bound> Arguments, int Identities, int Defaults);
}
