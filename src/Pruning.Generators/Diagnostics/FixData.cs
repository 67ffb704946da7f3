namespace Pruning.Generators.Diagnostics;

/// <summary>Names of the properties that diagnostics carry for code fixes, so that these need not analyse anything again.</summary>
internal static class FixData
{
    /// <summary>Documentation ids of the members to put <c>[Keep]</c> on, separated by <c>|</c>.</summary>
    public const string Keep = nameof(Keep);

    /// <summary>The names of the sizes to couple.</summary>
    public const string Coupled = nameof(Coupled);

    /// <summary>Shapes to add to <c>[Prunable]</c>, separated by <c>|</c>.</summary>
    public const string Inputs = nameof(Inputs);

    /// <summary>The text that should stand in place of the reported one.</summary>
    public const string Replacement = nameof(Replacement);
}
