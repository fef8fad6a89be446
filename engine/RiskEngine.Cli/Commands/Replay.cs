using System.Text;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Output;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;
using Spectre.Console;

namespace RiskEngine.Cli.Commands;

/// <summary>Publishes recorded events in event-time order and paces them.</summary>
internal static class Replay
{
    private const int ReportEvery = 1000;

    public static async Task RunAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        var options = new KafkaOptions { BootstrapServers = request.BootstrapServers, Topics = new TopicNames().WithPrefix(request.TopicPrefix) };
        var faults = options.Validate();
        if (faults.Count > 0) throw new OptionsException(faults);
        var refused = new RejectionTally();
        var events = Open(request, refused, merge: true);
        var total = Count(request);
        using var feed = new EventFeed(options);
        if (!feed.IsReachable(TimeSpan.FromSeconds(10))) throw new DependencyException($"Kafka at '{request.BootstrapServers}' cannot be reached; start it or correct --kafka");
        var sent = 0L;
        var unplaced = 0L;
        await Progress().StartAsync(async context =>
        {
            var bar = context.AddTask("replay", maxValue: total);
            var pace = new ReplayPace(request.Speed, request.Rate, TimeProvider.System);
            foreach (var e in events)
            {
                await pace.WaitFor(e.Time, sent, cancellationToken).ConfigureAwait(false);
                feed.Publish(e.Family, Encoding.UTF8.GetBytes(e.Site), e.Json, cancellationToken);
                if (!e.HasPlace) unplaced++;
                if (++sent % ReportEvery == 0) bar.Value = sent;
            }

            feed.Flush(cancellationToken);
            bar.Value = sent;
        }).ConfigureAwait(false);
        Console.Error.WriteLine(FormattableString.Invariant($"{sent:N0} events published"));
        foreach (var count in refused.Counts)
        {
            Console.Error.WriteLine(FormattableString.Invariant($"warning: {count.Count:N0} records or items were not published: {count.Sentence} ({count.Shown})"));
        }

        if (unplaced == 0) return;
        Console.Error.WriteLine(FormattableString.Invariant(
            $"warning: {unplaced:N0} of them are no events (no time, kind or site that can be read) and went to the topic of sensors without a key; backtest tells why"));
    }

    /// <summary>Counts the events first, so that the bar tells the truth.</summary>
    private static long Count(ReplayRequest request) => Open(request, new RejectionTally(), merge: false).LongCount();

    /// <summary>The events to publish; what mappings make of other records is written in the contract.</summary>
    private static IEnumerable<RecordedEvent> Open(ReplayRequest request, RejectionTally refused, bool merge) =>
        RecordedEvents.Open(request.Files, merge, request.Inputs is null ? null : request.Inputs with { AsEvents = true, OnRejected = refused.Add });

    private static Progress Progress() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
        .Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
}
