using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Tests.Alerts.Ladder;

/// <summary>The ladder of one key as docs/rules.md tells it, looked at anew at every second from all that has been measured: slow and obvious.</summary>
/// <remarks>Times are whole seconds. It notes every arrow of the ladder that it takes.</remarks>
internal sealed class LadderTwin(LadderRule rule, ISet<string> arrows)
{
    private readonly List<(int At, int Grade, bool Clears, int Recovered, int Readings)> _measured = [];
    private readonly List<(int At, int Step)> _states = [];
    private int _current;
    private int _cameAt;
    private int _shown;
    private int _start;
    private int _transitions;
    private bool _isOpen;
    private bool _isFlapping;
    private bool _goesOn;
    private (int End, int Start, int Transitions)? _ended;
    private (int At, int Transitions)? _momentary;

    public List<string> Told { get; } = [];

    /// <summary>A value at a second.</summary>
    public void Measure(int at, double value)
    {
        var grade = rule.GradeOf(value);
        if (!_isOpen && grade == 0)
        {
            if (_states.Count > 0) _states.Add((at, 0));
            return;
        }

        if (!_isOpen) Open(at);
        var recovered = 0;
        for (var level = grade + 1; level <= 4; level++)
        {
            var rung = rule.RungOf(level);
            if (rung?.Recover is { } below && value < below) recovered |= 1 << level;
        }

        _measured.Add((at, grade, grade == 0 && rule.Clear is { } clear && value < clear, recovered, 1));
        Look(at, isState: true);
    }

    /// <summary>A second without a value.</summary>
    public void Pass(int at)
    {
        if (_isOpen) Look(at, isState: false);
    }

    /// <summary>The key is found silent.</summary>
    public void FallSilent(int at)
    {
        if (!_isOpen) return;
        if (_shown == 0)
        {
            Arrow("pending>forgotten");
            Close(at);
            return;
        }

        if (rule.EndsBySilence)
        {
            Arrow("silence>end");
            Tell(at, AlertState.Resolved, _shown, _shown, TransitionReason.NoData);
            Close(at);
            return;
        }

        Arrow("silence>hold");
        var kept = _current;
        _measured.Clear();
        _measured.Add((at, kept, false, 0, 0));
    }

    private void Open(int at)
    {
        _isOpen = true;
        (_current, _shown, _cameAt) = (0, 0, at);
        (_start, _transitions) = (at, 0);
        _measured.Clear();
        _goesOn = false;
        if (_momentary is { } moment)
        {
            if (moment.At == at) _transitions = moment.Transitions;
            _momentary = null;
        }

        if (_ended is not { } ended) return;
        if (rule.Reopen > 0 && at - ended.End <= rule.Reopen)
        {
            (_start, _transitions, _goesOn) = (ended.Start, ended.Transitions, true);
            _cameAt = ended.Start;
            Arrow("end>again");
        }
        else if (rule.Reopen > 0)
        {
            Arrow("end>too late to go on");
        }
    }

    private void Look(int at, bool isState)
    {
        var (to, isOver) = Step(at);
        var isChange = to != _current;
        if (isState || isChange) _states.Add((at, Counts(at, to - _current)));
        var share = Share(at);
        var isUndecided = to == 0 && !isOver;
        var wasFlapping = _isFlapping;
        if (rule.Flapping is { } policy) _isFlapping = wasFlapping ? isUndecided || share >= policy.Leave : isChange && share > policy.Enter;
        if (isChange) (_current, _cameAt) = (to, at);

        if (to > _shown)
        {
            Arrow($"{Name(_shown)}>{Name(to)}{(_isFlapping && wasFlapping ? " while it flaps" : "")}{(_goesOn ? " again" : "")}");
            Show(at, to, TransitionReason.Condition);
        }

        if (_isFlapping && !wasFlapping)
        {
            Arrow($"{Name(_shown)}>flapping");
            Show(at, _shown, TransitionReason.Flapping);
            return;
        }

        if (_isFlapping) return;
        if (isOver)
        {
            Arrow(_shown == 0 ? "pending>forgotten" : $"{Name(_shown)}>end{(wasFlapping ? " from flapping" : "")}");
            if (_shown != 0) Tell(at, AlertState.Resolved, _shown, _shown, TransitionReason.Cleared);
            Close(at);
        }
        else if (to < _shown)
        {
            Arrow($"{Name(_shown)}>{Name(to)}{(wasFlapping ? " from flapping" : "")}");
            Show(at, to, isState && !wasFlapping ? TransitionReason.Condition : TransitionReason.Cleared);
        }
        else if (wasFlapping)
        {
            Arrow($"{Name(_shown)}>steady");
            Show(at, to, TransitionReason.Steady);
        }
    }

    /// <summary>Where the ladder goes at a second, and whether it is over: nothing holds, and no grade is left.</summary>
    private (int To, bool IsOver) Step(int at)
    {
        for (var level = 4; level > _current; level--)
        {
            var rung = rule.TimesOf(level);
            if (Holds(level) && at - Since(level) >= rung.For && (rung.Readings <= 1 || Readings(level) >= rung.Readings)) return (level, false);
        }

        if (_current == 0) return (0, !Holds(1));
        var mayEnd = !Holds(1) && at - Since(1) >= rule.KeepFiringFor;
        if (at - _cameAt < rule.TimesOf(_current).Dwell)
        {
            if (Left(_current, at)) Arrow("a grade that is left, kept by its dwell");
            return (_current, false);
        }

        var to = _current;
        while (to > 0 && (to > rule.Lowest || (mayEnd && rule.Clear is null)) && Left(to, at)) to--;
        if (to == 0) return (0, true);
        return to <= rule.Lowest && mayEnd && rule.Clear is not null && ClearFor(at) is { } cleared && cleared >= rule.ClearFor ? (0, true) : (to, false);
    }

    private bool Left(int level, int at)
    {
        if (Holds(level)) return false;
        var times = rule.TimesOf(level);
        if (!times.HasRecovery) return at - Since(level) >= times.RecoverFor;
        var since = default(int?);
        for (var i = _measured.Count - 1; i >= 0 && (_measured[i].Recovered & (1 << level)) != 0; i--) since = _measured[i].At;
        return since is { } start && at - start >= times.RecoverFor;
    }

    private int? ClearFor(int at)
    {
        var since = default(int?);
        for (var i = _measured.Count - 1; i >= 0 && _measured[i].Clears; i--) since = _measured[i].At;
        return at - since;
    }

    private bool Holds(int level) => _measured[^1].Grade >= level;

    private int Since(int level)
    {
        var i = _measured.Count - 1;
        while (i > 0 && _measured[i - 1].Grade >= level == Holds(level)) i--;
        return _measured[i].At;
    }

    private int Readings(int level)
    {
        var count = 0;
        for (var i = _measured.Count - 1; i >= 0 && _measured[i].Grade >= level; i--) count += _measured[i].Readings;
        return count;
    }

    /// <summary>The step where it counts as a change: the last one that counts, in the states that are looked at, went the other way.</summary>
    private int Counts(int at, int step)
    {
        if (rule.Flapping is not { } policy || step == 0) return 0;
        for (var age = 1; age < policy.Over && age <= _states.Count; age++)
        {
            var state = _states[^age];
            if (at - state.At >= policy.Within.TotalSeconds) break;
            if (state.Step != 0) return Math.Sign(state.Step) == Math.Sign(step) ? 0 : step;
        }

        return step;
    }

    private double Share(int at)
    {
        if (rule.Flapping is not { } policy) return 0;
        var tenths = 0;
        for (var age = 0; age < policy.Over && age < _states.Count; age++)
        {
            var state = _states[^(age + 1)];
            if (state.Step != 0 && at - state.At < policy.Within.TotalSeconds) tenths += (12 * (policy.Over - 1)) - (4 * age);
        }

        return 100.0 * tenths / (10 * (policy.Over - 1) * policy.Over);
    }

    private void Show(int at, int grade, TransitionReason reason)
    {
        var before = _shown;
        _shown = grade;
        Tell(at, AlertState.Firing, grade, before, reason);
    }

    private void Tell(int at, AlertState state, int grade, int before, TransitionReason reason)
    {
        Told.Add($"{at}s {(state == AlertState.Resolved ? "end" : Name(grade))} from {Name(before)} {reason} #{++_transitions} since {_start}s"
            + (state == AlertState.Firing && _isFlapping ? " flapping" : "") + (state == AlertState.Firing && _goesOn ? " again" : ""));
        _goesOn = false;
    }

    private void Close(int at)
    {
        if (_shown != 0 && rule.Reopen > 0) _ended = (at, _start, _transitions);
        if (_start == at && _transitions > 0) _momentary = (at, _transitions);
        (_isOpen, _isFlapping) = (false, false);
    }

    private void Arrow(string arrow) => arrows.Add(arrow);

    private static string Name(int grade) => ((Grade)grade).ToString();
}
