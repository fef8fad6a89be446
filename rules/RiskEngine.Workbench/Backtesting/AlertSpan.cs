using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>One alert of a backtest from its first transition to its last.</summary>
public sealed class AlertSpan
{
    private readonly List<AlertStep> _steps = [];

    /// <summary>Starts with the first transition; <see cref="Add"/> it next.</summary>
    public AlertSpan(AlertTransition first)
    {
        Rule = first.Rule;
        Fingerprint = first.Fingerprint;
        Key = first.Key;
        Site = first.Site;
        Start = first.At;
        Onset = first.Onset;
    }

    /// <summary>The rule that raised it.</summary>
    public Rule Rule { get; }

    /// <summary>Its identity.</summary>
    public string Fingerprint { get; }

    /// <summary>What it concerns.</summary>
    public string Key { get; }

    /// <summary>Where, as far as it is known; empty otherwise.</summary>
    public string Site { get; }

    /// <summary>When it first fired.</summary>
    public EventTime Start { get; }

    /// <summary>When the trouble is estimated to have begun.</summary>
    public EventTime Onset { get; }

    /// <summary>When it resolved; null where it was open at the end of the recording.</summary>
    public EventTime? End { get; private set; }

    /// <summary>The gravest grade that it had.</summary>
    public Grade Highest { get; private set; }

    /// <summary>Its grades, each from its time on.</summary>
    public IReadOnlyList<AlertStep> Steps => _steps;

    /// <summary>Takes in a transition.</summary>
    public void Add(AlertTransition transition)
    {
        if (transition.State == AlertState.Resolved)
        {
            End = transition.At;
            return;
        }

        if (transition.Grade > Highest) Highest = transition.Grade;
        _steps.Add(new AlertStep(transition.At, transition.Grade));
    }
}
