using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Sequence;

/// <summary>A sequence that has begun: which step comes next, and what it rests on.</summary>
internal sealed class PartialMatch
{
    public PartialMatch(EventTime start, long offset)
        : this(start, Evidence.At(offset), 1, 1)
    {
    }

    private PartialMatch(EventTime start, Evidence records, int nextStep, int matched)
    {
        Start = start;
        Records = records;
        NextStep = nextStep;
        Matched = matched;
    }

    public EventTime Start { get; }

    public Evidence Records { get; private set; }

    /// <summary>Index of the first step that is still open: what it does with an event depends on nothing else.</summary>
    public int NextStep { get; private set; }

    /// <summary>Steps that events have matched.</summary>
    public int Matched { get; private set; }

    /// <summary>Takes in an event that came within the time: the first open step that it fits decides.</summary>
    public Progress Observe(EventCursor cursor, IReadOnlyList<SequenceStep> steps)
    {
        for (var i = NextStep; i < steps.Count; i++)
        {
            var step = steps[i];
            if (step.Fits(cursor))
            {
                if (step.IsNegated) return Progress.Broken;
                Records = Records.Union(Evidence.At(cursor.Event.Offset));
                Matched++;
                NextStep = i + 1;
                return IsComplete(steps) ? Progress.Complete : Progress.Going;
            }

            if (!step.IsNegated && !step.IsOptional) break;
        }

        return Progress.None;
    }

    /// <summary>Whether it is complete at once: only optional steps are left. A negated one keeps it waiting until the time is over.</summary>
    public bool IsComplete(IReadOnlyList<SequenceStep> steps)
    {
        for (var i = NextStep; i < steps.Count; i++)
        {
            if (steps[i].IsNegated || !steps[i].IsOptional) return false;
        }

        return true;
    }

    /// <summary>Whether only steps are left that need no event before the time is over.</summary>
    public bool IsCompleteAtTimeout(IReadOnlyList<SequenceStep> steps)
    {
        for (var i = NextStep; i < steps.Count; i++)
        {
            if (!steps[i].IsNegated && !steps[i].IsOptional) return false;
        }

        return true;
    }

    public void Save(StateWriter writer)
    {
        writer.Int(Start.Micros);
        writer.Int(Records.FirstOffset);
        writer.Int(Records.LastOffset);
        writer.Count(NextStep);
        writer.Count(Matched);
    }

    public static PartialMatch Restored(ref StateReader reader, IReadOnlyList<SequenceStep> steps)
    {
        var partial = new PartialMatch(reader.Time(), new Evidence(reader.Int(), reader.Int()), reader.Small(), reader.Small());
        return partial.NextStep >= 1 && partial.NextStep < steps.Count
            ? partial
            : throw new StateFormatException($"step {partial.NextStep} of a sequence of {steps.Count}");
    }

    /// <summary>What an event did to a partial match.</summary>
    internal enum Progress
    {
        None,
        Going,
        Broken,
        Complete,
    }
}
