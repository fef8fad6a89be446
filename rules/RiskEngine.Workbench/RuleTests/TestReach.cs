using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Workbench.RuleTests;

/// <summary>How far the events of a test come: to the rule, or what keeps them away.</summary>
internal readonly record struct TestReach(int Events, int OtherKinds, int OutsideSchedule, int KeptOut, int NotEvaluated)
{
    /// <summary>Whether some event is looked at by the rule.</summary>
    public bool Reaches => Events > OtherKinds + OutsideSchedule + KeptOut + NotEvaluated;

    /// <summary>Whether a test that expects nothing is quiet for a reason that its author cannot mean: no event has the rule's kind, or the condition has failed.</summary>
    public bool IsVacuous => Events > 0 && !Reaches && OutsideSchedule == 0 && KeptOut == 0;

    /// <summary>The same with one more event, which the clock has reached and the rule has not seen.</summary>
    public TestReach With(Rule rule, EventCursor cursor)
    {
        if (rule.Detection.LooksAtAlerts || rule.On.Count == 0) return this;
        var reach = this with { Events = Events + 1 };
        if (!rule.Concerns(cursor.Kind)) return reach with { OtherKinds = OtherKinds + 1 };
        if (rule.Schedule?.Contains(cursor.Event.Time) == false) return reach with { OutsideSchedule = OutsideSchedule + 1 };
        return rule.Where?.Evaluate(cursor) switch
        {
            Outcome.False => reach with { KeptOut = KeptOut + 1 },
            Outcome.Error => reach with { NotEvaluated = NotEvaluated + 1 },
            _ => reach,
        };
    }

    /// <summary>In words, where no event reaches the rule; null where one does.</summary>
    public string? Explain()
    {
        if (Events == 0 || Reaches) return null;
        var reasons = new List<string>();
        if (OtherKinds > 0) reasons.Add($"{OtherKinds} of other kinds");
        if (OutsideSchedule > 0) reasons.Add($"{OutsideSchedule} outside its schedule");
        if (KeptOut > 0) reasons.Add($"{KeptOut} kept out by where");
        if (NotEvaluated > 0) reasons.Add($"{NotEvaluated} for which where could not be evaluated, e.g. because an attribute is missing");
        return $"none of the {Events} events reaches the rule: {string.Join(", ", reasons)}";
    }
}
