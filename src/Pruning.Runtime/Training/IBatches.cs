namespace Pruning;

/// <summary>A data set of labelled samples, read in batches.</summary>
public interface IBatches
{
    /// <summary>How many samples one pass over the data reads.</summary>
    long Samples { get; }

    /// <summary>How many batches one pass over the data reads.</summary>
    int Count { get; }

    /// <summary>One pass in the data's own order.</summary>
    IEnumerable<Batch> InOrder();

    /// <summary>One pass in random order. The same seed gives the same batches, so that a pass can be taken up again.</summary>
    /// <param name="seed">What decides the order.</param>
    /// <param name="first">The number of the first batch wanted, from zero; those before it are left out.</param>
    IEnumerable<Batch> Shuffled(long seed, int first = 0);
}
