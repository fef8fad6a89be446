using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using RiskEngine.Rules.Inputs.Csv;

namespace RiskEngine.Rules.Inputs;

/// <summary>What the expressions of a mapping may name.</summary>
internal static class MappingScope
{
    /// <summary>Names that no table may have.</summary>
    public static readonly string[] Reserved = ["payload", "item", "parent", "name", "index", "headers", "key", "topic", "received", "math", "strings"];

    /// <summary>The variables of a record, with the tables; those of an item too where <c>for_each</c> gives one.</summary>
    public static CelScope<MappingContext> Of(IReadOnlyDictionary<string, CelValue> tables, bool hasItem, CsvNumbers numbers)
    {
        var scope = MappingFunctions.AddTo(new CelScope<MappingContext>(), numbers)
            .NumbersAreDoubles()
            .Variable("payload", CelType.Dyn, static record => record.Payload)
            .Variable("headers", CelType.Map(CelType.String, CelType.Dyn), static record => record.HeaderMap())
            .Text("key", static record => record.Key)
            .Text("topic", static record => record.Topic)
            .Variable("received", CelType.Timestamp, static record => record.Received is { } time ? CelValue.OfTimestampMicros(time.Micros) : CelValue.Absent)
            .Synonyms("payload", "event", "message", "msg", "body", "data", "root", "this", "json", "record", "value")
            .Synonyms("received", "now", "time", "timestamp", "ts")
            .Synonyms("headers", "header");
        if (hasItem)
        {
            scope.Variable("item", CelType.Dyn, static record => record.Item)
                .Variable("parent", CelType.Dyn, static record => record.Parent)
                .Variable("name", CelType.Dyn, static record => record.Name)
                .Int("index", static record => record.Index)
                .Synonyms("item", "element", "entry", "reading", "it", "each");
        }

        foreach (var (name, table) in tables) scope.Variable(name, CelType.Map(CelType.String, CelType.Dyn), _ => table);
        return scope;
    }
}
