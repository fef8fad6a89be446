using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>The alerts of a backtest, put together from their transitions. Grows with the alerts, not with the events.</summary>
public sealed class AlertHistory
{
    private readonly Dictionary<string, AlertSpan> _open = new(StringComparer.Ordinal);
    private readonly List<AlertSpan> _alerts = [];
    private readonly SortedDictionary<string, RuleTally> _tallies = new(StringComparer.Ordinal);

    /// <summary>Creates the history of a rule set that has raised nothing.</summary>
    public AlertHistory(IEnumerable<Rule> rules)
    {
        foreach (var rule in rules) _tallies.Add(rule.Id, new RuleTally(rule));
    }

    /// <summary>All alerts, in the order in which they began.</summary>
    public IReadOnlyList<AlertSpan> Alerts => _alerts;

    /// <summary>The rules, by id.</summary>
    public IReadOnlyCollection<RuleTally> Rules => _tallies.Values;

    /// <summary>Takes in the next transition.</summary>
    public void Add(AlertTransition transition)
    {
        if (!_tallies.TryGetValue(transition.Rule.Id, out var tally)) _tallies.Add(transition.Rule.Id, tally = new RuleTally(transition.Rule));
        tally.Add(transition);
        if (!_open.TryGetValue(transition.Fingerprint, out var alert))
        {
            alert = new AlertSpan(transition);
            _alerts.Add(alert);
            _open.Add(transition.Fingerprint, alert);
        }

        alert.Add(transition);
        if (transition.State == AlertState.Resolved) _open.Remove(transition.Fingerprint);
    }
}
