using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.RuleTests;

/// <summary>How far the events of a test come: to the rule, or what keeps them away.</summary>
internal readonly record struct TestReach(int Events, int OtherKinds, int OutsideSchedule, int KeptOut, int NotEvaluated)
{
    /// <summary>Whether some event is looked at by the rule.</summary>
    public bool Reaches => Events > OtherKinds + OutsideSchedule + KeptOut + NotEvaluated;

    /// <summary>Whether a test that expects nothing is quiet for a reason that its author cannot mean: no event has the rule's kind, or the condition has failed.</summary>
    public bool IsVacuous => Events > 0 && !Reaches && OutsideSchedule == 0 && KeptOut == 0;

    /// <summary>Follows the events until the end of the test.</summary>
    public static TestReach Of(Rule rule, EventBatch batch, Vocabulary vocabulary, EventTime end)
    {
        if (rule.Detection.LooksAtAlerts || rule.On.Count == 0) return default;
        var cursor = new EventCursor(vocabulary);
        var reach = default(TestReach);
        for (var i = 0; i < batch.Count && batch[i].Time <= end; i++)
        {
            cursor.MoveTo(batch, i);
            reach = reach with { Events = reach.Events + 1 };
            if (!rule.Concerns(cursor.Kind)) reach = reach with { OtherKinds = reach.OtherKinds + 1 };
            else if (rule.Schedule?.Contains(cursor.Event.Time) == false) reach = reach with { OutsideSchedule = reach.OutsideSchedule + 1 };
            else if (rule.Where?.Evaluate(cursor) is Outcome.False) reach = reach with { KeptOut = reach.KeptOut + 1 };
            else if (rule.Where?.Evaluate(cursor) is Outcome.Error) reach = reach with { NotEvaluated = reach.NotEvaluated + 1 };
        }

        return reach;
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
