using System.Text.Json;
using RiskEngine.Core.Rules;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Verifying;

/// <summary>Derives published alerts again from the log, along the live data path, and says what became of each.</summary>
/// <remarks>The whole log that is given is evaluated: a longer one than an alert needs does no harm. One that begins later than the alert's rule looks back can give another
/// result, and then it is said what is missing.</remarks>
public static class Verifier
{
    /// <summary>The one task of a recording that is one stream.</summary>
    private const string OneStream = "events";

    /// <summary>Fields that say how a transition was published, and not what was found.</summary>
    private static readonly string[] OfDelivery = ["rebuilt"];

    /// <summary>Verifies.</summary>
    /// <returns>A verdict for each alert, in their order.</returns>
    /// <exception cref="Inputs.InputException">The log cannot be read.</exception>
    public static IReadOnlyList<AlertVerdict> Run(VerifyRequest request, CancellationToken cancellationToken)
    {
        // An engine's log is evaluated partition by partition; ticks that nobody kept are none.
        var isKept = request.Log.Ticks is not null || request.Alerts.SelectMany(alert => alert.Evidence).Any(range => range.Task.Topic != OneStream);
        var ticks = request.Log.Ticks ?? (isKept ? new KeptTicks() : null);
        var sets = request.RuleSets.Select(rules => new DerivedAlerts(request, rules, ticks)).ToList();
        try
        {
            var open = new Stack<PublishedAlert>(request.Alerts.Reverse());
            var bounds = DerivedAlerts.Feed(request.Log with { Ticks = ticks }, sets, isKept, AllAreFound, cancellationToken);
            return [.. request.Alerts.Select(alert => Verify(request, alert, sets, bounds))];

            bool AllAreFound()
            {
                while (open.TryPeek(out var alert) && SetOf(alert, sets)?.Find(alert.Id) is not null) open.Pop();
                return open.Count == 0;
            }
        }
        finally
        {
            foreach (var set in sets) set.Dispose();
        }
    }

    private static AlertVerdict Verify(VerifyRequest request, PublishedAlert alert, List<DerivedAlerts> sets, LogBounds bounds)
    {
        var set = SetOf(alert, sets);
        if (set is null) return Needs($"no rule '{alert.Rule}' is given; give the rules that were in force with --rules");
        var rule = set.Rules[alert.Rule];
        var found = set.Find(alert.Id);
        if (found is { } same && Compare(alert.Json, same) is { Count: 0 }) return new AlertVerdict(alert, VerifyOutcome.Identical, "", []);
        if (Expired(alert, bounds) is { } expired) return new AlertVerdict(alert, VerifyOutcome.EvidenceExpired, expired, []);
        if (rule.Hash == alert.RuleHash && Missing(request, alert, rule, set, bounds) is { } missing) return Needs(missing);

        var nearest = found ?? set.Nearest(alert.Rule, alert.Key, alert.At);
        IReadOnlyList<FieldDifference> differences = nearest is { } other ? Compare(alert.Json, other) : [new FieldDifference("rule_hash", alert.RuleHash, rule.Hash)];
        var reason = ReasonOf(alert, rule, found is not null, nearest is not null);
        return new AlertVerdict(alert, VerifyOutcome.Differs, reason, [.. differences.Where(one => one.Published != one.Derived)]);

        AlertVerdict Needs(string what) => new(alert, VerifyOutcome.NeedsMore, what, []);
    }

    /// <summary>The set that an alert is derived with: the first that holds its rule with its hash, else the first that holds its rule.</summary>
    private static DerivedAlerts? SetOf(PublishedAlert alert, List<DerivedAlerts> sets) =>
        sets.Find(one => one.Has(alert.Rule, alert.RuleHash)) ?? sets.Find(one => one.Rules.ContainsKey(alert.Rule));

    private static string ReasonOf(PublishedAlert alert, Rule rule, bool isFound, bool isNear)
    {
        var changed = rule.Hash == alert.RuleHash ? "" : $"the rule is another version now ({alert.RuleHash} raised it, {rule.Hash} is in {rule.File}); ";
        if (isFound) return $"{changed}fields differ";
        return $"{changed}no such transition comes about{(isNear ? "; the nearest of this rule and key differs in" : ", nor any other of this rule and key")}";
    }

    /// <summary>Which records are gone; null where all of them are there.</summary>
    private static string? Expired(PublishedAlert alert, LogBounds bounds)
    {
        foreach (var (task, from, _) in alert.Evidence)
        {
            if (bounds.FirstOffset(task) is not { } first) return $"the log holds nothing of {task}, where its evidence begins at offset {from}";
            if (from < first) return $"the log of {task} begins at offset {first}, and its evidence at {from}";
        }

        return null;
    }

    /// <summary>What else would have to be there to tell; null where it can be told.</summary>
    private static string? Missing(VerifyRequest request, PublishedAlert alert, Rule rule, DerivedAlerts set, LogBounds bounds)
    {
        if (request.Engine is not { HasPseudonyms: true } && (rule.By.First.Kind == KeyKind.Attribute || rule.By.Second is { Kind: KeyKind.Attribute }))
            return "its key is a pseudonym, which only engines with the secret of that time make again";
        if (alert.IsOfRemovedRule) return "its rule was removed or switched off then, of which the log does not tell; risk.audit.v1 does";
        if (alert.OnIdleClock && request.Log.Ticks is null) return "an idle clock moved time to it; give the recorded ticks with --ticks (topic risk.ticks.v1)";
        var learned = rule.Scores.Count > 0 || rule.Detection.Judge is not null;
        var looksBack = LooksBack(request, rule, set);
        foreach (var task in alert.Evidence.Select(range => range.Task).Distinct())
        {
            if (bounds.FirstOffset(task) is null or 0) continue;
            if (learned)
                return $"a model judged it that has learned since the start; the log of {task} begins at offset {bounds.FirstOffset(task)}, and is needed from its first record on";
            var needed = alert.FirstEvidence - looksBack;
            if (bounds.FirstTime(task) is { } first && first > needed) return $"it needs the log of {task} from {needed} on, and that begins at {first}";
        }

        return null;
    }

    private static TimeSpan LooksBack(VerifyRequest request, Rule rule, DerivedAlerts set)
    {
        var counted = (rule.Detection.CountedRules ?? []).Select(id => set.Rules.GetValueOrDefault(id)).OfType<Rule>();
        return RuleMemory.ReplayOf([rule, .. counted]) + (2 * request.Lateness.Values.Concat(request.Disorder.Values).Max());
    }

    private static List<FieldDifference> Compare(JsonElement published, JsonElement derived)
    {
        var differences = new List<FieldDifference>();
        foreach (var name in published.EnumerateObject().Concat(derived.EnumerateObject()).Select(field => field.Name).Distinct().Except(OfDelivery))
        {
            var (was, now) = (Value(published, name), Value(derived, name));
            if (was is { } one && now is { } other && JsonElement.DeepEquals(one, other)) continue;
            differences.Add(new FieldDifference(name, was?.GetRawText(), now?.GetRawText()));
        }

        return differences;
    }

    private static JsonElement? Value(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : null;
}
