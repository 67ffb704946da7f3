namespace Pruning.Generators.Tests;

/// <summary>Which torch the tests run on.</summary>
internal static class Provider
{
    /// <summary>Whether it is TorchSharp's, and not the project's own.</summary>
    public static bool IsTorchSharp => typeof(TorchSharp.torch).Assembly.GetName().Name == "TorchSharp";
}
