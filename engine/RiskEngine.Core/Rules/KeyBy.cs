namespace RiskEngine.Core.Rules;

/// <summary>What a rule is evaluated for, one state and one alert each.</summary>
/// <param name="Kind">Which key.</param>
/// <param name="Name">The attribute's name (interned) for attributes, the level's name for <see cref="KeyKind.Area"/>; empty otherwise. Of a pair, that of its first
/// key.</param>
/// <param name="Depth">How many segments of the site path form the area; 0 for other kinds. Of a pair, that of its first key.</param>
public readonly record struct KeyBy(KeyKind Kind, string Name = "", int Depth = 0)
{
    private const string AttributePrefix = "attributes.";

    /// <summary>One key per device.</summary>
    public static readonly KeyBy Source = new(KeyKind.Source);

    /// <summary>One key per site.</summary>
    public static readonly KeyBy Site = new(KeyKind.Site);

    /// <summary>One key: the task. Only rules that are built in are evaluated by it.</summary>
    public static readonly KeyBy Task = new(KeyKind.Task);

    /// <summary>Of a pair, the kind of its first key; <see cref="KeyKind.Source"/> for other kinds.</summary>
    public KeyKind FirstKind { get; private init; }

    /// <summary>Of a pair, the kind of its second key, an attribute; <see cref="KeyKind.Source"/> for other kinds.</summary>
    public KeyKind SecondKind { get; private init; }

    /// <summary>Of a pair, the name (interned) of the attribute that is its second key; null for other kinds.</summary>
    public string? SecondName { get; private init; }

    /// <summary>One key for each two values of a key and an attribute: <c>[site, attributes.lane]</c>.</summary>
    /// <param name="first">A place, a device or an attribute.</param>
    /// <param name="attribute">An attribute.</param>
    public static KeyBy Pair(KeyBy first, KeyBy attribute) => new(KeyKind.Pair, first.Name, first.Depth)
    {
        FirstKind = first.Kind, SecondKind = attribute.Kind, SecondName = attribute.Name,
    };

    /// <summary>The first key of a pair, which says where it is; the key itself where it is none.</summary>
    public KeyBy First => Kind == KeyKind.Pair ? new KeyBy(FirstKind, Name, Depth) : this;

    /// <summary>The second key of a pair; null for other kinds.</summary>
    public KeyBy? Second => SecondName is { } name ? new KeyBy(SecondKind, name) : null;

    /// <summary>Whether the events of one key all come from one device.</summary>
    public bool IsOfOneSource => First.Kind == KeyKind.Source;

    /// <summary>The attributes that it is made of.</summary>
    public IEnumerable<string> Attributes
    {
        get
        {
            if (First.Kind is KeyKind.Attribute or KeyKind.PlainAttribute) yield return Name;
            if (SecondName is { } second) yield return second;
        }
    }

    /// <summary>Reads what <see cref="ToString"/> wrote. Levels of the site path cannot be told from attributes of persons, and are taken for these.</summary>
    public static KeyBy Parse(string by)
    {
        if (by is ['[', .., ']'] && by.IndexOf(", ", StringComparison.Ordinal) is > 0 and var comma) return Pair(Parse(by[1..comma]), Parse(by[(comma + 2)..^1]));
        return by switch
        {
            "source" => Source,
            "site" => Site,
            _ when by.StartsWith(AttributePrefix, StringComparison.Ordinal) => new KeyBy(KeyKind.PlainAttribute, string.Intern(by[AttributePrefix.Length..])),
            _ => new KeyBy(KeyKind.Attribute, by),
        };
    }

    /// <summary>As a rule author writes it.</summary>
    public override string ToString() => Kind switch
    {
        KeyKind.Source => "source",
        KeyKind.Site => "site",
        KeyKind.Task => "task",
        KeyKind.PlainAttribute => AttributePrefix + Name,
        KeyKind.Pair => $"[{First}, {Second}]",
        _ => Name,
    };
}
