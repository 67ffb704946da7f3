using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Reading.Values;

namespace Pruning.Generators.Reading;

/// <content>Lists, sets, stacks, queues, dictionaries and arrays.</content>
internal sealed partial class Interpreter
{
    private Value? CallList(ListValue list, LibraryCall call)
    {
        ImmutableList<Value> content = list.Content;
        bool isSet = list.Type.Name == "HashSet";
        switch (call.Name)
        {
            case "Add" when isSet:
                bool isNew = !ContainsKnown(content, call[0], call.Site);
                list.Content = isNew ? content.Add(call[0]) : content;
                return Constant.Of(isNew);
            case "Add" or "Enqueue" or "Push":
                list.Content = content.Add(Copied(call[0]));
                return Constant.Null;
            case "AddRange":
                list.Content = content.AddRange(Enumerate(call[0], call.Site).ToList());
                return Constant.Null;
            case "Insert" when call[0] is Constant { Content: int position } && position >= 0 && position <= content.Count:
                list.Content = content.Insert(position, call[1]);
                return Constant.Null;
            case "RemoveAt" when call[0] is Constant { Content: int position } && position >= 0 && position < content.Count:
                list.Content = content.RemoveAt(position);
                return Constant.Null;
            case "RemoveRange" when call[0] is Constant { Content: int position } && call[1] is Constant { Content: int count }:
                list.Content = content.RemoveRange(position, count);
                return Constant.Null;
            case "Remove":
                int found = FindKnown(content, call[0], call.Site);
                list.Content = found < 0 ? content : content.RemoveAt(found);
                return Constant.Of(found >= 0);
            case "Clear":
                list.Content = [];
                return Constant.Null;
            case "Reverse" when call.Count == 0:
                list.Content = content.Reverse();
                return Constant.Null;
            case "Contains":
                return Constant.Of(ContainsKnown(content, call[0], call.Site));
            case "IndexOf":
                return Constant.Of(FindKnown(content, call[0], call.Site));
            case "ToArray":
                return new ArrayValue(ElementOf(list.Type), content, _journal);
            case "GetRange" when call[0] is Constant { Content: int position } && call[1] is Constant { Content: int count }:
                return new ListValue(list.Type, content.GetRange(position, count), _journal);
            case "ForEach":
                foreach (Value item in content)
                {
                    InvokeFunction(call[0], call.Site, item);
                }

                return Constant.Null;
            case "Pop" or "Dequeue" or "Peek" when content.Count > 0:
                int taken = list.Type.Name == "Stack" ? content.Count - 1 : 0;
                list.Content = call.Name == "Peek" ? content : content.RemoveAt(taken);
                return content[taken];
            case "AsReadOnly" or "TrimExcess" or "EnsureCapacity":
                return list;
            default:
                return null;
        }
    }

    private Value? CallDictionary(DictionaryValue dictionary, LibraryCall call)
    {
        switch (call.Name)
        {
            case "Add":
                EntryTarget(dictionary, call[0], call.Site).Write(call[1]);
                return Constant.Null;
            case "TryAdd":
                bool isNew = FindEntry(dictionary, call[0], call.Site) < 0;
                dictionary.Content = isNew ? dictionary.Content.Add((call[0], call[1])) : dictionary.Content;
                return Constant.Of(isNew);
            case "ContainsKey":
                return Constant.Of(FindEntry(dictionary, call[0], call.Site) >= 0);
            case "TryGetValue":
                int found = FindEntry(dictionary, call[0], call.Site);
                call.Bound[1].Reference!.Content = found >= 0 ? dictionary.Content[found].Value : Constant.Null;
                return Constant.Of(found >= 0);
            case "Remove":
                int removed = FindEntry(dictionary, call[0], call.Site);
                dictionary.Content = removed < 0 ? dictionary.Content : dictionary.Content.RemoveAt(removed);
                return Constant.Of(removed >= 0);
            case "Clear":
                dictionary.Content = [];
                return Constant.Null;
            default:
                return null;
        }
    }

    private Target EntryTarget(DictionaryValue dictionary, Value key, IOperation site) => new(
        () => FindEntry(dictionary, key, site) is >= 0 and var found
            ? dictionary.Content[found].Value
            : throw Throws("System.Collections.Generic.KeyNotFoundException", $"there is no '{Text(key)}'", site.Syntax),
        value => dictionary.Content = FindEntry(dictionary, key, site) is >= 0 and var found
            ? dictionary.Content.SetItem(found, (key, value))
            : dictionary.Content.Add((key, value)));

    private int FindEntry(DictionaryValue dictionary, Value key, IOperation site) =>
        dictionary.Find(key) ?? FindKnown([.. dictionary.Content.Select(entry => entry.Key)], key, site);

    private bool ContainsKnown(IReadOnlyList<Value> items, Value item, IOperation site) => FindKnown(items, item, site) >= 0;

    /// <summary>Where an equal item is; -1 if nowhere.</summary>
    private int FindKnown(IReadOnlyList<Value> items, Value item, IOperation site)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (Same(items[i], Needed(item)) ?? throw Stop(site, "whether these are equal is not known"))
            {
                return i;
            }
        }

        return -1;
    }

    private Value? CallArray(LibraryCall call)
    {
        switch (call.Name)
        {
            case "Empty":
                return new ArrayValue(call.Method.TypeArguments[0], [], _journal);
            case "AsSpan" or "AsReadOnlySpan" or "AsMemory" when call.Count == 1:
                return call[0];
            case "AsSpan" or "AsReadOnlySpan" or "AsMemory" when call[0] is ArrayValue array && call.Bound.Skip(1).All(IsPosition):
                return Part(array, call, 1);
            case "CopyTo" when call[0] is ArrayValue array && call.Count == 2 && call[1] is ArrayValue target:
                return Copy(array, target, 0, call.Site);
            case "Fill" when call[0] is ArrayValue array:
                for (int i = 0; i < array.Count; i++)
                {
                    array[i].Content = call[1];
                }

                return Constant.Null;
            case "Reverse" when call[0] is ArrayValue array && call.Count == 1:
                var reversed = array.Items.Reverse().ToList();
                for (int i = 0; i < reversed.Count; i++)
                {
                    array[i].Content = reversed[i];
                }

                return Constant.Null;
            case "IndexOf" when call[0] is ArrayValue array && call.Count == 2:
                return Constant.Of(FindKnown([.. array.Items], call[1], call.Site));
            case "ConvertAll" when call[0] is ISequence items:
                return new ArrayValue(
                    call.Method.TypeArguments[1], items.Items.Select(item => InvokeFunction(call[1], call.Site, item)).ToList(), _journal);
            case "SequenceEqual" when call[0] is ISequence a && call[1] is ISequence b:
                return a.Items.Count() == b.Items.Count() ? TruthOf(All(a.Items.Zip(b.Items, Same))) : Constant.False;
            case "Contains" when call[0] is ISequence searched:
                return Constant.Of(ContainsKnown([.. searched.Items], call[1], call.Site));
            case "Clone" or "GetLength" or "GetUpperBound" or "CopyTo" when call.Receiver is ArrayValue array:
                return CallArrayMember(array, call);
            default:
                return null;
        }
    }

    private Value? CallArrayMember(ArrayValue array, LibraryCall call) => call.Name switch
    {
        "Clone" or "ToArray" => array.With(array.Items, _journal),
        "GetLength" or "GetUpperBound"
            when call[0] is Constant { Content: int dimension } && dimension >= 0 && dimension < array.Lengths.Length =>
            Constant.Of(array.Lengths[dimension] - (call.Name == "GetLength" ? 0 : 1)),
        "Slice" when call.Bound.All(IsPosition) => Part(array, call, 0),
        "CopyTo" when call[0] is ArrayValue target && (call.Count == 1 || call[1] is Constant { Content: int }) =>
            Copy(array, target, call.Count == 1 ? 0 : (int)((Constant)call[1]).Content!, call.Site),
        _ => null,
    };

    private static bool IsPosition(Bound argument) => argument.Value is Constant { Content: int };

    /// <summary>A span over a part of an array, by a start and perhaps a length: it writes to the same places.</summary>
    private ArrayValue Part(ArrayValue array, LibraryCall call, int first)
    {
        int start = call.Count > first ? (int)((Constant)call[first]).Content! : 0;
        int length = call.Count > first + 1 ? (int)((Constant)call[first + 1]).Content! : array.Count - start;
        return start >= 0 && length >= 0 && start + length <= array.Count
            ? array.Part(start, length)
            : throw Throws(
                "System.ArgumentOutOfRangeException",
                FormattableString.Invariant($"{start}..{start + length} of {array.Count}"),
                call.Site.Syntax);
    }

    private Constant Copy(ArrayValue from, ArrayValue to, int start, IOperation site)
    {
        if (start < 0 || start + from.Count > to.Count)
        {
            throw Throws("System.ArgumentException", "what is copied does not fit", site.Syntax);
        }

        Value[] items = [.. from.Items];
        for (int i = 0; i < items.Length; i++)
        {
            to[start + i].Content = items[i];
        }

        return Constant.Null;
    }
}
