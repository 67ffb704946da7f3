namespace TorchSharp.Modules;

/// <summary>The shape of a recurrent network.</summary>
internal sealed record Recurrence(
    long InputSize, long HiddenSize, long Layers, bool HasBias, bool IsBatchFirst, double Dropout, bool IsBidirectional);
