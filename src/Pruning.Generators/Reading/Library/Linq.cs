using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>LINQ, as lazy as it is.</content>
internal sealed partial class Interpreter
{
    private Value? CallLinq(LibraryCall call)
    {
        switch (call.Name)
        {
            case "Range" when call[0] is Constant { Content: int start } && call[1] is Constant { Content: int count }:
                return new LazySequence(Enumerable.Range(start, count).Select(number => (Value)Constant.Of(number)));
            case "Repeat" when call[1] is Constant { Content: int count }:
                return new LazySequence(Enumerable.Repeat(call[0], count));
            case "Empty":
                return new LazySequence([]);
        }

        if (call.Count == 0 || Needed(call[0]) is not (ISequence or Constant { Content: string }))
        {
            return null;
        }

        IEnumerable<Value> items = Enumerate(call[0], call.Site);
        return Transformed(call, items) is { } sequence ? new LazySequence(sequence)
            : call.Count == 1 ? Collected(call, items) ?? Aggregated(call, items)
            : Aggregated(call, items);
    }

    /// <summary>Methods that give a sequence.</summary>
    private IEnumerable<Value>? Transformed(LibraryCall call, IEnumerable<Value> items)
    {
        switch (call.Name)
        {
            case "Select":
                return TakesPosition(call[1])
                    ? items.Select((item, i) => InvokeFunction(call[1], call.Site, item, Constant.Of(i)))
                    : items.Select(item => InvokeFunction(call[1], call.Site, item));
            case "Where":
                return TakesPosition(call[1])
                    ? items.Where((item, i) => Holds(call, item, Constant.Of(i)))
                    : items.Where(item => Holds(call, item));
            case "SelectMany" when call.Count == 2:
                return items.SelectMany(item => Enumerate(InvokeFunction(call[1], call.Site, item), call.Site));
            case "SelectMany" when call.Count == 3:
                return items.SelectMany(item => Enumerate(InvokeFunction(call[1], call.Site, item), call.Site)
                    .Select(inner => InvokeFunction(call[2], call.Site, item, inner)));
            case "Concat":
                return items.Concat(Enumerate(call[1], call.Site));
            case "Append":
                return items.Concat([call[1]]);
            case "Prepend":
                return new[] { call[1] }.Concat(items);
            case "Reverse":
                return items.Reverse();
            case "Skip" when call[1] is Constant { Content: int count }:
                return items.Skip(count);
            case "Take" when call[1] is Constant { Content: int count }:
                return items.Take(count);
            case "SkipLast" when call[1] is Constant { Content: int count }:
                return Lazily(() => items.ToList() is var all ? all.Take(Math.Max(0, all.Count - count)) : []);
            case "TakeLast" when call[1] is Constant { Content: int count }:
                return Lazily(() => items.ToList() is var all ? all.Skip(Math.Max(0, all.Count - count)) : []);
            case "TakeWhile":
                return items.TakeWhile(item => Holds(call, item));
            case "SkipWhile":
                return items.SkipWhile(item => Holds(call, item));
            case "Zip" when call.Count == 2:
                return items.Zip(Enumerate(call[1], call.Site), (a, b) => (Value)new TupleValue([a, b]));
            case "Zip" when call[2] is FunctionValue:
                return items.Zip(Enumerate(call[1], call.Site), (a, b) => InvokeFunction(call[2], call.Site, a, b));
            case "OfType":
                return items.Where(item => IsOfType(item, Resolve(call.Method.TypeArguments[0])!)
                    ?? throw Stop(call.Site, "the type of an item is not known"));
            case "Cast" or "AsEnumerable":
                return items;
            case "Distinct" when call.Count == 1:
                return Lazily(() => Distinct(items, call.Site));
            case "DefaultIfEmpty" when call.Count == 1:
                return items.DefaultIfEmpty(Defaults.Of(call.Method.TypeArguments[0], _journal));
            case "Chunk" when call[1] is Constant { Content: int size }:
                return Lazily(() => items.Select((item, i) => (item, i)).GroupBy(pair => pair.i / size, pair => pair.item)
                    .Select(group => (Value)new ArrayValue(call.Method.TypeArguments[0], group, _journal)));
            default:
                return null;
        }
    }

    private static IEnumerable<Value> Lazily(Func<IEnumerable<Value>> items)
    {
        foreach (Value item in items())
        {
            yield return item;
        }
    }

    /// <summary>Methods without further arguments that give a collection.</summary>
    private Value? Collected(LibraryCall call, IEnumerable<Value> items)
    {
        switch (call.Name)
        {
            case "ToArray":
                return new ArrayValue(Resolve(call.Method.TypeArguments[0])!, items.ToList(), _journal);
            case "ToList":
                return new ListValue((INamedTypeSymbol)call.Method.ReturnType, items.ToList(), _journal);
            case "ToHashSet":
                return new ListValue((INamedTypeSymbol)call.Method.ReturnType, Distinct(items, call.Site), _journal);
            default:
                return null;
        }
    }

    private List<Value> Distinct(IEnumerable<Value> items, IOperation site)
    {
        var distinct = new List<Value>();
        foreach (Value item in items)
        {
            if (!ContainsKnown(distinct, item, site))
            {
                distinct.Add(item);
            }
        }

        return distinct;
    }

    /// <summary>Methods that give one value.</summary>
    private Value? Aggregated(LibraryCall call, IEnumerable<Value> items)
    {
        FunctionValue? function = call.Count > 1 ? call[1] as FunctionValue : null;
        switch (call.Name)
        {
            case "Count" or "LongCount":
                int count = function is null ? items.Count() : items.Count(item => Holds(call, item));
                return call.Name == "Count" ? Constant.Of(count) : Constant.Of((long)count);
            case "Any":
                return Constant.Of(function is null ? items.Any() : items.Any(item => Holds(call, item)));
            case "All":
                return Constant.Of(items.All(item => Holds(call, item)));
            case "Contains" when call.Count == 2:
                return Constant.Of(ContainsKnown([.. items], call[1], call.Site));
            case "First" or "FirstOrDefault":
                return OneOf(call, function is null ? items : items.Where(item => Holds(call, item)), last: false);
            case "Last" or "LastOrDefault":
                return OneOf(call, function is null ? items : items.Where(item => Holds(call, item)), last: true);
            case "Single" or "SingleOrDefault":
                List<Value> matching = [.. function is null ? items : items.Where(item => Holds(call, item))];
                return matching.Count > 1
                    ? throw Throws("System.InvalidOperationException", "the sequence has more than one element", call.Site.Syntax)
                    : OneOf(call, matching, last: false);
            case "ElementAt" when call[1] is Constant { Content: int position }:
                return OneOf(call, items.Skip(position), last: false);
            case "Sum":
                Value zero = Constant.Of(Numbers.Convert(0L, call.Method.ReturnType.SpecialType));
                return Selected(call, items).Aggregate(zero, (sum, item) => Add(sum, item, call));
            case "Max" or "Min":
                return Selected(call, items).ToList() is { Count: > 0 } candidates
                    ? candidates.Aggregate((best, item) => Extreme(call, best, item))
                    : throw Throws("System.InvalidOperationException", "the sequence is empty", call.Site.Syntax);
            case "Aggregate" when call.Count == 2:
                return items.Aggregate((accumulated, item) => InvokeFunction(call[1], call.Site, accumulated, item));
            case "Aggregate" when call.Count == 3:
                return items.Aggregate(call[1], (accumulated, item) => InvokeFunction(call[2], call.Site, accumulated, item));
            case "SequenceEqual" when call[1] is ISequence other:
                List<Value> left = [.. items], right = [.. other.Items];
                return left.Count == right.Count ? TruthOf(All(left.Zip(right, Same))) : Constant.False;
            case "ToDictionary" when function is not null:
                var dictionary = new DictionaryValue((INamedTypeSymbol)call.Method.ReturnType, _journal);
                foreach (Value item in items)
                {
                    Value value = call.Count > 2 && call[2] is FunctionValue ? InvokeFunction(call[2], call.Site, item) : item;
                    EntryTarget(dictionary, InvokeFunction(function, call.Site, item), call.Site).Write(value);
                }

                return dictionary;
            default:
                return null;
        }
    }

    private IEnumerable<Value> Selected(LibraryCall call, IEnumerable<Value> items) =>
        call.Count > 1 ? items.Select(item => InvokeFunction(call[1], call.Site, item)) : items;

    private Value OneOf(LibraryCall call, IEnumerable<Value> items, bool last)
    {
        Value? found = last ? items.LastOrDefault() : items.FirstOrDefault();
        return found ?? (call.Name.EndsWith("OrDefault", StringComparison.Ordinal)
            ? Defaults.Of(Resolve(call.Method.TypeArguments[0]), _journal)
            : throw Throws("System.InvalidOperationException", "the sequence contains no matching element", call.Site.Syntax));
    }

    private Value Add(Value a, Value b, LibraryCall call)
    {
        SpecialType type = call.Method.ReturnType.SpecialType;
        return (a, b) switch
        {
            (Constant { Content: { } x }, Constant { Content: { } y }) =>
                Compute(BinaryOperatorKind.Add, x, Numbers.Convert(y, type), call.Site, isChecked: true),
            _ when SizeOf(a) is { } x && SizeOf(b) is { } y => SymbolicNumber.Of(x + y, type),
            (UnknownValue, _) => a,
            (_, UnknownValue) => b,
            _ => Unknown(call.Site, "the sum is not known"),
        };
    }

    private Value Extreme(LibraryCall call, Value best, Value item)
    {
        Value isLess = Apply(BinaryOperatorKind.LessThan, item, best, call.Site, isChecked: false);
        return isLess is Constant { Content: bool less } ? less == (call.Name == "Min") ? item : best : isLess;
    }

    private bool Holds(LibraryCall call, params Value[] items) =>
        Needed(InvokeFunction(call[1], call.Site, items)) is Constant { Content: bool truth } ? truth
        : throw Stop(call.Site, "whether this holds is known only at run time");

    private static bool TakesPosition(Value function) => function switch
    {
        LambdaValue lambda => lambda.Function.Symbol.Parameters.Length == 2,
        LocalFunctionValue local => local.Function.Symbol.Parameters.Length == 2,
        MethodValue method => method.Method.Parameters.Length == 2,
        _ => false,
    };
}
