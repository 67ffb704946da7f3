using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>An argument with the parameter that it is for; by reference, also the variable.</summary>
internal sealed record Bound(IParameterSymbol Parameter, Value Value, Place<Value>? Reference, IArgumentOperation? Source)
{
    /// <summary>Whether the source leaves it to the parameter's default.</summary>
    public bool IsDefault { get; init; } = Source?.ArgumentKind == ArgumentKind.DefaultValue;
}

/// <content>Calls of methods with source, of functions as values, and of everything else by way of the library's tables.</content>
internal sealed partial class Interpreter
{
    private Value Invoke(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return InvokeFunction(Variable(method.OriginalDefinition, invocation).Content, Bind(invocation.Arguments), invocation);
        }

        Value? receiver = invocation.Instance is null ? null : Evaluate(invocation.Instance);
        return receiver is ChoiceValue choice
            ? InBranches(choice, invocation.Syntax, side => Invoke(method, side, invocation))
            : Invoke(method, receiver, invocation);
    }

    private Value Invoke(IMethodSymbol method, Value? receiver, IInvocationOperation invocation)
    {
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return InvokeFunction(Needed(receiver!), Bind(invocation.Arguments), invocation);
        }

        if (IsTorch(method))
        {
            return CallTorch(invocation, receiver);
        }

        List<Bound> arguments = Bind(invocation.Arguments);
        if (Sources.Has(method) || method.ContainingType is { TypeKind: TypeKind.Interface } && receiver is InstanceValue)
        {
            if (receiver is UnknownValue or IgnoredObject)
            {
                return receiver;
            }

            IMethodSymbol target = invocation.IsVirtual && !IsBaseAccess(invocation.Instance) ? Overriding(method, receiver) : method;
            if (SignatureOf(target) is { } signature)
            {
                return CallOpaque(target, signature, arguments, invocation);
            }

            if (Sources.Has(target))
            {
                return receiver is ModuleValue module && IsForward(target) && IsRunning
                    ? RunModule(module, target.Name, target, arguments, invocation)
                    : Call(target, receiver, arguments, invocation);
            }
        }

        return CallLibrary(invocation, receiver, arguments);
    }

    private List<Bound> Bind(ImmutableArray<IArgumentOperation> arguments)
    {
        var bound = new List<Bound>(arguments.Length);
        foreach (IArgumentOperation argument in arguments)
        {
            IParameterSymbol parameter = argument.Parameter!;
            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                Target target = TargetOf(argument.Value);
                Place<Value> place = target.Place ?? throw Stop(argument, "this cannot be passed by reference");
                bound.Add(new Bound(parameter, place.Content, place, argument));
            }
            else
            {
                bound.Add(new Bound(parameter, Evaluate(argument.Value), null, argument));
            }
        }

        return bound;
    }

    /// <summary>Runs a method of the source.</summary>
    private Value Call(IMethodSymbol method, Value? receiver, IReadOnlyList<Bound> arguments, IOperation site)
    {
        IOperation? body = Sources.Body(method);
        if (body is null)
        {
            return method.IsAbstract || method.IsExtern
                ? throw Stop(site, "the method has no body")
                : CallSynthesized(method, receiver, arguments, site);
        }

        if (method.IsAsync)
        {
            throw Stop(site, "asynchronous methods are not supported");
        }

        var frame = new Frame(receiver, TypeArgumentsFor(method, receiver));
        return Deeper(site.Syntax, () => Within(frame, ScopeFor(PassedTo(method, arguments), null), () => RunBody(body, method)));
    }

    /// <summary>Runs a lambda, a local function or a method group.</summary>
    private Value InvokeFunction(Value function, IReadOnlyList<Bound> arguments, IOperation site)
    {
        switch (Needed(function))
        {
            case LambdaValue lambda:
                return RunFunction(lambda.Function.Symbol, lambda.Function.Body, lambda.Frame, lambda.Scope, arguments, site);
            case LocalFunctionValue { Function.Body: { } body } local:
                return RunFunction(local.Function.Symbol, body, local.Frame, local.Scope, arguments, site);
            case MethodValue reference:
                return InvokeMethodValue(reference, arguments, site);
            case Constant { Content: null }:
                throw Throws("System.NullReferenceException", "the delegate is null", site.Syntax);
            default:
                throw Stop(site, "the function is not known");
        }
    }

    /// <summary>Runs a function with the given values as its arguments, as LINQ does.</summary>
    private Value InvokeFunction(Value function, IOperation site, params Value[] values)
    {
        IMethodSymbol symbol = Needed(function) switch
        {
            LambdaValue lambda => lambda.Function.Symbol,
            LocalFunctionValue local => local.Function.Symbol,
            MethodValue reference => reference.Method,
            _ => throw Stop(site, "the function is not known"),
        };
        IEnumerable<Bound> arguments = symbol.Parameters.Take(values.Length)
            .Select((parameter, i) => new Bound(parameter, values[i], null, null));
        return InvokeFunction(function, [.. arguments], site);
    }

    private Value RunFunction(
        IMethodSymbol symbol, IBlockOperation body, Frame outer, Scope scope, IReadOnlyList<Bound> arguments, IOperation site)
    {
        var frame = new Frame(outer.Receiver, outer.TypeArguments);
        return Deeper(site.Syntax, () => Within(frame, ScopeFor(PassedTo(symbol, arguments), scope), () => RunBody(body, symbol)));
    }

    private Value InvokeMethodValue(MethodValue reference, IReadOnlyList<Bound> arguments, IOperation site)
    {
        IMethodSymbol method = reference.Method;
        IReadOnlyList<Bound> positioned = PassedTo(method, arguments);
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return InvokeFunction(reference.Receiver!, positioned, site);
        }

        if (IsTorch(method))
        {
            return CallTorch(method, reference.Receiver, positioned, site);
        }

        if (!Sources.Has(method))
        {
            return CallLibrary(method, reference.Receiver, positioned, site);
        }

        if (SignatureOf(method) is { } signature)
        {
            return CallOpaque(method, signature, positioned, site);
        }

        IMethodSymbol target = Overriding(method, reference.Receiver);
        return reference.Receiver is ModuleValue module && IsForward(target) && IsRunning
            ? RunModule(module, target.Name, target, positioned, site)
            : Call(target, reference.Receiver, positioned, site);
    }

    /// <summary>
    /// Arguments for the parameters of the method that really runs: the call may have named those of a delegate, an interface or a base.
    /// </summary>
    private static IReadOnlyList<Bound> PassedTo(IMethodSymbol method, IReadOnlyList<Bound> arguments) =>
        [.. arguments.Select(argument => argument with { Parameter = method.Parameters[argument.Parameter.Ordinal] })];

    private Scope ScopeFor(IEnumerable<Bound> arguments, Scope? outer)
    {
        var scope = new Scope(outer);
        foreach (Bound argument in arguments)
        {
            scope.Declare(argument.Parameter.OriginalDefinition, argument.Reference ?? NewPlace(Copied(argument.Value)));
        }

        return scope;
    }

    private Value RunBody(IOperation body, IMethodSymbol method)
    {
        if (IsIterator(method, body))
        {
            // Like the compiler's iterators, it runs when, and each time that, it is enumerated.
            (Frame frame, Scope scope) = (_frame, _scope);
            return new LazySequence(RunIterator(body, frame, scope));
        }

        Completion completion;
        try
        {
            completion = body switch
            {
                IMethodBodyOperation { BlockBody: { } block } => Execute(block),
                IMethodBodyOperation { ExpressionBody: { } expression } => Execute(expression),
                IConstructorBodyOperation { BlockBody: { } block } => Execute(block),
                IConstructorBodyOperation { ExpressionBody: { } expression } => Execute(expression),
                IConstructorBodyOperation => Completion.Normal,
                _ => Execute(body),
            };
            completion = CloseBranches(completion, 0);
        }
        catch (ProgramThrows) when (_frame.OpenBranches.Count > 0)
        {
            completion = DropRest();
            completion = CloseBranches(completion, 0);
        }

        return completion.Result ?? Constant.Null;
    }

    private IEnumerable<Value> RunIterator(IOperation body, Frame frame, Scope scope)
    {
        var fresh = new Frame(frame.Receiver, frame.TypeArguments);
        Within(fresh, new Scope(scope), () => body is IMethodBodyOperation { BlockBody: { } block } ? Execute(block) : Execute(body));
        foreach (Value item in fresh.Yielded)
        {
            yield return item;
        }
    }

    private static bool IsIterator(IMethodSymbol method, IOperation body) =>
        method.ReturnType.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T
            or SpecialType.System_Collections_IEnumerable
        && body.Descendants().Any(operation => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);

    private Dictionary<ITypeParameterSymbol, ITypeSymbol> TypeArgumentsFor(IMethodSymbol method, Value? receiver)
    {
        var arguments = new Dictionary<ITypeParameterSymbol, ITypeSymbol>(SymbolEqualityComparer.Default);
        for (int i = 0; i < method.TypeArguments.Length; i++)
        {
            arguments[method.OriginalDefinition.TypeParameters[i]] = Resolve(method.TypeArguments[i])!;
        }

        INamedTypeSymbol owner = method.ContainingType;
        for (INamedTypeSymbol? type = (receiver as InstanceValue)?.Type; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, owner.OriginalDefinition))
            {
                owner = type;
            }
        }

        for (; owner is not null; owner = owner.ContainingType)
        {
            for (int i = 0; i < owner.TypeArguments.Length; i++)
            {
                arguments[owner.OriginalDefinition.TypeParameters[i]] = Resolve(owner.TypeArguments[i])!;
            }
        }

        return arguments;
    }

    /// <summary>The method that runs for an object of the receiver's type.</summary>
    private static IMethodSymbol Overriding(IMethodSymbol method, Value? receiver)
    {
        if (receiver is not InstanceValue instance || !(method.IsVirtual || method.IsAbstract || method.IsOverride))
        {
            return method;
        }

        if (method.ContainingType.TypeKind == TypeKind.Interface)
        {
            return instance.Type.FindImplementationForInterfaceMember(method) as IMethodSymbol ?? method;
        }

        for (INamedTypeSymbol? type = instance.Type; type is not null; type = type.BaseType)
        {
            foreach (IMethodSymbol candidate in type.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                if (Overrides(candidate, method))
                {
                    return candidate;
                }
            }
        }

        return method;
    }

    private static IPropertySymbol Overriding(IPropertySymbol property, Value? receiver)
    {
        if (receiver is not InstanceValue instance || !(property.IsVirtual || property.IsAbstract || property.IsOverride))
        {
            return property;
        }

        if (property.ContainingType.TypeKind == TypeKind.Interface)
        {
            return instance.Type.FindImplementationForInterfaceMember(property) as IPropertySymbol ?? property;
        }

        for (INamedTypeSymbol? type = instance.Type; type is not null; type = type.BaseType)
        {
            foreach (IPropertySymbol candidate in type.GetMembers(property.Name).OfType<IPropertySymbol>())
            {
                for (IPropertySymbol? overridden = candidate; overridden is not null; overridden = overridden.OverriddenProperty)
                {
                    if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, property.OriginalDefinition))
                    {
                        return candidate;
                    }
                }
            }
        }

        return property;
    }

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol method)
    {
        for (IMethodSymbol? overridden = candidate; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBaseAccess(IOperation? instance) =>
        instance is IInstanceReferenceOperation { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.BaseExpressionSyntax };

    private Value CreateDelegate(IDelegateCreationOperation creation) => Evaluate(creation.Target);

    private Value MethodOf(IMethodReferenceOperation reference)
    {
        if (reference.Method.MethodKind == MethodKind.LocalFunction)
        {
            return Variable(reference.Method.OriginalDefinition, reference).Content;
        }

        Value? receiver = reference.Instance is null ? null : Evaluate(reference.Instance);
        return receiver is UnknownValue ? receiver : new MethodValue(reference.Method, receiver, _frame, reference);
    }

    /// <summary>An exception that the interpreted program throws by itself.</summary>
    private ProgramThrows Throws(string type, string message, SyntaxNode at)
    {
        // A name that several references declare is looked up in each.
        ITypeSymbol exception = compilation.GetTypesByMetadataName(type).FirstOrDefault() ?? compilation.GetSpecialType(SpecialType.System_Object);
        return new ProgramThrows(new ExceptionValue(exception, Constant.Of(message)), at);
    }
}
