namespace Pruning.Generators.Networks;

/// <summary>What an attribute asks for the channels that the layers of a module produce.</summary>
/// <param name="Module">The module's number; a layer, or what has layers in it.</param>
/// <param name="Source">The attribute and the member that bears it, for instance <c>[Keep] on Net.stem</c>.</param>
public abstract record ChannelRequest(int Module, string Source);

/// <summary><c>[Keep]</c>: all of them stay.</summary>
public sealed record KeepRequest(int Module, string Source) : ChannelRequest(Module, Source);

/// <summary><c>[Prunable(Grouped = …)]</c>: of grouped convolutions the groups stay, or the positions in each group.</summary>
public sealed record GroupingRequest(int Module, string Source, bool KeepsGroups) : ChannelRequest(Module, Source);

/// <summary><c>[Coupled]</c>: they are the same as those of another layer.</summary>
public sealed record CoupleRequest(int Module, string Source, int With) : ChannelRequest(Module, Source);

/// <summary><c>[Width]</c>: of each group so many stay, or all where it has fewer.</summary>
public sealed record WidthRequest(int Module, string Source, WidthLimits Limits) : ChannelRequest(Module, Source);
