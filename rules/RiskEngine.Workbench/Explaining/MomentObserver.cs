using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Explaining;

/// <summary>Watches one pass and keeps what concerns the moment.</summary>
internal sealed class MomentObserver(ExplainRequest request, SoughtMoment moment) : IMeasurementObserver
{
    private const int MostTransitions = 20;
    private readonly List<RuleExplanation> _rules = [];
    private readonly RuleExplanation? _focus = moment.Rule is { } rule ? new RuleExplanation(rule) { Key = moment.Key } : null;
    private ObservedMeasurement? _lastOfFocus;
    private (long Offset, EventTime Time, string Json)? _event;
    private readonly Dictionary<(string Rule, string Key), ObservedSignals> _signals = [];
    private readonly Dictionary<(string Rule, int? Call), ScoreFinding> _scoresOfFocus = [];
    private readonly Dictionary<(string Rule, int Call), double> _scoresOfEvent = [];
    private EventCursor? _cursor;
    private bool _isInside;

    /// <summary>Whether the event was met.</summary>
    public bool HasMetEvent => _event is not null;

    /// <summary>The answer, after the pass.</summary>
    public Explanation Explanation()
    {
        if (_focus is not null && _lastOfFocus is { } last) _focus.Measured = MeasuredState.Of(last);
        _focus?.Findings.AddRange(_scoresOfFocus.Values.Distinct());
        return new Explanation
        {
            EventJson = _event?.Json,
            Offset = _event?.Offset,
            Time = _event?.Time,
            At = _focus is null ? null : moment.At,
            Focus = _focus,
            Rules = [.. _rules.Where(one => _focus is null || one.Rule.Id != _focus.Rule.Id).OrderBy(one => one.Verdict).ThenBy(one => one.Rule.Id, StringComparer.Ordinal)],
        };
    }

    /// <summary>Looks at the next event.</summary>
    public void Before(EventWalk walk, EventCursor cursor)
    {
        if (_event?.Offset == cursor.Event.Offset && moment.Offset == cursor.Event.Offset)
        {
            (_cursor, _isInside) = (cursor, true);
            return;
        }

        if (_event is not null || (moment.Offset is { } offset ? cursor.Event.Offset != offset : moment.EventId is null || cursor.Id != moment.EventId)) return;
        _event = (cursor.Event.Offset, cursor.Event.Time, walk.Json(cursor));
        foreach (var one in request.Rules) _rules.Add(Look(one, cursor));
        if (_focus is not null && _rules.Find(one => one.Rule.Id == _focus.Rule.Id) is { } own)
            (_focus.KindFits, _focus.Where, _focus.Leaves, _focus.Steps, _focus.Read) = (own.KindFits, own.Where, own.Leaves, own.Steps, own.Read);
        _cursor = cursor;
        _isInside = true;
    }

    /// <summary>The rules have seen the event.</summary>
    public void After()
    {
        if (!_isInside || _cursor is not { } cursor) return;
        _isInside = false;
        foreach (var one in _rules.Where(one => one.Rule.Scores.Count > 0)) LookWithScores(one, cursor);
    }

    /// <inheritdoc/>
    public void Scored(in ObservedScore observed)
    {
        var id = observed.Rule.Id;
        if (_focus is not null && id == _focus.Rule.Id && observed.Key == moment.Key && observed.At <= moment.At) _scoresOfFocus[(id, observed.Call)] = observed.Finding;
        if (!_isInside) return;
        if (observed.Call is { } call) _scoresOfEvent[(id, call)] = observed.Finding.Score.Value;
        if (_rules.Find(one => one.Rule.Id == id) is { } found && !found.Findings.Contains(observed.Finding)) found.Findings.Add(observed.Finding);
    }

    /// <inheritdoc/>
    public void Correlated(in ObservedSignals observed) => _signals[(observed.Rule.Id, observed.Key)] = observed;

    /// <inheritdoc/>
    public void Measured(in ObservedMeasurement observed)
    {
        if (_focus is not null && observed.Rule.Id == _focus.Rule.Id && observed.Key == moment.Key && IsWanted(observed.Measurement)) Keep(_focus, observed);
        if (_event is not { } e || !(_isInside || (observed.Evidence.FirstOffset <= e.Offset && observed.Evidence.LastOffset >= e.Offset))) return;
        var id = observed.Rule.Id;
        var key = observed.Key;
        if (_rules.Find(one => one.Rule.Id == id && one.Key == key && one.Measured is null) is { } found)
        {
            found.Measured = MeasuredState.Of(observed);
            found.Signals = SignalsOf(observed);
        }
    }

    /// <summary>Takes in a transition.</summary>
    public void Add(AlertTransition transition)
    {
        if (_focus is not null && transition.Rule.Id == _focus.Rule.Id && transition.Key == moment.Key && transition.At <= moment.At) Keep(_focus, transition);
        if (_event is not { } e || transition.At < e.Time) return;
        if (_rules.Find(one => one.Rule.Id == transition.Rule.Id && one.Key == transition.Key) is { } found && found.Transitions.Count == 0 && Follows(found, transition))
            found.Transitions.Add(transition);
    }

    private void Keep(RuleExplanation focus, in ObservedMeasurement observed)
    {
        _lastOfFocus = observed;
        focus.Signals = SignalsOf(observed);
    }

    private IReadOnlyList<CountedSignal>? SignalsOf(in ObservedMeasurement observed) =>
        _signals.TryGetValue((observed.Rule.Id, observed.Key), out var signals) && signals.At == observed.Measurement.To ? signals.Signals : null;

    /// <summary>Conditions that read scores are evaluated again, now that the models have judged the event.</summary>
    private void LookWithScores(RuleExplanation one, EventCursor cursor)
    {
        if (one.KindFits == false) return;
        cursor.SetScores([.. Enumerable.Range(0, one.Rule.Scores.Count).Select(call => _scoresOfEvent.GetValueOrDefault((one.Rule.Id, call), double.NaN))]);
        var again = Look(one.Rule, cursor);
        cursor.SetScores([]);
        foreach (var to in _focus?.Rule.Id == one.Rule.Id ? [one, _focus] : new[] { one })
            (to.Where, to.Leaves, to.Steps, to.Read) = (again.Where, again.Leaves, again.Steps, again.Read);
    }

    private bool IsWanted(in Measurement measurement) => moment.Measured is { } exact ? measurement == exact : measurement.To <= moment.At;

    /// <summary>Whether a transition belongs to the alert that was pending or firing after the event's measurement.</summary>
    private static bool Follows(RuleExplanation found, AlertTransition transition) =>
        found.Measured is { Dwell: not null } measured && transition.FirstEvidence <= measured.Measurement.To;

    private static void Keep(RuleExplanation focus, AlertTransition transition)
    {
        if (focus.Transitions.Count > 0 && focus.Transitions[0].Fingerprint != transition.Fingerprint) focus.Transitions.Clear();
        if (focus.Transitions.Count < MostTransitions) focus.Transitions.Add(transition);
    }

    private static RuleExplanation Look(Rule rule, EventCursor cursor)
    {
        var found = new RuleExplanation(rule) { KindFits = rule.Concerns(cursor.Kind) };
        if (rule.Detection.LooksAtAlerts)
        {
            found.KindFits = null;
            found.Key = KeyText.Of(cursor, rule.By);
            return found;
        }

        if (found.KindFits == false) return found;
        if (rule.Detection.EventSteps is { Count: > 0 } steps) found.Steps = [.. steps.Select(step => Look(step, cursor))];
        if (rule.Where is { } where)
        {
            found.Where = where.Evaluate(cursor);
            found.Leaves = where.Explain?.Invoke(cursor) ?? [];
        }

        found.Key = KeyText.Of(cursor, rule.By);
        if (rule.EventUnit.Length > 0 && cursor.Unit.Length > 0)
        {
            if (!UnitConversion.TryFind(cursor.Unit, rule.EventUnit, out var conversion)) found.OtherUnit = cursor.Unit;
            else if (conversion != UnitConversion.None) cursor.Convert(conversion.Apply(cursor.Event.Number));
        }

        if (rule.Detection.Reads is { } number) found.Read = KeyValuePair.Create(number.Text, number.Evaluate(cursor));
        found.ReadsText = rule.Detection.Reads == EventNumber.Value && cursor.Event.ValueKind == EventValueKind.Text;
        cursor.AsItCame();
        return found;
    }

    private static StepCheck Look(SequenceStep step, EventCursor cursor)
    {
        var kindFits = step.On.Any(pattern => pattern.Matches(cursor.Kind));
        return new StepCheck(step, kindFits, step.Fits(cursor), kindFits ? step.Where?.Explain?.Invoke(cursor) ?? [] : []);
    }
}
