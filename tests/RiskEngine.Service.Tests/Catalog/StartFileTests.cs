using System.Globalization;
using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Scoring;
using RiskEngine.Models.Scoring;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Service.Tests.Catalog;

public sealed class StartFileTests
{
    private const string Rule = """
        id: flow-odd
        title: The flow is odd
        owner: water
        on: utility.water.flow
        by: source
        detect: {type: score, model: auto, measure: value}
        grades: {yellow: ">= 0.999"}
        clear: {when: "< 0.9", for: 1m}
        message: "{{ source }} is odd"
        """;

    [Theory]
    [InlineData("model: auto")]
    [InlineData("model: auto, seasonality: daily")]
    [InlineData("model: auto, time_zone: Europe/Berlin")]
    [InlineData("model: auto, seasonality: daily, time_zone: Asia/Shanghai")]
    public void A_fitted_start_equals_having_seen_the_history(string model)
    {
        using var folder = new TemporaryFolder();
        var rule = folder.Write("rule.yaml", Rule.Replace("model: auto", model, StringComparison.Ordinal));
        var history = folder.Write("history.jsonl", Events(0, 3000));
        var fresh = folder.Write("fresh.jsonl", Events(3000, 5000));
        var record = new ScorerRecord();
        Run(ModelSet.Load().Recorded(record), rule, history);
        var start = Path.Combine(folder.Root, "site.start");
        StartFile.Write(start, record.Entries());

        var whole = Run(ModelSet.Load(), rule, history, fresh).Where(transition => transition.At >= At(3000)).ToArray();
        var started = Run(ModelSet.Load().StartingFrom(start), rule, fresh);
        var blind = Run(ModelSet.Load(), rule, fresh);
        Assert.NotEmpty(whole);
        Assert.Equal(whole.Select(Text), started.Select(Text));
        Assert.NotEqual(whole.Select(Text), blind.Select(Text));
    }

    [Fact]
    public void A_recording_starts_where_its_history_ended()
    {
        using var folder = new TemporaryFolder();
        var start = Path.Combine(folder.Root, "site.start");
        var record = new ScorerRecord();
        Score(ModelSet.Load().Recorded(record), 0, 3000, "a.csv");
        StartFile.Write(start, record.Entries());
        var whole = Score(ModelSet.Load(), 0, 4000, "a.csv").Split('\n')[3001..];
        Assert.Equal(whole, Score(ModelSet.Load().StartingFrom(start), 3000, 4000, "a.csv").Split('\n')[1..]);
        Assert.Equal(whole, Score(ModelSet.Load().StartingFrom(start), 3000, 4000, "other.csv").Split('\n')[1..]);
        Assert.NotEqual(whole, Score(ModelSet.Load(), 3000, 4000, "a.csv").Split('\n')[1..]);
    }

    [Fact]
    public void A_file_that_is_missing_foreign_newer_or_damaged_is_told()
    {
        using var folder = new TemporaryFolder();
        var start = Path.Combine(folder.Root, "site.start");
        Assert.StartsWith($"{start}: there is no such start file", Fault(start), StringComparison.Ordinal);
        File.WriteAllText(start, "something else that is long enough to be a start file, but is none of that kind");
        Assert.StartsWith($"{start}: this is no start file", Fault(start), StringComparison.Ordinal);
        var record = new ScorerRecord();
        Score(ModelSet.Load().Recorded(record), 0, 300, "a.csv");
        StartFile.Write(start, record.Entries());
        var bytes = File.ReadAllBytes(start);
        for (var at = 18; at < bytes.Length; at += 97)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 4;
            File.WriteAllBytes(start, damaged);
            Assert.Contains("its checksum does not fit", Fault(start), StringComparison.Ordinal);
        }

        bytes[17] = 9;
        File.WriteAllBytes(start, bytes);
        Assert.StartsWith($"{start}: format 9, but this version reads 1", Fault(start), StringComparison.Ordinal);
    }

    [Fact]
    public void What_other_parameters_learned_or_damaged_states_are_refused_all_at_once()
    {
        using var folder = new TemporaryFolder();
        var start = Path.Combine(folder.Root, "site.start");
        var auto = ModelSet.Load().Find("auto");
        StartFile.Write(start,
        [
            new StartEntry(new SeriesName("recording", "a"), "auto", auto.Version, "0123456789ab", 1, [1]),
            new StartEntry(new SeriesName("recording", "b"), "auto", auto.Version, auto.ParameterHash, 1, [1, 2, 3]),
            new StartEntry(new SeriesName("recording", "c"), "gone", "1", "0123456789ab", 1, [1]),
        ]);
        var faults = Assert.Throws<OptionsException>(() => ModelSet.Load().StartingFrom(start)).Faults;
        Assert.Equal(3, faults.Count);
        Assert.Contains(faults, fault => fault.Contains(
            "its 1 series of auto were learned with v" + auto.Version + ", parameters 0123456789ab, but here auto is", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith($"{start}: series recording b: ", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("it holds 1 series of model 'gone', which does not exist here", StringComparison.Ordinal));
    }

    private static string Fault(string start) => Assert.Throws<OptionsException>(() => ModelSet.Load().StartingFrom(start)).Message;

    private static string Text(AlertTransition transition) =>
        FormattableString.Invariant($"{transition.At} {transition.Key} {transition.State} {transition.Grade} {transition.Measurement.Measure}");

    private static List<AlertTransition> Run(ModelSet models, string rule, params string[] events)
    {
        var transitions = new List<AlertTransition>();
        Backtest.Run(new BacktestRequest { Rules = RuleFolder.Load(rule, models), Recording = new Recording(events) }, transitions.Add, CancellationToken.None);
        return transitions;
    }

    private static string Score(ModelSet models, int first, int last, string series)
    {
        var csv = new StringBuilder("time,flow\n");
        for (var row = first; row < last; row++) csv.Append(CultureInfo.InvariantCulture, $"{At(row)},{Value(row)}\n");
        using var writer = new StringWriter();
        FileScoring.Score(models.Find("auto"), new StringReader(csv.ToString()), writer, series, series);
        return writer.ToString();
    }

    private static string Events(int first, int last)
    {
        var text = new StringBuilder();
        for (var row = first; row < last; row++)
            text.Append(CultureInfo.InvariantCulture, $$"""{"kind":"utility.water.flow","source":"wm-1","site":"a/b","time":"{{At(row)}}","value":{{Value(row)}}}""").Append('\n');
        return text.ToString();
    }

    private static Core.Time.EventTime At(int row) => new(1_760_000_000_000_000 + (row * 300_000_000L));

    private static double Value(int row) => 10 + (4 * Math.Sin(row * Math.PI / 144)) + new Random(row).NextDouble() + (row % 611 == 600 ? 40 : 0);
}
