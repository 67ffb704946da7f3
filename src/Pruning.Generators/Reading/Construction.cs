using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Objects: <c>new</c>, constructors, initialisers, records.</content>
internal sealed partial class Interpreter
{
    private Value Create(IObjectCreationOperation creation)
    {
        var type = (INamedTypeSymbol)Resolve(creation.Type)!;
        if (creation.Constructor is null)
        {
            return Unknown(creation, "there is no constructor");
        }

        Value created;
        if (IsTorch(type))
        {
            created = CreateTorch(creation, type);
        }
        else
        {
            List<Bound> arguments = Bind(creation.Arguments);
            created = SignatureOf(type) is { } signature ? CreateOpaque(type, signature, arguments, creation)
                : Sources.Has(type)
                ? Construct(type, creation.Constructor, arguments, creation)
                : CreateLibrary(type, arguments, creation);
        }

        return creation.Initializer is null ? created : Initialize(created, creation.Initializer);
    }

    /// <summary>Makes an object of a class of the source and runs its constructor.</summary>
    public InstanceValue Construct(INamedTypeSymbol type, IMethodSymbol constructor, IReadOnlyList<Bound> arguments, IOperation? site)
    {
        InstanceValue instance = ContainerKindOf(type) is { } kind ? new ContainerValue(type, kind, _journal, site)
            : IsModule(type) ? new ClassModuleValue(type, _journal, site)
            : new InstanceValue(type, _journal);
        RunConstructor(instance, constructor, arguments, site);
        return instance;
    }

    private void RunConstructor(InstanceValue instance, IMethodSymbol constructor, IReadOnlyList<Bound> arguments, IOperation? site)
    {
        var frame = new Frame(instance, TypeArgumentsFor(constructor, instance));
        SyntaxNode at = site?.Syntax ?? constructor.ContainingType.DeclaringSyntaxReferences[0].GetSyntax();
        Deeper(at, () => Within(frame, ScopeFor(arguments, null), () =>
        {
            RunConstructorHere(instance, constructor, at);
            return 0;
        }));
    }

    private void RunConstructorHere(InstanceValue instance, IMethodSymbol constructor, SyntaxNode at)
    {
        INamedTypeSymbol type = constructor.ContainingType;
        var body = Sources.Body(constructor) as IConstructorBodyOperation;
        IInvocationOperation? chained = Chained(body) ?? (IsPrimary(constructor) ? Sources.PrimaryBaseCall(type) : null);
        if (chained is not null
            && SymbolEqualityComparer.Default.Equals(chained.TargetMethod.ContainingType.OriginalDefinition, type.OriginalDefinition))
        {
            RunConstructor(instance, ConstructorOf(type, chained.TargetMethod), Bind(chained.Arguments), chained);
        }
        else
        {
            if (IsPrimary(constructor))
            {
                KeepPrimaryParameters(instance, constructor);
            }

            RunInitializers(instance, type);
            RunBaseConstructor(instance, type, chained, at);
        }

        if (body is not null && !IsPrimary(constructor))
        {
            RunBody(body, constructor);
        }
        else if (constructor.IsImplicitlyDeclared && constructor.Parameters.Length == 1 && type.IsRecord
            && _scope.Find(constructor.Parameters[0])?.Content is InstanceValue original)
        {
            throw Stop(at, $"copying '{original.Type.Name}' by its constructor is not supported");
        }
    }

    private static IMethodSymbol ConstructorOf(INamedTypeSymbol type, IMethodSymbol constructor) =>
        type.InstanceConstructors.FirstOrDefault(candidate =>
            SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, constructor.OriginalDefinition)) ?? constructor;

    private static IInvocationOperation? Chained(IConstructorBodyOperation? body) => body?.Initializer switch
    {
        IExpressionStatementOperation { Operation: IInvocationOperation call } => call,
        IInvocationOperation call => call,
        _ => null,
    };

    private static bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax;

    private void KeepPrimaryParameters(InstanceValue instance, IMethodSymbol constructor)
    {
        foreach (IParameterSymbol parameter in constructor.OriginalDefinition.Parameters)
        {
            Value value = _scope.Find(parameter)!.Content;
            IPropertySymbol? positional = constructor.ContainingType.IsRecord
                ? constructor.ContainingType.OriginalDefinition.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault()
                : null;
            if (positional is not null && BackingField(positional) is { } field && Sources.Initializer(positional) is null)
            {
                instance.Field(field).Content = value;
            }

            instance.Field(parameter).Content = value;
        }
    }

    private void RunInitializers(InstanceValue instance, INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.OriginalDefinition.GetMembers())
        {
            switch (member)
            {
                case IFieldSymbol { IsStatic: false, IsConst: false, AssociatedSymbol: null } field
                    when Sources.Initializer(field) is { } value:
                    instance.Field(field).Content = Copied(Evaluate(value));
                    break;
                case IPropertySymbol { IsStatic: false } property
                    when BackingField(property) is { } field && Sources.Initializer(property) is { } value:
                    instance.Field(field).Content = Copied(Evaluate(value));
                    break;
            }
        }
    }

    private void RunBaseConstructor(InstanceValue instance, INamedTypeSymbol type, IInvocationOperation? call, SyntaxNode at)
    {
        if (type.BaseType is not { } baseType || type.IsValueType)
        {
            return;
        }

        baseType = (INamedTypeSymbol)Resolve(baseType)!;
        if (Sources.Has(baseType))
        {
            IMethodSymbol constructor = call is not null
                ? ConstructorOf(baseType, call.TargetMethod)
                : baseType.InstanceConstructors.FirstOrDefault(candidate => candidate.Parameters.All(parameter => parameter.IsOptional))
                    ?? throw Stop(at, "the base class has no constructor without arguments");
            RunConstructor(instance, constructor, call is null ? Defaulted(constructor) : Bind(call.Arguments), call);
        }
        else if (instance is ClassModuleValue module && call is { Arguments.Length: > 0 })
        {
            module.Name = Bind(call.Arguments)[0].Value;
        }
        else if (instance is ContainerValue container && call is not null)
        {
            FillContainer(container, Bind(call.Arguments), call);
        }
    }

    private List<Bound> Defaulted(IMethodSymbol constructor) =>
    [
        .. constructor.Parameters.Select(parameter => new Bound(
            parameter,
            parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is not null
                ? ConstantOf(parameter.ExplicitDefaultValue, parameter.Type)
                : parameter.IsParams ? new ArrayValue(ElementOf(parameter.Type), [], _journal)
                : Defaults.Of(parameter.Type, _journal),
            null,
            null)),
    ];

    private Value Initialize(Value created, IObjectOrCollectionInitializerOperation initializer)
    {
        _initialized.Push(created);
        try
        {
            foreach (IOperation entry in initializer.Initializers)
            {
                switch (entry)
                {
                    case IMemberInitializerOperation member:
                        Initialize(TargetOf(member.InitializedMember).Read(), member.Initializer);
                        break;
                    default:
                        Evaluate(entry);
                        break;
                }
            }
        }
        finally
        {
            _initialized.Pop();
        }

        return created;
    }

    private Value CopyWith(IWithOperation with)
    {
        Value original = Evaluate(with.Operand);
        return original is InstanceValue instance and not ModuleValue
            ? Initialize(instance.Copy(), with.Initializer)
            : Lost(original, with, "this cannot be copied");
    }

    private Value CreateAnonymous(IAnonymousObjectCreationOperation creation)
    {
        var instance = new InstanceValue((INamedTypeSymbol)creation.Type!, _journal);
        _initialized.Push(instance);
        foreach (IOperation member in creation.Initializers)
        {
            if (member is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment)
            {
                instance.Field(property.Property).Content = Copied(Evaluate(assignment.Value));
            }
        }

        _initialized.Pop();
        return instance;
    }

    private Value CreateTypeParameter(ITypeParameterObjectCreationOperation creation) =>
        Resolve(creation.Type) is INamedTypeSymbol type && Sources.Has(type)
            && type.InstanceConstructors.FirstOrDefault(candidate => candidate.Parameters.Length == 0) is { } constructor
            ? Construct(type, constructor, [], creation)
            : Unknown(creation, "the type is not known");

    /// <summary>Members that the compiler writes: only what a network needs of a record.</summary>
    private Value CallSynthesized(IMethodSymbol method, Value? receiver, IReadOnlyList<Bound> arguments, IOperation site)
    {
        if (method.Name == "Deconstruct" && receiver is InstanceValue instance)
        {
            foreach (Bound argument in arguments)
            {
                IPropertySymbol? property = instance.Type.GetMembers(argument.Parameter.Name).OfType<IPropertySymbol>().FirstOrDefault();
                argument.Reference!.Content = property is null
                    ? Unknown(site, "the record has no such property")
                    : ReadProperty(property, instance, [], site);
            }

            return Constant.Null;
        }

        return Unknown(site, "a method that the compiler writes is not supported");
    }
}
