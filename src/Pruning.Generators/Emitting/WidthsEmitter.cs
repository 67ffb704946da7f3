using Pruning.Generators.Costing;
using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Prints the record of a model's widths, with what a network of these widths costs.</summary>
internal static class WidthsEmitter
{
    public static void Emit(SourceWriter writer, PruningModel model)
    {
        string name = model.Network.Name.Identifier;
        writer.Line($"/// <summary>How many channels of each group a <see cref=\"{name}\"/> has; by default those of the dense model.</summary>");
        writer.Line(GeneratedHeader.Attribute);
        writer.Open("public sealed record Widths");
        writer.Line("""
            /// <summary>The widths of the dense model.</summary>
            public static Widths Dense { get; } = new();

            /// <summary>The widths of the dense model, to be changed with an initialiser.</summary>
            public Widths()
            {
            }

            /// <summary>Takes widths in the order of the graph's groups.</summary>
            /// <exception cref="global::System.ArgumentException">There is not one width for each group.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">A width is below its group's minimum or above the dense model's.</exception>
            """);
        writer.Open("public Widths(global::System.Collections.Generic.IReadOnlyList<int> widths)");
        writer.Open($"if (widths.Count != {WidthText.Number(model.Groups.Count)})");
        writer.Line($"throw new global::System.ArgumentException($\"{name} has {WidthText.Number(model.Groups.Count)} groups, but there are {{widths.Count}} widths.\", nameof(widths));");
        writer.Close();
        writer.Line();
        for (int group = 0; group < model.Groups.Count; group++)
        {
            writer.Line($"{model.Groups[group].Property} = widths[{WidthText.Number(group)}];");
        }

        writer.Close();
        ILookup<int, string> members = Members(model);
        for (int group = 0; group < model.Groups.Count; group++)
        {
            EmitProperty(writer, model.Groups[group], members[group]);
        }

        EmitCosts(writer, model);
        writer.Line();
        EmitCheck(writer, model.Groups.Any(group => group.Limits.Maximum < group.Channels || group.Limits.RoundTo > 1));
        writer.Close();
    }

    private static void EmitCheck(SourceWriter writer, bool hasLimits)
    {
        if (hasLimits)
        {
            writer.Open("private static int Checked(int width, int dense, string group, int minimum = 1, int maximum = int.MaxValue, int roundTo = 1)");
            writer.Line("""
                int most = maximum < dense ? maximum : dense;
                return width == dense || (width >= minimum && width <= most && width % roundTo == 0)
                    ? width
                    : throw new global::System.ArgumentOutOfRangeException(
                        group, width, $"The width of group '{group}' must be {dense}, or a multiple of {roundTo} from {minimum} to {most}.");
                """);
        }
        else
        {
            writer.Open("private static int Checked(int width, int dense, string group, int minimum = 1)");
            writer.Line("""
                return width >= minimum && width <= dense
                    ? width
                    : throw new global::System.ArgumentOutOfRangeException(group, width, $"The width of group '{group}' must be from {minimum} to {dense}.");
                """);
        }

        writer.Close();
    }

    private static string LimitsOf(GroupModel group)
    {
        string range = $"from {WidthText.Number(group.Limits.Minimum)} to {WidthText.Number(group.Limits.Maximum)}";
        return (group.Limits.RoundTo > 1 ? $"a multiple of {WidthText.Number(group.Limits.RoundTo)} {range}" : range)
            + (group.Limits.Maximum < group.Channels ? $", or all {WidthText.Number(group.Channels)}" : "");
    }

    private static void EmitProperty(SourceWriter writer, GroupModel group, IEnumerable<string> members)
    {
        string dense = WidthText.Number(group.Channels);
        string limits = string.Concat(group.Limits.Set(group.Channels).Select(limit =>
            $", {(limit.Property == "RoundTo" ? "roundTo" : limit.Property == "MinimumWidth" ? "minimum" : "maximum")}: {WidthText.Number(limit.Value)}"));
        writer.Line();
        writer.Line($"/// <summary>The channels of group {Documentation.Code(group.Name)}, {LimitsOf(group)}.</summary>");
        writer.Line("/// <remarks>");
        if (group.ApproximateReason is { } reason)
        {
            writer.Line($"/// Pruning it is not the same as masking it: {reason}.");
        }

        foreach (string line in Documentation.Sentence("Coupled: ", members))
        {
            writer.Line(line);
        }

        writer.Line("/// </remarks>");
        writer.Open($"public int {group.Property}");
        writer.Line("get;");
        writer.Line($"init => field = Checked(value, {dense}, \"{group.Name}\"{limits});");
        writer.Close($" = {dense};");
    }

    // One pass over all parameters: a large network has hundreds of them for each of hundreds of groups.
    private static ILookup<int, string> Members(PruningModel model) => (
        from parameter in model.Parameters
        from number in GroupsOf(parameter).Distinct()
        select (Group: number, parameter.Name)).ToLookup(member => member.Group, member => member.Name);

    private static IEnumerable<int> GroupsOf(ParameterModel parameter) =>
        from dimension in parameter.Dimensions
        from segment in dimension.Segments
        from factor in segment.Factors
        where factor.Group is not null
        select factor.Group!.Value;

    private static void EmitCosts(SourceWriter writer, PruningModel model)
    {
        writer.Line();
        writer.Line("/// <summary>The trainable parameters of a network of these widths.</summary>");
        EmitSum(writer, model, "Parameters", cost => cost.Parameters);
        writer.Line();
        writer.Line("/// <summary>The multiply-accumulates of its convolutions, linear and recurrent layers and matrix products for one sample.</summary>");
        if (model.Uncounted.Count > 0)
        {
            writer.Line("/// <remarks>");
            writer.Line("/// Not counted, because they are of an unknown kind or their sizes are not declared as numbers:");
            foreach (string line in Documentation.Sentence("", model.Uncounted))
            {
                writer.Line(line);
            }

            writer.Line("/// </remarks>");
        }

        EmitSum(writer, model, "Macs", cost => cost.Macs);
        writer.Line();
        writer.Line("/// <summary>The elements that its convolutions, linear and recurrent layers put out for one sample.</summary>");
        EmitSum(writer, model, "Activations", cost => cost.Activations);
        writer.Line();
        writer.Line("/// <summary>All three together.</summary>");
        writer.Line("public global::Pruning.Cost Cost => new(Parameters, Macs, Activations);");
        writer.Line();
        EmitMarginalCost(writer, model);
    }

    private static void EmitMarginalCost(SourceWriter writer, PruningModel model)
    {
        string count = WidthText.Number(model.Groups.Count);
        var marginal = new MarginalCost(model);
        writer.Line("""
            /// <summary>What one more channel of a group adds to the cost of a network of these widths.</summary>
            /// <param name="group">The group's index in the graph.</param>
            /// <exception cref="global::System.ArgumentOutOfRangeException">There is no such group.</exception>
            """);
        writer.Open("public global::Pruning.Cost MarginalCost(int group) => group switch");
        for (int group = 0; group < model.Groups.Count; group++)
        {
            writer.Line($"{WidthText.Number(group)} => new( // {model.Groups[group].Name}");
            writer.Indented(
            [
                Sum(model, marginal.Parameters(group)) + ",",
                Sum(model, marginal.Macs(group)) + ",",
                Sum(model, marginal.Activations(group)) + "),",
            ]);
        }

        writer.Line($"_ => throw new global::System.ArgumentOutOfRangeException(nameof(group), group, \"{model.Network.Name.Identifier} has {count} groups.\"),");
        writer.Close(";");
    }

    private static void EmitSum(SourceWriter writer, PruningModel model, string property, Func<LayerCost, EquatableArray<CostProduct>> products)
    {
        var lines = model.Costs
            .Where(cost => products(cost).Count > 0)
            .Select(cost => (Sum: Sum(model, products(cost)), cost.Layer))
            .ToList();
        if (lines.Count == 0)
        {
            writer.Line($"public long {property} => 0;");
            return;
        }

        writer.Line($"public long {property} =>");
        writer.Indented(lines.Select((line, place) =>
            $"{(place == 0 ? "" : "+ ")}{line.Sum}{(place == lines.Count - 1 ? ";" : "")} // {line.Layer}"));
    }

    private static string Sum(PruningModel model, EquatableArray<CostProduct> products) =>
        products.Count == 0 ? "0" : string.Join(" + ", products.Select(product => Product(model, product)));

    private static string Product(PruningModel model, CostProduct product) => string.Join(" * ", product.Factors
        .Select(factor => WidthText.Factor(WidthText.Sum(factor, group => model.Groups[group].Property)))
        .Prepend(WidthText.Number(product.Coefficient) + "L"));
}
