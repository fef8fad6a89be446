using System.Globalization;
using System.Text;

namespace RiskEngine.LoadTest;

/// <summary>Rate, latency and memory over the time of a stretch, as SVG.</summary>
internal static class LoadPicture
{
    private const int Width = 720;
    private const int Height = 180;
    private const int Left = 70;
    private const int Gap = 60;

    public static string Of(LoadRequest request, LoadFigure figure)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width + Left + 30}\" "
            + $"height=\"{(3 * Height) + (3 * Gap) + 20}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        var rates = figure.Samples.Select(sample => (sample.Second, sample.Rate)).ToList();
        Panel(svg, 30, FormattableString.Invariant($"{request.Profile.Name}: events per second taken ({figure.Asked:#,0} asked for)"),
            figure.Seconds, [("#1f6feb", "rate", rates)]);
        Panel(svg, Height + Gap + 30, "milliseconds from the time an event was due to its alert at the consumer", figure.Seconds,
        [
            ("#d29922", "p99", [.. figure.Samples.Select(sample => (sample.Second, sample.P99))]),
            ("#2da44e", "p50", [.. figure.Samples.Select(sample => (sample.Second, sample.P50))]),
        ]);
        Panel(svg, (2 * (Height + Gap)) + 30, FormattableString.Invariant(
            $"megabytes of working set; {figure.Collections.ElementAtOrDefault(2)} collections of the oldest generation"), figure.Seconds,
            [("#8250df", "memory", [.. figure.Samples.Select(sample => (sample.Second, sample.MemoryBytes / 1048576.0))])]);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Curves, a panel each; the values of an axis stand at even distances.</summary>
    public static string Of(IReadOnlyList<LoadCurve> curves)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width + Left + 30}\" "
            + $"height=\"{(curves.Count * (Height + Gap)) + 20}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (var i = 0; i < curves.Count; i++)
        {
            var points = curves[i].Points.Where(point => point.Figure.Fault is null).ToList();
            if (points.Count == 0) continue;
            var labels = points.Select(point => point.Value.ToString("#,0.###", CultureInfo.InvariantCulture)).ToList();
            Panel(svg, (i * (Height + Gap)) + 30, $"events per second, by {curves[i].Axis}", Math.Max(1, points.Count - 1),
                [("#1f6feb", "", [.. points.Select((point, n) => ((double)n, point.Figure.Rate))])], labels);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Clock(double seconds, double whole) => whole > 600 ? FormattableString.Invariant($"{seconds / 60:0} min") : FormattableString.Invariant($"{seconds:0} s");

    private static void Panel(StringBuilder svg, int top, string title, double seconds,
        IReadOnlyList<(string Colour, string Name, List<(double Second, double Value)> Points)> lines, IReadOnlyList<string>? labels = null)
    {
        var most = Math.Max(1, lines.SelectMany(line => line.Points).Max(point => point.Value) * 1.1);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{top - 10}\" font-size=\"14\">{title}</text>\n");
        for (var step = 0; step <= 4; step++)
        {
            var y = top + Height - (Height * step / 4.0);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" "
                + $"stroke=\"#ddd\"/><text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{most * step / 4:#,0}</text>\n");
        }

        labels ??= [.. Enumerable.Range(0, 7).Select(step => Clock(seconds * step / 6, seconds))];
        for (var step = 0; step < labels.Count; step++)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Left + (Width * step / Math.Max(1, labels.Count - 1))}\" y=\"{top + Height + 16}\" text-anchor=\"middle\">{labels[step]}</text>\n");
        }

        for (var i = 0; i < lines.Count; i++)
        {
            var (colour, name, points) = lines[i];
            var path = string.Join(' ', points.Select(
                point => FormattableString.Invariant($"{Left + (Width * point.Second / seconds):0.#},{top + Height - (Height * point.Value / most):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><text "
                + $"x=\"{Left + Width - 10 - (50 * i)}\" y=\"{top - 10}\" fill=\"{colour}\" text-anchor=\"end\">{name}</text>\n");
        }
    }
}
