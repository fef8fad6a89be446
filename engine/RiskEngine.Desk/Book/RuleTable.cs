using RiskEngine.Core.Desk;
using RiskEngine.Core.State;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Book;

/// <summary>The versions of rules of which alerts are kept.</summary>
internal sealed class RuleTable() : DeskTable<RuleEntry>("desk-rules")
{
    private readonly Dictionary<AlertFacts, RuleEntry> _byReference = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, List<RuleEntry>> _byRule = [];
    private readonly Dictionary<long, RuleEntry> _byOrder = [];
    private DeskPolicy _policy = new();

    /// <summary>Decides anew what the rules are about.</summary>
    public void Use(DeskPolicy policy)
    {
        _policy = policy;
        foreach (var entry in InOrder()) Settle(entry);
    }

    /// <summary>The entry of a version; it is added where there is none.</summary>
    /// <param name="facts">The version.</param>
    /// <param name="order">Its number where it is added.</param>
    public RuleEntry EntryOf(AlertFacts facts, ref long order)
    {
        if (_byReference.TryGetValue(facts, out var entry)) return entry;
        entry = _byRule.TryGetValue(facts.Rule, out var versions) ? versions.Find(version => version.Facts.IsSameAs(facts)) : null;
        if (entry is null)
        {
            entry = new RuleEntry(facts) { Order = ++order };
            Add(entry);
            Index(entry);
        }

        if (_byReference.Count > 2 * (Count + 1024)) _byReference.Clear();
        _byReference[facts] = entry;
        return entry;
    }

    /// <summary>The entry with a number; null where there is none.</summary>
    public RuleEntry? Find(long order) => _byOrder.GetValueOrDefault(order);

    /// <summary>Forgets a version of which no alert is kept any more.</summary>
    public void Release(RuleEntry entry)
    {
        if (--entry.Alerts > 0) return;
        Remove(entry);
        _byOrder.Remove(entry.Order);
        _byReference.Clear();
        var versions = _byRule[entry.Facts.Rule];
        versions.Remove(entry);
        if (versions.Count == 0) _byRule.Remove(entry.Facts.Rule);
    }

    /// <summary>Finds everything again after a restore.</summary>
    public void Reindex()
    {
        _byReference.Clear();
        _byRule.Clear();
        _byOrder.Clear();
        foreach (var entry in InOrder()) Index(entry);
    }

    protected override void Write(RuleEntry entry, StateWriter writer)
    {
        var facts = entry.Facts;
        writer.String(facts.Rule);
        writer.String(facts.Hash);
        writer.String(facts.Title);
        writer.String(facts.By);
        writer.String(facts.Category);
        writer.String(facts.Runbook ?? "");
        writer.Count(facts.Labels.Count);
        foreach (var (name, value) in facts.Labels)
        {
            writer.String(name);
            writer.String(value);
        }
    }

    protected override RuleEntry Read(ref StateReader reader)
    {
        var (rule, hash, title, by, category, runbook) = (reader.String(), reader.String(), reader.String(), reader.String(), reader.String(), reader.String());
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.Count(); left > 0; left--)
        {
            var name = reader.String();
            labels[name] = reader.String();
        }

        return new RuleEntry(new AlertFacts
        {
            Rule = rule, Hash = hash, Title = title, By = by, Category = category, Runbook = runbook.Length == 0 ? null : runbook, Labels = labels,
        });
    }

    private void Index(RuleEntry entry)
    {
        Settle(entry);
        _byOrder[entry.Order] = entry;
        if (!_byRule.TryGetValue(entry.Facts.Rule, out var versions)) _byRule[entry.Facts.Rule] = versions = [];
        versions.Add(entry);
    }

    private void Settle(RuleEntry entry)
    {
        var (rule, labels) = (entry.Facts.Rule, entry.Facts.Labels);
        var cause = entry.Cause = CausePolicy.Of(rule, labels, _policy.Causes);
        entry.Concerns = new RuleConcerns(
            [.. _policy.Inhibitions.Where(policy => policy.Source.FitsRule(rule, cause, labels))],
            [.. _policy.Inhibitions.Where(policy => policy.Target.FitsRule(rule, cause, labels))],
            _policy.Corroborations.Any(policy => policy.With?.FitsRule(rule, cause, labels) == true || policy.Against?.FitsRule(rule, cause, labels) == true));
    }
}
