using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using RiskEngine.Workbench.Tests;
using Xunit;

namespace RiskEngine.Kafka.Tests.Contracts;

/// <summary>
/// The schemas of docs/schema: one for each topic, legal, compatible with the copies of tests/golden/schema, which were published.
/// RISKENGINE_REWRITE_GOLDEN=1 publishes what is compatible.
/// </summary>
public sealed partial class PublishedSchemasTests
{
    private static readonly string Kept = Path.Combine(Repository.Root, "tests", "golden", "schema");

    public static TheoryData<string> Names() => [.. TopicSchema.All.Select(schema => schema.Name)];

    public static TheoryData<string> KeptNames() => [.. Directory.EnumerateFiles(Kept).Select(file => Path.GetFileName(file)[..^".schema.json".Length]).Order()];

    [Fact]
    public void Every_topic_has_one_schema() =>
        Assert.All(new TopicNames().All, topic => Assert.True(TopicSchema.All.Count(schema => schema.Topics.Contains(topic)) == 1, $"{topic}: write its schema into docs/schema"));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schema_is_one(string name)
    {
        using var document = JsonDocument.Parse(TopicSchema.Named(name).Text);
        var result = MetaSchemas.Draft202012.Evaluate(document.RootElement);

        Assert.True(result.IsValid, name);
        Assert.Equal($"urn:riskengine:schema:{name}", document.RootElement.GetProperty("$id").GetString());
        Assert.Empty(SchemaComparison.Faults(TopicSchema.Named(name).Text, TopicSchema.Named(name).Text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schema_is_kept_unless_it_is_a_draft(string name)
    {
        var path = Path.Combine(Kept, $"{name}.schema.json");
        var isDraft = TopicSchema.Named(name).IsDraft;
        if (!isDraft && !File.Exists(path) && Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1") File.WriteAllText(path, TopicSchema.Named(name).Text);
        if (isDraft) Assert.False(File.Exists(path), $"{name} was published: it is a draft no longer");
        else Assert.True(File.Exists(path), $"{name}: publish it with RISKENGINE_REWRITE_GOLDEN=1, or mark it as a draft");
    }

    [Theory]
    [MemberData(nameof(KeptNames))]
    public void A_published_schema_changes_compatibly_only(string name)
    {
        var path = Path.Combine(Kept, $"{name}.schema.json");
        Assert.True(TopicSchema.All.Any(schema => schema.Name == name), $"{name} is gone; records of it stay in the topics");
        Assert.Empty(SchemaComparison.Faults(File.ReadAllText(path), TopicSchema.Named(name).Text));
        if (Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1") File.WriteAllText(path, TopicSchema.Named(name).Text);
        Assert.True(File.ReadAllText(path) == TopicSchema.Named(name).Text, $"{name} has changed, compatibly: publish it with RISKENGINE_REWRITE_GOLDEN=1");
    }

    [Fact]
    public void The_page_names_every_schema_with_its_topics()
    {
        var page = File.ReadAllText(Path.Combine(TopicSchema.Folder, "README.md"));
        Assert.All(TopicSchema.All, schema => Assert.Contains($"[{schema.Name}]({schema.Name}.schema.json)", page, StringComparison.Ordinal));
        Assert.All(TopicSchema.All.SelectMany(schema => schema.Topics), topic => Assert.Contains($"`{topic}`", page, StringComparison.Ordinal));
    }

    /// <summary>The table of docs/alerts.md and the schema tell of the same fields, and of the same of them as always there.</summary>
    [Fact]
    public void The_page_about_alerts_tells_of_the_fields_of_the_schema()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "alerts.md"));
        var table = page[page.IndexOf("| field | type | present |", StringComparison.Ordinal)..page.IndexOf("| `model` field |", StringComparison.Ordinal)];
        var told = (from Match row in Row().Matches(table)
                    from Match name in Name().Matches(row.Groups["names"].Value)
                    select (Name: name.Groups[1].Value, IsAlways: row.Groups["present"].Value == "always")).Append((Name: "models", IsAlways: false)).Distinct().Order().ToList();
        var schema = TopicSchema.Named("alert.v1").Node;
        var required = schema["required"]!.AsArray().Select(field => field!.GetValue<string>()).ToHashSet();

        Assert.Equal(told, schema["properties"]!.AsObject().Select(field => (Name: field.Key, IsAlways: required.Contains(field.Key))).Order());
    }

    [GeneratedRegex(@"^\| (?<names>(`\w+`(, )?)+) \| [^|]+ \| (?<present>[^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();
}
