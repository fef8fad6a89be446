using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Rules.Schema;
using Xunit;
using Xunit.Abstractions;

namespace RiskEngine.Rules.Tests.Schema;

/// <summary>How much of what <c>check</c> finds an editor with nothing but the JSON Schema finds too.</summary>
public sealed class SchemaFindingsTests(ITestOutputHelper output)
{
    private static readonly EditorSchema Rules = new(RuleSchema.Write());

    /// <summary>What no schema can know: other files, models, encodings.</summary>
    private static readonly string[] Elsewhere =
    [
        DiagnosticCodes.UnknownRule.Id, DiagnosticCodes.UnknownModel.Id, DiagnosticCodes.Roster.Id, DiagnosticCodes.Limits.Id,
        DiagnosticCodes.NotText.Id,
    ];

    /// <summary>Five of six, as of the 30 mistakes that were tried first 25.</summary>
    [Fact]
    public void The_schema_finds_most_of_the_mistakes()
    {
        var missed = new List<string>();
        var files = 0;
        foreach (var name in BadRulesTests.All)
        {
            var bytes = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "golden", "bad-rules", $"{name}.yaml"));
            var found = new RuleLoader().LoadBytes($"{name}.yaml", bytes);
            var errors = found.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).ToArray();
            if (errors.All(one => Elsewhere.Contains(one.Code)) || Rules.Takes(System.Text.Encoding.UTF8.GetString(bytes)) is not { } taken) continue;
            files++;
            if (taken) missed.Add($"{name}: {errors[0]}");
        }

        output.WriteLine($"{files - missed.Count} of {files} files\n{string.Join('\n', missed)}");
        Assert.True(6 * (files - missed.Count) >= 5 * files, $"{missed.Count} of {files} files pass the schema:\n{string.Join('\n', missed)}");
    }

    public static TheoryData<string> Shipped() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "rules", "packs"), "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void The_schema_takes_every_shipped_rule(string file)
    {
        if (!file.EndsWith(".tests.yaml", StringComparison.Ordinal)) Assert.Equal("", string.Join('\n', Rules.Faults(File.ReadAllText(Path.Combine(Repository.Root, file)))!));
    }

    [Fact]
    public void The_schema_takes_every_shipped_mapping()
    {
        var schema = new EditorSchema(InputSchema.Write());
        var mappings = Directory.EnumerateFiles(Path.Combine(Repository.Root, "rules", "inputs"), "*.yaml")
            .Where(file => File.ReadAllText(file).Contains("topics:", StringComparison.Ordinal));
        Assert.All(mappings,
            file => Assert.Equal("", string.Join('\n', schema.Faults(File.ReadAllText(file))!)));
    }
}
