using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <summary>A call of a method of the base class library, with its arguments by position.</summary>
internal sealed record LibraryCall(IMethodSymbol Method, Value? Receiver, IReadOnlyList<Bound> Bound, IOperation Site)
{
    public string Name => Method.Name;

    public int Count => Bound.Count;

    public Value this[int position] => Bound[position].Value;
}

/// <content>The base class library: which table knows a member.</content>
internal sealed partial class Interpreter
{
    /// <summary>Types of which nothing that a network consists of depends.</summary>
    private static readonly HashSet<string> IgnoredTypes =
    [
        "System.Console", "System.Diagnostics.Debug", "System.Diagnostics.Trace", "System.Diagnostics.Stopwatch", "System.GC",
        "System.ArgumentNullException", "System.ArgumentOutOfRangeException", "System.ArgumentException", "System.ObjectDisposedException",
        "System.IO.Path", "System.IO.File", "System.Threading.Interlocked",
    ];

    private Value CallLibrary(IInvocationOperation invocation, Value? receiver, List<Bound> arguments) =>
        CallLibrary(invocation.TargetMethod, receiver, arguments, invocation);

    private Value CallLibrary(IMethodSymbol method, Value? receiver, IReadOnlyList<Bound> arguments, IOperation site)
    {
        if (receiver is UnknownValue or IgnoredObject)
        {
            return receiver;
        }

        if (receiver is Constant { Content: null } && method.ContainingType.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T)
        {
            throw Throws("System.NullReferenceException", "the object is null", site.Syntax);
        }

        var call = new LibraryCall(method, receiver, [.. arguments.OrderBy(argument => argument.Parameter.Ordinal)], site);
        string type = method.ContainingType.OriginalDefinition.ToDisplayString();
        Value? result = type switch
        {
            "System.Linq.Enumerable" => CallLinq(call),
            "System.Math" or "System.MathF" => CallMath(call),
            "System.Array" or "System.MemoryExtensions" or "System.Runtime.InteropServices.CollectionsMarshal" => CallArray(call),
            "System.Convert" => CallConvert(call),
            "System.Numerics.BigInteger" => CallBigInteger(call),
            "System.Tuple" or "System.ValueTuple" or "System.Collections.Generic.KeyValuePair" when method.IsStatic =>
                new TupleValue([.. arguments.Select(argument => argument.Value)]),
            "string" => CallString(call),
            _ when IgnoredTypes.Contains(type) => Ignored(method, site),
            _ => CallObject(call),
        };
        return result ?? Unknown(site, $"'{type}.{method.Name}' is not supported");
    }

    private Value Ignored(IMethodSymbol method, IOperation site) =>
        method.ReturnsVoid ? Constant.Null : Unknown(site, "what it gives is known only at run time");

    private Value? CallObject(LibraryCall call) => call.Receiver switch
    {
        ListValue list => CallList(list, call) ?? CallAny(call),
        DictionaryValue dictionary => CallDictionary(dictionary, call) ?? CallAny(call),
        ContainerValue container => CallContainer(container, call.Method, call.Bound, call.Site),
        ArrayValue array => CallArrayMember(array, call) ?? CallAny(call),
        FunctionValue function when call.Name == "Invoke" => InvokeFunction(function, call.Bound, call.Site),
        _ => CallNumber(call) ?? CallAny(call),
    };

    /// <summary>What every object has.</summary>
    private Value? CallAny(LibraryCall call) => call.Name switch
    {
        "ToString" when call.Receiver is { } receiver => Text(receiver, FormatOf(call)) is { } text ? Constant.Of(text) : null,
        "Equals" when call.Receiver is { } receiver && call.Count == 1 => TruthOf(Same(receiver, call[0])),
        "Equals" or "ReferenceEquals" when call.Count == 2 => TruthOf(Same(call[0], call[1])),
        "GetValueOrDefault" => call.Receiver is Constant { Content: null }
            ? call.Count > 0 ? call[0] : Defaults.Of(call.Method.ReturnType, _journal)
            : call.Receiver,
        "GetType" when call.Receiver is InstanceValue instance => new TypeValue(instance.Type),
        "Dispose" => Constant.Null,
        _ => null,
    };

    private static string? FormatOf(LibraryCall call) => call.Count > 0 && call[0] is Constant { Content: string format } ? format : null;

    private static Value? TruthOf(bool? truth) => truth is { } known ? Constant.Of(known) : null;

    private Target LibraryPropertyTarget(IPropertyReferenceOperation reference, Value? receiver, List<Bound> arguments)
    {
        IPropertySymbol property = reference.Property;
        if (receiver is ChoiceValue choice && property.Name == "HasValue")
        {
            return Unwritable(OfBoth(choice, side => LibraryProperty(property, side, reference)), reference);
        }

        if (receiver is UnknownValue or IgnoredObject)
        {
            return Unwritable(receiver, reference);
        }

        if (property.IsIndexer && arguments.Count == 1 && receiver is not null)
        {
            return receiver is DictionaryValue dictionary
                ? EntryTarget(dictionary, arguments[0].Value, reference)
                : Indexed(receiver, arguments[0].Value, reference);
        }

        return Unwritable(LibraryProperty(property, receiver, reference), reference);
    }

    private Value LibraryProperty(IPropertySymbol property, Value? receiver, IOperation site)
    {
        switch (property.Name, receiver)
        {
            case ("Length" or "Count" or "LongLength", not null) when CountOf(receiver) is { } count:
                return property.Name == "LongLength" ? Constant.Of((long)count) : Constant.Of(count);
            case ("Rank", ArrayValue array):
                return Constant.Of(array.Lengths.Length);
            case ("Start", RangeValue range):
                return range.Start ?? new IndexValue(Constant.Of(0), fromEnd: false);
            case ("End", RangeValue range):
                return range.End ?? new IndexValue(Constant.Of(0), fromEnd: true);
            case ("IsFromEnd", IndexValue index):
                return Constant.Of(index.FromEnd);
            case ("Value", IndexValue index):
                return index.Position;
            case ("HasValue", not null):
                return Constant.Of(receiver is not Constant { Content: null });
            case ("Value", Constant { Content: null }):
                throw Throws("System.InvalidOperationException", "there is no value", site.Syntax);
            case ("Value", not null) when receiver is not TupleValue || NullableUnderlying(property.ContainingType) is not null:
                return receiver;
            case ("Key" or "Item1", TupleValue tuple):
                return tuple.Items[0];
            case ("Value" or "Item2", TupleValue tuple):
                return tuple.Items[1];
            case (_, TupleValue tuple) when property.Name.StartsWith("Item", StringComparison.Ordinal):
                return tuple.Items[int.Parse(property.Name.Substring(4), System.Globalization.CultureInfo.InvariantCulture) - 1];
            case ("Keys", DictionaryValue dictionary):
                return new LazySequence(dictionary.Content.Select(entry => entry.Key));
            case ("Values", DictionaryValue dictionary):
                return new LazySequence(dictionary.Content.Select(entry => entry.Value));
            case ("Name", TypeValue { Type: var type }):
                return Constant.Of(type.MetadataName);
            case ("Message", ExceptionValue exception):
                return exception.Message;
            case (_, Constant { Content: null }):
                throw Throws("System.NullReferenceException", "the object is null", site.Syntax);
            default:
                return Unknown(site, "this property is not supported");
        }
    }

    private Value LibraryField(IFieldSymbol field, IOperation site) => (field.ContainingType.SpecialType, field.Name) switch
    {
        (SpecialType.System_String, "Empty") => Constant.Of(""),
        _ => Unknown(site, "this static is known only at run time"),
    };

    private Value CreateLibrary(INamedTypeSymbol type, IReadOnlyList<Bound> arguments, IOperation site)
    {
        string name = type.OriginalDefinition.ToDisplayString();
        switch (name)
        {
            case "System.Collections.Generic.List<T>" or "System.Collections.Generic.HashSet<T>" or "System.Collections.Generic.Queue<T>"
                or "System.Collections.Generic.Stack<T>":
                IEnumerable<Value> items = arguments.Count > 0 && arguments[0].Value is ISequence or Constant { Content: string }
                    ? Enumerate(arguments[0].Value, site).ToList()
                    : [];
                return new ListValue(type, items, _journal);
            case "System.Collections.Generic.Dictionary<TKey, TValue>" or "System.Collections.Generic.SortedDictionary<TKey, TValue>":
                var dictionary = new DictionaryValue(type, _journal);
                if (arguments.Count > 0 && arguments[0].Value is ISequence entries)
                {
                    dictionary.Content = [.. entries.Items.OfType<TupleValue>().Select(entry => (entry.Items[0], entry.Items[1]))];
                }

                return dictionary;
            case "System.Collections.Generic.KeyValuePair<TKey, TValue>":
            case var _ when name.StartsWith("System.Tuple<", StringComparison.Ordinal) || type.IsTupleType:
                return new TupleValue([.. arguments.Select(argument => argument.Value)]);
            case var _ when type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T && arguments.Count == 1:
                return arguments[0].Value;
            case "System.Index" when arguments.Count > 0:
                return new IndexValue(arguments[0].Value, arguments.Count > 1 && arguments[1].Value is Constant { Content: true });
            case "System.Range" when arguments.Count == 2:
                return new RangeValue(arguments[0].Value as IndexValue, arguments[1].Value as IndexValue);
            case "decimal" or "string":
                return Unknown(site, "this constructor is not supported");
            case var _ when IsException(type):
                IEnumerable<Value> given = arguments.Select(argument => argument.Value);
                return new ExceptionValue(type, given.FirstOrDefault(value => value is Constant { Content: string }) ?? Constant.Null);
            case var _ when type.SpecialType == SpecialType.System_Object:
                return new InstanceValue(type, _journal);
            default:
                return new IgnoredObject(Unknown(site, "objects of this type are not followed").Cause);
        }
    }

    private static bool IsException(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.ToDisplayString() == "System.Exception")
            {
                return true;
            }
        }

        return false;
    }
}
