using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules.Editing;

/// <summary>What may stand at a place of a file.</summary>
/// <param name="Key">The key whose value it is; null for the file itself and for names of the author's own.</param>
/// <param name="Shapes">What it may be; none where nothing is known to fit.</param>
internal sealed record DraftSpec(KeySpec? Key, IReadOnlyList<Shape> Shapes)
{
    private static readonly DraftSpec Nothing = new(null, []);

    /// <summary>The maps with known keys that it may be.</summary>
    public IEnumerable<MapSpec> Maps => Shapes.OfType<MapShape>().Select(shape => shape.Spec);

    /// <summary>What may stand as the value of a node.</summary>
    public static DraftSpec Of(DraftNode node, DraftLanguage language)
    {
        if (node.Parent is not { } parent) return new DraftSpec(null, [new MapShape(language.Root)]);
        var outer = Of(parent, language);
        if (node.Kind == DraftKind.Item)
        {
            var items = outer.Shapes.OfType<ListShape>().SelectMany(list => Flat(list.Item)).ToArray();
            return new DraftSpec(outer.Key, items);
        }

        if (node.Kind != DraftKind.Entry) return Nothing;
        foreach (var map in outer.Maps)
        {
            if (map.Find(node.Name) is { } key)
                return new DraftSpec(key, key.Shape is DetectShape ? [.. OfDetect(node, language.Types).Select(type => new MapShape(type.Map))] : [.. Flat(key.Shape)]);
        }

        var values = outer.Shapes.OfType<TableShape>().SelectMany(table => Flat(table.Value)).ToArray();
        return values.Length > 0 ? new DraftSpec(null, values) : Nothing;
    }

    /// <summary>The rule type that a <c>detect</c> names; all of them where it names none yet.</summary>
    private static IEnumerable<RuleType> OfDetect(DraftNode detect, IReadOnlyList<RuleType> types)
    {
        var name = detect.Child(DetectKeys.Type.Name)?.Value;
        return types.FirstOrDefault(type => type.Name == name) is { } one ? [one] : types;
    }

    private static IEnumerable<Shape> Flat(Shape shape) => shape is AnyShape any ? any.Choices.SelectMany(Flat) : [shape];
}
