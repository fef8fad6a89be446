using System.CommandLine;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Service.Options;

namespace RiskEngine.Cli.Commands;

/// <summary>Options that give a duration for kinds of events, <c>'access.*=10m'</c>, as often as there are kinds.</summary>
internal static class KindSpans
{
    /// <summary>How long after a delivery of an event further ones do not count.</summary>
    public static Option<string[]> Deduplicate() => new("--deduplicate")
    {
        Description = "How long after a delivery of an event further ones with its kind, source and id do not count, e.g. 'access.*=10m'; 'access=0s' counts all",
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

    /// <summary>The setting, on top of the defaults.</summary>
    /// <exception cref="OptionsException">One is no kind with a duration.</exception>
    public static ByKind<TimeSpan> Read(Option<string[]> option, ParseResult parsed) => new(TimeSpan.Zero,
    [
        .. TaskDefinition.DeduplicateByDefault,
        .. Pairs(option, parsed).Select(pair => KeyValuePair.Create(new KindPattern(pair.Kind), BacktestOptions.Length(option.Name, pair.Span))),
    ]);
}
