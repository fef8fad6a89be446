using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>What one rule did in a backtest, counted transition by transition.</summary>
public sealed class RuleTally(Rule rule)
{
    private readonly Dictionary<string, int> _alertsByKey = new(StringComparer.Ordinal);
    private readonly long[] _byGrade = new long[5];
    private TimeSpan _closedTime;
    private int _open;
    private EventTime _openSince;

    /// <summary>The rule.</summary>
    public Rule Rule { get; } = rule;

    /// <summary>Alerts raised.</summary>
    public long Alerts { get; private set; }

    /// <summary>Alerts that ended.</summary>
    public long Resolved { get; private set; }

    /// <summary>When its first alert began; null where it raised none.</summary>
    public EventTime? First { get; private set; }

    /// <summary>When its last alert began; null where it raised none.</summary>
    public EventTime? Last { get; private set; }

    /// <summary>Transitions to a grade, up or down.</summary>
    public long Reached(Grade grade) => _byGrade[(int)grade];

    /// <summary>How long at least one alert was firing.</summary>
    /// <param name="end">The end of the recording, to which open alerts count.</param>
    public TimeSpan InAlert(EventTime end) => _open > 0 ? _closedTime + (end - _openSince) : _closedTime;

    /// <summary>The keys with most alerts, and their counts; equal counts by name.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> NoisiestKeys(int most) =>
        [.. _alertsByKey.OrderByDescending(key => key.Value).ThenBy(key => key.Key, StringComparer.Ordinal).Take(most)];

    /// <summary>How many keys had an alert.</summary>
    public int Keys => _alertsByKey.Count;

    /// <summary>Takes in a transition of the rule.</summary>
    public void Add(AlertTransition transition)
    {
        if (transition.State == AlertState.Resolved)
        {
            Resolved++;
            if (--_open == 0) _closedTime += transition.At - _openSince;
            return;
        }

        if (transition.Direction != AlertDirection.Note) _byGrade[(int)transition.Grade]++;
        if (transition.Number > 1 && !transition.IsReopened) return;
        if (_open++ == 0) _openSince = transition.At;
        if (transition.IsReopened) return;
        Alerts++;
        First ??= transition.At;
        Last = transition.At;
        _alertsByKey[transition.Key] = _alertsByKey.GetValueOrDefault(transition.Key) + 1;
    }
}
