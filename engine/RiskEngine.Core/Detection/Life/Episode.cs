using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The life of one (rule, key) alert from its first suspicious measurement: which grades have held or been left since when.</summary>
/// <remarks>
/// For each grade k it keeps since when the measured grade has been at least k, or below k. A grade is reached when it has held for the rule's
/// <c>for</c> and rests on enough readings, and left when it has not held for the clear dwell; so one blip neither raises nor ends an alert. Where the rule has a
/// clear condition, grades
/// sink no lower than the ladder's lowest by themselves, and the alert ends when that condition has held for the dwell. It never ends before
/// no grade's condition has held for <c>keep_firing_for</c>. Between two measurements the last one stands. Pure: it is told the time.
/// </remarks>
internal sealed class Episode
{
    private const int Levels = 5;
    private readonly EventTime[] _since = new EventTime[Levels];
    private readonly bool[] _holds = new bool[Levels];
    private readonly long[] _readings = new long[Levels];
    private EventTime? _clearSince;

    /// <summary>Starts with the first measurement that reached a grade; <see cref="Observe"/> it next.</summary>
    public Episode(in Measurement measurement, Evidence evidence)
        : this(measurement.To, measurement.From, evidence)
    {
        for (var level = 1; level < Levels; level++) _since[level] = measurement.To;
    }

    private Episode(EventTime firstEvidence, EventTime onset, Evidence firstRecords)
    {
        FirstEvidence = firstEvidence;
        Last = firstEvidence;
        Onset = onset;
        FirstRecords = firstRecords;
    }

    public Grade Current { get; private set; }

    public int Transitions { get; set; }

    public EventTime FirstEvidence { get; }

    /// <summary>The last time at which anything was decided: what comes of earlier times, after silence had decided, counts from here on.</summary>
    public EventTime Last { get; private set; }

    public Measurement Measurement { get; private set; }

    public Evidence Evidence { get; private set; }

    public Evidence FirstRecords { get; }

    public EventTime Onset { get; }

    /// <summary>What models found at the last measurement.</summary>
    public IReadOnlyList<ScoreFinding> Findings { get; set; } = [];

    /// <summary>Time of the timer that is set for this episode; a timer at any other time is stale.</summary>
    public EventTime? TimerAt { get; set; }

    /// <summary>Takes in a measurement that reached <paramref name="grade"/>.</summary>
    public void Observe(Grade grade, bool clears, in Measurement measurement, Evidence evidence)
    {
        var at = Come(measurement.To);
        for (var level = 1; level < Levels; level++)
        {
            var holds = (int)grade >= level;
            if (_holds[level] == holds)
            {
                _readings[level] += measurement.Newer;
                continue;
            }

            _holds[level] = holds;
            _since[level] = at;
            _readings[level] = measurement.Count;
        }

        _clearSince = clears ? _clearSince ?? at : null;
        Measurement = measurement;
        Evidence = evidence;
    }

    /// <summary>Time has come this far.</summary>
    /// <returns>The time, or the last one that was decided on where that is later.</returns>
    public EventTime Come(EventTime at)
    {
        if (at > Last) Last = at;
        return Last;
    }

    /// <summary>Takes in that the key fell silent: nothing is known any more, so no grade is on its way up or down.</summary>
    public void Freeze(EventTime at)
    {
        for (var level = 1; level < Levels; level++)
        {
            _holds[level] = level <= (int)Current;
            _since[level] = at;
            _readings[level] = 0;
        }

        _clearSince = null;
    }

    /// <summary>The grade that the alert has at <paramref name="now"/>, and whether it has ended.</summary>
    public Grade GradeAt(EventTime now, Rule rule, out bool ended)
    {
        ended = false;
        for (var level = Levels - 1; level > (int)Current; level--)
        {
            if (Rises(level, rule) && now - _since[level] >= rule.For) return (Grade)level;
        }

        if (Current == Grade.None)
        {
            ended = !_holds[1];
            return Grade.None;
        }

        var mayEnd = !_holds[1] && now - _since[1] >= rule.KeepFiringFor;
        if (mayEnd && _clearSince is { } since && now - since >= rule.Clear.For)
        {
            ended = true;
            return Current;
        }

        var floor = mayEnd && rule.Clear.When is null ? Grade.None : rule.Grades.Lowest;
        var grade = Current;
        while (grade > floor && !_holds[(int)grade] && now - _since[(int)grade] >= rule.Clear.For) grade--;
        ended = grade == Grade.None;
        return ended ? Current : grade;
    }

    /// <summary>The next time after <paramref name="now"/> at which the grade may change without a measurement; null where it cannot.</summary>
    public EventTime? NextChange(EventTime now, Rule rule)
    {
        EventTime? next = null;
        for (var level = Levels - 1; level > (int)Current; level--)
        {
            if (Rises(level, rule)) Consider(ref next, _since[level] + rule.For, now);
        }

        if (Current != Grade.None)
        {
            for (var level = 1; level <= (int)Current; level++)
            {
                if (!_holds[level]) Consider(ref next, _since[level] + rule.Clear.For, now);
            }

            if (!_holds[1]) Consider(ref next, _since[1] + rule.KeepFiringFor, now);
            if (_clearSince is { } since) Consider(ref next, since + rule.Clear.For, now);
        }

        return next;
    }

    /// <summary>A copy of the standings, for an observer.</summary>
    public DwellState Dwell()
    {
        var standings = new DwellState.Standing[Levels - 1];
        for (var level = 1; level < Levels; level++) standings[level - 1] = new DwellState.Standing(_holds[level], _since[level], _readings[level]);
        return new DwellState(Current, standings, _clearSince);
    }

    public void MoveTo(Grade grade) => Current = grade;

    public void Save(StateWriter writer)
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
        if (Findings.Count == 0) return;
        writer.Count(Findings.Count);
        foreach (var finding in Findings) finding.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="withFindings">Whether there were any.</param>
    /// <param name="withLast">Whether the last time was stored, which it was not before format 5.</param>
    /// <param name="withReadings">Whether readings were counted, which they were not before format 6: what holds then rests on those of the last measurement.</param>
    public static Episode Restored(ref StateReader reader, bool withFindings = false, bool withLast = true, bool withReadings = true)
    {
        var current = reader.Byte();
        if (current >= Levels) throw new StateFormatException($"grade {current}");
        var transitions = reader.Small();
        var first = reader.Time();
        var onset = reader.Time(first);
        var firstRecords = new Evidence(reader.Int(), reader.Int());
        var episode = new Episode(first, onset, firstRecords) { Current = (Grade)current, Transitions = transitions };
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
        if (!withFindings) return episode;
        var findings = new ScoreFinding[reader.Count()];
        for (var i = 0; i < findings.Length; i++) findings[i] = ScoreFinding.Restored(ref reader);
        episode.Findings = findings;
        return episode;
    }

    private bool Rises(int level, Rule rule) => _holds[level] && (rule.ForReadings <= 1 || _readings[level] >= rule.ForReadings);

    private static void Consider(ref EventTime? next, EventTime candidate, EventTime now)
    {
        if (candidate > now && (next is null || candidate < next)) next = candidate;
    }
}
