namespace TorchSharp;

/// <summary>How a tensor's elements are stored.</summary>
public enum layout : sbyte
{
    strided = 0,
    sparse_coo = 1,
}

/// <summary>The order of a dense tensor's dimensions in memory.</summary>
public enum memory_format
{
    preserve_format = 0,
    contiguous_format = 1,
    channels_last = 2,
}
