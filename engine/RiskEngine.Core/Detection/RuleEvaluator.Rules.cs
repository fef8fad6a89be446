using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Detection.Types;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection;

/// <content>How rules are set up, and how those that follow take over.</content>
public sealed partial class RuleEvaluator
{
    /// <summary>Sets up the alerts of a rule and what measures for it.</summary>
    private void Add(Rule rule, IMeasurementObserver? observer)
    {
        var keys = DirectoryOf(rule.By);
        var schedule = _schedules.Of(rule, keys);
        if (rule.By.Kind == KeyKind.Source && schedule.IsOfSources) _bySource.Add((rule, schedule));
        var group = rule.Detection.LooksAtAlerts ? _ofAlerts : _ofEvents;
        if (!group.Contains(schedule))
        {
            group.Add(schedule);
            Keep(schedule);
        }

        var alerts = new AlertBook(rule, _task, keys, schedule, _transitions, observer);
        _books.Add(alerts);
        _silence.Watch(rule, keys, alerts);
        _states.Add(alerts);
        if (rule.ShownAttributes.Count > 0)
        {
            var attributes = new LastAttributes(rule, keys);
            alerts.Shows(attributes);
            _plan.Show(rule, attributes);
        }

        var site = new DetectorSite(rule, keys, schedule, alerts, _plan);
        DetectionType.Of(rule).Attach(site);
        if (site.Judges.Concat(_plan.Scorers.CallsOf(rule)).ToList() is { Count: > 0 } told) alerts.ToldBy(new Findings(told));
    }

    private void Keep(IKeyedState part)
    {
        _states.Add(part);
        if (part is IExpiring expiring) _silence.Tell(expiring);
    }

    /// <summary>Prepares the take-over, and the plans of the kinds that were seen, while the evaluator before goes on.</summary>
    private void Follow(RuleEvaluator before)
    {
        _succession = new Succession(before, this);
        var plans = before._plans;
        for (var kind = 0; kind < plans.Length; kind++)
        {
            if (plans[kind] is { } plan) SetPlan(kind, PlanOf(plan.Kind));
        }
    }
}
