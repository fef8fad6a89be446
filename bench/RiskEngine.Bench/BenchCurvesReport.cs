using System.Globalization;
using System.Text;

namespace RiskEngine.Bench;

/// <summary>Cost curves as a table and as a picture of small panels, logarithmic both ways.</summary>
public static class BenchCurvesReport
{
    private const int Wide = 300;
    private const int High = 170;
    private const int Margin = 60;
    private const double LowestRate = 1e3;
    private const double HighestRate = 1e7;

    /// <summary>A Markdown table for each curve.</summary>
    public static string Table(IReadOnlyList<BenchPoint> points)
    {
        var text = new StringBuilder();
        foreach (var curve in points.GroupBy(point => point.Axis))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n| {BenchCurves.Axes[curve.Key]} | events/s | ns/event | allocated bytes/event | bytes/source |\n|--:|--:|--:|--:|--:|\n");
            foreach (var point in curve)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"| {point.Value:#,0.##} | {point.Rate:#,0} | {point.Nanoseconds:#,0} | {point.BytesPerEvent:#,0.0} | {point.BytesPerSource:#,0} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>An SVG document with a panel for each curve.</summary>
    public static string Picture(IReadOnlyList<BenchPoint> points)
    {
        var curves = points.GroupBy(point => point.Axis).ToList();
        var rows = (curves.Count + 1) / 2;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{(2 * (Wide + Margin)) + 40}\" "
            + $"height=\"{(rows * (High + Margin)) + 40}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n<text x=\"20\" y=\"18\" font-size=\"13\">events per second of one task (partitions: "
            + "of all), both axes logarithmic</text>\n");
        for (var i = 0; i < curves.Count; i++) Panel(svg, Margin + (i % 2 * (Wide + Margin)), 50 + (i / 2 * (High + Margin)), BenchCurves.Axes[curves[i].Key], [.. curves[i]]);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, int left, int top, string title, IReadOnlyList<BenchPoint> points)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left}\" y=\"{top - 6}\">{title}</text>\n");
        for (var power = 3; power <= 7; power++)
        {
            var y = Y(top, Math.Pow(10, power));
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{left}\" x2=\"{left + Wide}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" "
                + $"stroke=\"#ddd\"/><text x=\"{left - 4}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Math.Pow(10, power):#,0}</text>\n");
        }

        var steps = points.Count - 1.0;
        var path = string.Join(' ', points.Select((point, index) => FormattableString.Invariant($"{left + 20 + ((Wide - 40) * index / steps):0.#},{Y(top, point.Rate):0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"#1f6feb\" stroke-width=\"2\"/>\n");
        for (var index = 0; index < points.Count; index++)
        {
            var x = left + 20 + ((Wide - 40) * index / steps);
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{Y(top, points[index].Rate):0.#}\" r=\"3\" "
                + $"fill=\"#1f6feb\"/><text x=\"{x:0.#}\" y=\"{top + High + 14}\" text-anchor=\"middle\">{points[index].Value:#,0.##}</text>\n");
        }
    }

    private static double Y(int top, double rate) =>
        top + High - (High * Math.Log10(Math.Clamp(rate, LowestRate, HighestRate) / LowestRate) / Math.Log10(HighestRate / LowestRate));
}
