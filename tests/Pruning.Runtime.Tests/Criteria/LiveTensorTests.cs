using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

/// <summary>Tests that count live tensors run alone, because the count is that of the whole process.</summary>
[CollectionDefinition(nameof(LiveTensorTests), DisableParallelization = true)]
public sealed class LiveTensorCollection;

/// <summary>Who makes tensors disposes of them.</summary>
[Collection(nameof(LiveTensorTests))]
public class LiveTensorTests
{
    public static TheoryData<string> All => [.. Methods.All
        .Where(method => (method.Importance ?? (Delegate?)method.Selector) is not null)
        .Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void No_tensor_is_left_behind(string name)
    {
        (ScoredNetwork model, Calibration calibration) = ScoredNetwork.Trained();
        ImmutableArray<int> widths = [3, 3];
        Select();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        Select();
        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before, name);

        void Select() => ScoredNetwork.Graph.Select(model, Methods.SelectorNamed(name), widths, calibration);
    }
}
