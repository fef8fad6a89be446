using RiskEngine.Core.Rules;

namespace RiskEngine.Pipeline.Running;

/// <summary>The rule set in force, shared by all tasks: each takes over a newer one between two batches.</summary>
public sealed class ActiveRules
{
    private Snapshot _current;
    private long _reloads;
    private long _failures;
    private string? _fault;

    /// <summary>Starts with a rule set.</summary>
    public ActiveRules(IReadOnlyList<Rule> rules) => _current = SnapshotOf(1, rules);

    /// <summary>The rule set in force.</summary>
    public Snapshot Current => Volatile.Read(ref _current);

    /// <summary>Successful reloads.</summary>
    public long Reloads => Interlocked.Read(ref _reloads);

    /// <summary>Refused reloads.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Why the last reload was refused; null where it was not.</summary>
    public string? LastFault => Volatile.Read(ref _fault);

    /// <summary>Puts another rule set in force.</summary>
    public void Replace(IReadOnlyList<Rule> rules)
    {
        Volatile.Write(ref _current, SnapshotOf(_current.Version + 1, rules));
        Interlocked.Increment(ref _reloads);
        Volatile.Write(ref _fault, null);
    }

    /// <summary>Notes that a reload was refused; the set in force stays.</summary>
    public void Refuse(string fault)
    {
        Volatile.Write(ref _fault, fault);
        Interlocked.Increment(ref _failures);
    }

    /// <summary>Splits off the rules that only all partitions together can evaluate, and leaves out those that are for backtests.</summary>
    private static Snapshot SnapshotOf(int version, IReadOnlyList<Rule> rules)
    {
        var byId = rules.ToDictionary(rule => rule.Id);
        var live = rules.Where(rule => rule.Mode != RuleMode.Backtest).ToLookup(rule => RuleReach.NeedsSignals(rule, byId) is not null);
        return new Snapshot(version, rules, [.. live[false]], [.. live[true].Where(rule => rule.Mode != RuleMode.Off)]);
    }

    /// <summary>One rule set.</summary>
    /// <param name="Version">1 for the first of the process, then 2, 3, …</param>
    /// <param name="Loaded">All rules of the folder.</param>
    /// <param name="Rules">The rules that each partition evaluates for itself.</param>
    /// <param name="Crossing">The rules over several partitions, which are told of what they need by signals.</param>
    public sealed record Snapshot(int Version, IReadOnlyList<Rule> Loaded, IReadOnlyList<Rule> Rules, IReadOnlyList<Rule> Crossing);
}
