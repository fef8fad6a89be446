namespace RiskEngine.Core.Rules;

/// <summary>What a rule is evaluated for, one state and one alert each.</summary>
/// <param name="Kind">Which key.</param>
/// <param name="Name">The attribute's name (interned) for <see cref="KeyKind.Attribute"/>, the level's name for <see cref="KeyKind.Area"/>; empty otherwise.</param>
/// <param name="Depth">How many segments of the site path form the area; 0 for other kinds.</param>
public readonly record struct KeyBy(KeyKind Kind, string Name = "", int Depth = 0)
{
    /// <summary>One key per device.</summary>
    public static readonly KeyBy Source = new(KeyKind.Source);

    /// <summary>One key per site.</summary>
    public static readonly KeyBy Site = new(KeyKind.Site);

    /// <summary>One key: the task. Only rules that are built in are evaluated by it.</summary>
    public static readonly KeyBy Task = new(KeyKind.Task);

    /// <summary>As a rule author writes it.</summary>
    public override string ToString() => Kind switch
    {
        KeyKind.Source => "source",
        KeyKind.Site => "site",
        KeyKind.Task => "task",
        _ => Name,
    };
}
