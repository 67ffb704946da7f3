using Pruning.Generators.Coupling;
using Pruning.Generators.Emitting;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Plans;

/// <summary>Holds a plan against the model that it names.</summary>
public static class PlanCheck
{
    /// <summary>What does not fit, or null if the plan fits the model.</summary>
    public static PlanProblem? Problem(PlanFile plan, PruningModel model)
    {
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

            if (found.Kept < group.MinimumWidth)
            {
                return new PlanProblem(
                    FormattableString.Invariant(
                        $"Group '{group.Name}' needs at least {group.MinimumWidth} channels, but the plan keeps {found.Kept}"),
                    found.Position);
            }
        }

        if (plan.Groups.FirstOrDefault(group => model.Groups.All(known => known.Name != group.Name)) is { } unknown)
        {
            return new PlanProblem($"'{plan.Model.Value}' has no group '{unknown.Name}'", unknown.Position);
        }

        return plan.Fingerprint.Value == Fingerprint.Of(model) ? null : new PlanProblem(
            $"The plan was made for another version of '{plan.Model.Value}': its fingerprint is not {Fingerprint.Of(model)}; make the plan anew",
            plan.Fingerprint.Position);
    }

    /// <summary>The planned width of each of the model's groups. The plan must fit.</summary>
    public static EquatableArray<int> Widths(PlanFile plan, PruningModel model)
    {
        var kept = plan.Groups.ToDictionary(group => group.Name, group => group.Kept, StringComparer.Ordinal);
        return model.Groups.Select(group => kept[group.Name]).ToEquatableArray();
    }
}
