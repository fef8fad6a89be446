namespace RiskEngine.Host.Tests.Integration;

[Collection(IntegrationCollection.Name)]
public sealed class SideOutputTests(ClusterFixture fixture)
{
    [IntegrationFact]
    public async Task Every_bad_line_and_every_late_event_has_its_record_and_no_output_names_a_person()
    {
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.Redis.Address);
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        trial.Feed.PublishRest();
        trial.Feed.Flush();
        await trial.WaitUntilAllIsEvaluated();
        var metrics = await engine.Metrics();
        await trial.StopAll();

        CheckDeadLetters(trial);
        CheckLateEvents(trial);
        CheckPersons(trial);
        Assert.NotNull(metrics);
        CheckMetrics(trial, metrics);
    }

    private static void CheckDeadLetters(GoldenTrial trial)
    {
        var records = trial.Read(trial.Topics.DeadLetters);
        Assert.Equal(trial.Golden.DeadLetters, records.ToDictionary(GoldenComparison.PlaceOf, record => record.Headers["reason"]));
        Assert.All(records, record => Assert.NotEmpty(record.Headers["detail"]));
    }

    private static void CheckLateEvents(GoldenTrial trial)
    {
        var records = trial.Read(trial.Topics.Late);
        Assert.Equal(trial.Golden.Late, records.ToDictionary(GoldenComparison.PlaceOf, record => record.Text));
        Assert.All(records, record => Assert.NotEmpty(record.Headers["watermark"]));
    }

    /// <summary>The input does name persons, or this would prove nothing.</summary>
    private static void CheckPersons(GoldenTrial trial)
    {
        Assert.Contains(GoldenStream.Records, record => Names(record.Value));
        var outputs = trial.Topics.All.Except(trial.Topics.Events).SelectMany(trial.Read).ToList();
        Assert.Contains(outputs, record => record.Text.Contains(GoldenRun.PseudonymKeyId + "_", StringComparison.Ordinal));
        Assert.DoesNotContain(outputs, record => Names(record.Value) || record.Headers.Values.Append(record.Key).Any(text => Names(System.Text.Encoding.UTF8.GetBytes(text))));
    }

    private static bool Names(byte[] bytes) => bytes.AsSpan().IndexOf(GoldenStream.RawPerson) >= 0;

    private static void CheckMetrics(GoldenTrial trial, PrometheusText metrics)
    {
        var ledgers = GoldenTrial.LedgersOf(metrics);
        Assert.Equal(trial.Golden.Ledgers.OrderBy(task => task.Key), ledgers.OrderBy(task => task.Key));
        Assert.All(ledgers.Values, ledger => Assert.True(ledger.Balances, ledger.ToString()));
        Assert.All(metrics.By("task", "riskengine_ledger_balanced").Values, value => Assert.Equal(1, value));
        Assert.Equal(trial.Golden.DeadLetters.Count, metrics.Samples.Where(sample => sample.Name == "riskengine_rejections_total").Sum(sample => sample.Value));
        Assert.Equal(1, metrics.Samples.Single(sample => sample.Name == "riskengine_ready").Value);
        Assert.All(metrics.By("task", "riskengine_lag_records").Values, lag => Assert.Equal(0, lag));
    }
}
