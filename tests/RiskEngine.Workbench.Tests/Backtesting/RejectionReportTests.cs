using System.Text;
using System.Text.Json;
using RiskEngine.Core.Events;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Tests.Backtesting;

public sealed class RejectionReportTests
{
    private const string Rule = """
        id: gas
        title: Gas
        on: sensor.gas
        by: source
        detect: {type: threshold}
        grades: {yellow: ">= 10"}
        """;

    private static readonly string Good = Trial.Event(0, "12");

    [Theory]
    [InlineData(""""{"kind":"sensor.gas","source":"s","site":"a","time":99999999}"""",
        "implausible_time: time: lies before 1971-01-01T00:00:00.000Z (seconds? write milliseconds); set the device's clock")]
    [InlineData(""""{"kind":"sensor.gas","source":"s","time":1795255200000}"""", "missing_field: missing: site; an event needs kind, source, site and time")]
    [InlineData(""""{"value":1}"""", "missing_field: missing: kind, source, site, time (records of another form need a mapping: riskengine inputs guess);")]
    [InlineData(""""{"kind":"sensor.gas","source":"s","site":"a","time":"2026-11-21T10:00:00"}"""",
        "bad_time: time: must be RFC 3339 text, or a number of milliseconds since 1970 (the offset is missing: write Z, or e.g. +08:00); write e.g. 2026-11-21T10:00:00Z")]
    [InlineData(""""{"kind":"Sensor.gas","source":"s","site":"a","time":1795255200000}"""", "bad_field: kind: must be lower-case segments")]
    [InlineData(""""{"kind":"weather.gas","source":"s","site":"a","time":1795255200000}"""",
        "unknown_family: kind: must start with sensor, access, utility, flow or report; write e.g. sensor.gas")]
    [InlineData(""""{"kind":"sensor.gas","source":"s","site":"a","time":1795255200000,"value":{"v":1}}"""", "bad_field: value: must be a number, true, false or a string")]
    [InlineData(""""[{"kind":"sensor.gas","source":"s","site":"a","time":1795255200000}]"""",
        "malformed_json: the JSON is an array, not an object; write one JSON object a line")]
    [InlineData("{\"kind\":\"sensor.gas\",\"source\":\"s\",\"site\":\"a\",\"time\":0} {\"kind\":\"sensor.gas\"}", "malformed_json: a second event on the same line at byte ")]
    public void A_rejection_is_told_with_code_field_remedy_place_and_number(string bad, string sentence)
    {
        using var trial = new Trial(Rule, Good, bad, "", bad);

        var (result, text) = trial.Backtest();

        Assert.StartsWith($"warning: 2 rejected: {sentence}", text);
        Assert.Matches(@"\(first: events\.jsonl:2( ""s"")?\)\n", text);
        Assert.DoesNotContain("no event was read", text);
        Assert.True(result.HasEvents);
        var explained = Assert.Throws<InputException>(() => trial.Explain("1")).Message;
        Assert.Contains($"events.jsonl:2: the record was rejected, no rule saw it: {sentence}", explained);
        Assert.Contains(sentence, Assert.Throws<InputException>(() => trial.Explain("nobody")).Message);
    }

    [Fact]
    public void Where_nothing_could_be_read_that_is_said_last()
    {
        using var trial = new Trial(Rule, "{", "{\"kind\":", "{}");

        var (result, text) = trial.Backtest();

        Assert.False(result.HasEvents);
        Assert.Equal(2, result.Rejections.Count);
        Assert.StartsWith("warning: 2 rejected: malformed_json: ", text);
        Assert.EndsWith("no event was read\n", text);
    }

    [Fact]
    public void An_event_whose_time_has_an_odd_form_was_read()
    {
        using var trial = new Trial(Rule, "\uFEFF" + """{"kind":"sensor.gas","source":"s","site":"a","time":1795255200000.5,"value":12}""");

        var (result, text) = trial.Backtest();

        Assert.True(result.HasEvents);
        Assert.DoesNotContain("no event was read", text);
        Assert.Equal(1, result.History.Rules.Single().Alerts);
    }

    [Fact]
    public void Figures_for_programs_have_the_same()
    {
        using var trial = new Trial(Rule, Good, """{"kind":"sensor.gas","source":"s","site":"a"}""");
        using var stream = new MemoryStream();
        FiguresJson.Write(stream, trial.Backtest().Result);
        using var figures = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));

        var rejected = Assert.Single(figures.RootElement.GetProperty("recording").GetProperty("rejections").EnumerateArray());
        Assert.Equal("missing_field", rejected.GetProperty("code").GetString());
        Assert.Equal("missing: time", rejected.GetProperty("detail").GetString());
        Assert.Equal("an event needs kind, source, site and time", rejected.GetProperty("remedy").GetString());
        Assert.Equal(1, rejected.GetProperty("events").GetInt64());
        Assert.EndsWith("events.jsonl:2", rejected.GetProperty("first").GetString());
    }

    [Fact]
    public void The_devices_that_records_name_are_shown()
    {
        static string Uptime(string source) => $$"""{"kind":"sensor.gas","source":"{{source}}","site":"a","time":86400}""";
        using var trial = new Trial(Rule, Good, Uptime("gm-7"), Uptime("gm-7"), Uptime("gm-9"));

        Assert.Contains(
            "time: lies before 1971-01-01T00:00:00.000Z; set the device's clock, or correct the unit of its time (first: events.jsonl:2 \"gm-7\", events.jsonl:4 \"gm-9\")",
            trial.Backtest().Text);
    }

    [Fact]
    public void Seconds_are_read_and_their_devices_named()
    {
        static string Seconds(string source, long at) => $$"""{"kind":"sensor.gas","source":"{{source}}","site":"a","time":{{at}},"value":12}""";
        using var trial = new Trial(Rule, Good, Seconds("gm-7", 1795255200), Seconds("gm-9", 1795255201), Seconds("gm-9", 1795255202));

        var (result, text) = trial.Backtest();

        Assert.Empty(result.Rejections);
        Assert.Contains("warning: 3 times were read as seconds, for their numbers are too small for milliseconds: gm-7, gm-9 (write milliseconds", text);
        Assert.Equal(["gm-1", "gm-7", "gm-9"],
            result.History.Rules.Single().NoisiestKeys(9).Select(key => key.Key).Order());
        using var stream = new MemoryStream();
        FiguresJson.Write(stream, result);
        using var figures = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        var read = Assert.Single(figures.RootElement.GetProperty("recording").GetProperty("times_read").EnumerateArray());
        Assert.Equal(("seconds", 3L, 2), (read.GetProperty("unit").GetString(), read.GetProperty("events").GetInt64(), read.GetProperty("sources").GetArrayLength()));
    }

    [Fact]
    public void A_field_of_a_mapped_record_is_explained_where_mappings_are()
    {
        Assert.EndsWith("correct the mapping, or the device: docs/inputs.md", RejectionCount.Say(RejectReason.BadField, "value: is no finite number", isMapped: true));
        Assert.EndsWith("see the fields in docs/events.md", RejectionCount.Say(RejectReason.BadField, "value: is no finite number"));
    }

    [Fact]
    public void Every_reason_has_a_remedy() => Assert.All(Enum.GetValues<RejectReason>(), reason => Assert.NotEmpty(reason.Remedy()));

    [Fact]
    public void Fields_without_end_are_counted_together()
    {
        var tally = new RejectionTally();
        for (var i = 0; i < 1_000; i++) tally.Add(new Rejection(i, -1, RejectReason.DuplicateField, $"attributes.a{i}: appears twice", []), new RecordPlace("e.jsonl", i + 1));

        Assert.True(tally.Counts.Count <= 201);
        Assert.Equal(1_000, tally.Counts.Sum(count => count.Count));
    }
}
