using Pruning.Generators.Coupling;

namespace Pruning.Generators.Emitting;

/// <summary>Prints the classes that the user's own modules become.</summary>
internal static class ModuleClassEmitter
{
    /// <summary>One class for each structure, in the order in which the network builds them.</summary>
    public static void Emit(SourceWriter writer, ModuleTree tree, ModuleClasses classes)
    {
        foreach (ModuleClass shared in classes.All)
        {
            writer.Line();
            Emit(writer, shared, new ClassCode(tree, classes, shared.Module));
        }
    }

    /// <summary>Registration is explicit, so that it also works where reflection finds no fields.</summary>
    public static void NoReflection(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc />");
        writer.Line("// The constructor has registered everything by name; reflection would find nothing else.");
        writer.Open("protected override void RegisterComponents()");
        writer.Close();
    }

    private static void Emit(SourceWriter writer, ModuleClass shared, ClassCode code)
    {
        writer.Line($"/// <summary>The <c>{code.Node.ClassName}</c> of {Documentation.Code(code.Node.Path)} and of all modules with the same structure.</summary>");
        writer.Line(GeneratedHeader.Attribute);
        writer.Open($"public sealed class {shared.Name} : {code.BaseType}");
        ConstructorEmitter.Fields(writer, code);
        foreach (WidthParameter parameter in shared.Parameters.Where(parameter => parameter.IsUsedInForward))
        {
            writer.Line($"private readonly int {Field(parameter)};");
        }

        writer.Line();
        writer.Line("/// <summary>Builds the module with the given widths.</summary>");
        foreach (WidthParameter parameter in shared.Parameters)
        {
            writer.Line($"/// <param name=\"{parameter.Name}\">In the dense model {Dense(parameter, code.Tree.Model)}.</param>");
        }

        writer.Line($"public {shared.Name}({string.Join(", ", shared.Parameters.Select(parameter => "int " + parameter.Name))})");
        writer.Line($"    : base(\"{code.Node.ClassName}\")");
        writer.Open();
        foreach (WidthParameter parameter in shared.Parameters.Where(parameter => parameter.IsUsedInForward))
        {
            writer.Line($"{Field(parameter)} = {parameter.Name};");
        }

        ConstructorEmitter.Body(writer, code, new NamedWidths(shared.Parameters, parameter => parameter.Name));
        writer.Close();
        writer.Line();
        ForwardEmitter.Emit(writer, code, new NamedWidths(shared.Parameters, Field));
        writer.Line();
        NoReflection(writer);
        writer.Close();
    }

    private static string Field(WidthParameter parameter) => "_" + parameter.Name.TrimStart('@', '_');

    private static string Dense(WidthParameter parameter, PruningModel model) =>
        new LiteralWidths(DenseWidths.Of(model)).Width(parameter.Width);

    private sealed class NamedWidths(IReadOnlyList<WidthParameter> parameters, Func<WidthParameter, string> name) : IWidthSource
    {
        public string Width(WidthExpression width) => name(parameters.First(parameter => parameter.Width.Equals(width)));
    }
}
