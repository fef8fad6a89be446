using System.CommandLine;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Service.Options;

namespace RiskEngine.Cli.Commands;

/// <summary>Options that give a duration for kinds of events, <c>'access.*=10m'</c>, as often as there are kinds.</summary>
internal static class KindSpans
{
    /// <summary>The flags that give these options of <c>run</c>.</summary>
    public static readonly (string Flag, string Key)[] Flags =
    [
        ("--lateness", "Events:Lateness"), ("--lateness", "Events:Lateness:KIND"), ("--disorder", "Events:Disorder"), ("--disorder", "Events:Disorder:KIND"),
        ("--deduplicate", "Events:Deduplicate:KIND"),
    ];

    /// <summary>How long after a delivery of an event further ones do not count.</summary>
    public static Option<string[]> Deduplicate() => new("--deduplicate")
    {
        Description = "How long after a delivery of an event further ones with its kind, source and id do not count, e.g. 'access.*=10m'; 'access=0s' counts all",
    };

    /// <summary>How long after the newest event an event may still come.</summary>
    public static Option<string[]> Lateness() => new("--lateness")
    {
        Description = "How long after the newest event one may still come: silence is noticed, and rules by site go on, so much later; '2s', or 'utility.*=25h' for kinds",
    };

    /// <summary>How far behind the newest event of its source an event may be.</summary>
    public static Option<string[]> Disorder() => new("--disorder")
    {
        Description = "How far behind the newest event of its own source one may be: rules by source see them so much later; '0s', or 'flow.*=5s' for kinds",
    };

    /// <summary>The key of the configuration and the value of each kind.</summary>
    /// <exception cref="OptionsException">One is no kind with a duration.</exception>
    public static IEnumerable<(string Kind, string Span)> Pairs(Option<string[]> option, ParseResult parsed)
    {
        foreach (var text in parsed.GetValue(option) ?? [])
        {
            var sign = text.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0 || !Duration.TryParse(text[(sign + 1)..], out _))
                throw new OptionsException([$"{option.Name} '{text}' is no kind with a duration; write e.g. 'access.*=10m'"]);
            yield return (text[..sign], text[(sign + 1)..]);
        }
    }

    /// <summary>The keys of the configuration, below that of the setting, with their values; a duration without a kind has the key of the setting.</summary>
    /// <exception cref="OptionsException">One is no duration, and no kind with one.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Settings(string key, Option<string[]> option, ParseResult parsed)
    {
        foreach (var text in parsed.GetValue(option) ?? [])
        {
            var sign = text.IndexOf('=', StringComparison.Ordinal);
            if (sign == 0 || !Duration.TryParse(text[(sign + 1)..], out _))
                throw new OptionsException([$"{option.Name} '{text}' is no duration, and no kind with one; write e.g. 2s or 'utility.*=25h'"]);
            yield return KeyValuePair.Create<string, string?>(sign < 0 ? key : $"{key}:{text[..sign]}", text[(sign + 1)..]);
        }
    }

    /// <summary>The setting, where durations without a kind are for all other kinds.</summary>
    /// <exception cref="OptionsException">One is no duration, and no kind with one.</exception>
    public static ByKind<TimeSpan> Read(Option<string[]> option, ParseResult parsed, TimeSpan otherwise)
    {
        var given = Settings("", option, parsed).Select(pair => (Kind: pair.Key, Span: BacktestOptions.Length(option.Name, pair.Value))).ToList();
        return new ByKind<TimeSpan>(
            given.Where(pair => pair.Kind.Length == 0).Select(pair => pair.Span).LastOrDefault(otherwise),
            given.Where(pair => pair.Kind.Length > 0).Select(pair => KeyValuePair.Create(new KindPattern(pair.Kind[1..]), pair.Span)));
    }

    /// <summary>The setting, on top of the defaults.</summary>
    /// <exception cref="OptionsException">One is no kind with a duration.</exception>
    public static ByKind<TimeSpan> ReadDeduplicate(Option<string[]> option, ParseResult parsed) => new(TimeSpan.Zero,
    [
        .. TaskDefinition.DeduplicateByDefault,
        .. Pairs(option, parsed).Select(pair => KeyValuePair.Create(new KindPattern(pair.Kind), BacktestOptions.Length(option.Name, pair.Span))),
    ]);
}
