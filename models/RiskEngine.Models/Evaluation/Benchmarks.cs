using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.Evaluation;

/// <summary>Measures a model on the labelled recordings: what <c>models eval</c> prints.</summary>
public static class Benchmarks
{
    private const int SkabFirstRow = 400;

    /// <summary>NAB: its three scores, the threshold tuned on the other half, each category left out, false alerts a day, VUS-PR.</summary>
    public static IReadOnlyList<BenchmarkRow> Nab(string folder, IModel model)
    {
        var corpus = NabRecordings.Read(folder);
        var scores = corpus.Select(series => SeriesScoring.Scores(model, series.Table)).ToArray();
        var rows = new List<BenchmarkRow>();
        foreach (var profile in NabProfile.All)
        {
            var best = NabScore.Best(corpus, scores, profile);
            rows.Add(new("nab", profile.Name, best.Score, Text($"threshold {best.Threshold:G6}, {best.Found} of {best.Windows} windows, {best.FalseRows} false rows")));
        }

        rows.Add(new("nab", "halves", NabScore.Halves(corpus, scores, NabProfile.Standard), "standard; threshold tuned on one half of the files, scored on the other, both ways averaged"));
        foreach (var (category, left) in NabScore.LeaveOneCategoryOut(corpus, scores, NabProfile.Standard))
            rows.Add(new("nab", "left out: " + category, left.Score, Text($"threshold tuned on the others; {left.Found} of {left.Windows} windows, {left.FalseRows} false rows")));
        var at = EventScore.At(NabScore.Best(corpus, scores, NabProfile.Standard).Threshold, corpus, scores, TimeSpan.FromHours(6));
        rows.Add(new("nab", "false alerts per series-day", at.FalsePerDay, Text($"merged over 6 h at the standard threshold; {at.Found} of {at.Events} windows, median delay {at.MedianDelay}")));
        rows.Add(new("nab", "VUS-PR", corpus.Zip(scores).Where(pair => pair.First.Windows.Count > 0)
            .Average(pair => VolumeUnderSurface.PrecisionRecall(pair.Second, pair.First.Windows, 100)), "mean over labelled series"));
        return rows;
    }

    /// <summary>SKAB: pooled F1 at the best threshold with at most 20 % false alarms.</summary>
    public static IReadOnlyList<BenchmarkRow> Skab(string folder, IModel model)
    {
        var corpus = LabelledFolders.Skab(folder);
        var scores = corpus.Select(run => SeriesScoring.Scores(model, run.Table)).ToArray();
        var best = PointScore.Best(corpus, scores, SkabFirstRow, 0.2);
        return
        [
            new("skab", "F1", best.F1, Text($"pooled, rows from {SkabFirstRow + 1} on, threshold {best.Threshold:G6}")),
            new("skab", "false-alarm rate", best.FalseAlarmRate, ""),
            new("skab", "missed-alarm rate", best.MissedAlarmRate, ""),
        ];
    }

    /// <summary>GECCO 2018, BATADAL and Dodgers: events found against false alerts a day.</summary>
    /// <param name="folder">The folder that holds theirs.</param>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<BenchmarkRow> Events(string folder, IModel model)
    {
        var rows = new List<BenchmarkRow>();
        if (Directory.Exists(Path.Combine(folder, "gecco2018"))) rows.Add(Gecco(LabelledFolders.Gecco(Path.Combine(folder, "gecco2018")), model));
        if (Directory.Exists(Path.Combine(folder, "batadal"))) rows.Add(Batadal(Path.Combine(folder, "batadal"), model));
        if (Directory.Exists(Path.Combine(folder, "dodgers"))) rows.Add(Dodgers(LabelledFolders.Dodgers(Path.Combine(folder, "dodgers")), model));
        return rows;
    }

    private static BenchmarkRow Gecco(LabelledSeries series, IModel model)
    {
        double[][] scores = [SeriesScoring.Scores(model, series.Table)];
        var hour = TimeSpan.FromHours(1);
        var half = series.Table.Rows / 2;
        var tuned = EventScore.Within(1, [series], scores, hour, _ => new RowRange(1440, half));
        var result = EventScore.At(tuned.Threshold, [series], scores, hour, all => new RowRange(half, all.Table.Rows - 1));
        return new("gecco", "share of events", result.Recall, Text($"second half, threshold from the first; {result.Found} of {result.Events}, {result.FalsePerDay:F2} false alerts a day"));
    }

    private static BenchmarkRow Batadal(string folder, IModel model)
    {
        var clean = LabelledFolders.Batadal(folder, "dataset03.csv.gz");
        var attacked = LabelledFolders.Batadal(folder, "dataset04.csv");
        var scorer = model.Create(clean.Table.Channels);
        SeriesScoring.Scores(scorer, clean.Table);
        double[][] scores = [SeriesScoring.Scores(scorer, attacked.Table)];
        var result = EventScore.Within(2.5 / attacked.Days, [attacked], scores, TimeSpan.FromHours(24), all => new RowRange(0, all.Table.Rows - 1));
        return new("batadal", "share of attacks", result.Recall, Text($"learned on 03; {result.Found} of {result.Events} with {result.FalseAlerts} false alerts, threshold chosen on 04"));
    }

    private static BenchmarkRow Dodgers(LabelledSeries series, IModel model)
    {
        double[][] scores = [SeriesScoring.Scores(model, series.Table)];
        var result = EventScore.Within(0.25, [series], scores, TimeSpan.FromHours(3));
        return new("dodgers", "share of games", result.Recall, Text($"{result.Found} of {result.Events} at {result.FalsePerDay:F2} false alerts a day, median delay {result.MedianDelay}"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
