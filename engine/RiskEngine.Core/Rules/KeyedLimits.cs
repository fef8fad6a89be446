namespace RiskEngine.Core.Rules;

/// <summary>The numbers of a table that a rule's conditions compare with: a row for each key.</summary>
/// <param name="table">The table's name, for messages.</param>
/// <param name="hash">Hash of the numbers, by key.</param>
/// <param name="rows">The numbers of each key, one for each column that a condition names.</param>
/// <param name="otherwise">Those of keys that have no row; null where no grade is to hold for such a key.</param>
public sealed class KeyedLimits(string table, string hash, IReadOnlyDictionary<string, double[]> rows, double[]? otherwise)
{
    private static readonly MeasureCondition Over = new("without limits", null, double.NaN, _ => Outcome.True);

    /// <summary>The table's name.</summary>
    public string Table => table;

    /// <summary>Hash of all that it decides: part of the rule's.</summary>
    public string Hash => hash;

    /// <summary>How many keys have a row.</summary>
    public int Count => rows.Count;

    /// <summary>Whether the rule has limits for a key, of its own or those of all without a row.</summary>
    public bool Knows(string key) => otherwise is not null || rows.ContainsKey(key);

    /// <summary>The conditions with the limits of a key in them. Where there are none for it, those that name columns never hold, and an alert that is
    /// still open, because its row has been taken out, ends like one whose condition to clear holds. Allocates: ask once for each key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="conditions">The conditions that name columns.</param>
    public KeyConditions Of(string key, KeyConditions conditions)
    {
        if (!rows.TryGetValue(key, out var limits)) limits = otherwise;
        var (rungs, recoveries) = (new Dictionary<Grade, MeasureCondition>(), new Dictionary<Grade, MeasureCondition>());
        for (var grade = Grade.Blue; grade <= Grade.Red; grade++)
        {
            if (conditions.Grades[grade] is { } rung) rungs.Add(grade, limits is null ? rung : Bound(rung, limits));
            if (conditions.Grades.RecoveryOf(grade) is { } recovery) recoveries.Add(grade, Ending(recovery, limits));
        }

        return new KeyConditions(new GradeLadder(rungs, recoveries), conditions.Clear is { } clear ? Ending(clear, limits) : null);
    }

    /// <summary>A condition that ends a grade or the alert: it holds where it asks for limits that are not there.</summary>
    private static MeasureCondition Ending(MeasureCondition condition, double[]? limits) =>
        limits is not null ? Bound(condition, limits) : condition.Bind is null ? condition : Over;

    private static MeasureCondition Bound(MeasureCondition condition, double[] limits) =>
        condition.Bind is { } bind ? bind(limits) with { Coverage = condition.Coverage } : condition;
}
