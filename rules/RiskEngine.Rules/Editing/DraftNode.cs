namespace RiskEngine.Rules.Editing;

/// <summary>A part of a YAML text that is being typed, with its place.</summary>
/// <param name="kind">What it is.</param>
/// <param name="name">The key of an entry, or what stands of one that has no colon yet; empty for others.</param>
/// <param name="line">Line, from 1.</param>
/// <param name="column">Column of the key or the hyphen, from 1; 0 for the file itself.</param>
/// <param name="parent">What it belongs to; null for the file itself.</param>
internal sealed class DraftNode(DraftKind kind, string name, int line, int column, DraftNode? parent)
{
    public DraftKind Kind => kind;

    public string Name => name;

    public int Line { get; } = line;

    public int Column => column;

    public DraftNode? Parent => parent;

    /// <summary>How many characters of the line its key takes, quotes included.</summary>
    public int Length { get; init; }

    /// <summary>Whether it stands in brackets.</summary>
    public bool IsFlow { get; init; }

    public List<DraftNode> Children { get; } = [];

    /// <summary>Its text, without quotes; null where it has none on its line.</summary>
    public string? Value { get; set; }

    public int ValueLine { get; set; }

    /// <summary>Where the value starts, quotes included; from 1.</summary>
    public int ValueColumn { get; set; }

    /// <summary>Where the value ends, quotes included: the column after its last character.</summary>
    public int ValueEnd { get; set; }

    /// <summary>The last line that belongs to it.</summary>
    public int EndLine { get; set; } = line;

    public DraftNode? Child(string name) => Children.Find(child => child.Kind == DraftKind.Entry && child.Name == name);

    public override string ToString() => $"{Kind} {Name} {Line}:{Column}";
}
