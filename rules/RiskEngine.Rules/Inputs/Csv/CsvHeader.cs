using System.Text;

namespace RiskEngine.Rules.Inputs.Csv;

/// <summary>The columns of a CSV text, by the names that a mapping has for them: as they are written, else whatever their case, quotes and blanks.</summary>
public sealed class CsvHeader
{
    private readonly List<(string Name, int Column)> _columns = [];

    /// <summary>Reads a header.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="wanted">The names of the mapping.</param>
    /// <param name="takesAll">Whether columns that the mapping does not name are read too.</param>
    internal CsvHeader(IReadOnlyList<string> cells, IReadOnlyCollection<string> wanted, bool takesAll)
    {
        Count = cells.Count;
        while (Count > 1 && cells[Count - 1].Length == 0) Count--;
        foreach (var name in wanted)
        {
            var found = Find(cells, cell => cell == name);
            if (found.Count == 0) found = Find(cells, cell => Plain(cell) == Plain(name));
            if (found.Count > 1) Fault ??= $"the column '{name}' is there {found.Count} times; rename one";
            if (found.Count > 0) _columns.Add((name, found[0]));
        }

        if (!takesAll) return;
        for (var i = 0; i < Count; i++)
        {
            if (cells[i].Length > 0 && !_columns.Exists(known => known.Column == i) && !_columns.Exists(known => known.Name == cells[i])) _columns.Add((cells[i], i));
        }
    }

    /// <summary>How many columns there are; empty ones behind the last name do not count.</summary>
    public int Count { get; }

    /// <summary>The columns that are read.</summary>
    public IReadOnlyList<(string Name, int Column)> Columns => _columns;

    /// <summary>Why rows cannot be read by it; null where they can.</summary>
    public string? Fault { get; }

    /// <summary>How many of the wanted names a row has.</summary>
    internal static int Matches(IReadOnlyList<string> cells, IReadOnlyCollection<string> wanted)
    {
        var count = 0;
        foreach (var name in wanted)
        {
            if (cells.Any(cell => cell == name) || cells.Any(cell => Plain(cell) == Plain(name))) count++;
        }

        return count;
    }

    private static List<int> Find(IReadOnlyList<string> cells, Predicate<string> fits)
    {
        var found = new List<int>();
        for (var i = 0; i < cells.Count; i++)
        {
            if (fits(cells[i])) found.Add(i);
        }

        return found;
    }

    /// <summary>A name without what people add and leave out: case, quotes, blanks, also those that cannot be seen.</summary>
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (!char.IsWhiteSpace(letter) && letter is not ('"' or '\'' or '\uFEFF' or '\u200B')) plain.Append(char.ToLowerInvariant(letter));
        }

        return plain.ToString();
    }
}
