using System.Text;

namespace Pruning.Tool.Graphs;

/// <summary>The coupling graph in Graphviz's language: layers are boxes, groups are ellipses between what produces and reads them.</summary>
internal static class DotText
{
    /// <summary>A graph for <c>dot -Tsvg</c>.</summary>
    public static string Of(CouplingGraph couplings)
    {
        Graph model = couplings.Model;
        var text = new StringBuilder();
        text.Append("digraph ").Append(Quoted(model.Model)).Append(" {\n");
        text.Append("    node [fontname=\"Helvetica\", fontsize=11];\n    edge [arrowsize=0.7];\n");
        foreach (CoupledLayer layer in couplings.Layers)
        {
            text.Append("    ").Append(Layer(layer)).Append(" [shape=box, label=").Append(Quoted(layer.Path)).Append("];\n");
        }

        for (int index = 0; index < model.Groups.Length; index++)
        {
            Group group = model.Groups[index];
            string style = group.IsExact ? "filled" : "filled,dashed";
            string label = FormattableString.Invariant($"{group.Name}\n{group.Channels} channels");
            text.Append("    ").Append(Node(index)).Append(" [shape=ellipse, style=\"").Append(style).Append("\", fillcolor=")
                .Append(Quoted(Palette.Light(index))).Append(", label=").Append(Quoted(label)).Append("];\n");
        }

        foreach (CoupledLayer layer in couplings.Layers)
        {
            foreach (Link link in layer.Links)
            {
                text.Append("    ").Append(link.Kind switch
                {
                    LinkKind.Produces => $"{Layer(layer)} -> {Node(link.Group)}",
                    LinkKind.Reads => $"{Node(link.Group)} -> {Layer(layer)}",
                    _ => $"{Node(link.Group)} -> {Layer(layer)} [style=dotted, arrowhead=none]",
                }).Append(";\n");
            }
        }

        return text.Append("}\n").ToString();
    }

    private static string Layer(CoupledLayer layer) => Quoted("layer " + layer.Path);

    private static string Node(int group) => Quoted(FormattableString.Invariant($"group {group}"));

    private static string Quoted(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
