using System.Collections.Immutable;

namespace Pruning.Generators.Coupling;

/// <summary>The channels of a grouped convolution whose groups read several channels each.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Positions">The channels of one group: those that it reads and those that it produces.</param>
internal sealed record Grouping(Dim Groups, ImmutableArray<Dim> Positions);
