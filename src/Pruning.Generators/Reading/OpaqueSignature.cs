using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Networks;
using Problem = Pruning.Generators.Diagnostics.Problem;

namespace Pruning.Generators.Reading;

/// <summary>Reads <c>[Opaque]</c> and the <c>[Coupled]</c> beside it.</summary>
internal static class OpaqueSignature
{
    private static readonly Regex SizePattern = new(
        @"^\s*(?:(?<times>\d+)\s*\*\s*)?(?:(?<name>[A-Za-z_]\w*)|(?<number>\d+))(?:\s*\*\s*(?<times>\d+))?(?:\s*/\s*(?<per>[1-9]\d*))?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>The signature of a method or class that bears <c>[Opaque]</c>; null for any other.</summary>
    /// <exception cref="ReadingStopped">The attribute is not well-formed, or generated code cannot call the method.</exception>
    public static Signature? Of(ISymbol symbol)
    {
        if (PruningAttributes.On(symbol.OriginalDefinition, "OpaqueAttribute").FirstOrDefault() is not { } attribute)
        {
            return null;
        }

        if (FaultOf(symbol) is { } unreachable)
        {
            throw Bad(symbol, attribute, unreachable);
        }

        string text = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Output").Value.Value as string ?? "";
        DeclaredShape output = Parse(text) ?? throw Bad(symbol, attribute, $"its Output '{text}' is no shape such as \"N,2*C,H/2,W/2\"");
        var inputs = PruningAttributes.Texts(attribute)
            .Select(input => Parse(input) ?? throw Bad(symbol, attribute, $"its input '{input}' is no shape such as \"N,C,H,W\"")).ToList();
        string[] coupled = [.. PruningAttributes.On(symbol.OriginalDefinition, "CoupledAttribute").SelectMany(PruningAttributes.Texts)];
        foreach (string name in coupled)
        {
            bool isIn = inputs.SelectMany(input => input.Sizes).Any(size => size.IsName && size.Name == name);
            bool isOut = output.Sizes.Any(size => size.IsName && size.Name == name);
            if (!isIn || !isOut)
            {
                throw Bad(symbol, attribute, $"[Coupled] names '{name}', which must be a size of an input and of Output by itself");
            }
        }

        return new Signature(inputs.ToEquatableArray(), output, coupled.ToEquatableArray());
    }

    /// <summary>The names that flow in and out by themselves, and so could be coupled.</summary>
    public static IEnumerable<string> PassingThrough(Signature signature) => signature.Output.Sizes
        .Where(size => size.IsName && signature.Inputs.Any(input => input.Sizes.Contains(size)))
        .Select(size => size.Name!);

    private static DeclaredShape? Parse(string text)
    {
        var sizes = text.Split(',').Select(ParseSize).ToList();
        return sizes.Contains(null) ? null : new DeclaredShape(sizes.OfType<DeclaredSize>().ToEquatableArray());
    }

    private static DeclaredSize? ParseSize(string text)
    {
        Match match = SizePattern.Match(text);
        if (!match.Success)
        {
            return null;
        }

        long times = 1;
        foreach (Capture factor in match.Groups["times"].Captures.Cast<Capture>().Concat(match.Groups["number"].Captures.Cast<Capture>()))
        {
            times *= long.Parse(factor.Value, CultureInfo.InvariantCulture);
        }

        long per = match.Groups["per"].Success ? long.Parse(match.Groups["per"].Value, CultureInfo.InvariantCulture) : 1;
        return match.Groups["name"].Success ? new DeclaredSize(match.Groups["name"].Value, times, per) : new DeclaredSize(null, times / per, 1);
    }

    private static string? FaultOf(ISymbol symbol)
    {
        for (ISymbol? outer = symbol; outer is not null and not INamespaceSymbol; outer = outer.ContainingSymbol)
        {
            if (outer.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected)
            {
                return $"'{outer.Name}' must be internal or public, because generated code uses it";
            }
        }

        return symbol switch
        {
            IMethodSymbol { IsStatic: false } => "it must be static, because generated code calls it from another class",
            IMethodSymbol { IsGenericMethod: true } => "it must not be generic",
            IMethodSymbol { ReturnType.Name: not "Tensor" } => "it must give one tensor",
            INamedTypeSymbol type when !Interpreter.IsModule(type) => "the class must be a module",
            _ => null,
        };
    }

    private static ReadingStopped Bad(ISymbol symbol, AttributeData attribute, string why) =>
        new(new Problem(Rules.BadOpaque, PruningAttributes.LocationOf(attribute), [symbol.Name, why]));
}
