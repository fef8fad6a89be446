using Confluent.Kafka;
using RiskEngine.Kafka;
using RiskEngine.Sinks.Tests;
using RiskEngine.Sinks.Tests.Servers;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Sinks beside the running engine.</summary>
[Collection(IntegrationCollection.Name)]
public sealed class SinkTests(ClusterFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>One sink works, the receiver of another does not exist: the first tells all the same, the engine stays ready, and no secret is seen.</summary>
    [Fact]
    public async Task A_sink_tells_of_incidents_once_over_restarts_whatever_becomes_of_another()
    {
        using var server = new ScriptedServer(_ => 200);
        var prefix = await fixture.Cluster.CreateTopicsAsync();
        var variables = new Dictionary<string, string>
        {
            ["RISKENGINE__SINKS__DESK__TYPE"] = "webhook",
            ["RISKENGINE__SINKS__DESK__URL"] = server.Address,
            ["RISKENGINE__SINKS__DESK__SECRET"] = "geheim-7f3c-of-the-desk",
            ["RISKENGINE__SINKS__DESK__FROMSTART"] = "true",
            ["RISKENGINE__SINKS__GONE__TYPE"] = "alertmanager",
            ["RISKENGINE__SINKS__GONE__URL"] = $"http://127.0.0.1:{ScriptedServer.FreePort()}/geheim-7f3c",
            ["RISKENGINE__SINKS__GONE__FROMSTART"] = "true",
            ["RISKENGINE__KAFKA__CONSUMER__SESSION__TIMEOUT__MS"] = $"{fixture.Cluster.SessionTimeout.TotalMilliseconds:0}",
        };
        await Publish(prefix, 1, 10);
        using (var engine = Start("first", prefix, variables))
        {
            await engine.WaitUntilReady();
            await Arrived(server, engine, 10);
            await Eventually.Holds(Patience, async () =>
                await engine.Get("/health/ready") is (200, var text) && text.Contains("sink gone: nothing accepted for", StringComparison.Ordinal) ? null : "no note of it");
            var metrics = (await engine.Get("/metrics"))!.Value.Text;
            Assert.Contains("riskengine_sink_notices_total{sink=\"desk\",outcome=\"sent\"} 10\n", metrics, StringComparison.Ordinal);
            Assert.Contains("riskengine_sink_notices_total{sink=\"gone\",outcome=\"sent\"} 0\n", metrics, StringComparison.Ordinal);
            Assert.Equal(ExitCode.Ok, await engine.Stop());
            Assert.DoesNotContain("geheim", engine.Output, StringComparison.Ordinal);
        }

        // The log repeats what the engine published before it was stopped.
        await Publish(prefix, 10, 3);
        using (var engine = Start("second", prefix, variables))
        {
            await engine.WaitUntilReady();
            await Arrived(server, engine, 12);
            Assert.Equal(ExitCode.Ok, await engine.Stop());
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(i => $"{Incidents.IdOf(i)}-1"), server.Accepted.Select(request => request.Id).Order());
    }

    /// <summary>Killed at a moment in which much is on its way: all arrives, and what comes twice has the same id and was on its way.</summary>
    /// <remarks>The receiver takes its time, so that the second instance works for longer than a session lasts, and with its partitions paused.</remarks>
    [Fact]
    public async Task A_sink_that_is_killed_loses_nothing()
    {
        using var server = new ScriptedServer(_ =>
        {
            Thread.Sleep(10);
            return 200;
        });
        var prefix = await fixture.Cluster.CreateTopicsAsync();
        var variables = new Dictionary<string, string>
        {
            ["RISKENGINE__SINKS__DESK__TYPE"] = "webhook",
            ["RISKENGINE__SINKS__DESK__URL"] = server.Address,
            ["RISKENGINE__SINKS__DESK__FROMSTART"] = "true",
            ["RISKENGINE__KAFKA__CONSUMER__SESSION__TIMEOUT__MS"] = $"{fixture.Cluster.SessionTimeout.TotalMilliseconds:0}",
        };
        await Publish(prefix, 1, 400);
        using (var engine = Start("first", prefix, variables))
        {
            await Arrived(server, engine, 50);
            engine.Kill();
        }

        Assert.InRange(server.Accepted.Count, 50, 399);
        using (var engine = Start("second", prefix, variables))
        {
            await Eventually.Holds(Patience, () => Task.FromResult(Distinct() == 400 ? null : $"{Distinct()} have arrived"), () => engine.Output);
            Assert.Equal(ExitCode.Ok, await engine.Stop());
        }

        // Places are stored as records are done, several times a second.
        Assert.InRange(server.Accepted.Count, 400, 499);

        int Distinct() => server.Accepted.Select(request => request.Id).Distinct().Count();
    }

    [Fact]
    public async Task A_drill_goes_through_a_sink_without_Kafka()
    {
        using var server = new ScriptedServer(_ => 200);
        var variables = new Dictionary<string, string> { ["RISKENGINE__SINKS__DESK__TYPE"] = "webhook", ["RISKENGINE__SINKS__DESK__URL"] = server.Address };
        using (var command = EngineProcess.Start("drill", ["sinks", "test", "desk"], variables))
        {
            Assert.True(await command.Exit(Patience) == ExitCode.Ok, command.Output);
        }

        Assert.Equal(2, server.Accepted.Count);
        Assert.All(server.Accepted, request => Assert.Equal("true", request.Headers["riskengine-drill"]));

        server.Stop();
        using var refused = EngineProcess.Start("drill", ["sinks", "test", "desk"], variables);
        Assert.True(await refused.Exit(Patience) == ExitCode.DependencyUnreachable, refused.Output);
        Assert.DoesNotContain("geheim", refused.Output, StringComparison.Ordinal);
    }

    private EngineProcess Start(string name, string prefix, Dictionary<string, string> variables) => EngineProcess.Start(
        name,
        ["run", "--kafka", fixture.Cluster.BootstrapServers, "--topic-prefix", prefix, "--rules", GoldenRun.RulesFolder, "--redis", "memory", "--http", "http://127.0.0.1:0"],
        variables);

    private static Task Arrived(ScriptedServer server, EngineProcess engine, int count) => Eventually.Holds(
        Patience, () => Task.FromResult(server.Accepted.Count >= count ? null : $"{server.Accepted.Count} have arrived"), () => engine.Output);

    private async Task Publish(string prefix, int first, int count)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = fixture.Cluster.BootstrapServers, EnableIdempotence = true }).Build();
        var topic = new TopicNames().WithPrefix(prefix).Incidents;
        foreach (var i in Enumerable.Range(first, count))
            await producer.ProduceAsync(topic, new Message<string, string> { Key = Incidents.IdOf(i), Value = Incidents.Json(i).ToJsonString() });
    }
}
