namespace RiskEngine.LoadTest.Tests;

public sealed class EngineFiguresTests
{
    private const string One = """
        # HELP riskengine_events_total Events by outcome.
        riskengine_events_total{task="risk.events.sensor.v1/0",outcome="consumed"} 100
        riskengine_events_total{task="risk.events.sensor.v1/0",outcome="evaluated"} 80
        riskengine_events_total{task="risk.events.sensor.v1/0",outcome="filtered"} 10
        riskengine_events_total{task="risk.events.sensor.v1/0",outcome="late"} 4
        riskengine_events_total{task="risk.events.sensor.v1/0",outcome="dead_lettered"} 1
        riskengine_events_waiting{task="risk.events.sensor.v1/0"} 5
        riskengine_ledger_balanced{task="risk.events.sensor.v1/0"} 1
        riskengine_lost_records{task="risk.events.sensor.v1/0"} 2
        riskengine_collections_total{generation="2"} 3
        riskengine_lag_records{task="risk.events.sensor.v1/0"} NaN
        """;

    [Fact]
    public void Counts_of_several_engines_are_summed_up()
    {
        var figures = EngineFigures.Of([One, One.Replace("sensor.v1/0", "sensor.v1/1", StringComparison.Ordinal)]);
        Assert.Equal((200, 200, 8, 4, 6), (figures.Consumed, figures.Accounted, figures.Late, figures.Lost, figures.Collections[2]));
        Assert.True(figures.LedgerBalances);
        Assert.Equal(100, figures.ConsumedByTask["risk.events.sensor.v1/1"]);
    }

    [Fact]
    public void Shares_of_the_engines_are_those_of_what_they_took_in_between()
    {
        var first = new EngineFigures { ConsumedByEngine = [100, 100] };
        Assert.Equal([0.75, 0.25], new EngineFigures { ConsumedByEngine = [400, 200] }.SharesSince(first));
        Assert.Equal([1, 0], new EngineFigures { ConsumedByEngine = [400, 100] }.SharesSince(first));
        Assert.Equal([0, 0], first.SharesSince(first));
    }

    [Fact]
    public void One_ledger_that_does_not_balance_is_enough() =>
        Assert.False(EngineFigures.Of([One, One.Replace("riskengine_ledger_balanced{task=\"risk.events.sensor.v1/0\"} 1",
            "riskengine_ledger_balanced{task=\"x/0\"} 0", StringComparison.Ordinal)]).LedgerBalances);
}
