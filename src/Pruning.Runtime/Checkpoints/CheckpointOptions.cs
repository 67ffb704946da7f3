namespace Pruning;

/// <summary>How a checkpoint is to be read, where its content leaves a choice.</summary>
public sealed record CheckpointOptions
{
    /// <summary>
    /// The path of the dictionary of tensors inside the checkpoint, such as <c>model_ema</c> or <c>models.student</c>.
    /// Default: null, which takes the only one there is, whatever its name.
    /// </summary>
    public string? Key { get; init; }
}
