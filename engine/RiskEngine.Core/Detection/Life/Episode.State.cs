using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <content>What is stored of it: times relative to its start.</content>
internal sealed partial class Episode
{
    /// <summary>Writes it.</summary>
    /// <param name="writer">Takes the bytes.</param>
    /// <param name="isWhole">Whether what plain ladders do not need is written as well: <see cref="CameAt"/>, what is published, what recovers.</param>
    public void Save(StateWriter writer, bool isWhole = false)
    {
        writer.Byte((byte)Current);
        writer.Count(Transitions);
        writer.Int(FirstEvidence.Micros);
        writer.Int(Onset.Micros - FirstEvidence.Micros);
        writer.Int(FirstRecords.FirstOffset);
        writer.Int(FirstRecords.LastOffset);
        var holds = 0;
        for (var level = 1; level < Levels; level++) holds |= _holds[level] ? 1 << level : 0;
        writer.Byte((byte)holds);
        for (var level = 1; level < Levels; level++) writer.Int(_since[level].Micros - FirstEvidence.Micros);
        writer.Bool(_clearSince is not null);
        if (_clearSince is { } since) writer.Int(since.Micros - FirstEvidence.Micros);
        writer.Double(Measurement.Measure);
        writer.Int(Measurement.Count);
        writer.Int(Measurement.From.Micros - FirstEvidence.Micros);
        writer.Int(Measurement.To.Micros - FirstEvidence.Micros);
        writer.Int(Evidence.FirstOffset);
        writer.Int(Evidence.LastOffset);
        writer.Int(Last.Micros - FirstEvidence.Micros);
        for (var level = 1; level < Levels; level++) writer.Int(_readings[level]);
        writer.Double(Measurement.Coverage);
        if (isWhole) SaveRest(writer);
        if (Findings.Count == 0) return;
        writer.Count(Findings.Count);
        foreach (var finding in Findings) finding.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="withFindings">Whether there were any.</param>
    /// <param name="withLast">Whether the last time was stored, which it was not before format 5.</param>
    /// <param name="withReadings">Whether readings were counted, which they were not before format 6: what holds then rests on those of the last measurement.</param>
    /// <param name="isWhole">Whether what plain ladders do not need was written as well.</param>
    public static Episode Restored(ref StateReader reader, bool withFindings = false, bool withLast = true, bool withReadings = true, bool isWhole = false)
    {
        var current = reader.Byte();
        if (current >= Levels) throw new StateFormatException($"grade {current}");
        var transitions = reader.Small();
        var first = reader.Time();
        var onset = reader.Time(first);
        var firstRecords = new Evidence(reader.Int(), reader.Int());
        var episode = new Episode(first, onset, firstRecords) { Current = (Grade)current, Shown = (Grade)current, Transitions = transitions };
        var holds = reader.Byte();
        for (var level = 1; level < Levels; level++)
        {
            episode._holds[level] = (holds & (1 << level)) != 0;
            episode._since[level] = reader.Time(first);
        }

        if (reader.Bool()) episode._clearSince = reader.Time(first);
        episode.Measurement = new Measurement(
            reader.Double(), reader.Int(), reader.Time(first), reader.Time(first));
        episode.Evidence = new Evidence(reader.Int(), reader.Int());
        episode.Last = withLast ? reader.Time(first) : EventTime.Max(first, episode.Measurement.To);
        for (var level = 1; level < Levels; level++) episode._readings[level] = withReadings ? reader.Int() : episode.Measurement.Count;
        if (withReadings) episode.Measurement = episode.Measurement with { Coverage = reader.Double() };
        if (isWhole) episode.RestoreRest(ref reader);
        if (!withFindings) return episode;
        var findings = new ScoreFinding[reader.Count()];
        for (var i = 0; i < findings.Length; i++) findings[i] = ScoreFinding.Restored(ref reader);
        episode.Findings = findings;
        return episode;
    }

    private void SaveRest(StateWriter writer)
    {
        writer.Byte((byte)Shown);
        writer.Bool(IsReopened);
        writer.Int(CameAt.Micros - FirstEvidence.Micros);
        var recovers = 0;
        for (var level = 1; level < Levels; level++) recovers |= _recoversSince[level] is null ? 0 : 1 << level;
        writer.Byte((byte)recovers);
        for (var level = 1; level < Levels; level++)
        {
            if (_recoversSince[level] is { } since) writer.Int(since.Micros - FirstEvidence.Micros);
        }
    }

    private void RestoreRest(ref StateReader reader)
    {
        var shown = reader.Byte();
        if (shown >= Levels) throw new StateFormatException($"grade {shown}");
        Shown = (Grade)shown;
        IsReopened = reader.Bool();
        CameAt = reader.Time(FirstEvidence);
        var recovers = reader.Byte();
        for (var level = 1; level < Levels; level++)
        {
            if ((recovers & (1 << level)) != 0) _recoversSince[level] = reader.Time(FirstEvidence);
        }
    }
}
