using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Interleaves the groups of the channels.</summary>
public sealed class ChannelShuffle : ParameterLessModule<Tensor, Tensor>
{
    internal ChannelShuffle(long groups)
        : base(nameof(ChannelShuffle))
    {
        this.groups = groups;
    }

    public long groups { get; set; }

    // Not the operator of that name, which libtorch 1.13 cannot differentiate.
    public override Tensor forward(Tensor tensor)
    {
        long[] shape = tensor.shape;
        if (shape[1] % groups != 0)
        {
            throw new ArgumentException($"{shape[1]} channels cannot be divided into {groups} groups.", nameof(tensor));
        }
        using Tensor grouped = tensor.reshape([shape[0], groups, shape[1] / groups, .. shape[2..]]);
        using Tensor shuffled = grouped.transpose(1, 2);
        return shuffled.reshape(shape);
    }
}
