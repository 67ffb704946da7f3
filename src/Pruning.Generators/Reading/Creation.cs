using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Arrays, collection expressions and enumeration.</content>
internal sealed partial class Interpreter
{
    private Value CreateArray(IArrayCreationOperation array)
    {
        ITypeSymbol element = Resolve(ElementOf(array.Type!))!;
        if (array.Initializer is not null)
        {
            return ArrayOf(array.Initializer, element);
        }

        if (array.DimensionSizes.Length != 1)
        {
            return Unknown(array, "arrays of several dimensions are not supported");
        }

        Value length = Evaluate(array.DimensionSizes[0]);
        if (length is not Constant { Content: { } content } || !Numbers.IsInteger(content))
        {
            return length is UnknownValue ? length : Unknown(array, "the length is known only at run time");
        }

        long count = Numbers.ToInt64(content);
        if (count is < 0 or > 1_000_000)
        {
            throw Stop(array, FormattableString.Invariant($"an array of {count} elements is too large to follow"));
        }

        return new ArrayValue(element, Enumerable.Range(0, (int)count).Select(_ => Defaults.Of(element, _journal)).ToList(), _journal);
    }

    private ArrayValue ArrayOf(IArrayInitializerOperation initializer, ITypeSymbol element) => new(
        element,
        initializer.ElementValues
            .Select(value => value is IArrayInitializerOperation inner ? ArrayOf(inner, ElementOf(element)) : Copied(Evaluate(value)))
            .ToList(),
        _journal);

    private ITypeSymbol ElementTypeOf(IArrayInitializerOperation initializer) =>
        initializer.Parent?.Type is { } type ? Resolve(ElementOf(type))! : compilation.GetSpecialType(SpecialType.System_Object);

    /// <summary>The type of the elements of an array, span or collection type.</summary>
    private ITypeSymbol ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } named => named.TypeArguments[0],
        _ => compilation.GetSpecialType(SpecialType.System_Object),
    };

    private Value CreateCollection(ICollectionExpressionOperation collection)
    {
        ITypeSymbol type = Resolve(collection.Type)!;
        var items = new List<Value>();
        foreach (IOperation element in collection.Elements)
        {
            if (element is ISpreadOperation spread)
            {
                items.AddRange(Enumerate(Evaluate(spread.Operand), spread.Operand));
            }
            else
            {
                items.Add(Copied(Evaluate(element)));
            }
        }

        if (type is INamedTypeSymbol named && ContainerKindOf(named) is { } kind)
        {
            var container = new ContainerValue(named, kind, _journal, collection);
            AddModules(container, items);
            return container;
        }

        return type is INamedTypeSymbol { TypeKind: TypeKind.Class } list
            ? new ListValue(list, items, _journal)
            : new ArrayValue(ElementOf(type), items, _journal);
    }

    /// <summary>The items of anything that <c>foreach</c> takes.</summary>
    private IEnumerable<Value> Enumerate(Value collection, IOperation site) => Needed(collection) switch
    {
        ISequence sequence => sequence.Items,
        Constant { Content: string text } => text.Select(character => (Value)Constant.Of(character)),
        InstanceValue instance when Enumerator(instance) is { } method => Enumerate(Call(method, instance, [], site), site),
        Constant { Content: null } => throw Throws("System.NullReferenceException", "what is enumerated is null", site.Syntax),
        _ => throw Stop(site, "what is enumerated is not known"),
    };

    private static IMethodSymbol? Enumerator(InstanceValue instance) => instance.Type.GetMembers("GetEnumerator").OfType<IMethodSymbol>()
        .FirstOrDefault(method => method.Parameters.Length == 0 && Sources.Has(method));
}
