using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>
/// What a project sets for all of its models: MSBuild properties named <c>Pruning</c> and the name of the attribute's property. The
/// incremental pipeline keeps it, so it holds nothing of Roslyn.
/// </summary>
internal sealed record ModelDefaults
{
    private const string Prefix = "build_property.Pruning";
    private const string WholeNumber = "a whole number of at least 1";

    /// <summary>What holds where a project sets nothing.</summary>
    public static ModelDefaults None { get; } = new();

    /// <summary>The shapes of the inputs; in the project file they are separated by <c>|</c>.</summary>
    public EquatableArray<string> Inputs { get; private init; } = EquatableArray<string>.Empty;

    /// <summary>The method that computes the output.</summary>
    public string Entry { get; private init; } = "forward";

    /// <summary>The fewest channels of a group.</summary>
    public int MinimumWidth { get; private init; } = 1;

    /// <summary>What widths are multiples of.</summary>
    public int RoundTo { get; private init; } = 1;

    /// <summary>What can be removed of grouped convolutions: a place in <see cref="GroupedChoices"/>.</summary>
    public int Grouped { get; private init; }

    /// <summary>The members of <c>GroupedConvolutions</c>, by their numbers.</summary>
    public static IReadOnlyList<string> GroupedChoices { get; } = ["GroupsAndPositions", "Groups", "Positions"];

    /// <summary>Properties whose values are invalid; their defaults hold instead.</summary>
    public EquatableArray<OptionFault> Faults { get; private init; } = EquatableArray<OptionFault>.Empty;

    /// <summary>Reads the project's properties.</summary>
    public static ModelDefaults Of(AnalyzerConfigOptions options)
    {
        var faults = new List<OptionFault>();
        string[] inputs = Given(nameof(Inputs)) is { } shapes ? [.. shapes.Split('|').Select(shape => shape.Trim())] : [];
        if (inputs.Any(shape => InputShape.Parse(shape).Fault is not null))
        {
            Refuse(nameof(Inputs), "shapes such as N,3,32,32, separated by |");
            inputs = [];
        }

        string entry = Given(nameof(Entry)) ?? None.Entry;
        if (!SyntaxFacts.IsValidIdentifier(entry))
        {
            Refuse(nameof(Entry), "the name of a method");
            entry = None.Entry;
        }

        string grouped = Given(nameof(Grouped)) ?? GroupedChoices[0];
        if (!GroupedChoices.Contains(grouped))
        {
            Refuse(nameof(Grouped), string.Join(" or ", GroupedChoices));
            grouped = GroupedChoices[0];
        }

        var defaults = new ModelDefaults
        {
            Grouped = GroupedChoices.ToList().IndexOf(grouped),
            Inputs = inputs.ToEquatableArray(),
            Entry = entry,
            MinimumWidth = Number(nameof(MinimumWidth)),
            RoundTo = Number(nameof(RoundTo)),
        };
        return defaults with { Faults = faults.ToEquatableArray() };

        string? Given(string property) =>
            options.TryGetValue(Prefix + property, out string? value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        int Number(string property)
        {
            if (Given(property) is not { } text)
            {
                return 1;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1)
            {
                return number;
            }

            Refuse(property, WholeNumber);
            return 1;
        }

        void Refuse(string property, string allowed) => faults.Add(new OptionFault("Pruning" + property, Given(property)!, allowed));
    }
}

/// <summary>A property of the project whose value is invalid.</summary>
internal sealed record OptionFault(string Property, string Value, string Allowed);
