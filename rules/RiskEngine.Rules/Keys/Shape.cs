namespace RiskEngine.Rules.Keys;

/// <summary>What may stand as the value of a key: one description for the parser and for the JSON Schema.</summary>
internal abstract record Shape
{
    /// <summary>In words, for <c>expects …</c>.</summary>
    public abstract string Wants { get; }
}

/// <summary>A line or a paragraph.</summary>
internal sealed record TextShape(int Most, string Wanted = "a text", string? Pattern = null) : Shape
{
    public override string Wants => Wanted;
}

/// <summary>An expression or a condition.</summary>
internal sealed record ExpressionShape(string Wanted) : Shape
{
    public const int Most = 2_000;

    /// <summary>Whether it is made of aggregates over a window.</summary>
    public bool IsOfWindow => Wanted.StartsWith("aggregates", StringComparison.Ordinal);

    public override string Wants => Wanted;
}

/// <summary>One of a few words.</summary>
internal sealed record WordShape(params (string Word, string Meaning)[] Words) : Shape
{
    public override string Wants => "one of " + string.Join(", ", Words.Select(word => word.Word));
}

/// <summary>A length of time.</summary>
internal sealed record DurationShape(TimeSpan Least, TimeSpan Most) : Shape
{
    public override string Wants => "a duration such as 30s, 5m or 1h30m";
}

/// <summary>A number.</summary>
internal sealed record NumberShape(double Least, double Most, bool Whole = false) : Shape
{
    public override string Wants => Whole ? "a whole number" : "a number";
}

/// <summary>true or false.</summary>
internal sealed record SwitchShape : Shape
{
    public override string Wants => "true or false";
}

/// <summary>A list.</summary>
internal sealed record ListShape(Shape Item, int Most) : Shape
{
    public override string Wants => $"a list, each item {Item.Wants}";
}

/// <summary>A map with known keys.</summary>
internal sealed record MapShape(MapSpec Spec) : Shape
{
    public override string Wants => "a map with the keys " + string.Join(", ", Spec.Keys.Select(key => key.Name));
}

/// <summary>A map with keys of the author's own.</summary>
internal sealed record TableShape(Shape Value, int Most) : Shape
{
    public override string Wants => "a map of names to texts";
}

/// <summary>Any value, as deep as it likes.</summary>
internal sealed record DataShape : Shape
{
    public override string Wants => "any value";
}

/// <summary>Nothing: <c>null</c>.</summary>
internal sealed record NothingShape : Shape
{
    public override string Wants => "nothing";
}

/// <summary>Any of several.</summary>
internal sealed record AnyShape(params Shape[] Choices) : Shape
{
    public override string Wants => string.Join(", or ", Choices.Select(choice => choice.Wants));
}

/// <summary>A map whose keys depend on its <c>type</c>.</summary>
internal sealed record DetectShape : Shape
{
    public override string Wants => "a map with the key type and what that type needs";
}
