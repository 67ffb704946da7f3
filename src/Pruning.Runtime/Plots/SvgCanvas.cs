using System.Globalization;
using System.Xml.Linq;

namespace Pruning;

/// <summary>An SVG document that is drawn on; lengths are pixels, the origin is the upper left corner.</summary>
internal sealed class SvgCanvas
{
    public const double LetterWidth = 6.6;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly XElement _root;

    public SvgCanvas(double width, double height, string title)
    {
        _root = new XElement(
            Svg + "svg",
            new XAttribute("width", Number(width)),
            new XAttribute("height", Number(height)),
            new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XAttribute("font-family", "DejaVu Sans, Helvetica, Arial, sans-serif"),
            new XAttribute("font-size", "12"));
        Rectangle(0, 0, width, height, "white");
        Text(width / 2, 24, title, TextAnchor.Middle).SetAttributeValue("font-size", "15");
    }

    public void Rectangle(double x, double y, double width, double height, string fill, string? tip = null) => Add(
        "rect", tip, ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)), ("fill", fill));

    public void Line(double x1, double y1, double x2, double y2, string stroke) => Add(
        "line", null, ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)), ("stroke", stroke));

    public void Path(IEnumerable<(double X, double Y)> points, string stroke, string dashes) => Add(
        "polyline",
        null,
        ("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"))),
        ("fill", "none"),
        ("stroke", stroke),
        ("stroke-width", "1.8"),
        ("stroke-dasharray", dashes));

    public void Circle(double x, double y, double radius, string fill, string? tip = null) => Add(
        "circle", tip, ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)), ("fill", fill));

    public XElement Text(double x, double y, string text, TextAnchor anchor = TextAnchor.Start, string fill = "black", double rotation = 0)
    {
        XElement element = Add(
            "text", null, ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor.ToString().ToLowerInvariant()), ("fill", fill));
        if (rotation != 0)
        {
            element.SetAttributeValue("transform", $"rotate({Number(rotation)} {Number(x)} {Number(y)})");
        }
        element.Add(text);
        return element;
    }

    public override string ToString() => _root + "\n";

    private XElement Add(string name, string? tip, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var element = new XElement(Svg + name);
        foreach ((string attribute, string value) in attributes)
        {
            element.SetAttributeValue(attribute, value);
        }
        if (tip is not null)
        {
            element.Add(new XElement(Svg + "title", tip));
        }
        _root.Add(element);
        return element;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>Which end of a text lies at its position.</summary>
internal enum TextAnchor
{
    Start,
    Middle,
    End,
}
