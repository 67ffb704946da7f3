using System.Collections.Immutable;
using System.Globalization;

namespace Pruning;

/// <summary>A table of shares whose cells are the darker, the larger they are.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Rows">What the rows stand for.</param>
/// <param name="Columns">What the columns stand for.</param>
/// <param name="Shares">For each row one number from 0 to 1 for each column.</param>
public sealed record HeatMap(
    string Title, ImmutableArray<string> Rows, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<double>> Shares)
{
    private const double CellWidth = 44;
    private const double CellHeight = 20;
    private const double Head = 44;
    private const double Margin = 14;

    // Slanted names rise by the sine of their angle.
    private const double Slant = 50;
    private const double Rise = 0.77;

    /// <summary>The table as an SVG document.</summary>
    public string ToSvg()
    {
        double left = Margin + (SvgCanvas.LetterWidth * Rows.Max(row => row.Length)) + 8;
        double names = SvgCanvas.LetterWidth * Columns.Max(column => column.Length) * Rise;
        double top = Head + names + 8;
        double right = Math.Max(left + (CellWidth * Columns.Length) + names + Margin, SvgCanvas.LetterWidth * 1.3 * Title.Length);
        var canvas = new SvgCanvas(right, top + (CellHeight * Rows.Length) + Margin, Title);
        for (int column = 0; column < Columns.Length; column++)
        {
            canvas.Text(left + (CellWidth * (column + 0.5)), top - 6, Columns[column], rotation: -Slant);
        }
        for (int row = 0; row < Rows.Length; row++)
        {
            double y = top + (CellHeight * row);
            canvas.Text(left - 8, y + 14, Rows[row], TextAnchor.End);
            for (int column = 0; column < Columns.Length; column++)
            {
                double x = left + (CellWidth * column), share = Shares[row][column];
                string tip = $"{Rows[row]}, {Columns[column]}: {Percent(share, "0.0")}";
                canvas.Rectangle(x, y, CellWidth - 1, CellHeight - 1, Shade(share), tip);
                canvas.Text(x + (CellWidth / 2), y + 14, Percent(share, "0"), TextAnchor.Middle, share > 0.5 ? "white" : "black");
            }
        }
        return canvas.ToString();
    }

    private static string Percent(double share, string format) => (100 * share).ToString(format, CultureInfo.InvariantCulture);

    // From a light to a dark blue.
    private static string Shade(double share)
    {
        return $"#{Mixed(0xf0, 0x08):x2}{Mixed(0xf4, 0x30):x2}{Mixed(0xfa, 0x6b):x2}";

        int Mixed(int light, int dark) => (int)Math.Round(light + ((dark - light) * Math.Clamp(share, 0, 1)));
    }
}
