using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The life of one (rule, key) alert from its first suspicious measurement: which grades have held or been left since when.</summary>
/// <remarks>
/// For each grade k it keeps since when the measured grade has been at least k, or below k. A grade is reached when it has held for its
/// <c>for</c> and rests on enough readings, and left when it has not held, or its own condition to recover has, for the time that it says; so one blip neither
/// raises nor ends an alert. From a grade with a dwell it falls no sooner than that. Where the rule has a clear condition, grades sink no lower than the ladder's
/// lowest by themselves, and the alert ends when that condition has held for its time. It never ends before no grade's condition has held for
/// <c>keep_firing_for</c>. Between two measurements the last one stands. What is published follows the ladder, except while the alert flaps: then it is
/// held at the highest grade that the ladder reaches. Pure: it is told the time.
/// </remarks>
internal sealed partial class Episode
{
    private const int Levels = 5;
    private readonly EventTime[] _since = new EventTime[Levels];
    private readonly bool[] _holds = new bool[Levels];
    private readonly long[] _readings = new long[Levels];
    private readonly EventTime?[] _recoversSince = new EventTime?[Levels];
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
        CameAt = firstEvidence;
        Onset = onset;
        FirstRecords = firstRecords;
    }

    /// <summary>Goes on with an alert that has ended.</summary>
    public static Episode Reopened(EndedAlert ended, in Measurement measurement)
    {
        var episode = new Episode(ended.FirstEvidence, ended.Onset, ended.FirstRecords) { Transitions = ended.Transitions, IsReopened = true };
        for (var level = 1; level < Levels; level++) episode._since[level] = measurement.To;
        episode.Last = measurement.To;
        return episode;
    }

    /// <summary>Where the ladder stands; <see cref="Grade.None"/> while the alert is pending, and where only its flapping keeps it open.</summary>
    public Grade Current { get; private set; }

    /// <summary>The grade that is published; <see cref="Grade.None"/> while the alert is pending. Above <see cref="Current"/> only while the alert flaps.</summary>
    public Grade Shown { get; private set; }

    /// <summary>When the ladder came to where it stands.</summary>
    public EventTime CameAt { get; private set; }

    /// <summary>Whether it goes on with an alert that had ended, and has not been published since.</summary>
    public bool IsReopened { get; private set; }

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
    /// <param name="grade">The gravest grade whose condition holds.</param>
    /// <param name="clears">Whether the condition holds that ends the alert.</param>
    /// <param name="measurement">What was measured.</param>
    /// <param name="evidence">The records behind it.</param>
    /// <param name="recovered">The grades that it lets go by a condition of their own, one bit each.</param>
    public void Observe(Grade grade, bool clears, in Measurement measurement, Evidence evidence, int recovered = 0)
    {
        var at = Come(measurement.To);
        for (var level = 1; level < Levels; level++) _recoversSince[level] = (recovered & (1 << level)) == 0 ? null : _recoversSince[level] ?? at;
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
            _recoversSince[level] = null;
        }

        _clearSince = null;
    }

    /// <summary>The grade that the ladder has at <paramref name="now"/>, and whether it has ended.</summary>
    public Grade GradeAt(EventTime now, LadderTimes times, out bool ended)
    {
        ended = false;
        for (var level = Levels - 1; level > (int)Current; level--)
        {
            var step = times[(Grade)level];
            if (Rises(level, step) && now - _since[level] >= step.For) return (Grade)level;
        }

        if (Current == Grade.None)
        {
            ended = !_holds[1];
            return Grade.None;
        }

        if (now - CameAt < times[Current].Dwell) return Current;
        var mayEnd = !_holds[1] && now - _since[1] >= times.KeepFiringFor;
        var floor = mayEnd && !times.HasClear ? Grade.None : times.Lowest;
        var grade = Current;
        while (grade > floor && IsLeft((int)grade, times[grade], now)) grade--;
        ended = grade == Grade.None || (mayEnd && grade <= times.Lowest && _clearSince is { } since && now - since >= times.ClearFor);
        return ended ? Current : grade;
    }

    /// <summary>The next time after <paramref name="now"/> at which the grade may change without a measurement; null where it cannot.</summary>
    public EventTime? NextChange(EventTime now, LadderTimes times)
    {
        EventTime? next = null;
        for (var level = Levels - 1; level > (int)Current; level--)
        {
            var step = times[(Grade)level];
            if (Rises(level, step)) Consider(ref next, _since[level] + step.For, now);
        }

        if (Current != Grade.None)
        {
            for (var level = 1; level <= (int)Current; level++)
            {
                var step = times[(Grade)level];
                if (LeftSince(level, step) is { } left) Consider(ref next, left + step.RecoverFor, now);
            }

            if (!_holds[1]) Consider(ref next, _since[1] + times.KeepFiringFor, now);
            if (_clearSince is { } since) Consider(ref next, since + times.ClearFor, now);
            if (times[Current].Dwell is var dwell && dwell > TimeSpan.Zero) Consider(ref next, CameAt + dwell, now);
        }

        return next;
    }

    /// <summary>A copy of the standings, for an observer.</summary>
    public DwellState Dwell()
    {
        var standings = new DwellState.Standing[Levels - 1];
        for (var level = 1; level < Levels; level++) standings[level - 1] = new DwellState.Standing(_holds[level], _since[level], _readings[level]);
        return new DwellState(Shown, standings, _clearSince) { CameAt = CameAt, IsHeld = Shown != Current };
    }

    /// <summary>The ladder comes to a grade at the last time that was decided on, and what is published follows.</summary>
    public void MoveTo(Grade grade)
    {
        StepTo(grade);
        Show(grade);
    }

    /// <summary>The ladder comes to a grade at the last time that was decided on; what is published stays.</summary>
    public void StepTo(Grade grade)
    {
        Current = grade;
        CameAt = Last;
    }

    /// <summary>What is published comes to a grade.</summary>
    public void Show(Grade grade) => Shown = grade;

    /// <summary>It has been told that the alert goes on.</summary>
    public void TellReopened() => IsReopened = false;

    /// <summary>Whether it stands otherwise than a plain ladder's alert can: held, or reopened.</summary>
    public bool IsSpecial => Shown != Current || IsReopened;

    private bool Rises(int level, in LadderTimes.Step step) => _holds[level] && (step.Readings <= 1 || _readings[level] >= step.Readings);

    private bool IsLeft(int level, in LadderTimes.Step step, EventTime now) => LeftSince(level, step) is { } since && now - since >= step.RecoverFor;

    /// <summary>Since when a grade has been on its way to be left; null where it holds, or its own condition to recover does not.</summary>
    private EventTime? LeftSince(int level, in LadderTimes.Step step) => _holds[level] ? null : step.HasRecovery ? _recoversSince[level] : _since[level];

    private static void Consider(ref EventTime? next, EventTime candidate, EventTime now)
    {
        if (candidate > now && (next is null || candidate < next)) next = candidate;
    }
}
