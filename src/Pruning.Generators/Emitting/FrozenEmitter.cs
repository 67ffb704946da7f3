using Pruning.Generators.Coupling;
using Pruning.Generators.Networks;

namespace Pruning.Generators.Emitting;

/// <summary>Prints a model of fixed widths as a class of its own, which needs nothing but TorchSharp.</summary>
public static class FrozenEmitter
{
    /// <summary>A name for the generated file.</summary>
    public static string HintName(PruningModel model, string className) =>
        (model.Network.Name.Namespace.Length > 0 ? model.Network.Name.Namespace + "." : "") + className + ".Frozen.g.cs";

    /// <summary>The generated file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="widths">One width for each group.</param>
    /// <param name="className">The name of the class, in the model's namespace.</param>
    public static string Emit(PruningModel model, EquatableArray<int> widths, string className)
    {
        var tree = new ModuleTree(model);
        var code = new ClassCode(tree, new ModuleClasses(tree, className), 0);
        var source = new LiteralWidths(widths);
        var writer = new SourceWriter();
        GeneratedHeader.Open(writer, model.Network.Name.Namespace);
        writer.Line($"/// <summary>A pruned <c>{model.Network.Name.Identifier}</c>, made from its plan.</summary>");
        writer.Line("/// <remarks>");
        for (int group = 0; group < widths.Count; group++)
        {
            writer.Line(FormattableString.Invariant($"/// {Documentation.Code(model.Groups[group].Name)}: {widths[group]} of {model.Groups[group].Channels}."));
        }

        writer.Line("/// </remarks>");
        writer.Line(GeneratedHeader.Attribute);
        writer.Open($"{model.Network.Name.Accessibility} sealed class {className} : {code.BaseType}");
        ConstructorEmitter.Fields(writer, code);
        writer.Line();
        writer.Line("/// <summary>Builds the network, with new weights.</summary>");
        writer.Line($"public {className}()");
        writer.Line($"    : base(\"{className}\")");
        writer.Open();
        ConstructorEmitter.Body(writer, code, source);
        ConstructorEmitter.Ties(writer, code);
        writer.Close();
        writer.Line();
        ForwardEmitter.Emit(writer, code, source);
        writer.Line();
        ModuleClassEmitter.NoReflection(writer);
        ModuleClassEmitter.Emit(writer, tree, code.Classes);
        writer.Close();
        GeneratedHeader.Close(writer, model.Network.Name.Namespace);
        return writer.ToString();
    }
}
