namespace Pruning.LibTorch.Tests;

/// <summary>
/// The tests use TorchSharp's API only, so that they hold for either provider. A few are about what the System provider promises
/// beyond that, and are skipped with TorchSharp.
/// </summary>
internal static class SystemProvider
{
    private static readonly string Location = Path.Combine(AppContext.BaseDirectory, "Pruning.LibTorch.dll");

    /// <summary>Whether the torch provider is the System provider.</summary>
    internal static bool IsUsed => File.Exists(Location);

    /// <summary>Its assembly; the test is skipped where the provider is TorchSharp.</summary>
    internal static string Assembly
    {
        get
        {
            Skip.IfNot(IsUsed, "The torch provider is not Pruning.LibTorch.");
            return Location;
        }
    }
}
