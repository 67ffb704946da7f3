using System.Globalization;
using System.Xml.Linq;

namespace Pruning.Tests.Plots;

public class PlotTests
{
    [Theory]
    [InlineData(new double[] { 0.12, 0.83 }, 0.1, 0.9, 9)]
    [InlineData(new double[] { -3, 41 }, -10, 50, 7)]
    [InlineData(new double[] { 7 }, 6, 8, 0)]
    [InlineData(new double[] { 0.001, 0.0014 }, 0.001, 0.0014, 5)]
    public void An_axis_has_round_ends_around_all_values(double[] values, double low, double high, int marks)
    {
        var axis = new PlotAxis(values, 100, 200);

        axis.Low.ShouldBeLessThanOrEqualTo(values.Min() + 1e-12);
        axis.High.ShouldBeGreaterThanOrEqualTo(values.Max() - 1e-12);
        axis.At(axis.Low).ShouldBe(100);
        axis.At(axis.High).ShouldBe(200);
        if (marks > 0)
        {
            axis.Low.ShouldBe(low, 1e-12);
            axis.High.ShouldBe(high, 1e-12);
            axis.Marks.Length.ShouldBe(marks);
        }
    }

    [Fact]
    public void A_curve_passes_through_its_points()
    {
        var plot = new LinePlot("A < B", "x", "y", [new LinePanel("one", [new LineSeries("rising", [(0, 0), (1, 10)])])]);

        XElement[] circles = [.. Elements(plot.ToSvg(), "circle")];

        // Two points, and one in the legend; up is a smaller number.
        circles.Length.ShouldBe(3);
        Number(circles[1], "cx").ShouldBeGreaterThan(Number(circles[0], "cx"));
        Number(circles[1], "cy").ShouldBeLessThan(Number(circles[0], "cy"));
        Elements(plot.ToSvg(), "text").ShouldContain(text => text.Value == "A < B");
    }

    [Fact]
    public void Cells_of_a_heat_map_are_the_darker_the_larger_they_are()
    {
        var map = new HeatMap("map", ["one", "two"], ["a", "b"], [[0, 0.25], [0.5, 1]]);

        XElement[] cells = [.. Elements(map.ToSvg(), "rect").Skip(1)];

        cells.Select(cell => Brightness(cell.Attribute("fill")!.Value)).ShouldBeInOrder(SortDirection.Descending);
        cells[^1].Value.ShouldBe("two, b: 100.0");
    }

    [Fact]
    public void Bars_go_left_below_zero()
    {
        var plot = new BarPlot("bars", ["series"], [new BarRow("up", [0.5]), new BarRow("down", [-0.25])]);

        XElement[] bars = [.. Elements(plot.ToSvg(), "rect").Skip(2)];

        Number(bars[0], "width").ShouldBe(2 * Number(bars[1], "width"), 0.02);
        (Number(bars[1], "x") + Number(bars[1], "width")).ShouldBe(Number(bars[0], "x"), 0.02);
    }

    private static IEnumerable<XElement> Elements(string svg, string name) =>
        XDocument.Parse(svg).Root!.Elements().Where(element => element.Name.LocalName == name);

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private static int Brightness(string color) => Enumerable.Range(0, 3).Sum(channel =>
        int.Parse(color.AsSpan(1 + (2 * channel), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
