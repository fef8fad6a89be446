using System.Text;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Output;
using RiskEngine.Simulator.Communities;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Simulator.Demo;

/// <summary>A small community on servers of its own, with an engine that watches it: started, run, shown and ended.</summary>
public static class DemoRun
{
    // So many that none keeps less than all of the demo's events (InProcessBroker.RetainedBytesPerPartition): at its end all alerts are derived again from them.
    private const int Partitions = 8;
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Runs it in the terminal.</summary>
    /// <param name="duration">Wall-clock time that it lasts, at least <see cref="DemoPace.Shortest"/>; null where it runs until it is stopped.</param>
    /// <param name="seed">Equal seeds give equal communities and incidents.</param>
    /// <param name="startEngine">Starts the engine; the token ends it.</param>
    /// <param name="cancellationToken">Ends the demo early.</param>
    /// <returns>False where it came to its end and an incident was missed, an event is not accounted for, or an alert cannot be derived again.</returns>
    public static async Task<bool> RunAsync(
        TimeSpan? duration, int seed, Func<DemoEnvironment, CancellationToken, Task<IDemoEngine>> startEngine, CancellationToken cancellationToken)
    {
        var community = Community.Create(seed, Community.DefaultStart);
        var pace = DemoPace.For(duration);
        var plan = IncidentPlan.For(community, pace.Span);
        var topics = new TopicNames();
        using var broker = InProcessBroker.Start(1, [.. topics.All.Select(name => new InProcessTopic(name, Partitions))]);
        var kafka = new KafkaOptions { BootstrapServers = broker.BootstrapServers };
        using var folder = new DemoFolder();
        await using var engine = await startEngine(new DemoEnvironment(broker.BootstrapServers, folder.Path, CommunitySimulator.Disorder), cancellationToken).ConfigureAwait(false);
        var screen = new DemoScreen(engine, community, plan, pace);
        screen.Introduce(broker.BootstrapServers, topics.Alerts);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var alerts = new DemoTopic<DemoAlert>(kafka, topics.Alerts, DemoAlert.Parse);
        var incidents = new DemoTopic<DemoIncident>(kafka, topics.Incidents, DemoIncident.Parse);
        var (watching, counting) = (alerts.FollowAsync(), incidents.FollowAsync());
        var showing = screen.ShowAsync(alerts, over.Token);
        await Generate(community, plan, pace, kafka, screen, cancellationToken).ConfigureAwait(false);
        await Drain(engine, screen, cancellationToken).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await engine.StopAsync().ConfigureAwait(false);
        await showing.ConfigureAwait(false);
        await alerts.FinishAsync(watching).ConfigureAwait(false);
        await incidents.FinishAsync(counting).ConfigureAwait(false);
        if (duration is null || cancellationToken.IsCancellationRequested) return true;
        var isGood = screen.Conclude(alerts.Records(), incidents.Records());
        return await engine.VerifyAsync(Console.WriteLine, cancellationToken).ConfigureAwait(false) && isGood;
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

    /// <summary>Waits until the engine has consumed everything that was published, and its desk what came of it.</summary>
    private static async Task Drain(IDemoEngine engine, DemoScreen screen, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(DrainTimeout);
        try
        {
            while (engine.Ledger.Consumed < screen.PublishedCount) await Task.Delay(100, deadline.Token).ConfigureAwait(false);

            // Signals and alerts are still under way then: nothing is when two looks in a row find nothing.
            for (var quiet = 0; quiet < 2; quiet = engine.Lag == 0 && engine.Desk.Balances ? quiet + 1 : 0) await Task.Delay(300, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The scorecard says what was consumed.
        }
    }
}
