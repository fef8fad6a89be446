using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>The life of one key's alerts by definition: it keeps every finding of the episode and looks through all of them at every question.</summary>
internal sealed class TwinAlerts(Rule rule, string key, Func<string> site, List<AlertTransition> transitions)
{
    private readonly Dictionary<long, int> _transitionsOfEpisode = [];
    private List<TwinSample>? _history;
    private Grade _current;
    private long _start;
    private EventTime _onset;
    private Evidence _firstRecords;
    private Evidence _lastRecords;
    private Measurement _last;

    /// <summary>Whether an alert is pending or firing.</summary>
    public bool IsOpen => _history is not null;

    public void Measure(Measurement m, Evidence evidence)
    {
        if (double.IsNaN(m.Measure)) return;
        var grade = GradeOf(m);
        if (grade == Grade.None && !IsOpen) return;
        if (!IsOpen) Begin(m, evidence);
        var clears = grade == Grade.None && rule.Clear.When is { } when && when.Test(m) == Outcome.True;
        _history!.Add(new TwinSample(m.To.Micros, grade, clears, m.Count, m.Newer));
        (_last, _lastRecords) = (m, evidence);
        Judge(m.To.Micros, TransitionReason.Condition);
    }

    public void Silent(long at)
    {
        if (IsOpen && _current > Grade.None)
        {
            if (rule.NoData == NoDataPolicy.Resolve) End(at, TransitionReason.NoData);
            else _history = [new TwinSample(at, _current, false)];
            return;
        }

        _history = null;
        if (rule.NoData != NoDataPolicy.Alert) return;
        Begin(new Measurement(double.NaN, 0, new EventTime(at), new EventTime(at)), Evidence.None);
        _last = new Measurement(double.NaN, 0, new EventTime(at), new EventTime(at));
        _lastRecords = Evidence.None;
        MoveTo(rule.Grades.Lowest, at, TransitionReason.NoData);
        _history = [new TwinSample(at, _current, false)];
    }

    /// <summary>Asks whether time alone has changed anything, after all findings at <paramref name="now"/>.</summary>
    public void Judge(long now, TransitionReason sinking = TransitionReason.Cleared)
    {
        if (!IsOpen) return;
        for (var grade = Grade.Red; grade > _current; grade--)
        {
            if (Run(sample => sample.Grade >= grade) is not { } since || now - since < RandomStream.Micros(rule.For) || RestsOn(grade) < rule.ForReadings) continue;
            MoveTo(grade, now, TransitionReason.Condition);
            return;
        }

        var none = Run(sample => sample.Grade == Grade.None);
        if (_current == Grade.None)
        {
            if (none is not null) _history = null;
            return;
        }

        var dwell = RandomStream.Micros(rule.Clear.For);
        var mayEnd = none is { } noneSince && now - noneSince >= RandomStream.Micros(rule.KeepFiringFor);
        if (mayEnd && rule.Clear.When is not null && Run(sample => sample.Clears) is { } clear && now - clear >= dwell)
        {
            End(now, TransitionReason.Cleared);
            return;
        }

        var grades = Enumerable.Range(1, (int)_current).Select(level => (Grade)level).ToList();
        var left = grades.Where(grade => Run(sample => sample.Grade < grade) is { } since && now - since >= dwell).ToList();
        var kept = grades.Except(left).DefaultIfEmpty(Grade.None).Max();
        if (kept == Grade.None && mayEnd && rule.Clear.When is null) End(now, TransitionReason.Cleared);
        else if (Max(kept, rule.Grades.Lowest) < _current) MoveTo(Max(kept, rule.Grades.Lowest), now, sinking);
    }

    /// <summary>Since when the findings have all been of a kind, up to the last; null where the last is not.</summary>
    private long? Run(Func<TwinSample, bool> kind) => _history!.AsEnumerable().Reverse().TakeWhile(kind).LastOrDefault()?.At;

    /// <summary>How many readings the last run of findings of a grade rests on; whatever it is, one is enough where one is asked for.</summary>
    private long RestsOn(Grade grade)
    {
        var run = _history!.AsEnumerable().Reverse().TakeWhile(sample => sample.Grade >= grade).Reverse().ToList();
        return Math.Max(1, run[0].Readings + run.Skip(1).Sum(sample => sample.Newer));
    }

    /// <summary>The gravest grade that is reached. One that too little is known for neither raises the alert nor lets it sink.</summary>
    private Grade GradeOf(Measurement m)
    {
        var held = new[] { Grade.Red, Grade.Orange, Grade.Yellow, Grade.Blue }.Where(grade => rule.Grades[grade]?.Test(m) == Outcome.True).ToList();
        var known = held.Where(grade => m.Coverage >= rule.Grades[grade]!.Coverage || (IsOpen && grade <= _current)).DefaultIfEmpty(Grade.None).Max();
        return held.Any(grade => grade > known) && IsOpen ? Max(known, _current) : known;
    }

    private void Begin(Measurement m, Evidence evidence)
    {
        (_start, _onset, _firstRecords, _current, _history) = (m.To.Micros, m.From, evidence, Grade.None, []);
    }

    private void MoveTo(Grade grade, long at, TransitionReason reason)
    {
        var previous = _current;
        _current = grade;
        Note(AlertState.Firing, previous, at, reason);
    }

    private void End(long at, TransitionReason reason)
    {
        Note(AlertState.Resolved, _current, at, reason);
        _history = null;
        _current = Grade.None;
    }

    private void Note(AlertState state, Grade previous, long at, TransitionReason reason)
    {
        var number = _transitionsOfEpisode[_start] = _transitionsOfEpisode.GetValueOrDefault(_start) + 1;
        transitions.Add(new AlertTransition
        {
            Fingerprint = Fingerprint.Of(rule.Id, rule.By.ToString(), key, new EventTime(_start)),
            Number = number,
            Rule = rule,
            Task = EvaluatorRig.Task,
            State = state,
            Grade = _current,
            PreviousGrade = previous,
            Reason = reason,
            Key = key,
            Site = site(),
            Onset = _onset,
            FirstEvidence = new EventTime(_start),
            At = new EventTime(at),
            Measurement = _last,
            Evidence = _lastRecords,
            FirstRecords = _firstRecords,
        });
    }

    private static Grade Max(Grade a, Grade b) => a > b ? a : b;
}
