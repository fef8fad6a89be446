using System.Text.Json;
using RiskEngine.Sinks.Tests.Servers;

namespace RiskEngine.Sinks.Tests.Alertmanager;

/// <summary>Knows alerts as Alertmanager does: by their labels, firing until their end.</summary>
internal sealed class AlertmanagerFake
{
    private readonly Dictionary<string, JsonElement> _alerts = [];

    /// <summary>The path of the last request.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Takes what was posted; 400 for what Alertmanager refuses.</summary>
    public int Take(ReceivedRequest request)
    {
        Path = request.Path;
        using var document = JsonDocument.Parse(request.Body);
        foreach (var alert in document.RootElement.EnumerateArray())
        {
            var labels = alert.GetProperty("labels").EnumerateObject().ToList();
            if (labels.Count == 0 || labels.Any(label => label.Value.GetString() is null or "")) return 400;
            if (!labels.All(label => label.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))) return 400;
            if (alert.GetProperty("endsAt").GetDateTimeOffset() < alert.GetProperty("startsAt").GetDateTimeOffset()) return 400;
            _alerts[string.Join(';', labels.Select(label => $"{label.Name}={label.Value}").Order())] = alert.Clone();
        }

        return 200;
    }

    /// <summary>What fires at a time.</summary>
    public IReadOnlyList<JsonElement> Firing(DateTimeOffset now) => [.. _alerts.Values.Where(alert => alert.GetProperty("endsAt").GetDateTimeOffset() > now)];

    /// <summary>What has ended.</summary>
    public IReadOnlyList<JsonElement> Ended(DateTimeOffset now) => [.. _alerts.Values.Where(alert => alert.GetProperty("endsAt").GetDateTimeOffset() <= now)];
}
