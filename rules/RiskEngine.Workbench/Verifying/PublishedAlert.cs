using System.Text.Json;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Verifying;

/// <summary>A transition as it was published: the JSON of the alert topics (docs/alerts.md), and what deriving it again asks for.</summary>
/// <param name="Json">The whole transition.</param>
/// <param name="Place">Where it was read.</param>
public sealed record PublishedAlert(JsonElement Json, RecordPlace Place)
{
    private static readonly EventTime Unknown = EventTime.MinValue;

    /// <summary>Identity of the transition.</summary>
    public string Id => Text("id");

    /// <summary>Identity of the alert.</summary>
    public string Alert => Text("alert");

    /// <summary>The rule's id.</summary>
    public string Rule => Text("rule");

    /// <summary>The hash of the version of the rule that raised it.</summary>
    public string RuleHash => Text("rule_hash");

    /// <summary>What it concerns.</summary>
    public string Key => Text("key");

    /// <summary>When the transition took place.</summary>
    public EventTime At => Time("time");

    /// <summary>Start of the episode.</summary>
    public EventTime FirstEvidence => Time("first_evidence");

    /// <summary>Whether the idle clock, and no event, moved time to it.</summary>
    public bool OnIdleClock => Text("clock") == "idle";

    /// <summary>Whether it ended because its rule was removed or switched off.</summary>
    public bool IsOfRemovedRule => Text("reason") == "rule_removed";

    /// <summary>The stretches of the log behind it.</summary>
    public IEnumerable<(TaskId Task, long From, long To)> Evidence => Json.TryGetProperty("evidence", out var list) && list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Select(range => (new TaskId(range.GetProperty("topic").GetString() ?? "", range.GetProperty("partition").GetInt32()),
            range.GetProperty("from").GetInt64(), range.GetProperty("to").GetInt64()))
        : [];

    /// <summary>Reads transitions from files: JSON Lines as <c>backtest</c> writes them, or what <c>kcat -C -e -J</c> wrote of an alert topic; .gz too.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="sought">Id of an alert, or of one of its transitions; null for all.</param>
    /// <returns>In the order of the files; of a transition that was published several times, as it was first.</returns>
    /// <exception cref="InputException">A file is missing, a line is no transition, or none is the one that is sought.</exception>
    public static IReadOnlyList<PublishedAlert> Read(IReadOnlyList<string> paths, string? sought)
    {
        var found = new Dictionary<string, PublishedAlert>(StringComparer.Ordinal);
        var order = new List<PublishedAlert>();
        foreach (var path in paths)
        {
            if (!File.Exists(path)) throw new InputException($"{path}: no such file; check the path");
            using var stream = RecordingStream.Open(path);
            foreach (var (line, number) in JsonLines.Split(path, stream))
            {
                var value = KcatLine.TryRead(line.Span, out _, out var inner) ? inner : line;
                if (value.Length == 0) continue;
                var alert = Parse(value, new RecordPlace(path, number));
                if (sought is not null && alert.Id != sought && alert.Alert != sought) continue;
                if (found.TryAdd(alert.Id, alert)) order.Add(alert);
            }
        }

        if (order.Count > 0) return order;
        throw new InputException(sought is null ? $"{string.Join(", ", paths)}: no alert; give what backtest --out wrote, or kcat -C -e -J -t risk.alerts.v1"
            : $"no alert '{sought}' in {string.Join(", ", paths)}; give the id of an alert or of a transition, as the field alert or id has it");
    }

    /// <summary>Reads one transition.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="place">Where it stands.</param>
    /// <exception cref="InputException">It is no transition.</exception>
    public static PublishedAlert Parse(ReadOnlyMemory<byte> value, RecordPlace place)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            var alert = new PublishedAlert(document.RootElement.Clone(), place);
            if (alert.Json.ValueKind == JsonValueKind.Object && alert.Id.Length > 0 && alert.Rule.Length > 0 && alert.Evidence.All(range => range.From <= range.To)) return alert;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException($"{place}: this is no transition of an alert: {fault.Message}");
        }

        throw new InputException($"{place}: this is no transition of an alert; write the topic with kcat -C -e -J -t risk.alerts.v1");
    }

    private string Text(string field) => Json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    private EventTime Time(string field) =>
        Json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var at) ? EventTime.From(at) : Unknown;
}
