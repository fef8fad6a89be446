using Xunit;

namespace RiskEngine.Kafka.Tests.Contracts;

/// <summary>The rule by which a change of a schema is refused catches each kind of incompatible change, and lets the others pass.</summary>
public sealed class SchemaComparisonTests
{
    private const string Kept = """
        {"x-topics":["t.v1"],"x-key":"site","type":"object","required":["id","grade"],
         "properties":{"id":{"type":"string","pattern":"^a"},"grade":{"enum":["blue","red"]},"reason":{"enum":["cleared"],"x-open":true},"note":{"type":"string"},
          "count":{"type":"integer","minimum":0},"worst":{"$ref":"#/$defs/place"},"members":{"type":"array","items":{"$ref":"#/$defs/place"}},
          "labels":{"type":"object","additionalProperties":{"type":"string"}}},
         "$defs":{"place":{"type":"object","required":["rule"],"properties":{"rule":{"type":"string"},"site":{"type":"string"}}}}}
        """;

    [Theory]
    [InlineData("a field is gone", ",\"note\":{\"type\":\"string\"}", "", "/note: is gone")]
    [InlineData("a required field becomes optional", "[\"id\",\"grade\"]", "[\"id\"]", "/grade: was always there")]
    [InlineData("an optional field becomes required", "[\"id\",\"grade\"]", "[\"id\",\"grade\",\"note\"]", "/note: is required now")]
    [InlineData("a new field is required", "[\"id\",\"grade\"],", "[\"id\",\"grade\",\"fresh\"],", "/fresh: is required now")]
    [InlineData("a type changes", "\"count\":{\"type\":\"integer\"", "\"count\":{\"type\":\"string\"", "/count: type was")]
    [InlineData("a type widens", "\"count\":{\"type\":\"integer\"", "\"count\":{\"type\":[\"integer\",\"null\"]", "/count: type was")]
    [InlineData("a closed enum loses a value", "[\"blue\",\"red\"]", "[\"blue\"]", "/grade: the value \"red\" is gone")]
    [InlineData("a closed enum gains a value", "[\"blue\",\"red\"]", "[\"blue\",\"red\",\"black\"]", "/grade: the value \"black\" is new")]
    [InlineData("an open enum loses a value", "[\"cleared\"]", "[]", "/reason: the value \"cleared\" is gone")]
    [InlineData("an enum closes", ",\"x-open\":true", "", "/reason: x-open")]
    [InlineData("an enum becomes any text", "\"grade\":{\"enum\":[\"blue\",\"red\"]}", "\"grade\":{\"type\":\"string\"}", "/grade: enum was")]
    [InlineData("a pattern changes", "\"^a\"", "\"^b\"", "/id: 'pattern' was")]
    [InlineData("a bound tightens", "\"minimum\":0", "\"minimum\":1", "/count: 'minimum' was")]
    [InlineData("a bound comes", "\"note\":{\"type\":\"string\"}", "\"note\":{\"type\":\"string\",\"maxLength\":9}", "/note: 'maxLength' was absent")]
    [InlineData("a field below a reference is gone", ",\"site\":{\"type\":\"string\"}}", "}", "/worst/site: is gone")]
    [InlineData("a field of an item is gone", ",\"site\":{\"type\":\"string\"}}", "}", "/members[]/site: is gone")]
    [InlineData("values of a map change", "\"additionalProperties\":{\"type\":\"string\"}", "\"additionalProperties\":{\"type\":\"number\"}", "/labels/*: type was")]
    [InlineData("unknown fields are refused", "\"required\":[\"rule\"]", "\"required\":[\"rule\"],\"additionalProperties\":false", "/worst/*: additionalProperties was absent")]
    [InlineData("a topic is gone", "[\"t.v1\"]", "[]", "x-topics: 't.v1' is gone")]
    [InlineData("the key changes", "\"x-key\":\"site\"", "\"x-key\":\"area\"", "x-key: the record has another key")]
    [InlineData("a keyword that nobody has thought of", "\"minimum\":0", "\"minimum\":0,\"not\":{}", "'not' is a keyword that this comparison does not know")]
    public void An_incompatible_change_is_refused(string kind, string from, string to, string fault)
    {
        Assert.Contains(from, Kept, StringComparison.Ordinal);
        var faults = SchemaComparison.Faults(Kept, Kept.Replace(from, to, StringComparison.Ordinal));

        Assert.True(faults.Any(found => found.Contains(fault, StringComparison.Ordinal)), $"{kind}: {string.Join("; ", faults)}");
    }

    [Theory]
    [InlineData("\"note\":{\"type\":\"string\"}", "\"note\":{\"type\":\"string\"},\"more\":{\"type\":\"number\"}")]
    [InlineData("[\"cleared\"]", "[\"cleared\",\"expired\"]")]
    [InlineData("\"note\":{\"type\":\"string\"}", "\"note\":{\"type\":\"string\",\"description\":\"words\"}")]
    [InlineData("\"worst\":{\"$ref\":\"#/$defs/place\"}",
        "\"worst\":{\"type\":\"object\",\"required\":[\"rule\"],\"properties\":{\"rule\":{\"type\":\"string\"},\"site\":{\"type\":\"string\"}}}")]
    [InlineData("[\"t.v1\"]", "[\"t.v1\",\"u.v1\"]")]
    public void Another_change_passes(string from, string to)
    {
        Assert.Contains(from, Kept, StringComparison.Ordinal);
        Assert.Empty(SchemaComparison.Faults(Kept, Kept.Replace(from, to, StringComparison.Ordinal)));
    }
}
