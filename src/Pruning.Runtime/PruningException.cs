namespace Pruning;

/// <summary>
/// What was asked for cannot be done, and the message says what to change: a budget out of reach, a plan of another model, weights that
/// hold NaN.
/// </summary>
public class PruningException : Exception
{
    /// <summary>An error with a message for the user.</summary>
    public PruningException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the user and what led to it.</summary>
    public PruningException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
