namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, type and device only.</summary>
    Metadata = 0,

    /// <summary>Shape, type and device, then the elements, one matrix after another.</summary>
    Julia = 1,

    /// <summary>The elements in nested brackets.</summary>
    Numpy = 2,

    /// <summary>Shape and elements as C# would write them.</summary>
    CSharp = 3,

    /// <summary>What <see cref="torch.TensorStringStyle"/> says.</summary>
    Default = 4,
}
