using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Prints what a model class gains: its graph, its widths, and its pruned version.</summary>
public static class ModelEmitter
{
    /// <summary>A name for the generated file, unique among models.</summary>
    public static string HintName(PruningModel model) => model.Network.Name.MetadataName.Replace('+', '.').Replace('`', '_') + ".Pruning.g.cs";

    /// <summary>The generated file.</summary>
    public static string Emit(PruningModel model)
    {
        var name = model.Network.Name;
        var tree = new ModuleTree(model);
        var classes = new ModuleClasses(tree, ["Pruned", "Widths", name.Identifier, .. name.Variant is { } own ? new[] { own } : []]);
        var writer = new SourceWriter();
        GeneratedHeader.Open(writer, name.Namespace);
        foreach (string container in name.Containers)
        {
            writer.Open(container);
        }

        writer.Open(name.Declaration);
        if (name.Variant is { } variant)
        {
            writer.Line($"/// <summary>The variant <c>{variant}</c> of <see cref=\"{name.Identifier}\"/>.</summary>");
            writer.Open($"public static class {Identifiers.Escape(variant)}");
        }

        GraphEmitter.Emit(writer, model);
        writer.Line();
        EmitPrune(writer, model.Network);
        writer.Line();
        WidthsEmitter.Emit(writer, model);
        writer.Line();
        EmitPruned(writer, new ClassCode(tree, classes, 0));
        writer.Close();
        if (name.Variant is not null)
        {
            writer.Close();
        }

        foreach (string _ in name.Containers)
        {
            writer.Close();
        }

        GeneratedHeader.Close(writer, name.Namespace);
        return writer.ToString();
    }

    private static void EmitPrune(SourceWriter writer, NetworkModel network)
    {
        bool isVariant = network.Name.Variant is not null;
        (string left, string dense) = isVariant ? ("The model", "model") : ("This module", "this");
        writer.Line($"/// <summary>Builds a network of the plan's widths and gives it the weights that stay. {left} is left as it is.</summary>");
        writer.Line("/// <exception cref=\"global::Pruning.PruningException\">The plan was made for another model, or for another version of this one.</exception>");
        writer.Open(isVariant
            ? $"public static Pruned Prune({network.Name.Identifier} model, global::Pruning.PruningPlan plan)"
            : "public Pruned Prune(global::Pruning.PruningPlan plan)");
        if (network.IsRegisteredLate)
        {
            writer.Line(isVariant ? "model.RegisterComponents();" : "RegisterComponents();");
        }

        writer.Line("var pruned = new Pruned(new Widths(plan.WidthsFor(Graph)));");
        writer.Line($"global::Pruning.Surgery.Transfer(Graph, plan, {dense}, pruned);");
        writer.Line("return pruned;");
        writer.Close();
    }

    private static void EmitPruned(SourceWriter writer, ClassCode code)
    {
        writer.Line($"/// <summary>A <see cref=\"{code.Node.ClassName}\"/> of any widths; its state dict has the same names.</summary>");
        writer.Line(GeneratedHeader.Attribute);
        writer.Open($"public sealed class Pruned : {code.BaseType}");
        bool keepsWidths = WidthCollector.Of(code.Tree, code.Module).Any(parameter => parameter.IsUsedInForward);
        ConstructorEmitter.Fields(writer, code);
        if (keepsWidths)
        {
            writer.Line("private readonly Widths _widths;");
        }

        writer.Line();
        writer.Line("/// <summary>Builds the network, with new weights.</summary>");
        writer.Line("public Pruned(Widths widths)");
        writer.Line($"    : base(\"{code.Node.ClassName}\")");
        writer.Open();
        if (keepsWidths)
        {
            writer.Line("_widths = widths;");
        }

        ConstructorEmitter.Body(writer, code, new RecordWidths(code.Tree.Model, "widths"));
        ConstructorEmitter.Ties(writer, code);
        writer.Close();
        writer.Line();
        ForwardEmitter.Emit(writer, code, new RecordWidths(code.Tree.Model, "_widths"));
        writer.Line();
        ModuleClassEmitter.NoReflection(writer);
        ModuleClassEmitter.Emit(writer, code.Tree, code.Classes);
        writer.Close();
    }
}
