using System.Globalization;
using Pruning.Generators.Tests.Compiled;
using Xunit.Abstractions;

namespace Pruning.Generators.Tests.Fuzzing;

/// <summary>
/// Random small networks: each is read without an error, what is generated compiles without a warning, and pruned equals masked for random
/// plans. The environment variable PRUNING_FUZZ_NETWORKS says how many (by default a few), PRUNING_FUZZ_SEED from which seed on.
/// </summary>
public sealed class FuzzingTests(ITestOutputHelper output)
{
    private const int NetworksPerCompilation = 40;

    [Fact]
    public void Random_networks_are_pruned_exactly()
    {
        int networks = Number("PRUNING_FUZZ_NETWORKS", 40);
        int first = Number("PRUNING_FUZZ_SEED", 1);
        var failures = new List<string>();
        foreach (int[] seeds in Enumerable.Range(first, networks).Chunk(NetworksPerCompilation))
        {
            NetworkDescription[] descriptions = [.. seeds.Select(NetworkDescription.Random)];
            IReadOnlyList<string?> faults = Faults(descriptions);
            foreach (int place in Enumerable.Range(0, seeds.Length).Where(place => faults[place] is not null))
            {
                (NetworkDescription small, string fault) = Shrinking.Shrink(descriptions[place], faults[place]!, Faults);
                failures.Add($"seed {seeds[place]}, shrunk to: {small}\n{fault}\n{NetworkWriter.Write(small)}");
                output.WriteLine(failures[^1]);
            }

            output.WriteLine($"seeds {seeds[0]} to {seeds[^1]}: {faults.Count(fault => fault is not null)} of {seeds.Length} fail");
        }

        failures.ShouldBeEmpty();
    }

    private static IReadOnlyList<string?> Faults(IReadOnlyList<NetworkDescription> networks) =>
        [.. CompiledModels.Of([.. networks.Select(NetworkWriter.Write)]).Select(Fault)];

    private static string? Fault(CompiledModel model)
    {
        if (model.Faults.Count > 0 || model.Graph is null)
        {
            return string.Join("\n", [.. model.Reports, .. model.Faults]);
        }

        try
        {
            model.PrunedEqualsMasked(plans: 3);
            return null;
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
