using System.Globalization;
using Microsoft.Data.Sqlite;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Time;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.History;

/// <summary>
/// What has been: transitions, incidents, what people were not told of and who did what, in a file that is made anew from Kafka whenever it is missing, damaged or old.
/// </summary>
/// <remarks>Records and the place after them are kept in one transaction. One thread writes; any thread may ask.</remarks>
public sealed class HistoryStore : ILogFollower, IDisposable
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private static readonly TimeSpan BetweenPrunings = TimeSpan.FromMinutes(10);

    private readonly string _folder;
    private readonly ReadingTopics _topics;
    private readonly TimeSpan _retention;
    private readonly TimeProvider _time;
    private HistoryFile? _file;
    private SqliteConnection? _writing;
    private FileStream? _lock;
    private DateTimeOffset _prunedAt;
    private long _waiting;
    private volatile HistoryState _state = HistoryState.Rebuilding;
    private volatile string? _fault;

    /// <summary>Prepares it; <see cref="Open"/> opens it.</summary>
    /// <param name="folder">Where the file is kept. One process at a time uses it.</param>
    /// <param name="topics">Names of the topics.</param>
    /// <param name="retention">How long what is over is kept, from when it was appended.</param>
    /// <param name="time">The time that retention goes by.</param>
    public HistoryStore(string folder, ReadingTopics topics, TimeSpan retention, TimeProvider time) => (_folder, _topics, _retention, _time) = (folder, topics, retention, time);

    /// <summary>Whether an alert that the history takes for firing is; one that is not has ended unseen, and is removed in its time too.</summary>
    public Func<string, bool> IsOpen { get; init; } = static _ => false;

    /// <summary>How it is.</summary>
    public HistoryState State => _state;

    /// <summary>Why it cannot be kept; null where it can.</summary>
    public string? Fault => _fault;

    /// <summary>Records that it has not taken in.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>How long alerts take to reach the topic.</summary>
    public AlertDelays Delays { get; } = new();

    /// <summary>Opens the file, and makes it where there is none that can be used.</summary>
    /// <returns>Why it was made; null where it was there.</returns>
    /// <exception cref="DependencyException">It cannot be kept there.</exception>
    public string? Open()
    {
        try
        {
            Close();
            Directory.CreateDirectory(_folder);
            _lock ??= new FileStream(Path.Combine(_folder, "history.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _file = HistoryFile.Open(_folder);
            _writing = _file.Connect();
            (_fault, _state) = (null, HistoryState.Rebuilding);
            return _file.Remade;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException)
        {
            (_fault, _state) = ($"the history cannot be kept in '{_folder}': {fault.Message}", HistoryState.Off);
            throw new DependencyException(_fault, fault);
        }
    }

    /// <inheritdoc/>
    public long? PlaceOf(string topic, int partition) => Asked(connection =>
        new HistoryQuery("SELECT next FROM places").Where("topic = ?", topic).Where("partition = ?", partition).Read(connection, row => (long?)row.GetInt64(0)).FirstOrDefault());

    /// <inheritdoc/>
    public void Take(IReadOnlyList<LogRecord> records)
    {
        try
        {
            using var batch = new HistoryBatch(_writing ?? throw new DependencyException("the history is not open"));
            foreach (var record in records) Take(record, batch);
            batch.Commit();
        }
        catch (SqliteException fault)
        {
            // What cannot be read is not mended: it is made anew, and read from Kafka.
            if (fault.SqliteErrorCode is Corrupt or NotADatabase) Remove();
            (_fault, _state) = ($"the history cannot be kept in '{_folder}': {fault.Message}", HistoryState.Off);
            throw new DependencyException(_fault, fault);
        }
    }

    /// <inheritdoc/>
    public void Behind(long waiting, bool hasCaughtUp)
    {
        Interlocked.Exchange(ref _waiting, waiting);
        if (hasCaughtUp && _state == HistoryState.Rebuilding) _state = HistoryState.Ready;
        if (_time.GetUtcNow() - _prunedAt > BetweenPrunings) Prune();
    }

    /// <summary>Removes what has been over for longer than the retention, by when its last record was appended.</summary>
    public void Prune()
    {
        if (_writing is not { } connection) return;
        _prunedAt = _time.GetUtcNow();
        var before = (_prunedAt - _retention).ToUnixTimeMilliseconds();
        using var transaction = connection.BeginTransaction();
        foreach (var (alert, isFiring) in new HistoryQuery("SELECT alert, is_open FROM alerts").Where("appended < ?", before).Then("LIMIT 20000")
            .Read(connection, row => (row.GetString(0), row.GetBoolean(1))))
        {
            if (isFiring && IsOpen(alert)) continue;
            Run(connection, "DELETE FROM transitions WHERE alert = $id", "$id", alert);
            Run(connection, "DELETE FROM alerts WHERE alert = $id", "$id", alert);
        }

        Run(connection, "DELETE FROM steps WHERE id IN (SELECT id FROM incidents WHERE appended < $before)", "$before", before);
        Run(connection, "DELETE FROM incidents WHERE appended < $before", "$before", before);
        Run(connection, "DELETE FROM entries WHERE appended < $before", "$before", before);
        transaction.Commit();
    }

    /// <summary>The resolved alerts that fit, newest episode first.</summary>
    /// <param name="filter">Which are meant.</param>
    /// <param name="after">Only those after this place; null from the start.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<AlertRecord> Resolved(AlertFilter filter, ListPlace? after, int most) => Asked(connection =>
        new HistoryQuery("SELECT transitions.json FROM alerts JOIN transitions ON transitions.alert = alerts.alert AND transitions.number = alerts.number")
            .Where("is_open = 0").Grades(filter.Grades).Within("place", filter.Area).OneOf("rule", filter.Rules).Equal("source", filter.Source)
            .Between(filter.Since, filter.Until).Contains(filter.Text).Page("alerts.alert", after, most)
            .Read(connection, row => AlertRecord.Read(Bytes(row, 0))).OfType<AlertRecord>().ToList()) ?? [];

    /// <summary>The transitions of an alert, oldest first; empty where it is not known.</summary>
    public IReadOnlyList<AlertRecord> Transitions(string alert) => Asked(connection =>
        new HistoryQuery("SELECT json FROM transitions").Where("alert = ?", alert).Then("ORDER BY number LIMIT 1000")
            .Read(connection, row => AlertRecord.Read(Bytes(row, 0))).OfType<AlertRecord>().ToList()) ?? [];

    /// <summary>The last known transitions of some alerts, in no order.</summary>
    public IReadOnlyList<AlertRecord> Alerts(IReadOnlyList<string> alerts) => alerts.Count == 0 ? [] : Asked(connection =>
        new HistoryQuery("SELECT transitions.json FROM alerts JOIN transitions ON transitions.alert = alerts.alert AND transitions.number = alerts.number")
            .OneOf("alerts.alert", alerts).Read(connection, row => AlertRecord.Read(Bytes(row, 0))).OfType<AlertRecord>().ToList()) ?? [];

    /// <summary>The resolved incidents that fit, newest first.</summary>
    /// <param name="filter">Which are meant.</param>
    /// <param name="after">Only those after this place; null from the start.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<IncidentRecord> Resolved(IncidentFilter filter, ListPlace? after, int most) => Asked(connection =>
    {
        var query = new HistoryQuery("SELECT json FROM incidents").Where("is_open = 0").Grades(filter.Grades).Within("area", filter.Area).Equal("cause", filter.Cause)
            .Between(filter.Since, filter.Until).Contains(filter.Text);
        if (filter.IsAcknowledged is { } acknowledged) query.Where("is_acknowledged = ?", acknowledged);
        return query.Page("id", after, most).Read(connection, row => IncidentRecord.Read(Bytes(row, 0))).OfType<IncidentRecord>().ToList();
    }) ?? [];

    /// <summary>The last known record of an incident; null where it is not known.</summary>
    public IncidentRecord? Incident(string id) => Asked(connection =>
        new HistoryQuery("SELECT json FROM incidents").Where("id = ?", id).Read(connection, row => IncidentRecord.Read(Bytes(row, 0))).FirstOrDefault());

    /// <summary>The records of an incident without their members, oldest first, each one JSON object; the latest 1,000.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Steps(string incident) => Asked(connection =>
        new HistoryQuery("SELECT json FROM steps").Where("id = ?", incident).Then("ORDER BY number DESC LIMIT 1000")
            .Read(connection, row => Bytes(row, 0)).AsEnumerable().Reverse().ToList()) ?? [];

    /// <summary>The records of the desk that fit, newest first.</summary>
    /// <param name="filter">Which are meant.</param>
    /// <param name="after">Only those after this place; null from the start.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<DeskEntry> Entries(EntryFilter filter, ListPlace? after, int most) => Asked(connection =>
        new HistoryQuery("SELECT id, about, what, who, rule, area, micros, json FROM entries").Where("kind = ?", (int)filter.Kind)
            .OneOf("about", filter.About).OneOf("what", filter.What).Equal("who", filter.By)
            .Equal("rule", filter.Rule).Within("area", filter.Area).Between(filter.Since, filter.Until).Page("id", after, most)
            .Read(connection, row => new DeskEntry(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
                new EventTime(row.GetInt64(6)), Bytes(row, 7)))) ?? [];

    /// <summary>How many alerts of each rule have moved since a time.</summary>
    public IReadOnlyDictionary<string, int> AlertsByRule(DateTimeOffset since) => Asked(connection =>
        new HistoryQuery("SELECT rule, count(*) FROM alerts").Where("appended >= ?", since.ToUnixTimeMilliseconds()).Then("GROUP BY rule")
            .Read(connection, row => (row.GetString(0), row.GetInt32(1))).ToDictionary(row => row.Item1, row => row.Item2)) ?? [];

    /// <summary>When the oldest record that it holds was appended; null where it holds none.</summary>
    public DateTimeOffset? Since => Asked(connection => new HistoryQuery("SELECT min(appended) FROM alerts")
        .Read(connection, row => row.IsDBNull(0) ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0))).FirstOrDefault());

    /// <summary>Closes the file.</summary>
    public void Close()
    {
        _writing?.Dispose();
        _writing = null;
        SqliteConnection.ClearAllPools();
    }

    /// <summary>Closes the file and removes it.</summary>
    public void Remove()
    {
        Close();
        _file?.Delete();
        _file = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _lock?.Dispose();
    }

    private void Take(LogRecord record, HistoryBatch batch)
    {
        batch.Passed(record);
        if (record.Value is not { } value) return;
        var appended = record.AppendedUnixMillis > 0 ? record.AppendedUnixMillis : _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (record.Topic == _topics.Alerts && AlertRecord.Read(value) is { } alert)
        {
            batch.Add(alert, appended);
            Delays.Note(alert, record.AppendedUnixMillis);
        }
        else if (record.Topic == _topics.Incidents && IncidentRecord.Read(value) is { } incident) batch.Add(incident, appended);
        else if (record.Topic == _topics.Suppressed && DeskEntry.ReadSuppressed(value) is { } suppressed) batch.Add(suppressed, EntryKind.Suppressed, appended);
        else if (record.Topic == _topics.Audit && DeskEntry.ReadAudit(value) is { } audit) batch.Add(audit, EntryKind.Audit, appended);
    }

    /// <summary>Asks over a connection of its own; the default where the history is not there.</summary>
    private T? Asked<T>(Func<SqliteConnection, T?> ask)
    {
        if (_file is not { } file) return default;
        try
        {
            using var connection = file.Connect();
            return ask(connection);
        }
        catch (SqliteException fault)
        {
            _fault = string.Create(CultureInfo.InvariantCulture, $"the history cannot be read ({fault.SqliteErrorCode}): {fault.Message}");
            return default;
        }
    }

    private static ReadOnlyMemory<byte> Bytes(SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    private static void Run(SqliteConnection connection, string text, string name, object value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
