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
        Rules.Unreadable, Rules.LimitReached, Rules.DoesNotCompile, Rules.ShapeClash, Rules.Uncoupled, Rules.Unregistered,
        Rules.DeadLayer, Rules.NoEffect, Rules.ImpossibleWidth, Rules.InternalError, Rules.NeverRegistered,
    ];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ModelReader.AttributeName) is { } attribute)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, attribute), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol attribute)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        AttributeData? found = type.GetAttributes()
            .FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, attribute));
        if (found is null)
        {
            return;
        }

        foreach (Problem problem in ModelReader.Read(type, found, context.Compilation, context.CancellationToken).Problems)
        {
            context.ReportDiagnostic(problem.ToDiagnostic());
        }
    }
}
