using System.Globalization;
using System.Text;
using RiskEngine.Models.Evaluation;

namespace RiskEngine.Workbench.Evaluation;

/// <summary>Events found against false alerts per series and day, as SVG; the second on a logarithmic axis.</summary>
internal static class CurveChart
{
    private const double Left = 44, Right = 470, Top = 12, Bottom = 210;

    public static void Write(StringBuilder page, IReadOnlyList<EventScore> curve)
    {
        page.Append("<svg viewBox=\"0 0 500 250\" role=\"img\" aria-label=\"events found against false alerts\">\n");
        for (var share = 0; share <= 100; share += 25)
            page.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(share / 100.0):0.#}\" "
                + $"y2=\"{Y(share / 100.0):0.#}\"/><text x=\"{Left - 6}\" y=\"{Y(share / 100.0) + 4:0.#}\" text-anchor=\"end\">{share}%</text>\n");
        foreach (var budget in BenchmarkRun.Budgets)
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(budget):0.#}\" y=\"{Bottom + 16}\" text-anchor=\"middle\">{budget}</text>\n");
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Right) / 2}\" y=\"{Bottom + 34}\" "
            + $"text-anchor=\"middle\">at most so many false alerts per series-day: share of the events found</text>\n");
        var points = BenchmarkRun.Budgets.Zip(curve).ToArray();
        page.Append("<polyline class=\"curve\" points=\"").AppendJoin(
            ' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.First):0.#},{Y(point.Second.Recall):0.#}"))).Append("\"/>\n");
        foreach (var (budget, at) in points)
            page.Append(CultureInfo.InvariantCulture, $"<circle class=\"dot\" cx=\"{X(budget):0.#}\" cy=\"{Y(at.Recall):0.#}\" r=\"3.5\"><title>{at.Found} of "
                + $"{at.Events} at {at.FalsePerDay:0.###} a day, threshold {at.Threshold:G6}</title></circle>\n");
        page.Append("</svg>\n");
    }

    private static double X(double budget)
    {
        var (least, most) = (Math.Log(BenchmarkRun.Budgets[0]), Math.Log(BenchmarkRun.Budgets[^1]));
        return Left + 16 + ((Math.Log(budget) - least) / (most - least) * (Right - Left - 32));
    }

    private static double Y(double share) => Bottom - (share * (Bottom - Top));
}
