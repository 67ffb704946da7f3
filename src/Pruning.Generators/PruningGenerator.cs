using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Pruning.Generators.Coupling;
using Pruning.Generators.Diagnostics;
using Pruning.Generators.Emitting;
using Pruning.Generators.Networks;
using Pruning.Generators.Plans;
using Pruning.Generators.Reading;
using Pruning.Generators.Reading.Memory;

namespace Pruning.Generators;

/// <summary>
/// Gives each class that bears <c>[Prunable]</c> its graph, its widths and its pruned form, and each plan file its class. What it cannot
/// understand it leaves out; <see cref="PrunableAnalyzer"/> says why.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class PruningGenerator : IIncrementalGenerator
{
    private const string PlanSuffix = ".prune.json";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ModelDefaults> defaults = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => ModelDefaults.Of(options.GlobalOptions))
            .WithTrackingName(StepNames.Defaults);

        // The context is not equatable, so what follows runs at each change of the compilation; the memory makes that cheap.
        var memory = new ReadingMemory();
        IncrementalValuesProvider<NetworkModel> networks = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ModelReader.AttributeName, static (node, _) => node is ClassDeclarationSyntax, static (context, _) => context)
            .Combine(defaults)
            .SelectMany((pair, cancellation) => Read(pair.Left, pair.Right, memory, cancellation))
            .WithTrackingName(StepNames.Networks);

        IncrementalValuesProvider<SolvedModel> models = networks
            .Select(static (network, _) => Solve(network))
            .WithTrackingName(StepNames.Couplings);

        IncrementalValueProvider<EquatableArray<string>> names = networks
            .Select(static (network, _) => network.Name.MetadataName)
            .Collect()
            .Select(static (names, _) => names.ToEquatableArray());

        IncrementalValuesProvider<NamedModel> files = models
            .Combine(names)
            .Select(static (pair, _) => new NamedModel(pair.Left, Unique(HintName(pair.Left), pair.Left.Name, pair.Right)))
            .WithTrackingName(StepNames.Files);

        context.RegisterSourceOutput(files, static (output, file) => Emit(output, file));

        IncrementalValuesProvider<NamedPlan> plans = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(PlanSuffix, StringComparison.OrdinalIgnoreCase))
            .Select(static (file, cancellation) => ReadPlan(file, cancellation))
            .WithTrackingName(StepNames.Plans);

        IncrementalValuesProvider<FrozenModel> frozen = plans
            .Collect()
            .SelectMany(static (plans, _) => ToldApart(plans))
            .Combine(models.Collect())
            .Select(static (pair, _) => FrozenOf(pair.Left, pair.Right))
            .WithTrackingName(StepNames.FrozenClasses);

        context.RegisterSourceOutput(frozen, static (output, frozen) => EmitFrozen(output, frozen));
    }

    /// <summary>The network of each variant that was understood.</summary>
    private static ImmutableArray<NetworkModel> Read(
        GeneratorAttributeSyntaxContext context, ModelDefaults defaults, ReadingMemory memory, CancellationToken cancellation) =>
    [
        .. context.Attributes
            .Select(attribute => memory.Read(
                (INamedTypeSymbol)context.TargetSymbol, attribute, context.SemanticModel.Compilation, defaults, cancellation))
            .OfType<NetworkModel>(),
    ];

    private static SolvedModel Solve(NetworkModel network)
    {
        try
        {
            return new SolvedModel(network.Name.MetadataName, CouplingSolver.Solve(network), null);
        }
        catch (Exception exception)
        {
            // One model's failure must not stop the others, nor be taken for a missing attribute.
            return new SolvedModel(network.Name.MetadataName, null, FaultOf(exception));
        }
    }

    private static string FaultOf(Exception exception) => $"{exception.GetType().Name}: {exception.Message}";

    private static void Emit(SourceProductionContext output, NamedModel file)
    {
        SolvedModel solved = file.Model;
        if (solved.Model is not { } model)
        {
            output.ReportDiagnostic(Diagnostic.Create(Rules.InternalError, Location.None, solved.Name, solved.Fault));
            return;
        }

        EmitSafely(output, solved.Name, file.HintName, () => ModelEmitter.Emit(model));
    }

    private static string HintName(SolvedModel solved) => solved.Model is { } model ? ModelEmitter.HintName(model) : "";

    /// <summary>
    /// The compiler takes names of files that differ only in case for equal, and then drops everything that is generated.
    /// </summary>
    private static string Unique(string hintName, string name, EquatableArray<string> names)
    {
        int before = names.TakeWhile(other => other != name).Count(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
        return before == 0 ? hintName : FormattableString.Invariant($"{before + 1}.{hintName}");
    }

    private static void EmitSafely(SourceProductionContext output, string name, string hintName, Func<string> emit)
    {
        string text;
        try
        {
            text = emit();
        }
        catch (Exception exception)
        {
            output.ReportDiagnostic(Diagnostic.Create(Rules.InternalError, Location.None, name, FaultOf(exception)));
            return;
        }

        output.AddSource(hintName, SourceText.From(text, System.Text.Encoding.UTF8));
    }

    private static NamedPlan ReadPlan(AdditionalText file, CancellationToken cancellation)
    {
        string fileName = file.Path.Substring(file.Path.LastIndexOfAny(['/', '\\']) + 1);
        string className = fileName.Substring(0, fileName.Length - PlanSuffix.Length);
        string text = file.GetText(cancellation)?.ToString() ?? "";
        return new NamedPlan(file.Path, className, PlanFileReader.Read(text));
    }

    /// <summary>Each plan once. Of several that would give one class, all but the first have a rival.</summary>
    private static ImmutableArray<NamedPlan> ToldApart(ImmutableArray<NamedPlan> plans) =>
    [
        .. plans.Distinct()
            .OrderBy(plan => plan.Path, StringComparer.Ordinal)
            .GroupBy(plan => plan.FullClassName, StringComparer.OrdinalIgnoreCase)
            .SelectMany(same => same.Select((plan, place) => place == 0 ? plan : plan with { Rival = same.First().Path })),
    ];

    private static FrozenModel FrozenOf(NamedPlan plan, ImmutableArray<SolvedModel> models)
    {
        string? name = plan.Reading.Plan?.Model.Value;
        PruningModel? model = models.FirstOrDefault(candidate => candidate.Name == name)?.Model;
        string? nearest = model is null && name is not null
            ? NearestName.Of(name, models.Where(candidate => candidate.Model is not null).Select(candidate => candidate.Name))
            : null;
        return new FrozenModel(plan, model, nearest);
    }

    private static void EmitFrozen(SourceProductionContext output, FrozenModel frozen)
    {
        (NamedPlan plan, PruningModel? model, string? nearest) = frozen;
        if (plan.Reading.Problem is { } problem)
        {
            Report(output, Rules.BadPlan, plan, problem);
            return;
        }

        PlanFile file = plan.Reading.Plan!;
        if (!Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(plan.ClassName))
        {
            Report(output, Rules.BadPlan, plan, new PlanProblem(
                $"The file's name gives the class its name, and '{plan.ClassName}' is not the name of a class", new TextPosition(0, 0, 0)));
            return;
        }

        if (plan.Rival is { } rival)
        {
            Report(output, Rules.BadPlan, plan, new PlanProblem(
                $"The file's name gives the class its name, and '{rival}' gives one of the same name", new TextPosition(0, 0, 0)));
            return;
        }

        if (model is null)
        {
            Report(output, Rules.ForeignPlan, plan, new PlanProblem(
                $"There is no prunable class '{file.Model.Value}' in this project, or it was not understood{NearestName.Question(nearest)}",
                file.Model.Position)
            { Replacement = nearest });
            return;
        }

        if (PlanCheck.Problem(file, model) is { } misfit)
        {
            Report(output, Rules.ForeignPlan, plan, misfit);
            return;
        }

        EmitSafely(
            output,
            plan.ClassName,
            FrozenEmitter.HintName(model, plan.ClassName),
            () => FrozenEmitter.Emit(model, PlanCheck.Widths(file, model), plan.ClassName));
    }

    private static void Report(SourceProductionContext output, DiagnosticDescriptor rule, NamedPlan plan, PlanProblem problem)
    {
        var position = new LinePosition(problem.Position.Line, problem.Position.Column);
        Location location = Location.Create(plan.Path, new TextSpan(problem.Position.Offset, 0), new LinePositionSpan(position, position));
        ImmutableDictionary<string, string?> properties = problem.Replacement is { } replacement
            ? ImmutableDictionary<string, string?>.Empty.Add(FixData.Replacement, replacement)
            : ImmutableDictionary<string, string?>.Empty;
        output.ReportDiagnostic(Diagnostic.Create(rule, location, properties, problem.Message));
    }

    /// <summary>A model with its couplings, or why they could not be solved.</summary>
    private sealed record SolvedModel(string Name, PruningModel? Model, string? Fault);

    /// <summary>A model, with the name of the file that is generated for it.</summary>
    private sealed record NamedModel(SolvedModel Model, string HintName);

    /// <summary>A plan file, read, with the name of its class.</summary>
    private sealed record NamedPlan(string Path, string ClassName, PlanReading Reading)
    {
        /// <summary>Another file that gives a class of the same name; null where there is none before this one.</summary>
        public string? Rival { get; init; }

        /// <summary>The class with its namespace, which is the model's.</summary>
        public string FullClassName =>
            Reading.Plan?.Model.Value is { } model ? model.Substring(0, model.LastIndexOf('.') + 1) + ClassName : ClassName;
    }

    /// <summary>A plan with the model that it was made for; null where there is no such model, but perhaps one with a name like it.</summary>
    private sealed record FrozenModel(NamedPlan Plan, PruningModel? Model, string? Nearest);
}
