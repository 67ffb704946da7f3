using System.Collections.Immutable;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace Pruning.Tests.Criteria;

/// <summary>The criteria that the documentation shows do what it says, and are shown as they stand in this file.</summary>
public class OwnCriterionTests
{
    [Fact]
    public void The_mean_activation_is_the_mean_activation()
    {
        using Tensor samples = rand([5, 3, 4, 4], dtype: ScalarType.Float64);
        using ReaderNetwork model = ReaderNetwork.Of(samples);
        ReaderNetwork.GraphOf(3).Score(model, new MeanActivationImportance(), new Calibration(new TensorBatches(samples)))[0]
            .ShouldBe(samples.mean([0, 2, 3]).data<double>().ToArray(), 1e-12);
    }

    [Fact]
    public void A_statistic_of_ones_own_is_collected()
    {
        using Tensor samples = rand([5, 3, 4, 4], dtype: ScalarType.Float64);
        using ReaderNetwork model = ReaderNetwork.Of(samples);
        var calibration = new Calibration(new TensorBatches(samples));
        ReaderNetwork.GraphOf(3).Calibrate(model, calibration, new Largest()).Get(0, new LargestActivation())
            .ShouldBe(samples.amax(2, 3).mean([0]).data<double>().ToArray(), 1e-12);
    }

    [Theory]
    [InlineData(nameof(MeanActivationImportance))]
    [InlineData(nameof(LargestActivation))]
    public void The_documentation_shows_this_file(string name)
    {
        string page = File.ReadAllText(RepositoryFiles.Documentation("criteria.md")).ReplaceLineEndings("\n");
        string shown = Regex.Match(page, $"<!-- tested: {name} -->\n```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        shown.ShouldNotBeEmpty();
        shown.Split('\n').Count(line => line.Trim().Length > 0).ShouldBeLessThan(10);
        string source = File.ReadAllText(RepositoryFiles.Of("tests/Pruning.Runtime.Tests/Criteria/OwnCriteria.cs"));
        source.ReplaceLineEndings("\n").ShouldContain(shown);
    }

    private sealed class Largest : ICalibrated
    {
        public ImmutableArray<Statistic> Needs => [new LargestActivation()];
    }
}
