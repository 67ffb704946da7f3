using Pruning.Generators.Networks;

namespace Pruning.Generators.Plans;

/// <summary>Reads plan files.</summary>
public static class PlanFileReader
{
    private const string Format = "pruning-plan/1";

    /// <summary>Reads a plan, or says what is wrong with it. Nothing is thrown.</summary>
    public static PlanReading Read(string text)
    {
        try
        {
            return new PlanReading(Plan(Object(JsonReader.Read(text), "The file")), null);
        }
        catch (PlanFormatException exception)
        {
            return new PlanReading(null, new PlanProblem(exception.Message, exception.Position));
        }
    }

    private static PlanFile Plan(JsonObject file)
    {
        PlanText format = Text(file, "format");
        if (format.Value != Format)
        {
            throw new PlanFormatException($"The format is '{format.Value}'; this version reads '{Format}'", format.Position);
        }

        JsonObject groups = Object(Member(file, "groups").Value, "'groups'");
        return new PlanFile
        {
            Model = Text(file, "model"),
            Fingerprint = Text(file, "fingerprint"),
            Groups = groups.Members.Select(Group).ToEquatableArray(),
            GroupsPosition = groups.Position,
        };
    }

    private static PlannedGroup Group(JsonMember member)
    {
        JsonObject group = Object(member.Value, $"Group '{member.Name}'");
        int channels = Whole(Member(group, "of").Value, $"'of' of group '{member.Name}'");
        JsonValue keep = Member(group, "keep").Value;
        if (keep is not JsonArray { Items: var items })
        {
            throw new PlanFormatException($"'keep' of group '{member.Name}' must be a list of channels", keep.Position);
        }

        if (items.Count == 0)
        {
            throw new PlanFormatException($"Group '{member.Name}' keeps no channel; at least one must stay", keep.Position);
        }

        int last = -1;
        foreach (JsonValue item in items)
        {
            int channel = Whole(item, $"A channel of group '{member.Name}'");
            if (channel <= last || channel >= channels)
            {
                throw new PlanFormatException(
                    FormattableString.Invariant($"Channel {channel} of group '{member.Name}' is out of place: channels ascend from 0 to {channels - 1}"),
                    item.Position);
            }

            last = channel;
        }

        return new PlannedGroup(member.Name, member.Position, channels, items.Count);
    }

    private static JsonMember Member(JsonObject owner, string name) => owner.Members.FirstOrDefault(member => member.Name == name)
        ?? throw new PlanFormatException($"'{name}' is missing", owner.Position);

    private static JsonObject Object(JsonValue value, string what) => value as JsonObject
        ?? throw new PlanFormatException($"{what} must be an object", value.Position);

    private static PlanText Text(JsonObject owner, string name) => Member(owner, name).Value switch
    {
        JsonText text => new PlanText(text.Value, text.Position),
        JsonValue other => throw new PlanFormatException($"'{name}' must be a text", other.Position),
    };

    private static int Whole(JsonValue value, string what) =>
        value is JsonNumber { Value: var number } && number >= 0 && number <= int.MaxValue && Math.Floor(number) == number
            ? (int)number
            : throw new PlanFormatException($"{what} must be a whole number", value.Position);
}
