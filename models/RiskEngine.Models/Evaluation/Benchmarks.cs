using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.Evaluation;

/// <summary>Measures a model on the labelled recordings: what <c>models eval</c> prints.</summary>
public static class Benchmarks
{
    private const int SkabFirstRow = 400;
    private const int LongestStretch = 100;

    /// <summary>NAB: its three scores, the threshold tuned on the other half, each category left out, false alerts a day, VUS-PR.</summary>
    public static BenchmarkRun Nab(string folder, IModel model)
    {
        var corpus = NabRecordings.Read(folder);
        var scores = corpus.Select(series => SeriesScoring.Scores(model, series.Table)).ToArray();
        var rows = new List<BenchmarkRow>();
        var threshold = double.PositiveInfinity;
        foreach (var profile in NabProfile.All)
        {
            var best = NabScore.Best(corpus, scores, profile);
            if (profile == NabProfile.Standard) threshold = best.Threshold;
            rows.Add(new("nab", profile.Name, best.Score, Text($"threshold {best.Threshold:G6}, {best.Found} of {best.Windows} windows, {best.FalseRows} false rows")));
        }

        rows.Add(new("nab", "halves", NabScore.Halves(corpus, scores, NabProfile.Standard),
            "standard; threshold tuned on one half of the files, scored on the other, both ways averaged"));
        foreach (var (category, left) in NabScore.LeaveOneCategoryOut(corpus, scores, NabProfile.Standard))
            rows.Add(new("nab", "left out: " + category, left.Score, Text($"threshold tuned on the others; {left.Found} of {left.Windows} windows, {left.FalseRows} false rows")));
        AddVolume(rows, "nab", corpus, scores, "mean over labelled series");
        return WithEvents(new BenchmarkRun
        {
            Data = "nab", Rows = rows, Series = corpus, Scores = scores,
            Threshold = threshold, Merge = TimeSpan.FromHours(6)
        }, "at the standard threshold");
    }

    /// <summary>SKAB: pooled F1 at the best threshold with at most 20 % false alarms, and each part with the threshold of the others.</summary>
    public static BenchmarkRun Skab(string folder, IModel model)
    {
        var corpus = LabelledFolders.Skab(folder);
        var scores = corpus.Select(run => SeriesScoring.Scores(model, run.Table)).ToArray();
        var best = PointScore.Best(corpus, scores, SkabFirstRow, 0.2);
        var rows = new List<BenchmarkRow>
        {
            new("skab", "F1", best.F1, Text($"pooled, rows from {SkabFirstRow + 1} on, threshold {best.Threshold:G6}")),
            new("skab", "false-alarm rate", best.FalseAlarmRate, ""),
            new("skab", "missed-alarm rate", best.MissedAlarmRate, ""),
        };
        foreach (var category in corpus.Select(series => series.Category).Distinct())
        {
            var (others, otherScores) = Part(corpus, scores, other => other != category);
            var (own, ownScores) = Part(corpus, scores, other => other == category);
            var left = PointScore.At(PointScore.Best(others, otherScores, SkabFirstRow, 0.2).Threshold, own, ownScores, SkabFirstRow);
            rows.Add(new("skab", "left out: " + category, left.F1,
                Text($"F1; threshold tuned on the others; false-alarm rate {left.FalseAlarmRate:F3}, missed-alarm rate {left.MissedAlarmRate:F3}")));
        }

        AddVolume(rows, "skab", corpus, scores, "mean over runs, all rows");
        return new BenchmarkRun
        {
            Data = "skab", Rows = rows, Series = corpus, Scores = scores, Threshold = best.Threshold, Merge = TimeSpan.FromMinutes(5),
            Span = series => new RowRange(Math.Min(SkabFirstRow, series.Table.Rows - 1), series.Table.Rows - 1),
        };
    }

    /// <summary>GECCO 2018, BATADAL and Dodgers, those that are there: events found against false alerts a day.</summary>
    /// <param name="folder">The folder that holds theirs.</param>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<BenchmarkRun> Events(string folder, IModel model)
    {
        var runs = new List<BenchmarkRun>();
        if (Directory.Exists(Path.Combine(folder, "gecco2018"))) runs.Add(Gecco(LabelledFolders.Gecco(Path.Combine(folder, "gecco2018")), model));
        if (Directory.Exists(Path.Combine(folder, "batadal"))) runs.Add(Batadal(Path.Combine(folder, "batadal"), model));
        if (Directory.Exists(Path.Combine(folder, "dodgers"))) runs.Add(Dodgers(LabelledFolders.Dodgers(Path.Combine(folder, "dodgers")), model));
        return runs;
    }

    private static BenchmarkRun Gecco(LabelledSeries series, IModel model)
    {
        double[][] scores = [SeriesScoring.Scores(model, series.Table)];
        var hour = TimeSpan.FromHours(1);
        var half = series.Table.Rows / 2;
        RowRange Second(LabelledSeries all) => new(half, all.Table.Rows - 1);
        var tuned = EventScore.Within(1, [series], scores, hour, _ => new RowRange(1440, half));
        var result = EventScore.At(tuned.Threshold, [series], scores, hour, Second);
        return WithEvents(
            new BenchmarkRun
            {
                Data = "gecco", Series = [series], Scores = scores, Threshold = tuned.Threshold, Merge = hour, Span = Second,
                Rows = [new("gecco", "share of events", result.Recall, Text($"second half, threshold from the first; {result.Found} of {result.Events}"))],
            },
            "second half, threshold from the first");
    }

    private static BenchmarkRun Batadal(string folder, IModel model)
    {
        var clean = LabelledFolders.Batadal(folder, "dataset03.csv.gz");
        var attacked = LabelledFolders.Batadal(folder, "dataset04.csv");
        if (model.Refuses(clean.Table.Channels) is { } reason) throw new FormatException(reason);
        var scorer = model.Create(clean.Table.Channels);
        SeriesScoring.Scores(scorer, clean.Table);
        double[][] scores = [SeriesScoring.Scores(scorer, attacked.Table)];
        RowRange All(LabelledSeries all) => new(0, all.Table.Rows - 1);
        var result = EventScore.Within(2.5 / attacked.Days, [attacked], scores, TimeSpan.FromHours(24), All);
        return WithEvents(
            new BenchmarkRun
            {
                Data = "batadal", Series = [attacked], Scores = scores, Threshold = result.Threshold, Merge = TimeSpan.FromHours(24), Span = All,
                Rows = [new("batadal", "share of attacks", result.Recall,
                    Text($"learned on 03; {result.Found} of {result.Events} with {result.FalseAlerts} false alerts, threshold chosen on 04"))],
            },
            "threshold chosen on 04");
    }

    private static BenchmarkRun Dodgers(LabelledSeries series, IModel model)
    {
        double[][] scores = [SeriesScoring.Scores(model, series.Table)];
        var merge = TimeSpan.FromHours(3);
        var result = EventScore.Within(0.25, [series], scores, merge);
        return WithEvents(
            new BenchmarkRun
            {
                Data = "dodgers", Series = [series], Scores = scores, Threshold = result.Threshold, Merge = merge,
                Rows = [new("dodgers", "share of games", result.Recall, Text($"{result.Found} of {result.Events} at {result.FalsePerDay:F2} false alerts a day"))],
            },
            "threshold chosen on all games");
    }

    /// <summary>Adds what an operator would see at the threshold of the run.</summary>
    private static BenchmarkRun WithEvents(BenchmarkRun run, string how)
    {
        var at = run.At(run.Threshold);
        return run with
        {
            Rows =
            [
                .. run.Rows,
                new(run.Data, "false alerts per series-day", at.FalsePerDay,
                    Text($"merged over {run.Merge.TotalHours:0.##} h, {how}; {at.FalseAlerts} in {at.Days:F0} series-days")),
                new(run.Data, "events found", at.Found, Text($"of {at.Events}, at the same threshold")),
                new(run.Data, "median delay, minutes", at.MedianDelay.TotalMinutes, "from an event's first row to its first alarm"),
                new(run.Data, "median lead, minutes", at.MedianLead.TotalMinutes, "from that alarm to the event's last row"),
            ],
        };
    }

    /// <summary>Adds VUS-PR, where something is labelled.</summary>
    private static void AddVolume(List<BenchmarkRow> rows, string data, IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, string how)
    {
        var volumes = corpus.Zip(scores).Where(pair => pair.First.Windows.Count > 0)
            .Select(pair => VolumeUnderSurface.PrecisionRecall(pair.Second, pair.First.Windows, LongestStretch)).ToArray();
        if (volumes.Length > 0) rows.Add(new(data, "VUS-PR", volumes.Average(), how));
    }

    private static (List<LabelledSeries> Series, List<double[]> Scores) Part(IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, Func<string, bool> keep)
    {
        var kept = Enumerable.Range(0, corpus.Count).Where(i => keep(corpus[i].Category)).ToArray();
        return (kept.Select(i => corpus[i]).ToList(), kept.Select(i => scores[i]).ToList());
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
