using System.Globalization;
using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Simulator.Communities;

namespace RiskEngine.Cli.Tests.Docs;

/// <summary>Draws what the engine said about a leak: the readings of one sensor, and the transitions of its alert.</summary>
/// <param name="readings">What the sensor reported.</param>
/// <param name="transitions">Those of one alert, in order; the last one resolves it.</param>
/// <param name="incident">The leak as it was planted.</param>
internal sealed class LeakPicture(
    IReadOnlyList<(EventTime At, double Value)> readings, IReadOnlyList<AlertTransition> transitions, PlantedIncident incident)
{
    private const int Width = 900, Height = 330, Left = 56, Right = 16, Top = 56, Bottom = 44;
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(6);

    private static readonly Dictionary<Grade, string> Colours = new()
    {
        [Grade.Blue] = "#2f6fd0", [Grade.Yellow] = "#d9a400", [Grade.Orange] = "#e0700f", [Grade.Red] = "#c92a2a",
    };

    private EventTime From => incident.Start - Around;

    private EventTime To => transitions[^1].At + Around;

    private double Most => Math.Ceiling(readings.Where(reading => IsShown(reading.At)).Max(reading => reading.Value) / 10) * 10;

    public string Draw()
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"20\" font-size=\"14\" font-weight=\"bold\">{transitions[0].Key} in {transitions[0].Site}: gas in %LEL</text>\n");
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"38\" fill=\"#555555\">bands: the grade of the alert of rule {transitions[0].Rule.Id}, which averages over a minute</text>\n");
        Bands(svg);
        Axes(svg);
        Curve(svg);
        Mark(svg, incident.Start, "the leak begins");
        Mark(svg, incident.Worst, "at its worst");
        return svg.Append("</svg>\n").ToString();
    }

    private void Bands(StringBuilder svg)
    {
        for (var i = 0; i < transitions.Count - 1; i++)
        {
            var (at, grade) = (transitions[i].At, transitions[i].Grade);
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(at):0.0}\" y=\"{Top}\" width=\"{X(transitions[i + 1].At) - X(at):0.0}\" ");
            svg.Append(CultureInfo.InvariantCulture, $"height=\"{Height - Top - Bottom}\" fill=\"{Colours[grade]}\" fill-opacity=\"0.22\"/>\n");
            if (grade < transitions[i].PreviousGrade) continue;
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(at):0.0}\" x2=\"{X(at):0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"{Colours[grade]}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(at) + 3:0.0}\" y=\"{Top + 14 + (14 * i)}\" fill=\"{Colours[grade]}\" font-weight=\"bold\">");
            svg.Append(CultureInfo.InvariantCulture, $"{grade.ToString().ToLowerInvariant()} {At(at)}</text>\n");
        }

        var end = transitions[^1].At;
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(end) + 3:0.0}\" y=\"{Top + 14}\" fill=\"#2b8a3e\" font-weight=\"bold\">resolved {At(end)}</text>\n");
    }

    private void Axes(StringBuilder svg)
    {
        for (var level = 0.0; level <= Most; level += 5)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(level):0.0}\" y2=\"{Y(level):0.0}\" stroke=\"#dddddd\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{Y(level) + 4:0.0}\" text-anchor=\"end\" fill=\"#555555\">{level:0}</text>\n");
        }

        for (var at = From.FloorTo(TimeSpan.FromMinutes(5)) + TimeSpan.FromMinutes(5); at <= To; at += TimeSpan.FromMinutes(5))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(at):0.0}\" y=\"{Height - Bottom + 32}\" text-anchor=\"middle\" fill=\"#555555\">{At(at)[..5]}</text>\n");
        }
    }

    private void Curve(StringBuilder svg)
    {
        var points = readings.Where(reading => IsShown(reading.At))
            .Select(reading => string.Create(CultureInfo.InvariantCulture, $"{X(reading.At):0.0},{Y(Math.Max(0, reading.Value)):0.0}"));
        svg.Append("<polyline fill=\"none\" stroke=\"#222222\" stroke-width=\"1.5\" points=\"").AppendJoin(' ', points).Append("\"/>\n");
    }

    private void Mark(StringBuilder svg, EventTime at, string words)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(at):0.0}\" x2=\"{X(at):0.0}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom + 6}\" stroke=\"#222222\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(at):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{words}</text>\n");
    }

    private bool IsShown(EventTime at) => at >= From && at <= To;

    private double X(EventTime at) => Left + ((Width - Left - Right) * ((at - From) / (To - From)));

    private double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * value / Most);

    private static string At(EventTime at) => at.ToDateTimeOffset().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
