using Pruning.Generators.Coupling;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Emitting;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Plans;

/// <summary>Holds a plan against the model that it names.</summary>
public static class PlanCheck
{
    /// <summary>What does not fit, or null if the plan fits the model.</summary>
    public static PlanProblem? Problem(PlanFile plan, PruningModel model)
    {
        if (plan.Groups.FirstOrDefault(group => model.Groups.All(known => known.Name != group.Name)) is { } unknown)
        {
            string? nearest = NearestName.Of(unknown.Name, model.Groups.Select(group => group.Name).Except(plan.Groups.Select(group => group.Name)));
            return new PlanProblem($"'{plan.Model.Value}' has no group '{unknown.Name}'{NearestName.Question(nearest)}", unknown.Position)
            {
                Replacement = nearest,
            };
        }

        var planned = plan.Groups.ToDictionary(group => group.Name, StringComparer.Ordinal);
        foreach (GroupModel group in model.Groups)
        {
            if (!planned.TryGetValue(group.Name, out PlannedGroup? found))
            {
                return new PlanProblem($"Group '{group.Name}' of '{plan.Model.Value}' is missing", plan.GroupsPosition);
            }

            if (found.Channels != group.Channels)
            {
                return new PlanProblem(
                    FormattableString.Invariant(
                        $"Group '{group.Name}' has {group.Channels} channels in '{plan.Model.Value}', but {found.Channels} in the plan"),
                    found.Position);
            }

            if (!group.Limits.Allows(found.Kept, group.Channels))
            {
                return new PlanProblem(
                    FormattableString.Invariant($"Group '{group.Name}' {Demand(group)}, but the plan keeps {found.Kept}"), found.Position);
            }
        }

        return plan.Fingerprint.Value == Fingerprint.Of(model) ? null : new PlanProblem(
            $"The plan was made for another version of '{plan.Model.Value}': its fingerprint is not {Fingerprint.Of(model)}; make the plan anew",
            plan.Fingerprint.Position);
    }

    private static string Demand(GroupModel group)
    {
        WidthLimits limits = group.Limits;
        string maximum = limits.Maximum < group.Channels ? FormattableString.Invariant($", at most {limits.Maximum}") : "";
        string multiple = limits.RoundTo > 1 ? FormattableString.Invariant($", a multiple of {limits.RoundTo}") : "";
        return FormattableString.Invariant($"needs at least {limits.Minimum} channels{maximum}{multiple}");
    }

    /// <summary>The planned width of each of the model's groups. The plan must fit.</summary>
    public static EquatableArray<int> Widths(PlanFile plan, PruningModel model)
    {
        var kept = plan.Groups.ToDictionary(group => group.Name, group => group.Kept, StringComparer.Ordinal);
        return model.Groups.Select(group => kept[group.Name]).ToEquatableArray();
    }
}
