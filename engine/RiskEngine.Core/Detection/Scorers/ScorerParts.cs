using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Scorers;

/// <summary>The scorers and rates of a rule set, each made once for all rules that name it alike.</summary>
/// <param name="cursor">The event under evaluation.</param>
/// <param name="directoryOf">The keys of a rule.</param>
/// <param name="add">Takes a part that is new.</param>
/// <param name="observer">Sees what models find; null where nobody looks.</param>
internal sealed class ScorerParts(EventCursor cursor, Func<KeyBy, KeyDirectory> directoryOf, Action<IKeyedState> add, IMeasurementObserver? observer)
{
    private readonly Dictionary<string, SeriesScorers> _scorers = [];

    /// <summary>The scorers that a rule asks: its own where it is of type score or baseline, then those of its expressions.</summary>
    public List<SeriesScorers> Of(Rule rule)
    {
        var scorers = CallsOf(rule);
        if (rule.Detection is ScoreDetection score) scorers.Insert(0, Shared(SeriesScorers.Of(rule, score, directoryOf(rule.By), cursor)));
        return scorers;
    }

    /// <summary>What observes the events for the expressions of rules that are evaluated together; null where they ask for no score.</summary>
    public AskedScores? Asked(IReadOnlyList<Rule> rules) =>
        rules[0].Scores.Count == 0 ? null : new AskedScores(rules, directoryOf(rules[0].By), CallsOf(rules[0]), observer);

    /// <summary>The rules of type score and baseline over one set of scorers.</summary>
    public ScoreGroup Group(IReadOnlyList<(Rule Rule, ScoreDetection Detection, AlertBook Alerts)> rules)
    {
        var keys = directoryOf(rules[0].Rule.By);
        var rates = rules.Where(one => one.Detection.FalseAlarmsPerWeek is not null).GroupBy(one => PartId.OfRates(one.Rule, one.Detection))
            .ToDictionary(one => one.Key, one => SeriesRates.Of(one.First().Rule, one.First().Detection, keys));
        foreach (var part in rates.Values) add(part);
        var readers = rules.Select(one => (one.Detection, one.Alerts, one.Detection.FalseAlarmsPerWeek is null ? null : rates[PartId.OfRates(one.Rule, one.Detection)]));
        return new ScoreGroup(Shared(SeriesScorers.Of(rules[0].Rule, rules[0].Detection, keys, cursor)), [.. readers], observer);
    }

    private List<SeriesScorers> CallsOf(Rule rule) => [.. rule.Scores.Select(call => Shared(SeriesScorers.Of(rule, call, directoryOf(rule.By), cursor)))];

    private SeriesScorers Shared(SeriesScorers scorers)
    {
        if (!_scorers.TryAdd(scorers.StateId, scorers)) return _scorers[scorers.StateId];
        add(scorers);
        return scorers;
    }
}
