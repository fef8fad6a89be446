namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for types that look at alerts which are true now.</summary>
internal static class StandingKeys
{
    public static readonly KeySpec While = new("while", CorrelationKeys.While.Shape, "Alerts count while they are open, at a grade or above it.")
    { Default = "open", Examples = ["orange"] };

    public static readonly KeySpec Per = new("per", new TextShape(60, "source, site or a level of the site path"),
        "What the share is of: source, site, or a level of the site path inside the rule's own.")
    { Required = true, Examples = ["source"] };

    public static readonly KeySpec KnownFor = new("known_for", Shapes.Span, "How long a member is known after an event of it; longer than it ever is between two.")
    { Default = "1d", Examples = ["2h"] };

    public static readonly KeySpec AtLeast = new("at_least", new NumberShape(1, 1e6, Whole: true), "Fewest members of which a share means anything; with fewer there is none.")
    { Default = "3", Examples = ["10"] };

    public static readonly KeySpec Measure = new("measure",
        new WordShape(("alerts", "how many alerts"), ("keys", "alerts of how many different sources, sites or areas"), ("rules", "how many of the rules")),
        "What places are compared by.")
    { Default = "alerts", Examples = ["rules"] };

    public static readonly KeySpec Among = new("among", new TextShape(60, "a level of the site path"), "The area inside which places are compared. Left out: all there are.")
    { Examples = ["district"] };

    public static readonly KeySpec Worst = new("worst", new NumberShape(1, 10_000, Whole: true), "How many are the worst.") { Default = "3", Examples = ["1"] };
}
