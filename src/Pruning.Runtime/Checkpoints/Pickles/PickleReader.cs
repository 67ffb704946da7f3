using System.Globalization;
using System.Numerics;

namespace Pruning;

/// <summary>
/// Reads a pickle, Python's format of objects, as data. A pickle is a program for a small stack machine that may call
/// anything in Python; this machine knows only the instructions that make containers, numbers, strings and tensors, and only
/// the names in <see cref="PickleGlobals"/>. Everything else is refused by name. Nothing here recurses, every instruction
/// takes at least one byte of the file, and their number is bounded, so a hostile pickle can waste neither stack nor memory.
/// </summary>
internal sealed class PickleReader
{
    // A state dictionary needs about forty for each of its tensors.
    private const int MostInstructions = 4_000_000;
    private const int HighestProtocol = 5;
    private const int LongestNumber = 64;
    private const int LongestName = 256;
    private const int LongestKey = 256;

    private readonly ByteReader _bytes;
    private readonly Dictionary<string, Storage> _storages;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, object?> _memory = [];
    private long _start;
    private long _work;

    private PickleReader(ByteReader bytes, Dictionary<string, Storage> storages)
    {
        _bytes = bytes;
        _storages = storages;
    }

    /// <summary>Reads one pickle, up to and with its last instruction.</summary>
    /// <param name="bytes">Stands at the pickle's first byte; afterwards, behind its last.</param>
    /// <param name="storages">Receives the storages that the pickle mentions, by key.</param>
    public static object? Read(ByteReader bytes, Dictionary<string, Storage> storages) => new PickleReader(bytes, storages).Run();

    private object? Run()
    {
        while (true)
        {
            _start = _bytes.Position;
            var opcode = (Opcode)_bytes.ReadByte("an instruction of a pickle");
            if (opcode == Opcode.Stop)
            {
                object? result = Pop();
                return _stack.Count == 0 && _marks.Count == 0 ? result : throw Failure("the pickle ends with values left over");
            }
            Execute(opcode);
            Spend(1);
        }
    }

    private void Spend(int work)
    {
        _work += work;
        if (_work > MostInstructions)
        {
            throw Failure($"the pickle has more than {MostInstructions} instructions; a state dictionary needs far fewer");
        }
    }

    private void Execute(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Protocol:
                int protocol = _bytes.ReadByte("the pickle's protocol");
                if (protocol > HighestProtocol)
                {
                    throw Failure($"the pickle has protocol {protocol}, expected at most {HighestProtocol}");
                }
                break;
            case Opcode.Frame: _bytes.ReadInt64("a frame's length"); break;
            case Opcode.Mark: _marks.Push(_stack.Count); break;
            case Opcode.Pop: Pop(); break;
            case Opcode.PopMark: PopToMark(); break;
            case Opcode.Dup: Push(Peek<object?>("a value")); break;

            case Opcode.None: Push(null); break;
            case Opcode.NewTrue: Push(true); break;
            case Opcode.NewFalse: Push(false); break;
            case Opcode.BinInt: Push((long)_bytes.ReadInt32("an integer")); break;
            case Opcode.BinInt1: Push((long)_bytes.ReadByte("an integer")); break;
            case Opcode.BinInt2: Push((long)_bytes.ReadUInt16("an integer")); break;
            case Opcode.Long1: Push(Narrow(new BigInteger(_bytes.ReadBytes(_bytes.ReadByte("an integer's length"), "an integer")))); break;
            case Opcode.Int: Push(IntegerOrBool(_bytes.ReadLine(LongestNumber, "an integer"))); break;
            case Opcode.Long: Push(Integer(_bytes.ReadLine(LongestNumber, "an integer").TrimEnd('L'))); break;
            case Opcode.BinFloat: Push(_bytes.ReadBigEndianDouble("a floating-point number")); break;

            case Opcode.ShortBinString or Opcode.ShortBinUnicode: Push(Text(_bytes.ReadByte("a string's length"))); break;
            case Opcode.BinString or Opcode.BinUnicode: Push(Text(_bytes.ReadUInt32("a string's length"))); break;
            case Opcode.BinUnicode8: Push(Text(_bytes.ReadInt64("a string's length"))); break;
            case Opcode.ShortBinBytes: Push(_bytes.ReadBytes(_bytes.ReadByte("a length"), "bytes")); break;
            case Opcode.BinBytes: Push(_bytes.ReadBytes(_bytes.ReadUInt32("a length"), "bytes")); break;
            case Opcode.BinBytes8: Push(_bytes.ReadBytes(_bytes.ReadInt64("a length"), "bytes")); break;

            case Opcode.EmptyTuple: Push(Array.Empty<object?>()); break;
            case Opcode.Tuple: Push(PopToMark()); break;
            case Opcode.Tuple1: PushTuple(1); break;
            case Opcode.Tuple2: PushTuple(2); break;
            case Opcode.Tuple3: PushTuple(3); break;
            case Opcode.EmptyList or Opcode.EmptySet: Push(new List<object?>()); break;
            case Opcode.Append:
                object? item = Pop();
                Peek<List<object?>>("a list").Add(item);
                break;
            case Opcode.Appends or Opcode.AddItems:
                object?[] items = PopToMark();
                Peek<List<object?>>("a list").AddRange(items);
                break;
            case Opcode.EmptyDictionary: Push(new PythonDictionary()); break;
            case Opcode.SetItem:
                object? value = Pop();
                object? key = Pop();
                Peek<PythonDictionary>("a dictionary").Add(new(key, value));
                break;
            case Opcode.SetItems: SetItems(PopToMark()); break;

            case Opcode.BinGet: Push(Recall(_bytes.ReadByte("a memo's number"))); break;
            case Opcode.LongBinGet: Push(Recall(_bytes.ReadUInt32("a memo's number"))); break;
            case Opcode.BinPut: Remember(_bytes.ReadByte("a memo's number")); break;
            case Opcode.LongBinPut: Remember(_bytes.ReadUInt32("a memo's number")); break;
            case Opcode.Memoize: Remember(_memory.Count); break;

            case Opcode.Global:
                string module = _bytes.ReadLine(LongestName, "a Python module's name");
                Push(Resolve(module, _bytes.ReadLine(LongestName, "a Python name")));
                break;
            case Opcode.StackGlobal:
                string name = Pop<string>("a Python name");
                Push(Resolve(Pop<string>("a Python module's name"), name));
                break;
            case Opcode.Reduce: Push(Call(Pop<object?[]>("a tuple of arguments"))); break;
            case Opcode.BinPersistentId: Push(Storage(Pop<object?[]>("the description of a storage"))); break;
            case Opcode.Build: Build(Pop()); break;

            default:
                throw Failure($"the pickle has the instruction {Describe((byte)opcode)}, which no state dictionary needs; it is refused");
        }
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Pop()
    {
        int bottom = _marks.TryPeek(out int mark) ? mark : 0;
        if (_stack.Count <= bottom)
        {
            throw Failure("the pickle takes a value where there is none");
        }
        object? value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private T Pop<T>(string expected) => Cast<T>(Pop(), expected);

    private T Peek<T>(string expected)
    {
        object? value = Pop();
        Push(value);
        return Cast<T>(value, expected);
    }

    private T Cast<T>(object? value, string expected) => value is T cast ? cast
        : value is null && default(T) is null && typeof(T) == typeof(object) ? default!
        : throw Failure($"found {PythonObject.Describe(value)}, expected {expected}");

    private object?[] PopToMark()
    {
        if (!_marks.TryPop(out int mark))
        {
            throw Failure("the pickle ends a group of values that it never began");
        }
        object?[] values = [.. _stack[mark..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private void PushTuple(int count)
    {
        var tuple = new object?[count];
        for (int index = count - 1; index >= 0; index--)
        {
            tuple[index] = Pop();
        }
        Push(tuple);
    }

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
        {
            throw Failure("a dictionary's last key has no value");
        }
        PythonDictionary dictionary = Peek<PythonDictionary>("a dictionary");
        for (int index = 0; index < items.Length; index += 2)
        {
            dictionary.Add(new(items[index], items[index + 1]));
        }
    }

    private object? Recall(long number) => _memory.TryGetValue(number, out object? value)
        ? value
        : throw Failure($"the pickle refers to its value number {number}, which it never stored");

    private void Remember(long number) => _memory[number] = Peek<object?>("a value");

    private object Resolve(string module, string name) => PickleGlobals.Find($"{module}.{name}") ?? throw Failure(
        $"the pickle uses '{module}.{name}', which could run code; only tensors and plain containers are read. "
        + "If you trust the file, load it in Python and save model.state_dict() alone");

    private object? Call(object?[] arguments) => Pop() switch
    {
        PickleGlobal { Call: { } call } function => call(new PickleArguments(function.Name, arguments, Failure, Spend)),
        var other => throw Failure($"the pickle calls {PythonObject.Describe(other)}, which is no function"),
    };

    /// <summary>The only attributes that occur are version numbers beside a state dictionary, which nothing here needs.</summary>
    private void Build(object? attributes)
    {
        Peek<PythonDictionary>("a dictionary (the only object that may have attributes)");
        if (attributes is not PythonDictionary)
        {
            throw Failure($"the attributes of a dictionary are {PythonObject.Describe(attributes)}, expected a dictionary");
        }
    }

    /// <summary>('storage', class, key, device, count), and in the old format a sixth: None or (key, first, count) of a part.</summary>
    private StorageView Storage(object?[] description)
    {
        if (description is not ["storage", StorageClass { Type: var type }, string key, string, long count, .. var rest] || rest.Length > 1)
        {
            throw Failure(description is ["module", ..]
                ? "the file holds a whole Python module with its source, which is refused; save model.state_dict() instead"
                : "the description of a storage is malformed, expected ('storage', class, key, device, count)");
        }
        var storage = new Storage(key, type, count);
        if (key.Length > LongestKey)
        {
            throw Failure($"a storage's key has {key.Length} characters, expected at most {LongestKey}");
        }
        if (count < 0 || storage.ByteCount > long.MaxValue)
        {
            throw Failure($"storage '{key}' claims to have {count} elements");
        }
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
        {
            throw Failure($"storage '{key}' has {count} elements of {type.Name} here, "
                + $"but {_storages[key].Count} of {_storages[key].Type.Name} before");
        }
        return rest switch
        {
            [] or [null] => new StorageView(storage, 0, count),
            [object[] and [string, long first, long visible]] when first >= 0 && visible >= 0 && first <= count - visible =>
                new StorageView(storage, first, visible),
            _ => throw Failure($"a part of storage '{key}' is malformed or lies outside of it"),
        };
    }

    private string Text(long byteCount) => _bytes.ReadText(byteCount, "a string");

    private object IntegerOrBool(string digits) => digits switch
    {
        "00" => false,
        "01" => true,
        _ => Integer(digits),
    };

    private object Integer(string digits) =>
        BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value)
            ? Narrow(value)
            : throw Failure($"expected an integer, found '{digits}'");

    /// <summary>Integers are longs here; only a magic number is not.</summary>
    private static object Narrow(BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            return (long)value;
        }
        return value;
    }

    private static string Describe(byte opcode) => opcode is > 0x20 and < 0x7f ? $"0x{opcode:x2} ('{(char)opcode}')" : $"0x{opcode:x2}";

    private CheckpointException Failure(string problem) => _bytes.Failure(_start, problem);
}
