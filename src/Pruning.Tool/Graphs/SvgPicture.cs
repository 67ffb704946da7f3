using System.Net;
using System.Text;

namespace Pruning.Tool.Graphs;

/// <summary>The coupling graph as a picture that any browser shows, without Graphviz: layers as rows, groups as vertical tracks.</summary>
internal sealed class SvgPicture
{
    private const int RowHeight = 20;
    private const int ColumnWidth = 16;
    private const int Margin = 20;
    private const int Head = 78;
    private const double LetterWidth = 7.3;

    private readonly CouplingGraph _couplings;
    private readonly TrackLayout _layout;
    private readonly Dictionary<int, Track> _tracks;
    private readonly StringBuilder _text = new();
    private readonly int _tracksLeft;
    private readonly int _labelsLeft;

    private SvgPicture(CouplingGraph couplings)
    {
        _couplings = couplings;
        _layout = new TrackLayout(couplings);
        _tracks = _layout.Tracks.ToDictionary(track => track.Group);
        _tracksLeft = Margin + (int)(LetterWidth * couplings.Layers.Max(layer => layer.Path.Length)) + 24;
        _labelsLeft = _tracksLeft + (ColumnWidth * _layout.Columns) + 12;
    }

    /// <summary>The picture as an SVG document.</summary>
    public static string Of(CouplingGraph couplings) => couplings.Layers.IsEmpty ? Empty(couplings) : new SvgPicture(couplings).Draw();

    private static string Empty(CouplingGraph couplings) =>
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"60\"><rect width=\"640\" height=\"60\" fill=\"white\"/>" +
        $"<text x=\"20\" y=\"35\" font-family=\"sans-serif\">{Escaped(couplings.Model.Model)} has no prunable groups.</text></svg>\n";

    private string Draw()
    {
        ILookup<int, Track> starting = _layout.Tracks.ToLookup(track => track.First);
        int longest = Math.Max(40, _couplings.Layers.Max(layer => string.Join("  ", starting[layer.Row].Select(Label)).Length));
        int width = Math.Max(_labelsLeft + (int)(LetterWidth * longest), Margin + (int)(LetterWidth * Subtitle.Length)) + Margin;
        int height = Head + (RowHeight * _couplings.Layers.Length) + Margin;
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" " +
            "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"12\">");
        Add($"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>");
        DrawHead();
        foreach (CoupledLayer layer in _couplings.Layers)
        {
            DrawRow(layer, [.. starting[layer.Row]], width);
        }

        foreach (Track track in _layout.Tracks)
        {
            Add($"<line x1=\"{X(track)}\" y1=\"{Y(track.First)}\" x2=\"{X(track)}\" y2=\"{Y(track.Last)}\" " +
                $"stroke=\"{Palette.Dark(track.Group)}\" stroke-width=\"2.5\"{(IsExact(track) ? "" : " stroke-dasharray=\"5 3\"")}/>");
        }

        foreach (CoupledLayer layer in _couplings.Layers)
        {
            foreach (Link link in layer.Links.OrderBy(link => link.Kind))
            {
                DrawMark(layer, link);
            }
        }

        Add("</svg>");
        return _text.ToString();
    }

    private void DrawHead()
    {
        Graph model = _couplings.Model;
        Add($"<text x=\"{Margin}\" y=\"28\" font-size=\"16\" font-weight=\"bold\">{Escaped(model.Model)}</text>");
        Add($"<text x=\"{Margin}\" y=\"48\" fill=\"#555\">{Subtitle}</text>");
        const int Legend = 62;
        Mark(LinkKind.Produces, Margin + 5, Legend, "#555", "");
        Add($"<text x=\"{Margin + 16}\" y=\"{Legend + 4}\" fill=\"#555\">produces</text>");
        Mark(LinkKind.Reads, Margin + 105, Legend, "#555", "");
        Add($"<text x=\"{Margin + 116}\" y=\"{Legend + 4}\" fill=\"#555\">reads</text>");
        Mark(LinkKind.Follows, Margin + 185, Legend, "#555", "");
        Add($"<text x=\"{Margin + 196}\" y=\"{Legend + 4}\" fill=\"#555\">follows (norms, biases)</text>");
    }

    private void DrawRow(CoupledLayer layer, IReadOnlyList<Track> starting, int width)
    {
        int y = Y(layer.Row);
        if (layer.Row % 2 == 0)
        {
            Add($"<rect x=\"{Margin - 6}\" y=\"{y - (RowHeight / 2)}\" width=\"{width - (2 * Margin) + 12}\" " +
                $"height=\"{RowHeight}\" fill=\"#f4f4f4\"/>");
        }

        Add($"<text x=\"{Margin}\" y=\"{y + 4}\">{Escaped(layer.Path)}</text>");
        if (starting.Count > 0)
        {
            string spans = string.Concat(starting.Select(track =>
                $"<tspan fill=\"{Palette.Dark(track.Group)}\">{Escaped(Label(track))}  </tspan>"));
            Add($"<text x=\"{_labelsLeft}\" y=\"{y + 4}\" xml:space=\"preserve\">{spans}</text>");
        }
    }

    private void DrawMark(CoupledLayer layer, Link link)
    {
        Track track = _tracks[link.Group];
        string verb = link.Kind.ToString().ToLowerInvariant();
        Mark(link.Kind, X(track), Y(layer.Row), Palette.Dark(link.Group), $"{layer.Path} {verb} {Label(track)}");
    }

    private void Mark(LinkKind kind, int x, int y, string colour, string title)
    {
        string tooltip = title.Length == 0 ? "" : $"<title>{Escaped(title)}</title>";
        Add(kind switch
        {
            LinkKind.Produces => $"<circle cx=\"{x}\" cy=\"{y}\" r=\"6\" fill=\"{colour}\">{tooltip}</circle>",
            LinkKind.Reads =>
                $"<circle cx=\"{x}\" cy=\"{y}\" r=\"4.5\" fill=\"white\" stroke=\"{colour}\" stroke-width=\"2\">{tooltip}</circle>",
            _ => $"<rect x=\"{x - 5}\" y=\"{y - 1}\" width=\"10\" height=\"3\" fill=\"{colour}\">{tooltip}</rect>",
        });
    }

    private string Subtitle => FormattableString.Invariant(
        $"{_couplings.Model.Groups.Length} groups of coupled channels in {_couplings.Layers.Length} layers; dashed: pruning is not exact");

    private bool IsExact(Track track) => _couplings.Model.Groups[track.Group].IsExact;

    private string Label(Track track)
    {
        Group group = _couplings.Model.Groups[track.Group];
        return FormattableString.Invariant($"{group.Name} ({group.Channels})");
    }

    private int X(Track track) => _tracksLeft + (ColumnWidth * track.Column) + (ColumnWidth / 2);

    private static int Y(int row) => Head + (RowHeight * row) + (RowHeight / 2);

    private void Add(string element) => _text.Append(element).Append('\n');

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
