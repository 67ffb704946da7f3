namespace Pruning;

/// <summary>Training went wrong: the loss is no number any more.</summary>
public sealed class DivergenceException : ArithmeticException
{
    internal DivergenceException(int epoch, int batch, double loss, double learningRate)
        : base(FormattableString.Invariant(
            $"The loss became {loss} in epoch {epoch}, batch {batch}, at learning rate {learningRate:0.#####}. ")
            + "Take a lower learning rate, or look for NaN in the weights and inputs.")
    {
        Epoch = epoch;
        Batch = batch;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch in the epoch, from 1.</summary>
    public int Batch { get; }
}
