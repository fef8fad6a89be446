using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>A sequence that has begun: which step comes next, and what it rests on.</summary>
internal sealed class PartialMatch
{
    private int _next;

    public PartialMatch(EventTime start, long offset)
    {
        Start = start;
        Records = Evidence.At(offset);
        _next = 1;
        Matched = 1;
    }

    private PartialMatch(EventTime start, Evidence records, int next, int matched)
    {
        Start = start;
        Records = records;
        _next = next;
        Matched = matched;
    }

    public EventTime Start { get; }

    public Evidence Records { get; private set; }

    /// <summary>Steps that events have matched.</summary>
    public int Matched { get; private set; }

    /// <summary>Takes in an event that came within the time.</summary>
    public Progress Observe(EventCursor cursor, IReadOnlyList<SequenceStep> steps)
    {
        for (var i = _next; i < steps.Count; i++)
        {
            var step = steps[i];
            if (step.Fits(cursor))
            {
                if (step.IsNegated) return Progress.Broken;
                Records = Records.Union(Evidence.At(cursor.Event.Offset));
                Matched++;
                _next = i + 1;
                return IsComplete(steps) ? Progress.Complete : Progress.Going;
            }

            if (!step.IsNegated && !step.IsOptional) break;
        }

        return Progress.Going;
    }

    /// <summary>Whether only steps are left that need no event before the time is over.</summary>
    public bool IsCompleteAtTimeout(IReadOnlyList<SequenceStep> steps) => LeftOver(steps).All(step => step.IsNegated || step.IsOptional);

    public void Save(StateWriter writer)
    {
        writer.Int(Start.Micros);
        writer.Int(Records.FirstOffset);
        writer.Int(Records.LastOffset);
        writer.Count(_next);
        writer.Count(Matched);
    }

    public static PartialMatch Restored(ref StateReader reader) =>
        new(reader.Time(), new Evidence(reader.Int(), reader.Int()), reader.Small(), reader.Small());

    /// <summary>Complete at once where no step is left; a negated last step keeps it waiting until the time is over.</summary>
    private bool IsComplete(IReadOnlyList<SequenceStep> steps) => LeftOver(steps).All(step => step.IsOptional && !step.IsNegated);

    private IEnumerable<SequenceStep> LeftOver(IReadOnlyList<SequenceStep> steps) => steps.Skip(_next);

    /// <summary>What an event did to a partial match.</summary>
    internal enum Progress
    {
        Going,
        Broken,
        Complete,
    }
}
