using ModelZoo;
using Pruning;

namespace Scoring;

/// <summary>Criteria of weights alone, all groups.</summary>
internal static class WeightCriteria
{
    public static void Measure()
    {
        using var model = new ResNet50();
        Report.Time("L2, all groups, least of 10", Cost.Least(10, () => ResNet50.Graph.Score(model, Importance.GroupNorm())), 0.3);
        Report.Time("FPGM, all groups, least of 5", Cost.Least(5, () => ResNet50.Graph.Score(model, new GeometricMedianImportance())), 1);
    }
}
