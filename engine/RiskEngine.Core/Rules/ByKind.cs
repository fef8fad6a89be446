namespace RiskEngine.Core.Rules;

/// <summary>A setting that differs by kind of event: patterns with a value each, of which the most specific that fits decides.</summary>
/// <remarks>More specific is the pattern that names more segments as they are; of two equal ones, the longer, then the one given later.</remarks>
/// <typeparam name="T">What is set.</typeparam>
public sealed class ByKind<T>
{
    private readonly (KindPattern Pattern, T Value)[] _values;
    private readonly T _otherwise;

    /// <summary>Creates the setting.</summary>
    /// <param name="otherwise">What holds for kinds that no pattern fits.</param>
    /// <param name="values">The patterns, in the order given.</param>
    public ByKind(T otherwise, IEnumerable<KeyValuePair<KindPattern, T>> values)
    {
        _otherwise = otherwise;
        _values = [.. values.Reverse().OrderByDescending(pair => Named(pair.Key)).ThenByDescending(pair => pair.Key.Text.Length).Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>The values that some kind may have.</summary>
    public IEnumerable<T> Values => _values.Select(pair => pair.Value).Append(_otherwise);

    /// <summary>The values that kinds may have which a pattern takes.</summary>
    public IEnumerable<T> AllBelow(KindPattern pattern)
    {
        foreach (var (own, value) in _values)
        {
            if (own.Matches(pattern.Text) || pattern.Matches(own.Text)) yield return value;
            if (own.Matches(pattern.Text)) yield break;
        }

        yield return _otherwise;
    }

    /// <summary>What holds for a kind.</summary>
    public T this[string kind]
    {
        get
        {
            foreach (var (pattern, value) in _values)
            {
                if (pattern.Matches(kind)) return value;
            }

            return _otherwise;
        }
    }

    private static int Named(KindPattern pattern) => pattern.Text.Split('.').Count(segment => segment is not ("*" or "**"));
}
