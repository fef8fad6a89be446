using System.Globalization;
using System.Text.Json;

namespace RiskEngine.Cli.Commands;

/// <summary>The incidents of a replay, as a table for people.</summary>
internal sealed class DeskIncidentList
{
    private const int MostShown = 40;
    private readonly Dictionary<string, Row> _rows = [];

    /// <summary>Takes a record of an incident.</summary>
    public void Add(JsonElement incident)
    {
        var id = Text(incident, "id");
        if (!_rows.TryGetValue(id, out var row)) _rows[id] = row = new Row(_rows.Count);
        row.Records++;
        if (incident.GetProperty("notify").GetBoolean()) row.Notifications++;
        row.State = Text(incident, "state");
        row.Opened = Text(incident, "opened");
        row.Area = Text(incident, "area");
        row.Cause = Text(incident, "cause");
        row.Worst = Text(incident.GetProperty("worst"), "grade");
        row.Total = incident.GetProperty("total").GetInt32();
        row.Certainty = Text(incident, "certainty");
    }

    /// <summary>One notification.</summary>
    public static string Line(JsonElement incident) =>
        $"{Text(incident, "at")} {Text(incident, "grade"),-6} {Text(incident, "area")} {Text(incident, "cause")} [{Text(incident, "notify_because")}] "
        + Text(incident, "message");

    /// <summary>Writes the table, the gravest and largest first.</summary>
    public void Write(TextWriter to)
    {
        to.WriteLine($"{_rows.Count} incidents");
        var shown = _rows.Values.OrderByDescending(row => row.Total).ThenBy(row => row.Order).Take(MostShown);
        foreach (var row in shown)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {row.Opened} {row.State,-8} {row.Worst,-6} {row.Certainty,-8} {row.Area} {row.Cause}: {row.Total} alerts, {row.Notifications} notifications, "
                    + $"{row.Records} records"));
        }

        if (_rows.Count > MostShown) to.WriteLine($"  and {_rows.Count - MostShown} smaller ones");
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private sealed class Row(int order)
    {
        public int Order { get; } = order;

        public int Records { get; set; }

        public int Notifications { get; set; }

        public int Total { get; set; }

        public string State { get; set; } = "";

        public string Opened { get; set; } = "";

        public string Area { get; set; } = "";

        public string Cause { get; set; } = "";

        public string Worst { get; set; } = "";

        public string Certainty { get; set; } = "";
    }
}
