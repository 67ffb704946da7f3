namespace TorchSharp;

public static partial class torch
{
    /// <summary>Saves a tensor in TorchSharp's format.</summary>
    public static void save(Tensor t, string location) => t.Save(location);

    /// <summary>Loads a tensor that was saved in TorchSharp's format.</summary>
    public static Tensor load(string location) => Tensor.Load(location);
}
