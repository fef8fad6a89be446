using System.Text.RegularExpressions;

namespace RiskEngine.Core.Secrets;

/// <summary>The secrets that a program was given; takes them out of any text, also out of what a library says in its own words. Immutable.</summary>
public sealed partial class KnownSecrets
{
    /// <summary>Shorter values are not looked for in texts: they would be found in half of the words. Where they have the shape of a secret they are masked all the same.</summary>
    private const int LeastLength = 6;

    private readonly string[] _values;

    private KnownSecrets(IEnumerable<string> values) =>
        _values = [.. values.Where(value => value.Length >= LeastLength).Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];

    /// <summary>None; what has the shape of a secret is masked.</summary>
    public static KnownSecrets None { get; } = new([]);

    /// <summary>Finds the secrets among settings.</summary>
    /// <param name="settings">Names, as <see cref="SecretNames.IsSecret"/> takes them, and values.</param>
    /// <param name="words">The words of a command line.</param>
    public static KnownSecrets Of(IEnumerable<KeyValuePair<string, string?>> settings, IReadOnlyList<string>? words = null) =>
        new(settings.Concat(SettingsIn(words ?? [])).SelectMany(setting => setting.Value is { } value ? ValuesOf(setting.Key, value) : []));

    /// <summary>A text without them.</summary>
    public string Mask(string text)
    {
        foreach (var value in _values) text = text.Replace(value, SecretMask.Shown, StringComparison.Ordinal);
        return SecretMask.Text(text);
    }

    private static IEnumerable<KeyValuePair<string, string?>> SettingsIn(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var flag = Flag().Match(words[i]);
            if (!flag.Success) yield return KeyValuePair.Create<string, string?>("", words[i]);
            else if (flag.Groups["value"].Success) yield return Setting(flag.Groups["flag"].Value, flag.Groups["value"].Value);
            else if (i + 1 < words.Count) yield return Setting(words[i], words[i + 1]);
        }

        static KeyValuePair<string, string?> Setting(string flag, string value) => KeyValuePair.Create<string, string?>(SecretNames.Flags.GetValueOrDefault(flag, flag), value);
    }

    private static IEnumerable<string> ValuesOf(string name, string value)
    {
        if (SecretNames.IsSinkAddress(name) && Uri.TryCreate(value, UriKind.Absolute, out var address))
        {
            // Which server it is may be told.
            return address.PathAndQuery.Length > 1 ? [value, address.PathAndQuery, Uri.UnescapeDataString(address.PathAndQuery)] : [];
        }

        var isSecret = SecretNames.IsSecret(name);
        var secrets = SecretMask.SecretsIn(value, SecretNames.IsConnection(name)).SelectMany(PartsOf);
        return (isSecret ? secrets.Concat(PartsOf(value)).Concat(PairsIn(value)) : secrets).SelectMany(part => new[] { part, Uri.EscapeDataString(part) });
    }

    /// <summary>A secret in the pieces in which a library may repeat it: up to a comma, behind a colon, line by line.</summary>
    private static IEnumerable<string> PartsOf(string secret)
    {
        yield return secret;
        if (secret.Contains(',')) yield return secret[..secret.IndexOf(',')];
        if (secret.Contains(':'))
        {
            yield return secret[(secret.IndexOf(':') + 1)..];
            yield return secret[(secret.LastIndexOf(':') + 1)..];
        }

        if (!secret.AsSpan().ContainsAny('\r', '\n')) yield break;
        foreach (var line in secret.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (!line.StartsWith("-----", StringComparison.Ordinal)) yield return line;
        }
    }

    /// <summary>The pairs of a secret such as <c>principal=admin scope=x</c>; their values too, but for the name of the user, which other texts may say.</summary>
    private static IEnumerable<string> PairsIn(string secret)
    {
        foreach (Match pair in Pair().Matches(secret))
        {
            yield return pair.Value;
            if (pair.Groups["name"].Value is not ("principal" or "username")) yield return pair.Groups["value"].Value.Trim('"', ';');
        }
    }

    [GeneratedRegex(@"\A(?<flag>--[A-Za-z][\w.\-]*)([=:](?<value>.*))?\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Flag();

    [GeneratedRegex(@"(?<!\S)(?<name>\w[\w.]*)=(?<value>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Pair();
}
