using System.Text.Json.Nodes;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading.Types;
using RiskEngine.Rules.Schema;
using Xunit;

namespace RiskEngine.Rules.Tests;

public sealed class RuleSchemaTests
{
    private static readonly string SchemaFile = Path.Combine(Repository.Root, "rules", "schema", "rule.schema.json");

    [Fact]
    public void Schema_file_is_the_one_that_the_key_table_gives()
    {
        var schema = RuleSchema.Write();
        if (Repository.RewritesGolden) File.WriteAllText(SchemaFile, schema);

        Assert.Equal(File.ReadAllText(SchemaFile), schema);
    }

    [Fact]
    public void A_misplaced_key_is_looked_up_in_the_maps_inside_detect_too()
    {
        var maps = new KeyTable([.. RuleTypes.All.Select(type => type.Map)]).Maps;
        Assert.Contains(SequenceKeys.Step, maps);
        Assert.Single(maps, map => map == DetectKeys.WindowKeys);
    }

    [Fact]
    public void Every_rule_type_is_one_branch_told_apart_by_its_type()
    {
        var detect = JsonNode.Parse(RuleSchema.Write())!["properties"]!["detect"]!;

        var types = detect["oneOf"]!.AsArray().Select(branch => (string?)branch!["properties"]!["type"]!["const"]).ToArray();
        Assert.Equal(types.Length, types.Distinct().Count());
        Assert.Contains("metric", types);
    }

    [Fact]
    public void Every_key_is_described()
    {
        AssertDescribed(JsonNode.Parse(RuleSchema.Write())!);
    }

    private static void AssertDescribed(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) AssertDescribed(item!);
        }
        else if (node is JsonObject map)
        {
            if (map["properties"] is JsonObject properties && map.ContainsKey("additionalProperties"))
            {
                foreach (var (name, property) in properties) Assert.True(property!["description"] is not null, name);
            }

            foreach (var (_, value) in map)
            {
                if (value is not null) AssertDescribed(value);
            }
        }
    }
}
