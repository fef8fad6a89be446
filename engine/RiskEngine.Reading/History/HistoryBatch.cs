using System.Text.Json;
using Microsoft.Data.Sqlite;
using RiskEngine.Core.Ports;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.History;

/// <summary>Writes a batch of records and where it ends, in one transaction. Records that come again change nothing.</summary>
internal sealed class HistoryBatch : IDisposable
{
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _place;
    private readonly SqliteCommand _transition;
    private readonly SqliteCommand _alert;
    private readonly SqliteCommand _incident;
    private readonly SqliteCommand _step;
    private readonly SqliteCommand _entry;
    private readonly Dictionary<(string Topic, int Partition), long> _next = [];

    public HistoryBatch(SqliteConnection connection)
    {
        _transaction = connection.BeginTransaction();
        _place = Command(connection, "INSERT INTO places VALUES ($topic, $partition, $next) ON CONFLICT DO UPDATE SET next = excluded.next", "$topic", "$partition", "$next");
        _transition = Command(connection, "INSERT OR IGNORE INTO transitions VALUES ($alert, $number, $json)", "$alert", "$number", "$json");
        _alert = Command(connection, """
            INSERT INTO alerts VALUES ($alert, $number, $open, $grade, $rule, $place, $source, $micros, $appended, $text) ON CONFLICT (alert) DO UPDATE SET
            number = excluded.number, is_open = excluded.is_open, grade = excluded.grade, rule = excluded.rule, place = excluded.place, source = excluded.source,
            appended = excluded.appended, text = excluded.text
            WHERE excluded.number > alerts.number
            """, "$alert", "$number", "$open", "$grade", "$rule", "$place", "$source", "$micros", "$appended", "$text");
        _incident = Command(connection, """
            INSERT INTO incidents VALUES ($id, $number, $open, $grade, $area, $cause, $acknowledged, $micros, $appended, $text, $json) ON CONFLICT (id) DO UPDATE SET
            number = excluded.number, is_open = excluded.is_open, grade = excluded.grade, area = excluded.area, cause = excluded.cause,
            is_acknowledged = excluded.is_acknowledged, appended = excluded.appended, text = excluded.text, json = excluded.json WHERE excluded.number > incidents.number
            """, "$id", "$number", "$open", "$grade", "$area", "$cause", "$acknowledged", "$micros", "$appended", "$text", "$json");
        _step = Command(connection, "INSERT OR IGNORE INTO steps VALUES ($id, $number, $json)", "$id", "$number", "$json");
        _entry = Command(connection, "INSERT OR IGNORE INTO entries VALUES ($kind, $id, $about, $what, $who, $rule, $area, $micros, $appended, $json)",
            "$kind", "$id", "$about", "$what", "$who", "$rule", "$area", "$micros", "$appended", "$json");
    }

    /// <summary>Where each partition goes on.</summary>
    public IReadOnlyDictionary<(string Topic, int Partition), long> Next => _next;

    public void Passed(LogRecord record) => _next[(record.Topic, record.Partition)] = record.Offset + 1;

    public void Add(AlertRecord alert, long appended)
    {
        Run(_transition, alert.Alert, alert.Transition, alert.Json.ToArray());
        Run(_alert, alert.Alert, alert.Transition, alert.IsOpen, (int)alert.Grade, alert.Rule, alert.Place, alert.Source ?? "", alert.FirstEvidence.Micros, appended,
            string.Join('\n', alert.Title, alert.Message, alert.Key, alert.Place, alert.Rule));
    }

    public void Add(IncidentRecord incident, long appended)
    {
        Run(_incident, incident.Id, incident.Number, incident.IsOpen, (int)incident.Grade, incident.Area, incident.Cause, incident.AcknowledgedBy is not null,
            incident.Opened.Micros,
            appended, string.Join('\n', incident.Title, incident.Message, incident.Area, incident.Cause), incident.Json.ToArray());
        Run(_step, incident.Id, incident.Number, WithoutMembers(incident.Json));
    }

    public void Add(DeskEntry entry, EntryKind kind, long appended) =>
        Run(_entry, (int)kind, entry.Id, entry.About, entry.What, entry.By, entry.Rule, entry.Area, entry.At.Micros, appended, entry.Json.ToArray());

    /// <summary>Keeps all of it, with the places.</summary>
    public void Commit()
    {
        foreach (var ((topic, partition), next) in _next) Run(_place, topic, partition, next);
        _transaction.Commit();
    }

    public void Dispose()
    {
        foreach (var command in new[] { _place, _transition, _alert, _incident, _step, _entry }) command.Dispose();
        _transaction.Dispose();
    }

    /// <summary>A step of an incident's life is told without the alerts that it has, which would be many times all the rest.</summary>
    private static byte[] WithoutMembers(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.SerializeToUtf8Bytes(document.RootElement.EnumerateObject().Where(field => field.Name != "members").DistinctBy(field => field.Name)
            .ToDictionary(field => field.Name, field => field.Value));
    }

    private SqliteCommand Command(SqliteConnection connection, string text, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = text;
        foreach (var name in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }
}
