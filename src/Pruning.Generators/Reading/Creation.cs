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

        var lengths = new List<long>();
        foreach (IOperation size in array.DimensionSizes)
        {
            Value length = Evaluate(size);
            if (length is not Constant { Content: { } content } || !Numbers.IsInteger(content))
            {
                return length is UnknownValue ? length : Unknown(array, "the length is known only at run time");
            }

            lengths.Add(Numbers.ToInt64(content));
        }

        const long Most = 1_000_000;
        long count = lengths.Aggregate(1L, (product, length) => length is < 0 or > Most ? Most + 1 : Math.Min(product, Most + 1) * length);
        if (count > Most)
        {
            string size = string.Join(" times ", lengths.Select(length => FormattableString.Invariant($"{length}")));
            throw Stop(array, $"an array of {size} elements is too large to follow");
        }

        return new ArrayValue(element, Enumerable.Range(0, (int)count).Select(_ => Defaults.Of(element, _journal)).ToList(), _journal)
        {
            Lengths = [.. lengths.Select(length => (int)length)],
        };
    }

    private ArrayValue ArrayOf(IArrayInitializerOperation initializer, ITypeSymbol element)
    {
        if (initializer.Parent is not IArrayCreationOperation { DimensionSizes.Length: > 1 } array)
        {
            return new(element, initializer.ElementValues.Select(value => Copied(Evaluate(value))).ToList(), _journal);
        }

        return new(element, Leaves(initializer).ToList(), _journal)
        {
            Lengths = [.. array.DimensionSizes.Select(size => (int)Numbers.ToInt64(size.ConstantValue.Value!))],
        };
    }

    private IEnumerable<Value> Leaves(IArrayInitializerOperation rows) => rows.ElementValues.SelectMany(value =>
        value is IArrayInitializerOperation inner ? Leaves(inner) : [Copied(Evaluate(value))]);

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
