namespace Pruning.LibTorch.Tests;

/// <summary>
/// Where TorchSharp 0.107 does something else than PyTorch. The System provider follows PyTorch; with TorchSharp these tests are skipped
/// with the difference as the reason, so that a version that mends it is noticed here and nowhere else.
/// </summary>
internal static class TorchSharpDifferences
{
    private static readonly Dictionary<string, string> OfCase = new()
    {
        ["baddbmm"] = "baddbmm takes the tensor that is added as its last argument",
        ["sgn"] = "sgn's gradient is not defined in the libtorch that it brings",
        ["tensordot"] = "tensordot with a number of dimensions writes one index too many",
        ["F.gaussian_nll_loss"] = "gaussian_nll_loss sums over the features before it takes the mean",
        ["F.hardtanh"] = "hardtanh returns its input",
        ["Hardtanh"] = "hardtanh returns its input",
        ["LSTMCell"] = "an LSTMCell needs its states",
        ["MultiheadAttention of other widths"] = "keys and values must have one width",
        ["xavier_normal_"] = "xavier_normal_ calls xavier_uniform_",
        ["trunc_normal_"] = "trunc_normal_ draws other numbers than PyTorch's",
        ["GroupNorm"] = "GroupNorm leaves its weights uninitialised",
        ["CyclicLR"] = "CyclicLR takes one group's rate for all groups",
        ["CyclicLR shrinking"] = "CyclicLR takes one group's rate for all groups",
        ["MultiStepLR"] = "MultiStepLR counts a milestone that is given twice once",
        ["OneCycleLR"] = "OneCycleLR takes one group's rate for all groups",
        ["OneCycleLR along lines"] = "OneCycleLR takes one group's rate for all groups",
        ["SGD"] = "the state of SGD without momentum cannot be written",
        ["SGD in groups"] = "the state of SGD without momentum cannot be written",
    };

    /// <summary>Skips the test of a case that TorchSharp computes differently.</summary>
    public static void Skip(string name)
    {
        if (OfCase.TryGetValue(name, out string? reason))
        {
            SkipIfTorchSharp(reason);
        }
    }

    /// <summary>Skips the test, for this reason, where the provider is TorchSharp.</summary>
    public static void SkipIfTorchSharp(string reason) => Xunit.Skip.IfNot(SystemProvider.IsUsed, $"TorchSharp 0.107: {reason}.");
}
