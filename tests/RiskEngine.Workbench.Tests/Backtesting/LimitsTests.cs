using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Rules;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Explaining;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Backtesting;

public sealed class LimitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_threshold_is_that_of_the_row_and_keys_without_one_are_told()
    {
        var recording = Record([("gm-1", 12), ("gm-2", 12), ("gm-3", 99), ("gm-4", 99), ("gm-5", 99), ("gm-6", 99), ("gm-2", 31)]);
        var request = Request("grades: {yellow: \">= limits.warn\"}\nlimits: {table: limits.csv}", "source,warn\ngm-1,10\ngm-2,30\n", recording);
        var transitions = new List<AlertTransition>();
        var result = Backtest.Run(request, transitions.Add, default);

        Assert.Equal([("gm-1", 10.0), ("gm-2", 30.0)], transitions.Select(one => (one.Key, one.Threshold)));
        Assert.Contains("rule gas: 4 events of sensor.gas came from keys without a row in limits.csv, so no condition with limits held: gm-3, gm-4, gm-5 and 1 more "
            + "(add their rows, or limits.default for all without one)", FiguresText.Render(result));
        using var stream = new MemoryStream();
        FiguresJson.Write(stream, result);
        using var figures = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        var passed = Assert.Single(figures.RootElement.GetProperty("rules")[0].GetProperty("passed_over").EnumerateArray());
        Assert.Equal(("no_row", 4L), (passed.GetProperty("reason").GetString(), passed.GetProperty("events").GetInt64()));

        string Explain(int number) => ExplanationText.Render(Explainer.Explain(
            new ExplainRequest { Rules = request.Rules, Recording = request.Recording, Event = number.ToString(CultureInfo.InvariantCulture) }, default));
        Assert.Contains("12 is below yellow >= 30 (limits.warn) by 18", Explain(1));
        Assert.Contains("gm-3 has no row in limits.csv, so no condition with limits holds", Explain(2));
    }

    [Fact]
    public void A_rule_with_limits_is_for_each_key_the_rule_with_its_numbers_written_in()
    {
        var random = new Random(20261130);
        for (var round = 0; round < 40; round++)
        {
            var sources = Enumerable.Range(1, random.Next(1, 5)).Select(i => $"s{i}").ToArray();
            var limits = sources.ToDictionary(source => source, _ => (Warn: random.Next(1, 10), Alarm: random.Next(10, 20)));
            var detect = random.Next(2) == 0 ? "{type: threshold}" : "{type: metric, measure: avg(value), window: {size: 1m, every: 30s}}";
            string Body(Func<string, string> of) => $$"""
                detect: {{detect}}
                grades: {yellow: ">= {{of("warn")}} && < 1000", red: "> {{of("alarm")}}"}
                for: {{random.Next(0, 1)}}s
                clear: {when: "< {{of("warn")}}", for: 20s}
                """;
            var recording = Record([.. Enumerable.Range(0, 200).Select(_ => (sources[random.Next(sources.Length)], random.Next(0, 25)))]);
            var table = "source,warn,alarm\n" + string.Concat(limits.Where(limit => limit.Key != "s1").Select(limit => $"{limit.Key},{limit.Value.Warn},{limit.Value.Alarm}\n"))
                + "other,1,2\n";
            var otherwise = limits["s1"];

            var keyed = Run(Request($"{Body(column => "limits." + column)}\nlimits: {{table: limits.csv, default: {{warn: {otherwise.Warn}, alarm: {otherwise.Alarm}}}}}",
                table, recording));
            foreach (var (source, (warn, alarm)) in limits)
            {
                var twin = Run(Request(Body(column => column == "warn" ? $"{warn}" : $"{alarm}"), "", recording));
                Assert.Equal(twin.Where(line => line.EndsWith(source, StringComparison.Ordinal)), keyed.Where(line => line.EndsWith(source, StringComparison.Ordinal)));
            }
        }
    }

    private static List<string> Run(BacktestRequest request)
    {
        var lines = new List<string>();
        Backtest.Run(request, one => lines.Add($"{one.At} {one.State} {one.Grade} {one.Measurement.Measure:R} {one.Key}"), default);
        return lines;
    }

    private Recording Record(IReadOnlyList<(string Source, int Value)> readings) => new([_folder.Write("events.jsonl", string.Join('\n', readings.Select((reading, i) =>
        $$"""{"kind":"sensor.gas","source":"{{reading.Source}}","site":"a","time":{{1793491200000 + (i * 3000)}},"value":{{reading.Value}}}""")))]);

    private BacktestRequest Request(string body, string table, Recording recording)
    {
        _folder.Write("limits.csv", table);
        var detect = body.Contains("detect:", StringComparison.Ordinal) ? "" : "detect: {type: threshold}\n";
        var loaded = RuleLoader.Load(_folder.Write("rule.yaml", $"id: gas\ntitle: Gas\non: sensor.gas\nby: source\n{detect}{body}\n"));
        Assert.True(loaded.Rules.Count == 1, string.Join('\n', loaded.Diagnostics));
        return new BacktestRequest { Rules = loaded.Rules, Recording = recording };
    }
}
