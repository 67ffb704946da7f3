using Pruning.Generators.Coupling;

namespace Pruning.Generators.Emitting;

/// <summary>A width that a module class takes in its constructor.</summary>
/// <param name="Width">The width of the instance that the class was first written for.</param>
/// <param name="Name">The constructor's parameter.</param>
/// <param name="IsUsedInForward">Whether <c>forward</c> needs it too, so that the class must keep it.</param>
internal sealed record WidthParameter(WidthExpression Width, string Name, bool IsUsedInForward);
