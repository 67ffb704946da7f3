using System.Collections.Immutable;
using System.Globalization;

namespace Pruning;

/// <summary>Horizontal bars in rows, several to a row.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Series">What the bars of a row stand for, from above.</param>
/// <param name="Rows">The rows, from above.</param>
public sealed record BarPlot(string Title, ImmutableArray<string> Series, ImmutableArray<BarRow> Rows)
{
    private const double Top = 66;
    private const double Margin = 14;
    private const double PlotWidth = 460;
    private const double BarHeight = 11;
    private const double RowGap = 8;

    /// <summary>The plot as an SVG document.</summary>
    public string ToSvg()
    {
        double left = Margin + (SvgCanvas.LetterWidth * Rows.Max(row => row.Name.Length)) + 8;
        double rowHeight = (BarHeight * Series.Length) + RowGap;
        double bottom = Top + (rowHeight * Rows.Length);
        var canvas = new SvgCanvas(left + PlotWidth + (4 * Margin), bottom + 36, Title);
        var axis = new PlotAxis(Rows.SelectMany(row => row.Values).Append(0), left, left + PlotWidth);
        foreach (double mark in axis.Marks)
        {
            canvas.Line(axis.At(mark), Top, axis.At(mark), bottom, mark == 0 ? "#707070" : "#e4e4e4");
            canvas.Text(axis.At(mark), bottom + 18, Label(mark), TextAnchor.Middle);
        }
        double legend = left;
        for (int series = 0; series < Series.Length; series++)
        {
            canvas.Rectangle(legend, Top - 22, 12, 12, Palette.Dark(series));
            canvas.Text(legend + 18, Top - 12, Series[series]);
            legend += 40 + (SvgCanvas.LetterWidth * Series[series].Length);
        }
        for (int row = 0; row < Rows.Length; row++)
        {
            double y = Top + (rowHeight * row) + (RowGap / 2);
            canvas.Text(left - 8, y + (rowHeight / 2), Rows[row].Name, TextAnchor.End);
            for (int series = 0; series < Series.Length; series++)
            {
                double value = Rows[row].Values[series];
                canvas.Rectangle(
                    Math.Min(axis.At(0), axis.At(value)), y + (BarHeight * series), Math.Abs(axis.At(value) - axis.At(0)), BarHeight - 1,
                    Palette.Dark(series), $"{Rows[row].Name}, {Series[series]}: {Label(value)}");
            }
        }
        return canvas.ToString();
    }

    private static string Label(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>A row of a <see cref="BarPlot"/>.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Values">The length of each of its bars, in the order of the series; negative ones go to the left.</param>
public sealed record BarRow(string Name, ImmutableArray<double> Values);
