using System.Runtime.InteropServices;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <content>What a task sends to rules over several partitions, and what it takes in of others.</content>
public sealed partial class RuleEvaluator
{
    /// <summary>The numbers of the signals that the task has sent. A successor goes on with them.</summary>
    public SignalNumbers Signals { get; }

    /// <summary>Of whom the task has told rules that count the members of an area. A successor goes on with it.</summary>
    public SeenMembers Seen { get; }

    /// <summary>The rules that look at events, in the order of their ids.</summary>
    public IEnumerable<Rule> EventRules => _books.Select(book => book.Rule).Where(rule => !rule.Detection.LooksAtAlerts);

    /// <summary>The producers of the signals that the task reads; null where its log holds none. A successor goes on with it.</summary>
    public ProducerRoster? Producers { get; }

    /// <summary>How many transitions have come about since the last <see cref="Drain"/>.</summary>
    public int TransitionCount => _transitions.Count;

    /// <summary>The transitions since the last <see cref="Drain"/> but the first ones, in the order in which they came about; until the next call of anything.</summary>
    public ReadOnlySpan<AlertTransition> TransitionsFrom(int first) => CollectionsMarshal.AsSpan(_transitions)[first..];

    /// <summary>The rule of an alert that another task tells of; of one that is not known here, only id and key.</summary>
    /// <param name="known">All rules by id.</param>
    /// <param name="id">Its id.</param>
    /// <param name="by">Its key, as rule authors write it.</param>
    public static Rule RuleOf(IReadOnlyDictionary<string, Rule> known, string id, string by) =>
        known.TryGetValue(id, out var rule) && rule.By.ToString() == by ? rule : RetiredRule.Of(id, KeyBy.Parse(by));

    /// <summary>Says of transitions that some producers were missing when they came about.</summary>
    /// <param name="first">The first of them, since the last <see cref="Drain"/>.</param>
    /// <param name="missing">The producers.</param>
    public void MarkIncomplete(int first, IReadOnlyList<string> missing)
    {
        for (var i = first; i < _transitions.Count; i++) _transitions[i] = _transitions[i] with { Incomplete = missing };
    }

    /// <summary>Takes in a transition that another task found: the rules that count it measure at once, whatever the slowest producer.</summary>
    /// <returns>Whether any rule counts it.</returns>
    public bool Observe(AlertTransition transition)
    {
        var isCounted = false;
        foreach (var follower in _followers)
        {
            if (!follower.Follows(transition.Rule)) continue;
            follower.Observe(transition);
            isCounted = true;
        }

        if (!isCounted)
        {
            Filtered++;
            return false;
        }

        Evaluated++;
        Settle();
        return true;
    }

    /// <summary>Takes in that a source has spoken to another task: the rule measures at once that counts it among the members of an area.</summary>
    /// <returns>Whether there is such a rule.</returns>
    public bool Observe(in SeenSource seen)
    {
        var isCounted = false;
        foreach (var follower in _followers)
        {
            if (follower is not ITapsCountedRules taps || taps.RuleId != seen.Rule) continue;
            taps.See(seen);
            isCounted = true;
        }

        if (isCounted) Evaluated++;
        else Filtered++;
        if (isCounted) Settle();
        return isCounted;
    }

    /// <summary>Time has come this far for all producers: what no event says is decided up to there.</summary>
    public void Reach(EventTime least)
    {
        if (least > Now) Tick(least);
        if (_task.Partition == 0) _silent?.Report(Producers!, Now);
    }
}
