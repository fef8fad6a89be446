namespace RiskEngine.Rules.Keys;

/// <summary>Every map with known keys, to find where a misplaced key belongs.</summary>
internal sealed class KeyTable
{
    private readonly HashSet<string> _names;

    /// <summary>The maps of a rule whose <c>detect</c> is one of these, with the maps inside them.</summary>
    public KeyTable(IReadOnlyList<MapSpec> detect)
    {
        Detect = detect;
        Maps =
        [
            RuleKeys.Rule, ForKeys.Map, RuleKeys.ClearKeys, LadderKeys.Grade, LadderKeys.FlappingMap, ScheduleKeys.Keys, .. detect, .. detect.SelectMany(Inside).Distinct(),
            CaseKeys.Case,
        ];
        _names = [.. Maps.Append(RuleKeys.GradeKeys).SelectMany(map => map.Keys).Select(key => key.Name)];
    }

    /// <summary>A language without rule types.</summary>
    public static KeyTable Empty { get; } = new([]);

    /// <summary>What <c>detect</c> may hold, for each rule type.</summary>
    public IReadOnlyList<MapSpec> Detect { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<MapSpec> Maps { get; }

    /// <summary>Whether any of the maps has a key of this name.</summary>
    public bool Knows(string name) => _names.Contains(name);

    private static IEnumerable<MapSpec> Inside(MapSpec map) => map.Keys.SelectMany(key => Inside(key.Shape));

    private static IEnumerable<MapSpec> Inside(Shape shape) => shape switch
    {
        MapShape map => Inside(map.Spec).Prepend(map.Spec),
        ListShape list => Inside(list.Item),
        AnyShape any => any.Choices.SelectMany(Inside),
        _ => [],
    };
}
