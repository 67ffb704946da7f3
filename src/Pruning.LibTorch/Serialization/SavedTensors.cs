namespace TorchSharp;

public static partial class torch
{
    /// <summary>Saves a tensor in TorchSharp's format.</summary>
    public static void save(Tensor t, string location) => t.Save(location);

    /// <summary>Loads a tensor that was saved in TorchSharp's format.</summary>
    public static Tensor load(string location)
    {
        using FileStream stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        return TensorExtensionMethods.Load(reader);
    }
}
