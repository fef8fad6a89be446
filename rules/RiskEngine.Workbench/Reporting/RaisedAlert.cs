using System.Text.Json;
using RiskEngine.Core.Time;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Workbench.Reporting;

/// <summary>The life of one alert, as its transitions tell it.</summary>
internal sealed class RaisedAlert
{
    private static readonly string[] Names = ["blue", "yellow", "orange", "red"];

    private RaisedAlert(string rule, string key, EventTime raised) => (Rule, Key, Raised) = (rule, key, raised);

    public string Rule { get; }

    public string Key { get; }

    public EventTime Raised { get; }

    /// <summary>Null while it is open.</summary>
    public EventTime? Ended { get; private set; }

    /// <summary>The gravest grade, from 0.</summary>
    public int Worst { get; private set; }

    public bool Flapped { get; private set; }

    /// <summary>Gathers the alerts of transitions, by when they were raised. One whose beginning is not there begins with its first transition.</summary>
    public static IReadOnlyList<RaisedAlert> Of(IEnumerable<PublishedAlert> transitions)
    {
        var alerts = new Dictionary<string, RaisedAlert>(StringComparer.Ordinal);
        foreach (var transition in transitions.OrderBy(transition => transition.At).ThenBy(transition => transition.Id, StringComparer.Ordinal))
        {
            if (!alerts.TryGetValue(transition.Alert, out var alert)) alerts.Add(transition.Alert, alert = new RaisedAlert(transition.Rule, transition.Key, transition.At));
            alert.Take(transition);
        }

        return [.. alerts.Values.OrderBy(alert => alert.Raised)];
    }

    private void Take(PublishedAlert transition)
    {
        var isOver = Text(transition, "state") == "resolved";
        Ended = isOver ? transition.At : null;
        if (!isOver) Worst = Math.Max(Worst, Array.IndexOf(Names, Text(transition, "grade")));
        Flapped |= transition.Json.TryGetProperty("flapping", out var flapping) && flapping.ValueKind == JsonValueKind.True;
    }

    private static string Text(PublishedAlert transition, string field) =>
        transition.Json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
