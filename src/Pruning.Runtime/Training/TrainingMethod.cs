namespace Pruning;

/// <summary>
/// Something that takes part in training to prepare a network for pruning: a regulariser, gates, masks that move. An immutable recipe;
/// each run attaches it anew. Give it to <see cref="FineTuningOptions.Methods"/>. A method of one's own derives from this record, and its
/// hook from <see cref="TrainingHook"/>.
/// </summary>
public abstract record TrainingMethod
{
    /// <summary>Begins a run.</summary>
    /// <param name="context">The network and how it is trained.</param>
    /// <returns>What takes part in the run; the run disposes of it.</returns>
    public abstract TrainingHook Attach(TrainingContext context);
}
