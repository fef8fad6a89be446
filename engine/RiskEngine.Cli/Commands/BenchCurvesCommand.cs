using System.CommandLine;
using RiskEngine.Bench;

namespace RiskEngine.Cli.Commands;

/// <summary><c>bench curves</c>: how the cost of an event grows with what an installation has more of.</summary>
internal static class BenchCurvesCommand
{
    public static Command Create()
    {
        var axes = new Option<string[]>("--axis")
        {
            Description = "Which curves: " + string.Join(", ", BenchCurves.Axes.Keys) + "; all without it",
            AllowMultipleArgumentsPerToken = true,
        };
        axes.AcceptOnlyFromAmong([.. BenchCurves.Axes.Keys]);
        var seconds = new Option<int>("--seconds")
        {
            Description = "Seconds of work measured for each point, 1 to 600; as long before it to warm up",
            DefaultValueFactory = _ => 2,
        }.Within(1, 600);
        var results = new Option<string?>("--results") { Description = "Also write table and picture into this folder, e.g. bench/results" };
        var command = new Command("curves", "Measure the data path from memory with more and more rules, sources, window, event size, alerts and partitions.")
        {
            axes, seconds, results,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var points = new List<BenchPoint>();
            var asked = parsed.GetValue(axes) is { Length: > 0 } some ? some : [.. BenchCurves.Axes.Keys];
            foreach (var axis in asked)
            {
                foreach (var point in BenchCurves.Measure(axis, TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken))
                {
                    points.Add(point);
                    Console.Error.WriteLine(FormattableString.Invariant($"{axis,-12} {point.Value,12:#,0.##}  {point.Rate,10:#,0} events/s"));
                }
            }

            Console.WriteLine(BenchCurvesReport.Table(points));
            if (parsed.GetValue(results) is { } folder) Write(folder, points);
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Write(string folder, IReadOnlyList<BenchPoint> points)
    {
        Directory.CreateDirectory(folder);
        var machine = BenchMachine.Read();
        var name = Path.Combine(folder, $"{machine.Date}-curves");
        File.WriteAllText(name + ".md", $"# What an event costs, one thing varied at a time\n\n{machine.Sentence}\n{BenchCurvesReport.Table(points)}");
        File.WriteAllText(name + ".svg", BenchCurvesReport.Picture(points));
        Console.Error.WriteLine($"written: {name}.md, {name}.svg");
    }
}
