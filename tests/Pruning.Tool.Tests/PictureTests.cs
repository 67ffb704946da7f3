using System.Xml.Linq;
using Pruning.Tool.Graphs;

namespace Pruning.Tool.Tests;

public sealed class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_picture_has_a_mark_for_each_layer_and_group_that_meet()
    {
        XElement picture = XElement.Parse(SvgPicture.Of(new CouplingGraph(Examples.Residual)));

        picture.Descendants(Svg + "title").Select(title => title.Value).ShouldBe(
            [
                "stem produces stem (8)",
                "norm follows stem (8)",
                "inner produces inner (4)",
                "inner reads stem (8)",
                "outer produces stem (8)",
                "outer reads inner (4)",
                "classifier reads stem (8)",
            ],
            ignoreOrder: true);
        picture.Descendants(Svg + "line").Count().ShouldBe(2);
        picture.Descendants(Svg + "line").Count(line => line.Attribute("stroke-dasharray") is not null).ShouldBe(1);
    }

    [Fact]
    public void Tracks_that_share_a_column_do_not_overlap()
    {
        foreach (Graph graph in ModelAssembly.GraphsOf(Path.Combine(AppContext.BaseDirectory, "ModelZoo.dll")))
        {
            var layout = new TrackLayout(new CouplingGraph(graph));

            layout.Tracks.Length.ShouldBe(graph.Groups.Length, graph.Model);
            layout.Columns.ShouldBeLessThanOrEqualTo(layout.Tracks.Length);
            foreach (IGrouping<int, Track> column in layout.Tracks.GroupBy(track => track.Column))
            {
                Track[] below = [.. column.OrderBy(track => track.First)];
                below.Zip(below.Skip(1)).ShouldAllBe(pair => pair.First.Last < pair.Second.First);
            }
        }
    }

    [Fact]
    public void Without_groups_the_picture_says_so()
    {
        var nothing = new Graph("Tests.Nothing", "f", [], [], _ => new Cost(1, 1, 1));

        XElement.Parse(SvgPicture.Of(new CouplingGraph(nothing))).Value.ShouldContain("no prunable groups");
    }

    [Fact]
    public void Graphviz_gets_boxes_ellipses_and_edges()
    {
        string[] lines = DotText.Of(new CouplingGraph(Examples.Residual)).Split('\n', StringSplitOptions.TrimEntries);

        lines[0].ShouldBe("digraph \"Tests.Residual\" {");
        lines.Count(line => line.Contains("shape=box")).ShouldBe(5);
        lines.ShouldContain("\"group 1\" [shape=ellipse, style=\"filled,dashed\", fillcolor=\"" + Palette.Light(1)
            + "\", label=\"inner\\n4 channels\"];");
        lines.Where(line => line.Contains("->")).ShouldBe(
            [
                "\"layer stem\" -> \"group 0\";",
                "\"group 0\" -> \"layer norm\" [style=dotted, arrowhead=none];",
                "\"group 0\" -> \"layer inner\";",
                "\"layer inner\" -> \"group 1\";",
                "\"layer outer\" -> \"group 0\";",
                "\"group 1\" -> \"layer outer\";",
                "\"group 0\" -> \"layer classifier\";",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_table_has_a_row_for_each_group()
    {
        string[] lines = GroupTable.Of(new CouplingGraph(Examples.Residual)).Split('\n');

        lines[2].ShouldContain("2 groups, 12 prunable channels");
        lines[8].ShouldBe("| `stem` | 8 | 1 | yes | 47 | 2,000 | 100 | `stem`, `outer` | `inner`, `classifier` | `norm` |");
        lines[9].ShouldBe("| `inner` | 4 | 2 | no | 17 | 0 | 1 | `inner` | `outer` |  |");
    }
}
