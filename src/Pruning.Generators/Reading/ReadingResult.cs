using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Reading;

/// <summary>What reading a class gave: the network if it was understood, and what there is to tell the user.</summary>
/// <param name="Model">The network; null if an error stands in the way.</param>
/// <param name="Problems">What to tell the user, with locations.</param>
/// <param name="Attributes">What the attributes on members do in this model; other models may use the same members.</param>
internal sealed record ReadingResult(
    NetworkModel? Model, ImmutableArray<Problem> Problems, ImmutableArray<AttributeUse> Attributes);

/// <summary>What an attribute on a member does in one model.</summary>
/// <param name="At">The attribute.</param>
/// <param name="IsShared">Whether it stands in a class that other models can use, too.</param>
/// <param name="Problem">What is wrong with it in this model; null where it has an effect.</param>
internal sealed record AttributeUse(Location At, bool IsShared, Problem? Problem);
