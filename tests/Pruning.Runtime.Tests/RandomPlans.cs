namespace Pruning.Tests;

/// <summary>How many random plans a test tries.</summary>
internal static class RandomPlans
{
    /// <summary>As many as the environment variable PRUNING_PLANS says, for long runs on demand; otherwise as many as always.</summary>
    public static int Count(int always) =>
        int.TryParse(Environment.GetEnvironmentVariable("PRUNING_PLANS"), out int asked) ? asked : always;
}
