using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Bench;

namespace RiskEngine.LoadTest;

/// <summary>How the limit changes with one thing at a time: partitions, engines, alerts.</summary>
internal static class LoadCurves
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly (string Axis, double[] Values, Func<LoadRequest, double, LoadRequest> Apply)[] Axes =
    [
        ("partitions of each of four topics", [1, 2, 4, 8], (request, value) => request with { Partitions = (int)value }),
        ("engines", [1, 2], (request, value) => request with { Instances = (int)value }),
        ("share of the devices alerting half of the time", [0.001, 0.01, 0.1, 0.5], (request, value) => request with { Profile = request.Profile with { AlertingShare = value } }),
    ];

    public static async Task<int> RunAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var measured = new Dictionary<LoadRequest, LoadFigure>();
        var curves = new List<LoadCurve>();
        foreach (var (axis, values, apply) in Axes)
        {
            var points = new List<LoadCurvePoint>();
            foreach (var value in values)
            {
                var varied = apply(request, value);
                if (!measured.TryGetValue(varied, out var figure))
                {
                    var name = FormattableString.Invariant($"{axis.Split(' ')[0]} {value}");
                    measured[varied] = figure = await LoadStretch.RunAsync(varied, LoadSubject.Engine, name, null, request.Trial, cancellationToken).ConfigureAwait(false);
                }

                points.Add(new LoadCurvePoint(value, figure));
            }

            curves.Add(new LoadCurve(axis, points));
        }

        var text = Text(curves);
        Console.Write(text);
        if (request.Results is { } folder) Write(folder, request, curves, text);
        return curves.SelectMany(curve => curve.Points).All(point => point.Figure.Fault is null) ? 0 : 1;
    }

    private static string Text(IReadOnlyList<LoadCurve> curves)
    {
        var text = new StringBuilder();
        foreach (var (axis, points) in curves)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n| {axis} | events/s | us of CPU per event | cores busy, all | alerts published/s | share of each engine |\n|--:|--:|--:|--:|--:|--:|\n");
            foreach (var (value, figure) in points)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"| {value:#,0.###} | {(figure.Fault is null ? figure.Rate.ToString("#,0", CultureInfo.InvariantCulture) : "no rate: " + figure.Fault)} | "
                    + $"{figure.CpuPerEvent:0.00} | {figure.Cores["machine"]:0.00} | {figure.TransitionsPerSecond:#,0} | "
                    + $"{string.Join(", ", figure.EngineShares.Select(share => share.ToString("0 %", CultureInfo.InvariantCulture)))} |\n");
            }
        }

        return text.ToString();
    }

    private static void Write(string folder, LoadRequest request, IReadOnlyList<LoadCurve> curves, string text)
    {
        Directory.CreateDirectory(folder);
        var machine = BenchMachine.Read();
        var name = Path.Combine(folder, $"{machine.Date}-load-curves");
        var points = curves.Select(curve => new { curve.Axis, Points = curve.Points.Select(point => new { point.Value, Figure = point.Figure with { Samples = [] } }) });
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(new { machine, profile = request.Profile, curves = points }, Json) + "\n");
        File.WriteAllText(name + ".md",
            $"# The limit end to end, one thing varied at a time: {request.Profile.Name}\n\n{machine.Sentence}\n\nElsewhere {request.Partitions} "
            + $"partitions of each of four topics, one engine, {request.Profile.AlertingShare:0.###} of the devices alerting half of the time.\n{text}");
        File.WriteAllText(name + ".svg", LoadPicture.Of(curves));
        Console.WriteLine($"written: {name}.md, .json, .svg");
    }
}
