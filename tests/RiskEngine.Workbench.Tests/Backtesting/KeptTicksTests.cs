using RiskEngine.Core.Alerts;
using RiskEngine.Rules;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Backtesting;

public sealed class KeptTicksTests : IDisposable
{
    private const string Silent = """
        id: silent
        title: A sensor is silent
        on: sensor.gas
        by: source
        detect: {type: absence}
        grades: {blue: ">= 2m"}
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Each_partition_is_a_task_of_its_own_and_its_ticks_come_at_their_places()
    {
        // Both sensors speak once a minute; partition 1 ends at 10:01, and its clock ticks to 10:04. Partition 0 has an idle stretch, in which gm-0 is taken for silent.
        var log = _folder.Write("log.jsonl", string.Join('\n',
            Record(0, 7, "gm-0", 0), Record(1, 3, "gm-1", 0), Record(0, 8, "gm-0", 1), Record(1, 4, "gm-1", 1), Record(0, 9, "gm-0", 2)));
        var ticks = _folder.Write("ticks.jsonl", string.Join('\n',
            Tick(0, before: 7, null), Tick(1, before: 3, null), Tick(0, before: 9, "10:03:30"), Tick(1, before: 5, "10:03:00"), Tick(1, before: 5, "10:04:00")));

        var transitions = Run(log, KeptTicks.Read([ticks], null));

        Assert.Equal(
            ["gm-0 Firing 10:03:00 risk.events.sensor.v1/0 8", "gm-0 Resolved 10:03:00 risk.events.sensor.v1/0 9", "gm-1 Firing 10:03:00 risk.events.sensor.v1/1 4"],
            transitions.Select(t => $"{t.Key} {t.State} {t.At.ToDateTimeOffset():HH:mm:ss} {t.Task} {t.Evidence.LastOffset}").Order(StringComparer.Ordinal));
        Assert.All(transitions, t => Assert.Equal(t.State == AlertState.Firing, t.OnIdleClock));
    }

    [Fact]
    public void What_an_owner_recorded_after_it_had_lost_the_task_does_not_count()
    {
        var log = _folder.Write("log.jsonl", Record(0, 7, "gm-0", 0));
        var ticks = _folder.Write("ticks.jsonl", string.Join('\n',
            Tick(0, 7, null, epoch: 5), Tick(0, 8, "10:01:00", epoch: 5), Tick(0, 8, null, epoch: 6), Tick(0, 8, "10:09:00", epoch: 5)));
        Assert.Empty(Run(log, KeptTicks.Read([ticks], null)));
    }

    [Fact]
    public void Ticks_of_several_groups_need_one_to_be_named()
    {
        var ticks = _folder.Write("ticks.jsonl", $"{Tick(0, 8, "10:04:00").Replace("\"riskengine\"", "\"staging\"", StringComparison.Ordinal)}\n{Tick(0, 8, "10:09:00")}");
        Assert.Contains("riskengine, staging", Assert.Throws<InputException>(() => KeptTicks.Read([ticks], null)).Message, StringComparison.Ordinal);
        var log = _folder.Write("log.jsonl", Record(0, 7, "gm-0", 0));
        Assert.Equal("10:02:00", Assert.Single(Run(log, KeptTicks.Read([ticks], "riskengine"))).At.ToDateTimeOffset().ToString("HH:mm:ss"));
    }

    [Theory]
    [InlineData("""{"kind":"sensor.gas"}""", "ticks.jsonl:1: this is no tick")]
    [InlineData(null, "nowhere.jsonl: no such file")]
    public void What_is_no_tick_is_told(string? line, string told)
    {
        var path = line is null ? Path.Combine(_folder.Root, "nowhere.jsonl") : _folder.Write("ticks.jsonl", line);
        Assert.Contains(told, Assert.Throws<InputException>(() => KeptTicks.Read([path], null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_does_not_say_its_place_or_comes_twice_is_told()
    {
        var kept = KeptTicks.Read([_folder.Write("ticks.jsonl", Tick(0, 8, "10:04:00"))], null);
        var bare = _folder.Write("bare.jsonl", $"{Record(0, 7, "gm-0", 0)}\n{Trial.Event(1, "1")}");
        Assert.Contains("bare.jsonl:2: the line does not say its topic", Assert.Throws<InputException>(() => Run(bare, kept)).Message, StringComparison.Ordinal);
        var twice = _folder.Write("twice.jsonl", $"{Record(0, 7, "gm-0", 0)}\n{Record(0, 7, "gm-0", 0)}");
        var told = Assert.Throws<InputException>(() => Run(twice, kept)).Message;
        Assert.Contains("twice.jsonl:2: offset 7 of risk.events.sensor.v1/0 comes after 7", told, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private List<AlertTransition> Run(string log, KeptTicks ticks)
    {
        var transitions = new List<AlertTransition>();
        var request = new BacktestRequest
        {
            Rules = RuleLoader.Load(_folder.Write("rule.yaml", Silent)).Rules,
            Recording = new Recording([log]) { Inputs = new MappedInputs(InputSet.Empty), Ticks = ticks },
        };
        Backtest.Run(request, transitions.Add, default);
        return transitions;
    }

    private static string Record(int partition, long offset, string source, int minute)
    {
        var payload = Trial.Event(minute, "1").Replace("gm-1", source, StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $$"""{"topic":"risk.events.sensor.v1","partition":{{partition}},"offset":{{offset}},"ts":1795262400000,"key":"north/b1","payload":"{{payload}}"}""";
    }

    private static string Tick(int partition, long before, string? reached, long epoch = 1) =>
        $$"""{"group":"riskengine","topic":"risk.events.sensor.v1","partition":{{partition}},"epoch":{{epoch}},"before":{{before}}"""
            + (reached is null ? "}" : $$""","reached":"2026-11-21T{{reached}}Z"}""");
}
