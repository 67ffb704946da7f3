using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Pruning.Generators.Reading;

namespace Pruning.Generators.Diagnostics;

/// <summary>
/// Says at the place in the source why a class that bears <c>[Prunable]</c> cannot be pruned, or not as far as one may think.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PrunableAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.NotPartial, Rules.CannotBeInstantiated, Rules.BadShape, Rules.WrongInputs, Rules.NotAModule, Rules.NameTaken,
        Rules.VariantName, Rules.BadOption, Rules.BadOpaque, Rules.BadCoupling, Rules.OpaqueKeeps,
        Rules.Unreadable, Rules.LimitReached, Rules.DoesNotCompile, Rules.ShapeClash, Rules.Uncoupled, Rules.Unregistered,
        Rules.DeadLayer, Rules.NoEffect, Rules.ImpossibleWidth, Rules.LostParameters, Rules.NeverRegistered, Rules.ReturnsDisposed,
        Rules.PartsFromItself, Rules.CarriesTensors, Rules.InternalError,
    ];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ModelReader.AttributeName) is not { } attribute)
            {
                return;
            }

            ModelDefaults defaults = ModelDefaults.Of(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions);
            var shared = new ConcurrentBag<AttributeUse>();
            start.RegisterSymbolAction(symbol => Analyze(symbol, attribute, defaults, shared), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end =>
            {
                foreach (OptionFault fault in defaults.Faults)
                {
                    end.ReportDiagnostic(Diagnostic.Create(Rules.BadOption, Location.None, fault.Property, fault.Value, fault.Allowed));
                }

                Report(shared, end.ReportDiagnostic);
            });
        });
    }

    private static void Analyze(
        SymbolAnalysisContext context, INamedTypeSymbol attribute, ModelDefaults defaults, ConcurrentBag<AttributeUse> shared)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var own = new List<AttributeUse>();
        var reported = new HashSet<Diagnostic>();
        foreach (AttributeData found in type.GetAttributes()
            .Where(candidate => SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, attribute)))
        {
            ReadingResult result = ModelReader.Read(type, found, context.Compilation, defaults, context.CancellationToken);
            foreach (Diagnostic diagnostic in result.Problems.Select(problem => problem.ToDiagnostic()))
            {
                // What is wrong with the class is wrong with each of its variants.
                if (reported.Add(diagnostic))
                {
                    context.ReportDiagnostic(diagnostic);
                }
            }

            foreach (AttributeUse use in result.Attributes)
            {
                if (use.IsShared)
                {
                    shared.Add(use);
                }
                else
                {
                    own.Add(use);
                }
            }
        }

        Report(own, context.ReportDiagnostic);
    }

    /// <summary>An attribute is at fault only if it is in every model that uses it.</summary>
    private static void Report(IEnumerable<AttributeUse> uses, Action<Diagnostic> report)
    {
        foreach (IGrouping<Location, AttributeUse> same in uses.GroupBy(use => use.At))
        {
            if (same.All(use => use.Problem is not null))
            {
                report(same.Select(use => use.Problem!).OrderBy(problem => problem.Arguments[1], StringComparer.Ordinal).First().ToDiagnostic());
            }
        }
    }
}
