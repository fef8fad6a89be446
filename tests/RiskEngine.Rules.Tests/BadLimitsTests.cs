using RiskEngine.Rules.Diagnostics;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Rules with broken tables of limits beside all that is said about them. RISKENGINE_REWRITE_GOLDEN=1 writes the expectations anew; the review reads the diff.</summary>
public sealed class BadLimitsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "golden", "bad-limits");

    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)[..^5]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Broken_table_gets_exactly_these_diagnostics(string name)
    {
        var result = RuleLoader.Load(Path.Combine(Folder, $"{name}.yaml"));
        var text = DiagnosticText.Render(result.Diagnostics).Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        var expected = Path.Combine(Folder, $"{name}.expected.txt");
        if (Repository.RewritesGolden) File.WriteAllText(expected, text);

        Assert.NotEmpty(result.Diagnostics);
        Assert.All(result.Diagnostics, found => Assert.True(found is { Line: >= 1, Column: >= 1, Message.Length: > 0, Remedy.Length: > 0 }));
        Assert.Equal(File.ReadAllText(expected), text);
    }
}
