using System.Globalization;
using RiskEngine.Core.Time;

namespace RiskEngine.Sinks.Settings;

/// <summary>Reads the settings of a sink, notes every fault, and finds keys that nothing reads. docs/sinks.md has its tables from what is read.</summary>
/// <param name="path">Where they stand, e.g. <c>RiskEngine:Sinks:desk</c>.</param>
/// <param name="values">Keys below it, with colons, and values.</param>
public sealed class SinkSettings(string path, IReadOnlyDictionary<string, string> values)
{
    private readonly Dictionary<string, string> _values = new(values, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];
    private readonly List<SettingEntry> _entries = [];

    /// <summary>What is wrong, each with place, value and remedy, and no secret.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>What was read.</summary>
    public IReadOnlyList<SettingEntry> Entries => _entries;

    /// <summary>A text that must be given.</summary>
    public string Required(string key, string meaning)
    {
        if (Raw(key, "required", meaning) is { Length: > 0 } value) return value;
        _faults.Add($"{path}:{key} is not given; it is {meaning}");
        return "";
    }

    /// <summary>A text.</summary>
    public string Text(string key, string fallback, string meaning) => Raw(key, $"`{fallback}`", meaning) ?? fallback;

    /// <summary>A text that may be missing; where it is empty it is missing.</summary>
    public string? Optional(string key, string meaning) => Raw(key, "none", meaning) is { Length: > 0 } value ? value : null;

    /// <summary>Yes or no.</summary>
    public bool Flag(string key, bool fallback, string meaning) => Raw(key, fallback ? "`true`" : "`false`", meaning) switch
    {
        null => fallback,
        var raw when bool.TryParse(raw, out var value) => value,
        var raw => Fault(key, raw, "true or false", fallback),
    };

    /// <summary>A whole number.</summary>
    public int Number(string key, int fallback, int least, int most, string meaning) => Raw(key, $"`{fallback}`", meaning) switch
    {
        null => fallback,
        var raw when int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most => value,
        var raw => Fault(key, raw, $"a whole number, {least} to {most}", fallback),
    };

    /// <summary>A duration.</summary>
    public TimeSpan Span(string key, TimeSpan fallback, TimeSpan least, TimeSpan most, string meaning) => Raw(key, $"`{Duration.Write(fallback)}`", meaning) switch
    {
        null => fallback,
        var raw when Duration.TryParse(raw, out var value) && value >= least && value <= most => value,
        var raw => Fault(key, raw, $"a duration, {Duration.Write(least)} to {Duration.Write(most)}", fallback),
    };

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string key, T fallback, string meaning)
        where T : struct, Enum
    {
        var words = string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));
        return Raw(key, $"`{$"{fallback}".ToLowerInvariant()}`", $"{meaning}: {words}") switch
        {
            null => fallback,
            var raw when Enum.GetNames<T>().Contains(raw, StringComparer.OrdinalIgnoreCase) => Enum.Parse<T>(raw, ignoreCase: true),
            var raw => Fault(key, raw, $"one of {words}", fallback),
        };
    }

    /// <summary>Texts, as <c>a,b</c> or as a list; none where it is not given.</summary>
    public IReadOnlyList<string> List(string key, string meaning)
    {
        if (Raw(key, "none", meaning) is { } joined) return joined.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. Below(key).OrderBy(pair => pair.Name.Length).ThenBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => pair.Value)];
    }

    /// <summary>Texts by names of somebody else's.</summary>
    public IReadOnlyDictionary<string, string> Map(string key, string meaning)
    {
        _entries.Add(new SettingEntry($"{key}:*", null, meaning));
        _known.Add(key);
        return Below(key).ToDictionary(pair => pair.Name, pair => pair.Value);
    }

    /// <summary>An address of a web server.</summary>
    public Uri? Address(string key, bool isRequired, string meaning)
    {
        var raw = isRequired ? Required(key, meaning) : Optional(key, meaning) ?? "";
        if (raw.Length == 0) return null;
        if (Uri.TryCreate(raw, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0) return address;

        // The text is not shown: addresses of this kind often carry a secret.
        _faults.Add($"{path}:{key} is no address of a web server; write e.g. https://desk.example/hook, and a user and password as a header");
        return null;
    }

    /// <summary>Notes a fault that the reader of the settings has found.</summary>
    public void Refuse(string key, string fault) => _faults.Add($"{path}:{key} {fault}");

    /// <summary>Notes the keys that nothing has read.</summary>
    public void RefuseUnknown()
    {
        foreach (var key in _values.Keys.Where(key => !_known.Contains(key) && !_known.Contains(key.Split(':')[0])).Order(StringComparer.Ordinal))
        {
            _faults.Add($"{path}:{key} is unknown; known here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    private IEnumerable<(string Name, string Value)> Below(string key) =>
        _values.Where(pair => pair.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)).Select(pair => (pair.Key[(key.Length + 1)..], pair.Value));

    private string? Raw(string key, string? fallback, string meaning)
    {
        if (_known.Add(key)) _entries.Add(new SettingEntry(key, fallback, meaning));
        return _values.GetValueOrDefault(key);
    }

    private T Fault<T>(string key, string raw, string wanted, T fallback)
    {
        _faults.Add($"{path}:{key} is '{raw}'; write {wanted}");
        return fallback;
    }
}
