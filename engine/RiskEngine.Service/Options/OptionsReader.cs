using System.Globalization;
using Microsoft.Extensions.Configuration;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Service.Options;

/// <summary>Reads typed values from a configuration section, notes every fault, and finds keys that nothing reads.</summary>
/// <remarks>
/// Each call says all there is to say of an option: its default, the values that it takes, and what it is for. What is read is noted in
/// <paramref name="entries"/>, so that a list of the options lacks none.
/// </remarks>
/// <param name="section">The section.</param>
/// <param name="faults">Takes the faults, one for each value that cannot be used; the default stands in for it.</param>
/// <param name="entries">Takes what is read.</param>
internal sealed class OptionsReader(IConfigurationSection section, List<string> faults, List<OptionEntry> entries)
{
    private const string Root = "RiskEngine";

    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<OptionsReader> _sections = [];

    /// <summary>A text that must be given; the caller checks it.</summary>
    public string RequiredText(string key, string meaning) => Raw(key, "text", "required", null, meaning) ?? "";

    public string Text(string key, string fallback, string meaning, string? bounds = null) =>
        Raw(key, "text", Code(fallback) ?? "empty", bounds, meaning) ?? fallback;

    /// <summary>A text that may be missing.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="without">What holds then, in words.</param>
    /// <param name="meaning">What it is for.</param>
    /// <param name="bounds">Which values are taken; the caller checks them.</param>
    public string? OptionalText(string key, string without, string meaning, string? bounds = null) => Raw(key, "text", without, bounds, meaning);

    public bool Flag(string key, bool fallback, string meaning) => Raw(key, "true or false", Code(fallback ? "true" : "false"), null, meaning) switch
    {
        null => fallback,
        var raw when bool.TryParse(raw, out var value) => value,
        var raw => Fault(key, raw, "true or false", fallback),
    };

    public int Number(string key, int fallback, int least, int most, string meaning)
    {
        var bounds = most == int.MaxValue ? $"at least {least}" : $"{least} to {most}";
        return Raw(key, "whole number", Code($"{fallback}"), bounds, meaning) switch
        {
            null => fallback,
            var raw when int.TryParse(raw, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most => value,
            var raw => Fault(key, raw, $"a whole number, {bounds}", fallback),
        };
    }

    public T Choice<T>(string key, T fallback, string meaning)
        where T : struct, Enum
    {
        var words = string.Join(" or ", Enum.GetNames<T>().Select(name => $"`{name.ToLowerInvariant()}`"));
        return Raw(key, words, Code($"{fallback}".ToLowerInvariant()), null, meaning) switch
        {
            null => fallback,
            var raw when Enum.GetNames<T>().Contains(raw, StringComparer.OrdinalIgnoreCase) => Enum.Parse<T>(raw, ignoreCase: true),
            var raw => Fault(key, raw, words.Replace("`", "", StringComparison.Ordinal), fallback),
        };
    }

    /// <summary>A duration.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="fallback">Its default.</param>
    /// <param name="least">The shortest that is taken.</param>
    /// <param name="most">The longest; null where there is no bound.</param>
    /// <param name="meaning">What it is for.</param>
    public TimeSpan Span(string key, TimeSpan fallback, TimeSpan least, TimeSpan? most, string meaning) =>
        Span(key, Raw(key, "duration", Code(Duration.Write(fallback)), BoundsOf(least, most), meaning), fallback, least, most);

    /// <summary>A duration, or <c>none</c> for no limit.</summary>
    public TimeSpan? SpanOrNone(string key, TimeSpan fallback, TimeSpan least, string meaning)
    {
        var raw = Raw(key, "duration or `none`", Code(Duration.Write(fallback)), BoundsOf(least, null), meaning);
        return raw is "none" ? null : Span(key, raw, fallback, least, null);
    }

    /// <summary>Durations for kinds of events, the pattern of the kinds being part of the key.</summary>
    /// <param name="key">The key before the pattern.</param>
    /// <param name="defaults">What holds where nothing else is given.</param>
    /// <param name="meaning">What they are for.</param>
    public ByKind<TimeSpan> SpansByKind(string key, IReadOnlyList<KeyValuePair<KindPattern, TimeSpan>> defaults, string meaning)
    {
        var otherwise = string.Join(", ", defaults.Select(pair => $"`{Duration.Write(pair.Value)}` for `{pair.Key.Text}`"));
        Note($"{key}:KIND", "duration", $"{otherwise}, `0s` for others", BoundsOf(TimeSpan.Zero, null),
            $"{meaning}. `*` stands for any one segment; the most specific kind decides");
        _known.Add(key);
        var given = Leaves(section.GetSection(key), "").Select(pair =>
            KeyValuePair.Create(new KindPattern(pair.Name), Span($"{key}:{pair.Name}", pair.Value, TimeSpan.Zero, TimeSpan.Zero, null)));
        return new ByKind<TimeSpan>(TimeSpan.Zero, [.. defaults, .. given]);
    }

    /// <summary>A duration for all kinds of events, and others for some.</summary>
    public ByKind<TimeSpan> SpanAndByKind(string key, TimeSpan fallback, string meaning)
    {
        var otherwise = Span(key, fallback, TimeSpan.Zero, TimeSpan.FromDays(7), meaning);
        Note($"{key}:KIND", "duration", $"as `{key}`", BoundsOf(TimeSpan.Zero, TimeSpan.FromDays(7)),
            "the same for events of a kind. `*` stands for any one segment; the most specific kind decides");
        var given = Leaves(section.GetSection(key), "").Where(pair => pair.Name.Length > 0).Select(pair =>
            KeyValuePair.Create(new KindPattern(pair.Name), Span($"{key}:{pair.Name}", pair.Value, fallback, TimeSpan.Zero, TimeSpan.FromDays(7))));
        return new ByKind<TimeSpan>(otherwise, [.. given]);
    }

    /// <summary>A date, or a date and time with its offset, or <c>none</c> for no limit.</summary>
    public EventTime? TimeOrNone(string key, EventTime fallback, string meaning)
    {
        var shown = fallback.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Raw(key, "date or `none`", Code(shown), null, meaning) switch
        {
            null => fallback,
            "none" => null,
            var raw when DateTimeOffset.TryParseExact(
                raw, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => EventTime.From(time),
            var raw => Fault(key, raw, $"a date such as {shown} or 2020-01-01T00:00:00Z, or none", fallback),
        };
    }

    public IReadOnlyList<string> List(string key, IReadOnlyList<string> fallback, string meaning, string? bounds = null)
    {
        Note(key, "list", Code(string.Join(',', fallback)), bounds, meaning);
        var child = section.GetSection(key);
        if (child.Value is { } joined) return joined.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var items = child.GetChildren().Select(item => item.Value).OfType<string>().ToList();
        return items.Count > 0 ? items : fallback;
    }

    /// <summary>A section of properties of somebody else's, by their names.</summary>
    public IReadOnlyDictionary<string, string> Map(string key, string meaning)
    {
        Note($"{key}:*", "properties", null, null, meaning);
        _known.Add(key);
        return Leaves(section.GetSection(key), "").ToDictionary(pair => pair.Name, pair => pair.Value);
    }

    /// <summary>Sections with names that the operator gives, each with values that somebody else reads.</summary>
    public IReadOnlyList<(string Name, string Path, IReadOnlyDictionary<string, string> Values)> Named(string key, string meaning)
    {
        Note($"{key}:NAME:*", "settings", null, null, meaning);
        _known.Add(key);
        return
        [
            .. section.GetSection(key).GetChildren().Select(child => (child.Key, child.Path, (IReadOnlyDictionary<string, string>)child.AsEnumerable(makePathsRelative: true)
                .Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase))),
        ];
    }

    public OptionsReader Section(string key)
    {
        _known.Add(key);
        var below = new OptionsReader(section.GetSection(key), faults, entries);
        _sections.Add(below);
        return below;
    }

    /// <summary>Reports the keys that no call has named, here and in the sections below.</summary>
    public void ReportUnknown()
    {
        foreach (var child in section.GetChildren().Where(child => !_known.Contains(child.Key)))
        {
            faults.Add($"{child.Path} is unknown; known here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }

        foreach (var below in _sections) below.ReportUnknown();
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

    private TimeSpan Span(string key, string? raw, TimeSpan fallback, TimeSpan least, TimeSpan? most)
    {
        if (raw is null) return fallback;
        if (!Duration.TryParse(raw, out var value)) return Fault(key, raw, "a duration such as 500ms, 2s, 5m or 00:00:02", fallback);
        return value >= least && !(value > most) ? value : Fault(key, raw, $"a duration, {BoundsOf(least, most)}", fallback);
    }

    private string? Raw(string key, string type, string? fallback, string? bounds, string meaning)
    {
        Note(key, type, fallback, bounds, meaning);
        return section[key];
    }

    private void Note(string key, string type, string? fallback, string? bounds, string meaning)
    {
        _known.Add(key);
        var above = section.Path == Root ? "" : $"{section.Path[(Root.Length + 1)..]}:";
        entries.Add(new OptionEntry($"{above}{key}", type, fallback, bounds, meaning));
    }

    private T Fault<T>(string key, string raw, string wanted, T fallback)
    {
        faults.Add($"{section.Path}:{key} is '{raw}'; write {wanted}");
        return fallback;
    }

    private static string BoundsOf(TimeSpan least, TimeSpan? most) =>
        most is { } longest ? $"{Duration.Write(least)} to {Duration.Write(longest)}" : $"at least {Duration.Write(least)}";

    private static string? Code(string value) => value.Length == 0 ? null : $"`{value}`";
}
