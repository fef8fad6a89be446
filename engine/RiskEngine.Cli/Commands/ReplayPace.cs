using RiskEngine.Core.Time;

namespace RiskEngine.Cli.Commands;

/// <summary>Holds each event back until its turn: by its recorded time, by a rate, or both.</summary>
internal sealed class ReplayPace(double? speed, int? rate, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(2);
    private readonly long _start = time.GetTimestamp();
    private EventTime? _first;

    public ValueTask WaitFor(EventTime at, long sent, CancellationToken cancellationToken)
    {
        var due = TimeSpan.Zero;
        var isKnown = at > EventTime.MinValue;
        if (isKnown) _first ??= at;
        if (isKnown && speed is { } factor && _first is { } first) due = (at - first) / factor;
        if (rate is { } perSecond)
        {
            var turn = TimeSpan.FromSeconds((double)sent / perSecond);
            if (turn > due) due = turn;
        }

        var ahead = due - time.GetElapsedTime(_start);
        return ahead < Shortest ? ValueTask.CompletedTask : new ValueTask(Task.Delay(ahead, time, cancellationToken));
    }
}
