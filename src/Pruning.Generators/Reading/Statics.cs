using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Static fields and static constructors.</content>
internal sealed partial class Interpreter
{
    private readonly Dictionary<ISymbol, Place<Value>> _statics = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> _initializedTypes = new(SymbolEqualityComparer.Default);

    private Target StaticTarget(IFieldSymbol field, IOperation site)
    {
        if (IsTorch(field))
        {
            return Unwritable(TorchConstant(field, field.Type), site);
        }

        if (!Sources.Has(field.AssociatedSymbol ?? field))
        {
            return Unwritable(LibraryField(field, site), site);
        }

        return new Target(StaticPlace(field, site));
    }

    private Place<Value> StaticPlace(IFieldSymbol field, IOperation site)
    {
        var definition = (IFieldSymbol)field.OriginalDefinition;
        InitializeType(definition.ContainingType, site);
        if (!_statics.TryGetValue(definition, out Place<Value>? place))
        {
            place = NewPlace(Defaults.Of(definition.Type, _journal));
            _statics.Add(definition, place);
        }

        // What a static holds that other code assigns is not a property of the model.
        bool isFixed = definition.IsReadOnly || definition.AssociatedSymbol is IPropertySymbol { SetMethod: null }
            || definition.DeclaredAccessibility == Accessibility.Private
            || !Sources.IsReassigned(definition.AssociatedSymbol ?? definition, cancellation);
        return isFixed ? place : NewPlace(Unknown(site, "a static that other code assigns is not known; make it readonly"));
    }

    private void InitializeType(INamedTypeSymbol type, IOperation site)
    {
        if (!_initializedTypes.Add(type))
        {
            return;
        }

        var frame = new Frame(null, TypeArgumentsFor(type));
        Deeper(site.Syntax, () => Within(frame, new Scope(null), () =>
        {
            foreach (ISymbol member in type.GetMembers().Where(member => member.IsStatic))
            {
                switch (member)
                {
                    case IFieldSymbol { IsConst: false, AssociatedSymbol: null } field when Sources.Initializer(field) is { } value:
                        SetStatic(field, Evaluate(value));
                        break;
                    case IPropertySymbol property when BackingField(property) is { } field && Sources.Initializer(property) is { } value:
                        SetStatic(field, Evaluate(value));
                        break;
                }
            }

            if (type.StaticConstructors.FirstOrDefault() is { } constructor && Sources.Body(constructor) is { } body)
            {
                RunBody(body, constructor);
            }

            return 0;
        }));
    }

    private void SetStatic(IFieldSymbol field, Value value) => _statics[field] = NewPlace(value);

    private static Dictionary<ITypeParameterSymbol, ITypeSymbol> TypeArgumentsFor(INamedTypeSymbol type)
    {
        var arguments = new Dictionary<ITypeParameterSymbol, ITypeSymbol>(SymbolEqualityComparer.Default);
        for (int i = 0; i < type.TypeArguments.Length; i++)
        {
            arguments[type.OriginalDefinition.TypeParameters[i]] = type.TypeArguments[i];
        }

        return arguments;
    }
}
