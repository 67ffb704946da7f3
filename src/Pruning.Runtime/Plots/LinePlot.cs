using System.Collections.Immutable;
using System.Globalization;

namespace Pruning;

/// <summary>Curves over a common axis, in one or more panels side by side that share their axes and the legend.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="XLabel">What the horizontal axis counts.</param>
/// <param name="YLabel">What the vertical axis counts.</param>
/// <param name="Panels">The panels, at least one; curves of the same name have the same colour in all of them.</param>
public sealed record LinePlot(string Title, string XLabel, string YLabel, ImmutableArray<LinePanel> Panels)
{
    private const double Left = 62;
    private const double Top = 66;
    private const double PanelWidth = 380;
    private const double PanelHeight = 400;
    private const double Gap = 40;
    private const double Bottom = 56;
    private const double LegendRow = 18;

    private static readonly string[] Dashes = ["", "7 3", "2 3"];

    /// <summary>The plot as an SVG document.</summary>
    /// <exception cref="InvalidOperationException">There is no point to show.</exception>
    public string ToSvg()
    {
        ImmutableArray<LineSeries> all = [.. Panels.SelectMany(panel => panel.Series)];
        string[] names = [.. all.Select(series => series.Name).Distinct()];
        double legend = Left + (Panels.Length * (PanelWidth + Gap));
        double longest = names.Max(name => name.Length);
        var canvas = new SvgCanvas(legend + 40 + (longest * SvgCanvas.LetterWidth) + 12, Top + PanelHeight + Bottom, Title);
        var vertical = new PlotAxis(all.SelectMany(series => series.Points).Select(point => point.Y), Top + PanelHeight, Top);
        for (int panel = 0; panel < Panels.Length; panel++)
        {
            double left = Left + (panel * (PanelWidth + Gap));
            var horizontal = new PlotAxis(all.SelectMany(series => series.Points).Select(point => point.X), left, left + PanelWidth);
            DrawFrame(canvas, Panels[panel].Title, horizontal, vertical, left, panel == 0);
            foreach (LineSeries series in Panels[panel].Series)
            {
                DrawSeries(canvas, series, Array.IndexOf(names, series.Name), horizontal, vertical);
            }
        }
        canvas.Text(18, Top + (PanelHeight / 2), YLabel, TextAnchor.Middle, rotation: -90);
        for (int index = 0; index < names.Length; index++)
        {
            double y = Top + (LegendRow * (index + 0.5));
            canvas.Path([(legend, y), (legend + 30, y)], Palette.Dark(index), DashesOf(index));
            canvas.Circle(legend + 15, y, 3, Palette.Dark(index));
            canvas.Text(legend + 36, y + 4, names[index]);
        }
        return canvas.ToString();
    }

    private void DrawFrame(SvgCanvas canvas, string title, PlotAxis horizontal, PlotAxis vertical, double left, bool isFirst)
    {
        canvas.Text(left + (PanelWidth / 2), Top - 12, title, TextAnchor.Middle);
        foreach (double mark in horizontal.Marks)
        {
            canvas.Line(horizontal.At(mark), Top, horizontal.At(mark), Top + PanelHeight, "#e4e4e4");
            canvas.Text(horizontal.At(mark), Top + PanelHeight + 18, Label(mark), TextAnchor.Middle);
        }
        foreach (double mark in vertical.Marks)
        {
            canvas.Line(left, vertical.At(mark), left + PanelWidth, vertical.At(mark), "#e4e4e4");
            if (isFirst)
            {
                canvas.Text(left - 8, vertical.At(mark) + 4, Label(mark), TextAnchor.End);
            }
        }
        canvas.Text(left + (PanelWidth / 2), Top + PanelHeight + 42, XLabel, TextAnchor.Middle);
    }

    private static void DrawSeries(SvgCanvas canvas, LineSeries series, int index, PlotAxis horizontal, PlotAxis vertical)
    {
        canvas.Path(series.Points.Select(point => (horizontal.At(point.X), vertical.At(point.Y))), Palette.Dark(index), DashesOf(index));
        foreach ((double x, double y) in series.Points)
        {
            canvas.Circle(horizontal.At(x), vertical.At(y), 3, Palette.Dark(index), $"{series.Name}: {Label(x)}, {Label(y)}");
        }
    }

    private static string DashesOf(int series) => Dashes[series % Dashes.Length];

    private static string Label(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>One of the panels of a <see cref="LinePlot"/>.</summary>
/// <param name="Title">What is special about it.</param>
/// <param name="Series">Its curves.</param>
public sealed record LinePanel(string Title, ImmutableArray<LineSeries> Series);

/// <summary>A curve.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">Its points from left to right, all finite.</param>
public sealed record LineSeries(string Name, ImmutableArray<(double X, double Y)> Points);
