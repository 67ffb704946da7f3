namespace Pruning;

/// <summary>The arguments of a call in a pickle, with their checks.</summary>
/// <param name="function">The function's name, for messages.</param>
/// <param name="values">The arguments.</param>
/// <param name="failure">Makes the exception out of what is wrong.</param>
/// <param name="spend">Counts work beyond that of one instruction against the pickle's limit.</param>
internal sealed class PickleArguments(
    string function, object?[] values, Func<string, CheckpointException> failure, Action<int> spend)
{
    public int Count => values.Length;

    public Func<string, CheckpointException> Failure => failure;

    public void Spend(int work) => spend(work);

    public PickleArguments Expect(int fewest, int most) => Count >= fewest && Count <= most
        ? this
        : throw failure($"{function} is called with {Count} arguments, expected {(fewest == most ? $"{fewest}" : $"{fewest} to {most}")}");

    public T Get<T>(int index, string expected) => values[index] is T value
        ? value
        : throw failure($"argument {index + 1} of {function} is {PythonObject.Describe(values[index])}, expected {expected}");

    public long[] Integers(int index, string expected)
    {
        object?[] tuple = Get<object?[]>(index, expected);
        return Array.TrueForAll(tuple, item => item is long)
            ? Array.ConvertAll(tuple, item => (long)item!)
            : throw failure($"argument {index + 1} of {function} holds something that is no integer, expected {expected}");
    }
}
