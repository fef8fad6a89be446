using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Scorers;

/// <summary>The scorers of a rule set, each made once for all rules that name it alike.</summary>
/// <param name="cursor">The event under evaluation.</param>
/// <param name="directoryOf">The keys of a rule.</param>
/// <param name="add">Takes a part that is new.</param>
/// <param name="observer">Sees what models find; null where nobody looks.</param>
internal sealed class ScorerPool(EventCursor cursor, Func<KeyBy, KeyDirectory> directoryOf, Action<IKeyedState> add, IMeasurementObserver? observer)
{
    private readonly Dictionary<string, SeriesScorers> _scorers = [];

    public EventCursor Cursor => cursor;

    public IMeasurementObserver? Observer => observer;

    /// <summary>The scorers that the expressions of a rule ask.</summary>
    public List<SeriesScorers> CallsOf(Rule rule) => [.. rule.Scores.Select(call => Shared(
        new SeriesScorers(PartId.OfScorers(rule, call), PartId.AskedBy(call), PartId.SubjectOf(rule, call),
            call.Model, call.Inputs, call.Inputs.Count, directoryOf(rule.By), cursor)))];

    /// <summary>What observes the events for the expressions of rules that are evaluated together; null where they ask for no score.</summary>
    public AskedScores? Asked(IReadOnlyList<Rule> rules) =>
        rules[0].Scores.Count == 0 ? null : new AskedScores(rules, directoryOf(rules[0].By), CallsOf(rules[0]), observer);

    /// <summary>The scorers of this name that are there already, or these.</summary>
    public SeriesScorers Shared(SeriesScorers scorers)
    {
        if (!_scorers.TryAdd(scorers.StateId, scorers)) return _scorers[scorers.StateId];
        add(scorers);
        return scorers;
    }
}
