using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace RiskEngine.Host.Options;

/// <summary>Reads typed values from a configuration section, notes every fault, and finds keys that nothing reads.</summary>
internal sealed class OptionsReader(IConfigurationSection section, List<string> faults)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public string Text(string key, string fallback) => Raw(key) ?? fallback;

    public string? OptionalText(string key) => Raw(key);

    public bool Flag(string key, bool fallback) => Raw(key) switch
    {
        null => fallback,
        var raw when bool.TryParse(raw, out var value) => value,
        var raw => Fault(key, raw, "true or false", fallback),
    };

    public int Number(string key, int fallback) => Raw(key) switch
    {
        null => fallback,
        var raw when int.TryParse(raw, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) => value,
        var raw => Fault(key, raw, "a whole number", fallback),
    };

    public T Choice<T>(string key, T fallback)
        where T : struct, Enum => Raw(key) switch
    {
        null => fallback,
        var raw when Enum.GetNames<T>().Contains(raw, StringComparer.OrdinalIgnoreCase) => Enum.Parse<T>(raw, ignoreCase: true),
        var raw => Fault(key, raw, string.Join(" or ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant())), fallback),
    };

    public TimeSpan Span(string key, TimeSpan fallback) => Raw(key) switch
    {
        null => fallback,
        var raw when Duration.TryParse(raw, out var value) => value,
        var raw => Fault(key, raw, "a duration such as 500ms, 2s, 5m or 00:00:02", fallback),
    };

    public IReadOnlyList<string> List(string key, IReadOnlyList<string> fallback)
    {
        _known.Add(key);
        var child = section.GetSection(key);
        if (child.Value is { } joined) return joined.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var items = child.GetChildren().Select(item => item.Value).OfType<string>().ToList();
        return items.Count > 0 ? items : fallback;
    }

    public IReadOnlyDictionary<string, string> Map(string key)
    {
        _known.Add(key);
        return Leaves(section.GetSection(key), "").ToDictionary(pair => pair.Name, pair => pair.Value);
    }

    public OptionsReader Section(string key)
    {
        _known.Add(key);
        return new OptionsReader(section.GetSection(key), faults);
    }

    /// <summary>Reports the keys that no call has named.</summary>
    public void ReportUnknown()
    {
        foreach (var child in section.GetChildren().Where(child => !_known.Contains(child.Key)))
        {
            faults.Add($"{child.Path} is unknown; known here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>Property names hold dots and reach us by environment variables that cannot: <c>SECURITY__PROTOCOL</c> is <c>security.protocol</c>.</summary>
    private static IEnumerable<(string Name, string Value)> Leaves(IConfigurationSection parent, string prefix)
    {
        foreach (var child in parent.GetChildren())
        {
            var name = (prefix.Length == 0 ? child.Key : $"{prefix}.{child.Key}").ToLowerInvariant();
            if (child.Value is { } value) yield return (name, value);
            foreach (var leaf in Leaves(child, name)) yield return leaf;
        }
    }

    private string? Raw(string key)
    {
        _known.Add(key);
        return section[key];
    }

    private T Fault<T>(string key, string raw, string wanted, T fallback)
    {
        faults.Add($"{section.Path}:{key} is '{raw}'; write {wanted}");
        return fallback;
    }
}
