namespace Pruning.Generators;

/// <summary>The names of the generator's steps, by which tests see which of them ran again.</summary>
public static class StepNames
{
    /// <summary>The project's properties → defaults of its models.</summary>
    public const string Defaults = nameof(Defaults);

    /// <summary>Class → network, by Reading.</summary>
    public const string Networks = nameof(Networks);

    /// <summary>Network → groups, by Coupling.</summary>
    public const string Couplings = nameof(Couplings);

    /// <summary>Groups → what is printed into one file.</summary>
    public const string Files = nameof(Files);

    /// <summary>Plan file → plan.</summary>
    public const string Plans = nameof(Plans);

    /// <summary>Plan and its model → frozen class.</summary>
    public const string FrozenClasses = nameof(FrozenClasses);
}
