namespace Pruning;

/// <summary>What a network costs.</summary>
/// <param name="Parameters">The number of trainable parameters (buffers are not counted).</param>
/// <param name="Macs">Multiply-accumulate operations of convolutions, linear layers and matrix products for one sample.</param>
public readonly record struct Cost(long Parameters, long Macs);
