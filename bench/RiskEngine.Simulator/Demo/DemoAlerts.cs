using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Core.Time;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;
using RiskEngine.Simulator.Communities;

namespace RiskEngine.Simulator.Demo;

/// <summary>The alerts of a demo, read back from the alert topic as any consumer would.</summary>
internal sealed class DemoAlerts
{
    private readonly KafkaOptions _options;
    private readonly List<DemoAlert> _transitions = [];
    private volatile bool _finish;

    public DemoAlerts(KafkaOptions options) => _options = options;

    /// <summary>Follows the topic on a thread of its own until <see cref="FinishAsync"/>.</summary>
    public Task FollowAsync() => Task.Factory.StartNew(Follow, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Reads what is left and ends.</summary>
    public Task FinishAsync(Task following)
    {
        _finish = true;
        return following;
    }

    /// <summary>All transitions so far, oldest first.</summary>
    public IReadOnlyList<DemoAlert> Transitions()
    {
        lock (_transitions) return [.. _transitions];
    }

    /// <summary>The firing transitions, as the scorecard wants them.</summary>
    public IReadOnlyCollection<ObservedAlert> Observed() => [.. Transitions()
        .Where(alert => alert.State == "firing")
        .Select(alert => new ObservedAlert(alert.Id, alert.Rule, alert.Site, alert.Source, alert.Grade, alert.At))];

    private void Follow()
    {
        using var tail = new AlertTail(_options, NullLogger.Instance);
        while (true)
        {
            var finishing = _finish;
            if (tail.Next(TimeSpan.FromMilliseconds(finishing ? 500 : 100)) is { } json)
            {
                lock (_transitions) _transitions.Add(Parse(json));
            }
            else if (finishing)
            {
                return;
            }
        }
    }

    private static DemoAlert Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        string Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        return new DemoAlert
        {
            Id = Text("alert"),
            Rule = Text("rule"),
            State = Text("state"),
            Grade = Text("grade"),
            Site = Text("site"),
            Source = root.TryGetProperty("source", out var source) ? source.GetString() : null,
            Message = Text("message"),
            At = EventTime.From(root.GetProperty("time").GetDateTimeOffset()),
        };
    }
}
