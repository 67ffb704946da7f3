using Microsoft.CodeAnalysis;

namespace Pruning.Generators.Diagnostics;

/// <summary>
/// Everything that the analyzer and the generator report. The first digit of an id says what it is about: 0 the use of the attributes,
/// 1 the network, 2 plan files, 9 faults of this tool. Ids are never used again for something else.
/// </summary>
internal static class Rules
{
    private const string Category = "Pruning";

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "PRUNE0001", "A prunable class must be partial",
        "'{0}' must be partial, because its pruned form is generated into it; add 'partial'");

    public static readonly DiagnosticDescriptor CannotBeInstantiated = Error(
        "PRUNE0002", "A prunable class must be constructible", "'{0}' cannot be read: {1}");

    public static readonly DiagnosticDescriptor BadShape = Error(
        "PRUNE0003", "An input shape is a list of sizes",
        "'{0}' is no shape: {1}; write sizes separated by commas, each a whole number or a name, as in \"N,3,32,32\"");

    public static readonly DiagnosticDescriptor WrongInputs = Error(
        "PRUNE0004", "The input shapes must match the entry method", "{0}");

    public static readonly DiagnosticDescriptor NotAModule = Error(
        "PRUNE0005", "A prunable class must be a TorchSharp module", "'{0}' must derive from a TorchSharp Module");

    public static readonly DiagnosticDescriptor NameTaken = Error(
        "PRUNE0006", "A member has the name of a generated one",
        "Rename '{0}': '{1}' is given a member of that name, because it is prunable");

    public static readonly DiagnosticDescriptor VariantName = Error(
        "PRUNE0007", "Each variant needs a name of its own",
        "The variants of '{0}' are told apart by Name, but {1}; give each [Prunable] a Name of its own");

    public static readonly DiagnosticDescriptor BadOption = Error(
        "PRUNE0008", "A project property must have a valid value",
        "The property {0} is '{1}', but must be {2}", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor BadOpaque = Error(
        "PRUNE0009", "Generated code must be able to use what is opaque", "'{0}' cannot be opaque: {1}");

    public static readonly DiagnosticDescriptor Unreadable = Error(
        "PRUNE0010", "A construct is not understood", "'{0}' cannot be read at compile time: {1}");

    public static readonly DiagnosticDescriptor LimitReached = Error(
        "PRUNE0011", "The model takes too long to read", "Reading stopped here: {0}");

    public static readonly DiagnosticDescriptor DoesNotCompile = Rule(
        "PRUNE0012", "The code does not compile yet", "'{0}' does not compile, so the model was not read", DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor ShapeClash = Error(
        "PRUNE1001", "Shapes do not fit together", "{0}");

    public static readonly DiagnosticDescriptor Uncoupled = Warning(
        "PRUNE1002", "Channels are not prunable behind an unknown operator", "{0}");

    public static readonly DiagnosticDescriptor Unregistered = Error(
        "PRUNE1003", "A module is used but not registered",
        "The module that '{0}' runs is not registered by the model, so it has no entry in the state dict; keep it in a field of its own or "
        + "in a ModuleList, assigned before RegisterComponents()");

    public static readonly DiagnosticDescriptor DeadLayer = Warning(
        "PRUNE1004", "A layer is never used", "{0} is registered but {1}: its parameters are stored and never trained");

    public static readonly DiagnosticDescriptor NoEffect = Warning(
        "PRUNE1005", "An attribute has no effect", "{0} has no effect in '{1}': {2}", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor ImpossibleWidth = Error(
        "PRUNE1006", "The limits of a width must be possible", "{0} on '{1}' cannot be met: {2}", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor BadCoupling = Error(
        "PRUNE1007", "A coupling must fit the code", "[Coupled] on '{0}' cannot hold: {1}");

    public static readonly DiagnosticDescriptor LostParameters = Warning(
        "PRUNE1008", "Parameters are never registered",
        "'{0}' {1}, so its parameters are neither trained nor saved; {2}");

    public static readonly DiagnosticDescriptor OpaqueKeeps = Rule(
        "PRUNE1009", "Channels that flow through opaque code stay",
        "The channels that flow through '{0}' stay, because it is not read; write [Coupled(\"{1}\")] if it treats each of them by itself",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor NeverRegistered = Warning(
        "PRUNE1015", "A model registers nothing",
        "'{0}' never calls RegisterComponents(), so its parameters are neither trained nor saved; call it at the end of the constructor "
        + "(Prune calls it where that is missing)");

    public static readonly DiagnosticDescriptor ReturnsDisposed = Warning(
        "PRUNE1016", "A tensor is disposed before it is returned",
        "'{0}' is declared with 'using', which disposes of it when the method returns it; declare it without");

    public static readonly DiagnosticDescriptor PartsFromItself = Warning(
        "PRUNE1017", "A module of several classes does not stay shared",
        "'{0}' belongs to several classes, but its {1} cannot stay shared: the pruned network starts with equal copies, which training "
        + "changes apart; let one class hold it");

    public static readonly DiagnosticDescriptor CarriesTensors = Warning(
        "PRUNE1018", "A field carries a tensor from one call to the next",
        "'{0}' is read before it is written and keeps what a call computes, for the next one; the pruned network begins each call with what "
        + "the constructor leaves in it: give the tensor to the entry method, and return it");

    public static readonly DiagnosticDescriptor BadPlan = Error(
        "PRUNE2001", "A plan file is malformed", "{0}");

    public static readonly DiagnosticDescriptor ForeignPlan = Error(
        "PRUNE2002", "A plan does not fit any model", "{0}");

    public static readonly DiagnosticDescriptor InternalError = Error(
        "PRUNE9001", "Internal error", "Pruning failed on '{0}' ({1}); please report this, with the class's source");

    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags) =>
        Rule(id, title, message, DiagnosticSeverity.Error, tags);

    private static DiagnosticDescriptor Warning(string id, string title, string message, params string[] tags) =>
        Rule(id, title, message, DiagnosticSeverity.Warning, tags);

    private static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity, params string[] tags) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: $"docs/rules/{id}.md", customTags: tags);
}
