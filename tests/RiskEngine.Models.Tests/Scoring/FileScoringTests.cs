using System.Globalization;
using System.IO.Compression;
using System.Text;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Scoring;
using Xunit;

namespace RiskEngine.Models.Tests.Scoring;

public sealed class FileScoringTests
{
    [Fact]
    public void Rows_keep_their_order_and_spelling()
    {
        var scored = Score("time;level\n2026-01-01 00:00:00;1.50\n2026-01-01 00:05:00;\n2026-01-01 00:10:00;x\n");
        Assert.Equal("timestamp,value,anomaly_score\n2026-01-01 00:00:00,1.50,0\n2026-01-01 00:05:00,,0\n2026-01-01 00:10:00,x,0\n", scored);
    }

    [Fact]
    public void Labels_are_never_read()
    {
        var random = new Random(1);
        StringBuilder plain = new("time,a\n"), labelled = new("time,a,anomaly\n");
        for (var row = 0; row < 1200; row++)
        {
            var value = Noise.Normal(random).ToString("R", CultureInfo.InvariantCulture);
            var time = Noise.Time(row).ToString();
            plain.Append(CultureInfo.InvariantCulture, $"{time},{value}\n");
            labelled.Append(CultureInfo.InvariantCulture, $"{time},{value},{row % 2}\n");
        }

        Assert.Equal(Score(plain.ToString()), Score(labelled.ToString()));
    }

    [Fact]
    public void Later_rows_do_not_change_earlier_scores()
    {
        var random = new Random(2);
        var rows = Enumerable.Range(0, 900).Select(row => $"{Noise.Time(row)},{Noise.Normal(random).ToString("R", CultureInfo.InvariantCulture)}\n").ToArray();
        var all = Score("time,a\n" + string.Concat(rows));
        var first = Score("time,a\n" + string.Concat(rows[..600]));
        Assert.StartsWith(first, all, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_longer_than_is_scored_at_once_has_the_scores_of_row_by_row()
    {
        const int Rows = 70_000;
        var random = new Random(6);
        var values = Enumerable.Range(0, Rows).Select(row => row % 9001 == 17 ? 40 : Noise.Normal(random)).ToArray();
        var scored = Score("time,a\n" + string.Concat(values.Select((value, row) => $"{Noise.Time(row)},{value.ToString("R", CultureInfo.InvariantCulture)}\n")));
        var scorer = new AutoModel().Create(1);
        var expected = values.Select((value, row) => scorer.Observe(Noise.Time(row), [value]).Value).ToArray();
        var found = scored.Split('\n')[1..^1].Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(expected, found);
        Assert.True(expected.Max() > 0.99);
    }

    [Fact]
    public void Rows_before_a_faulty_one_are_written()
    {
        using var writer = new StringWriter();
        Assert.Throws<FormatException>(() => FileScoring.Score(new AutoModel(), new StringReader("time,a\n2026-01-01 00:00:00,1\n2026-01-01 00:05:00\n"), writer, "test.csv"));
        Assert.Equal("timestamp,value,anomaly_score\n2026-01-01 00:00:00,1,0\n", writer.ToString());
    }

    [Fact]
    public void Packed_recordings_are_read_and_written_and_a_folder_keeps_its_tree()
    {
        var folder = Directory.CreateTempSubdirectory("riskengine-scoring-").FullName;
        try
        {
            var text = "time,a\n" + string.Concat(Enumerable.Range(0, 300).Select(row => $"{Noise.Time(row)},{row % 7}\n"));
            Directory.CreateDirectory(Path.Combine(folder, "in", "deep"));
            File.WriteAllText(Path.Combine(folder, "in", "plain.csv"), text);
            using (var packed = new GZipStream(File.Create(Path.Combine(folder, "in", "deep", "packed.csv.gz")), CompressionLevel.Fastest)) packed.Write(
                Encoding.UTF8.GetBytes(text));
            Assert.Equal((2, 600L), FileScoring.ScorePath(new AutoModel(), Path.Combine(folder, "in"), Path.Combine(folder, "out")));
            Assert.Equal(Score(text), File.ReadAllText(Path.Combine(folder, "out", "plain.csv")));
            Assert.Equal(Score(text), File.ReadAllText(Path.Combine(folder, "out", "deep", "packed.csv")));
            FileScoring.ScorePath(new AutoModel(), Path.Combine(folder, "in", "deep", "packed.csv.gz"), Path.Combine(folder, "one.csv.gz"));
            using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "one.csv.gz")), CompressionMode.Decompress));
            Assert.Equal(Score(text), reader.ReadToEnd());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_row_with_missing_cells_names_its_line()
    {
        var fault = Assert.Throws<FormatException>(() => Score("time,a\n2026-01-01 00:00:00,1\n2026-01-01 00:05:00\n"));
        Assert.StartsWith("test.csv:3: 1 cells under 2 columns", fault.Message, StringComparison.Ordinal);
    }

    private static string Score(string csv)
    {
        using var reader = new StringReader(csv);
        using var writer = new StringWriter();
        FileScoring.Score(new AutoModel(), reader, writer, "test.csv");
        return writer.ToString();
    }
}
