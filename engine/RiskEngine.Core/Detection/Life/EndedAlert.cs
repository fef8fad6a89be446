using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>What is kept of an alert that has ended, so that it can go on.</summary>
/// <param name="At">When it ended.</param>
/// <param name="FirstEvidence">When its first episode started: its identity.</param>
/// <param name="Onset">When the trouble is estimated to have begun.</param>
/// <param name="FirstRecords">The records behind its first measurement.</param>
/// <param name="Transitions">How many transitions it has had.</param>
internal sealed record EndedAlert(EventTime At, EventTime FirstEvidence, EventTime Onset, Evidence FirstRecords, int Transitions)
{
    public void Save(StateWriter writer)
    {
        writer.Int(At.Micros);
        writer.Int(FirstEvidence.Micros - At.Micros);
        writer.Int(Onset.Micros - At.Micros);
        writer.Int(FirstRecords.FirstOffset);
        writer.Int(FirstRecords.LastOffset);
        writer.Count(Transitions);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static EndedAlert Restored(ref StateReader reader)
    {
        var at = reader.Time();
        return new EndedAlert(at, reader.Time(at), reader.Time(at), new Evidence(reader.Int(), reader.Int()), reader.Small());
    }
}
