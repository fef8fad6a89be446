using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Rules.Expressions;

/// <summary>Collects the scores that the expressions of one rule ask for: each <c>score(...)</c> has a number, by which the compiled expression reads it.</summary>
internal sealed class ScoreCalls(IReadOnlyList<IModel> models)
{
    private readonly List<ScoreCall> _calls = [];

    /// <summary>The models that may be named.</summary>
    public IReadOnlyList<IModel> Models => models;

    /// <summary>The levels of the site path, for types that compare places.</summary>
    public IReadOnlyList<string> AreaLevels { get; init; } = [];

    /// <summary>All that were asked for, by number.</summary>
    public IReadOnlyList<ScoreCall> All => _calls;

    /// <summary>Whether <c>where</c> is being read; it is read first.</summary>
    public bool IsInWhere { get; set; }

    /// <summary>The kinds of the sequence step that is being read; null elsewhere.</summary>
    public IReadOnlyList<KindPattern>? On { get; set; }

    /// <summary>The function for the place that is being read.</summary>
    public ScoreFunction Function() => new(this, IsInWhere, On);

    /// <summary>The number of a call; the same call at the same place has one number.</summary>
    public int NumberOf(ScoreCall call)
    {
        var known = _calls.FindIndex(one => one.Text == call.Text && one.IsInWhere == call.IsInWhere && ReferenceEquals(one.On, call.On));
        if (known >= 0) return known;
        _calls.Add(call);
        return _calls.Count - 1;
    }
}
