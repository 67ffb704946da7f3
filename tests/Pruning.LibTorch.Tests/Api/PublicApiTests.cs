using Pruning.Tests;

namespace Pruning.LibTorch.Tests.Api;

/// <summary>What compiles against the System provider compiles against TorchSharp: it has no member that TorchSharp lacks.</summary>
public sealed class PublicApiTests
{
    [SkippableFact]
    public void EveryMemberIsOneOfTorchSharp()
    {
        string provider = SystemProvider.Assembly;
        string listing = RepositoryFiles.Shared("reference/torchsharp-0.107-api.txt");

        var known = File.ReadLines(listing).ToHashSet();
        Signatures.Of(provider, "TorchSharp").Where(line => !known.Contains(line)).Order().ShouldBeEmpty();
    }
}
