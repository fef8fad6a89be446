using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Rules;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Tests.Inputs;

/// <summary>Recordings of records that are not written in the event contract.</summary>
public sealed class MappedRecordingTests
{
    private const string Mapping = """
        id: m
        title: M
        topics: [city.up, other]
        source: "{{ payload.dev }}"
        site: a/b
        time: "has(payload.t) ? payload.t : received"
        events:
          - kind: sensor.gas
            value: payload.v
            attributes: {credential: "{{ payload.badge }}", from: "{{ key }}"}
        """;

    private const string Rule = """
        id: gas
        title: Gas
        on: sensor.gas
        by: source
        detect: {type: threshold}
        grades: {red: ">= 5"}
        """;

    [Fact]
    public void Records_of_a_file_are_mapped_by_the_topic_that_its_name_is()
    {
        using var folder = new TemporaryFolder();
        folder.Write("city.up.jsonl", "{\"dev\":\"d1\",\"t\":1763719200,\"v\":9}\n{\"dev\":\"d2\",\"t\":1763719210}\n");
        var result = Run(folder, null, "city.up.jsonl");

        Assert.Equal((2, 1, 1), (result.Ledger.Consumed, result.Ledger.Evaluated, result.Ledger.DeadLettered));
        var rejected = Assert.Single(result.Rejections);
        Assert.Equal(("value: payload.v: there is no 'v'", 2L), (rejected.Detail, rejected.Place.Line));
        Assert.Equal(1, result.OpenAtEnd);
    }

    [Fact]
    public void A_topic_can_be_said_and_other_files_are_read_by_the_contract()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.txt", "{\"dev\":\"d1\",\"t\":1763719200,\"v\":9}\n");
        Assert.Equal(1, Run(folder, "other", "a.txt").Ledger.Evaluated);
        folder.Write("b.jsonl", "{\"kind\":\"sensor.gas\",\"source\":\"s\",\"site\":\"a\",\"time\":1763719200000,\"value\":9}\n");
        Assert.Equal(1, Run(folder, null, "b.jsonl").Ledger.Evaluated);
    }

    [Fact]
    public void Lines_of_kcat_bring_topic_key_headers_and_time_themselves()
    {
        using var folder = new TemporaryFolder();
        folder.Write("dump.jsonl",
            "{\"topic\":\"city.up\",\"partition\":0,\"offset\":1,\"ts\":1763719200000,\"key\":\"k\",\"headers\":[\"h\",\"x\"],"
                + "\"payload\":\"{\\\"dev\\\":\\\"d1\\\",\\\"v\\\":9}\"}\n");
        var events = Read(folder, "dump.jsonl").ToList();
        Assert.Equal("{\"kind\":\"sensor.gas\",\"source\":\"d1\",\"site\":\"a/b\",\"time\":\"2025-11-21T10:00:00.000Z\",\"value\":9,\"attributes\":{\"from\":\"k\"}}",
            Encoding.UTF8.GetString(Assert.Single(events).Json.Span));
        Assert.Equal(1, Run(folder, null, "dump.jsonl").Ledger.Evaluated);
    }

    [Fact]
    public void Events_for_publishing_carry_what_the_records_say_persons_too_and_the_rest_is_told()
    {
        using var folder = new TemporaryFolder();
        folder.Write("city.up.jsonl", "{\"dev\":\"d1\",\"t\":1763719200,\"v\":9,\"badge\":4711}\nnonsense\n");
        var told = new List<string>();
        var events = Read(folder, "city.up.jsonl", (rejection, place) => told.Add($"{place}: {rejection.Reason}")).ToList();
        Assert.Contains("\"credential\":4711", Encoding.UTF8.GetString(Assert.Single(events).Json.Span), StringComparison.Ordinal);
        Assert.Equal((EventFamily.Sensor, "a/b"), (events[0].Family, events[0].Site));
        Assert.EndsWith("city.up.jsonl:2: MalformedJson", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void Mapped_and_native_recordings_are_merged_by_time()
    {
        using var folder = new TemporaryFolder();
        folder.Write("city.up.jsonl", "{\"dev\":\"d1\",\"t\":1763719200,\"v\":1}\n{\"dev\":\"d1\",\"t\":1763719220,\"v\":3}\n");
        folder.Write("b.jsonl", "{\"kind\":\"sensor.gas\",\"source\":\"s\",\"site\":\"a\",\"time\":1763719210000,\"value\":2}\n");
        var result = Run(folder, null, "city.up.jsonl", "b.jsonl");
        Assert.Equal((3, 0), (result.Ledger.Evaluated, result.Ledger.Late));
    }

    private static InputSet Inputs()
    {
        var loaded = new InputLoader().LoadBytes("m.yaml", Encoding.UTF8.GetBytes(Mapping));
        Assert.False(loaded.HasErrors);
        return loaded.Inputs;
    }

    private static IEnumerable<RecordedEvent> Read(TemporaryFolder folder, string file, Action<Rejection, RecordPlace>? onRejected = null) =>
        RecordedEvents.Open([Path.Combine(folder.Root, file)], inputs: new MappedInputs(Inputs()) { AsEvents = true, OnRejected = onRejected });

    private static BacktestResult Run(TemporaryFolder folder, string? topic, params string[] files) => Backtest.Run(
        new BacktestRequest
        {
            Rules = new RuleLoader().LoadText("gas.yaml", Rule).Rules,
            Recording = new Recording([.. files.Select(file => Path.Combine(folder.Root, file))]) { Inputs = new MappedInputs(Inputs()) { Topic = topic } },
        },
        null, CancellationToken.None);
}
