using System.Text.Json;
using RiskEngine.Core.Time;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Reporting;

/// <summary>That somebody closed an alert or an incident as true or as false: a record of <c>risk.audit.v1</c> (docs/desk.md).</summary>
/// <param name="Rules">Ids of the rules whose alerts it was about.</param>
/// <param name="WasTrue">Whether there was trouble.</param>
/// <param name="At">When.</param>
public sealed record Judgement(IReadOnlyList<string> Rules, bool WasTrue, EventTime At)
{
    /// <summary>Reads files: what <c>kcat -C -e -J -t risk.audit.v1</c> or <c>desk replay --out</c> wrote; .gz too. Records of other kinds are passed over.</summary>
    /// <param name="paths">The files.</param>
    /// <exception cref="InputException">A file is missing, or a line is no JSON object.</exception>
    public static IReadOnlyList<Judgement> Read(IReadOnlyList<string> paths)
    {
        var found = new List<Judgement>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (!File.Exists(path)) throw new InputException($"{path}: no such file; check the path");
            using var stream = RecordingStream.Open(path);
            foreach (var (line, number) in JsonLines.Split(path, stream))
            {
                var value = KcatLine.TryRead(line.Span, out _, out var inner) ? inner : line;
                if (value.Length > 0 && Parse(value, new RecordPlace(path, number), seen) is { } judgement) found.Add(judgement);
            }
        }

        return found;
    }

    /// <summary>A record is delivered once or more; only the first counts.</summary>
    private static Judgement? Parse(ReadOnlyMemory<byte> value, RecordPlace place, HashSet<string> seen)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            var entry = document.RootElement;
            if (entry.TryGetProperty("value", out var wrapped) && wrapped.ValueKind == JsonValueKind.Object) entry = wrapped;
            if (Text(entry, "action") is not ("close true" or "close false") || Text(entry, "outcome") != "done") return null;
            if (!seen.Add(Text(entry, "id")) || !entry.TryGetProperty("rules", out var rules)) return null;
            var at = EventTime.From(entry.GetProperty("at").GetDateTimeOffset());
            return new Judgement([.. rules.EnumerateArray().Select(rule => rule.GetString() ?? "")], Text(entry, "action") == "close true", at);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InputException($"{place}: this is no record of the audit topic: {fault.Message}");
        }
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
