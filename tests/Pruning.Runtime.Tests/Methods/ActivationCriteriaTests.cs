using static TorchSharp.torch;

namespace Pruning.Tests.Methods;

/// <summary>Criteria of activations, against reference numbers.</summary>
public class ActivationCriteriaTests
{
    private const double Tolerance = 1e-5;

    [SkippableFact]
    public void Average_percentage_of_zeros()
    {
        MethodOracles oracle = MethodOracles.Named("apoz");
        Score(oracle.Input("A_after_relu"), new ZeroFractionImportance())
            .ShouldBe([.. oracle.Numbers("apoz").Select(apoz => -apoz)], Tolerance);
    }

    private static IReadOnlyList<double> Score(Tensor activations, Importance importance, params long[] labels)
    {
        using ReaderNetwork model = ReaderNetwork.Of(activations);
        var data = new TensorBatches(activations, labels.Length > 0 ? labels : new long[activations.shape[0]]);
        return ReaderNetwork.GraphOf((int)activations.shape[1]).Score(model, importance, new Calibration(data))["inputs"];
    }
}
