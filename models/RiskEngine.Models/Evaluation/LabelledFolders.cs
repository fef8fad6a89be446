namespace RiskEngine.Models.Evaluation;

/// <summary>Reads the other labelled recordings: SKAB, GECCO 2018, BATADAL, Dodgers, from their folders.</summary>
public static class LabelledFolders
{
    /// <summary>SKAB's runs of <c>valve1</c> and <c>other</c> with their column <c>anomaly</c>.</summary>
    public static IReadOnlyList<LabelledSeries> Skab(string folder)
    {
        var all = new List<LabelledSeries>();
        foreach (var part in new[] { "other", "valve1" })
        {
            foreach (var path in Directory.GetFiles(Path.Combine(folder, part), "*.csv").Order(StringComparer.Ordinal))
            {
                var table = CsvRecording.Read(path);
                all.Add(new LabelledSeries($"{part}/{Path.GetFileName(path)}", table, table.Labelled("anomaly")));
            }
        }

        return all;
    }

    /// <summary>GECCO 2018's drinking water, training period, with its column <c>EVENT</c>.</summary>
    public static LabelledSeries Gecco(string folder)
    {
        var table = CsvRecording.Read(Path.Combine(folder, "gecco2018_train.csv.gz"));
        return new LabelledSeries("gecco2018/train.csv", table, table.Labelled("EVENT"));
    }

    /// <summary>BATADAL's network: the year without attacks (<c>dataset03.csv.gz</c>) or the half year with them (<c>dataset04.csv</c>).</summary>
    public static LabelledSeries Batadal(string folder, string file)
    {
        var table = CsvRecording.Read(Path.Combine(folder, file));
        return new LabelledSeries("batadal/" + file, table, Spans(Path.Combine(folder, file[..9] + "_attacks.csv"), table, TimeSpan.Zero, TimeSpan.Zero, fromEnd: false));
    }

    /// <summary>Cars near the stadium; the burst that follows each game is the event: from an hour before its end to two hours after.</summary>
    /// <remarks>A count of -1 means no reading and becomes NaN.</remarks>
    public static LabelledSeries Dodgers(string folder)
    {
        var table = CsvRecording.Read(Path.Combine(folder, "dodgers_counts.csv"));
        for (var i = 0; i < table.Values.Length; i++)
            if (table.Values[i] < 0) table.Values[i] = double.NaN;
        var games = Spans(Path.Combine(folder, "dodgers_games.csv"), table, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(120), fromEnd: true);
        return new LabelledSeries("dodgers/counts.csv", table, games);
    }

    private static List<RowRange> Spans(string path, ChannelTable table, TimeSpan before, TimeSpan after, bool fromEnd)
    {
        var spans = new List<RowRange>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var cells = line.Split(',');
            if (cells.Length < 2 || !CsvRecording.TryTime(cells[0], out var start) || !CsvRecording.TryTime(cells[1], out var end)) continue;
            if (table.Between((fromEnd ? end : start) - before, end + after) is { } rows && (spans.Count == 0 || rows.First > spans[^1].Last)) spans.Add(rows);
        }

        return spans;
    }
}
