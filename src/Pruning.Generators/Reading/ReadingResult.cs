using System.Collections.Immutable;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>What reading a class gave: the network if it was understood, and what there is to tell the user.</summary>
/// <param name="Model">The network; null if an error stands in the way.</param>
/// <param name="Problems">What to tell the user, with locations.</param>
internal sealed record ReadingResult(NetworkModel? Model, ImmutableArray<Problem> Problems);
