using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Host.Catalog;
using RiskEngine.Host.Http;
using RiskEngine.Host.Running;
using RiskEngine.Host.Simulation;
using RiskEngine.Host.Stopping;
using RiskEngine.Host.Stores;
using RiskEngine.Kafka;
using RiskEngine.Kafka.InProcess;
using RiskEngine.Kafka.Output;
using RiskEngine.Pipeline.Running;

namespace RiskEngine.Host.Demo;

/// <summary>Everything that a demo needs, started, run and ended.</summary>
internal static class DemoRun
{
    private const int Partitions = 2;
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(TimeSpan? duration, int seed, string rulesPath, CancellationToken cancellationToken)
    {
        var models = ModelSet.Load();
        var rules = RuleFolder.Load(rulesPath, models);
        var community = Community.Create(seed, Community.DefaultStart);
        var pace = DemoPace.For(duration);
        var plan = IncidentPlan.For(community, pace.Span);
        var topics = new TopicNames();
        using var broker = InProcessBroker.Start(1, [.. topics.All.Select(name => new InProcessTopic(name, Partitions))]);
        using var folder = new DemoFolder();
        var options = DemoOptions.For(broker.BootstrapServers, folder.Path);
        await using var opened = await OpenedStore.OpenAsync(options.Redis, NullLogger.Instance, cancellationToken).ConfigureAwait(false);
        using var publisher = new KafkaPublisher(options.Kafka, NullLogger.Instance);
        var active = new ActiveRules(rules);
        using var reloader = new RuleReloader(rulesPath, models, options.AreaLevels, active, TimeProvider.System, NullLogger.Instance);
        using var engine = EngineFactory.Create(options, active, opened.Store, publisher, NullLoggerFactory.Instance);
        var (server, address) = await HttpEndpoints.StartAsync(options, engine, reloader, cancellationToken).ConfigureAwait(false);
        var screen = new DemoScreen(engine, community, plan, pace);
        screen.Introduce(broker.BootstrapServers, address, opened.Description, topics.Alerts, rules.Count);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = engine.RunAsync(new StopDeadline(StopDeadline.Default, TimeProvider.System, NullLogger.Instance), stop.Token);
        var alerts = new DemoAlerts(options.Kafka);
        var watching = alerts.FollowAsync();
        var showing = screen.ShowAsync(alerts, stop.Token);
        await Generate(community, plan, pace, options.Kafka, screen, cancellationToken).ConfigureAwait(false);
        await Drain(engine, screen, cancellationToken).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        publisher.Flush(TimeSpan.FromSeconds(10));
        await showing.ConfigureAwait(false);
        await alerts.FinishAsync(watching).ConfigureAwait(false);
        await server.DisposeAsync().ConfigureAwait(false);
        return duration is null || cancellationToken.IsCancellationRequested ? ExitCode.Ok : screen.Conclude(alerts.Observed());
    }

    /// <summary>Publishes the community's events as event time passes, faster than the wall clock by the pace.</summary>
    private static async Task Generate(
        Community community, IncidentPlan plan, DemoPace pace, KafkaOptions kafka, DemoScreen screen, CancellationToken cancellationToken)
    {
        using var simulator = new CommunitySimulator(community, plan);
        using var feed = new EventFeed(kafka);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var started = TimeProvider.System.GetTimestamp();
        var reached = TimeSpan.Zero;
        while (reached < pace.Span && !cancellationToken.IsCancellationRequested)
        {
            reached = TimeProvider.System.GetElapsedTime(started) * pace.Speed;
            if (reached > pace.Span) reached = pace.Span;
            foreach (var e in simulator.Until(community.Start + reached))
            {
                feed.Publish(e.Family, Encoding.UTF8.GetBytes(e.Site), e.Json.ToArray(), cancellationToken);
            }

            screen.Published(simulator.Delivered, community.Start + reached);
            try
            {
                await tick.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        feed.Flush(cancellationToken);
    }

    /// <summary>Waits until the engine has consumed everything that was published.</summary>
    private static async Task Drain(EngineService engine, DemoScreen screen, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(DrainTimeout);
        try
        {
            while (engine.Tasks.Sum(task => task.Ledger.Consumed) < screen.PublishedCount) await Task.Delay(100, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The scorecard says what was consumed.
        }
    }
}
