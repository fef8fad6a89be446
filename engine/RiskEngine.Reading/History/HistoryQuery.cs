using System.Text;
using Microsoft.Data.Sqlite;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.History;

/// <summary>Builds one query; every value is a parameter.</summary>
internal sealed class HistoryQuery
{
    private readonly StringBuilder _text;
    private readonly List<SqliteParameter> _parameters = [];
    private string _joint = " WHERE ";

    public HistoryQuery(string select) => _text = new StringBuilder(select);

    public HistoryQuery Where(string condition, params ReadOnlySpan<object> values)
    {
        _text.Append(_joint);
        _joint = " AND ";
        var at = 0;
        foreach (var part in condition) _text.Append(part == '?' ? Parameter(values[at++]) : part.ToString());
        return this;
    }

    public HistoryQuery Equal(string column, string? value) => value is null ? this : Where($"{column} = ?", value);

    public HistoryQuery OneOf(string column, IReadOnlyList<string> values) =>
        values.Count == 0 ? this : Where($"{column} IN ({string.Join(", ", values.Select(_ => "?"))})", [.. values]);

    public HistoryQuery Grades(IReadOnlyList<Grade> grades) =>
        grades.Count == 0 ? this : Where($"grade IN ({string.Join(", ", grades.Select(_ => "?"))})", [.. grades.Select(grade => (object)(int)grade)]);

    /// <summary>The area and what is below: <c>/</c> is followed by <c>0</c>.</summary>
    public HistoryQuery Within(string column, string area) => area.Length == 0 ? this : Where($"({column} = ? OR ({column} > ? AND {column} < ?))", area, area + "/", area + "0");

    public HistoryQuery Between(EventTime? since, EventTime? until)
    {
        if (since is { } first) Where("micros >= ?", first.Micros);
        if (until is { } last) Where("micros <= ?", last.Micros);
        return this;
    }

    /// <summary>Small and capital letters are alike where they are ASCII.</summary>
    public HistoryQuery Contains(string text) => text.Length == 0 ? this : Where(@"text LIKE ? ESCAPE '\'", $"%{Escaped(text)}%");

    /// <summary>One page, newest first.</summary>
    public HistoryQuery Page(string id, ListPlace? after, int most)
    {
        if (after is { } place) Where($"(micros < ? OR (micros = ? AND {id} > ?))", place.Micros, place.Micros, place.Id);
        _text.Append($" ORDER BY micros DESC, {id} LIMIT {Parameter(most)}");
        return this;
    }

    public HistoryQuery Then(string text)
    {
        _text.Append(' ').Append(text);
        return this;
    }

    public List<T> Read<T>(SqliteConnection connection, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _text.ToString();
        command.Parameters.AddRange(_parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private static string Escaped(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private string Parameter(object value)
    {
        var name = $"$p{_parameters.Count}";
        _parameters.Add(new SqliteParameter(name, value));
        return name;
    }
}
