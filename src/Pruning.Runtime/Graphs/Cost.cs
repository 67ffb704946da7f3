namespace Pruning;

/// <summary>What a network costs.</summary>
/// <param name="Parameters">The number of trainable parameters (buffers are not counted; a tied weight counts once).</param>
/// <param name="Macs">
/// Multiply-accumulate operations of convolutions, linear and recurrent layers and matrix products for one sample. Biases, norms,
/// activation functions and pooling are not counted; one multiplication with its addition counts as one.
/// </param>
/// <param name="Activations">
/// Activation memory: the elements that convolutions, linear and recurrent layers put out for one sample, each time that they run
/// (Liu et al., "Group Fisher Pruning", ICML 2021). Times the size of an element it is a number of bytes.
/// </param>
public readonly record struct Cost(long Parameters, long Macs, long Activations)
{
    /// <summary>What one network costs more than another.</summary>
    public static Cost operator -(Cost left, Cost right) =>
        new(left.Parameters - right.Parameters, left.Macs - right.Macs, left.Activations - right.Activations);
}
