using System.Globalization;
using Microsoft.Data.Sqlite;

namespace RiskEngine.Reading.History;

/// <summary>The file of the history: SQLite with a write-ahead log. It is no source of truth: one that is damaged or of another format is made anew.</summary>
internal sealed class HistoryFile
{
    /// <summary>Changes with the tables, and with what is written into them.</summary>
    public const int Format = 1;

    private const string Name = "history.db";
    private const string Schema = """
        CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE places (topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (topic, partition)) WITHOUT ROWID;
        CREATE TABLE transitions (alert TEXT NOT NULL, number INTEGER NOT NULL, json BLOB NOT NULL);
        CREATE UNIQUE INDEX transitions_id ON transitions (alert, number);
        CREATE TABLE alerts (alert TEXT PRIMARY KEY, number INTEGER NOT NULL, is_open INTEGER NOT NULL, grade INTEGER NOT NULL, rule TEXT NOT NULL, place TEXT NOT NULL,
            source TEXT NOT NULL, micros INTEGER NOT NULL, appended INTEGER NOT NULL, text TEXT NOT NULL);
        CREATE INDEX alerts_order ON alerts (micros DESC, alert);
        CREATE INDEX alerts_rule ON alerts (rule, micros);
        CREATE INDEX alerts_age ON alerts (appended);
        CREATE TABLE incidents (id TEXT PRIMARY KEY, number INTEGER NOT NULL, is_open INTEGER NOT NULL, grade INTEGER NOT NULL, area TEXT NOT NULL, cause TEXT NOT NULL,
            is_acknowledged INTEGER NOT NULL, micros INTEGER NOT NULL, appended INTEGER NOT NULL, text TEXT NOT NULL, json BLOB NOT NULL);
        CREATE INDEX incidents_order ON incidents (micros DESC, id);
        CREATE INDEX incidents_age ON incidents (appended);
        CREATE TABLE steps (id TEXT NOT NULL, number INTEGER NOT NULL, json BLOB NOT NULL, PRIMARY KEY (id, number)) WITHOUT ROWID;
        CREATE TABLE entries (kind INTEGER NOT NULL, id TEXT NOT NULL, about TEXT NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL, rule TEXT NOT NULL, area TEXT NOT NULL,
            micros INTEGER NOT NULL, appended INTEGER NOT NULL, json BLOB NOT NULL);
        CREATE UNIQUE INDEX entries_id ON entries (kind, id);
        CREATE INDEX entries_order ON entries (kind, micros DESC, id);
        CREATE INDEX entries_about ON entries (kind, about);
        CREATE INDEX entries_age ON entries (appended);
        """;

    private readonly string _connection;

    private HistoryFile(string path) =>
        (Path, _connection) = (path, new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, DefaultTimeout = 10 }.ToString());

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Why it was made anew; null where it was there.</summary>
    public string? Remade { get; private init; }

    /// <summary>Opens the file of a folder; makes it where it is missing, damaged or of another format.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    /// <exception cref="SqliteException">A new file cannot be made.</exception>
    public static HistoryFile Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = System.IO.Path.Combine(folder, Name);
        var file = new HistoryFile(path);
        if (!File.Exists(path))
        {
            file.Make();
            return new HistoryFile(path) { Remade = "there was none" };
        }

        if (file.FaultOf() is not { } fault) return file;
        file.Delete();
        file.Make();
        return new HistoryFile(path) { Remade = fault };
    }

    /// <summary>Removes it, with its log.</summary>
    public void Delete()
    {
        SqliteConnection.ClearAllPools();
        foreach (var ending in new[] { "", "-wal", "-shm", "-journal" }) File.Delete(Path + ending);
    }

    /// <summary>A connection, which the caller closes.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            connection.Open();
            Run(connection, "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements without parameters.</summary>
    public static void Run(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }

    private void Make()
    {
        using var connection = Connect();
        Run(connection, "PRAGMA journal_mode = WAL; PRAGMA auto_vacuum = INCREMENTAL;");
        Run(connection, Schema + string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Format};"));
    }

    /// <summary>Why it cannot be used; null where it can.</summary>
    private string? FaultOf()
    {
        try
        {
            using var connection = Connect();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version";
            if (command.ExecuteScalar() is not long format || format != Format) return $"its format is not {Format}";
            command.CommandText = "PRAGMA quick_check(1)";
            return command.ExecuteScalar() is "ok" ? null : "it is damaged";
        }
        catch (SqliteException fault)
        {
            return $"it is damaged: {fault.Message}";
        }
    }
}
