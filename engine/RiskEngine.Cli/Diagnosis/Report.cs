using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Cli.Diagnosis;

/// <summary>What was found, for people and for programs. Secrets are masked.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly IReadOnlyList<CheckFinding> _findings;

    public Report(IEnumerable<CheckFinding> findings, KnownSecrets secrets) => _findings =
        [.. findings.Select(one => one with { Says = secrets.Mask(one.Says), Remedy = one.Remedy is { } remedy ? secrets.Mask(remedy) : null })];

    /// <summary>The gravest verdict.</summary>
    public CheckVerdict Worst => _findings.Count == 0 ? CheckVerdict.Ok : _findings.Max(one => one.Verdict);

    /// <summary>One line for each finding, what to do behind it, and a line that counts them.</summary>
    public string Text()
    {
        var width = _findings.Max(one => one.Check.Length);
        var lines = _findings.Select(one =>
            $"{$"{one.Verdict}".ToLowerInvariant(),-5}  {one.Check.PadRight(width)}  {one.Says.Replace("\n", "\n" + new string(' ', width + 9), StringComparison.Ordinal)}"
                + (one.Remedy is { } remedy ? $"; {remedy}" : ""));
        return string.Join('\n', [.. lines, $"{Counted(CheckVerdict.Fault, "fault")}, {Counted(CheckVerdict.Note, "note")}"]);
    }

    public string Json() => JsonSerializer.Serialize(new { Verdict = Worst, Findings = _findings }, Format);

    private string Counted(CheckVerdict verdict, string name)
    {
        var count = _findings.Count(one => one.Verdict == verdict);
        return $"{count} {name}{(count == 1 ? "" : "s")}";
    }
}
