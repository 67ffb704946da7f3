using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The numbers below a size in random order: with a seed the same order each time, else another one.</summary>
public class FisherYatesShuffler : IEnumerable<long>
{
    private readonly long _size;
    private readonly int? _seed;

    public FisherYatesShuffler(long size, int? seed = null)
    {
        _size = size;
        _seed = seed;
    }

    public IEnumerator<long> GetEnumerator()
    {
        Random random = _seed is { } seed ? new Random(seed) : new Random();
        var order = new long[_size];
        for (long i = 0; i < _size; i++)
        {
            // Two draws, high half first: the same orders as TorchSharp's.
            long place = (((long)random.Next() << 32) + (uint)random.Next()) % (i + 1);
            order[i] = order[place];
            order[place] = i;
        }
        return ((IEnumerable<long>)order).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
