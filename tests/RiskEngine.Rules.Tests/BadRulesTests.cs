using RiskEngine.Rules.Diagnostics;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Broken files beside all that is said about them. RISKENGINE_REWRITE_GOLDEN=1 writes the expectations anew; the review reads the diff.</summary>
public sealed class BadRulesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "golden", "bad-rules");

    public static TheoryData<string> Names() => [.. All];

    /// <summary>The names of the broken files.</summary>
    internal static IEnumerable<string> All => Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)[..^5]).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Broken_file_gets_exactly_these_diagnostics(string name)
    {
        var loader = new RuleLoader();
        var result = loader.LoadBytes($"{name}.yaml", File.ReadAllBytes(Path.Combine(Folder, $"{name}.yaml")));
        var text = DiagnosticText.Render(result.Diagnostics);
        var expected = Path.Combine(Folder, $"{name}.expected.txt");
        if (Repository.RewritesGolden) File.WriteAllText(expected, text);

        Assert.NotEmpty(result.Diagnostics);
        Assert.Equal(File.ReadAllText(expected), text);
    }
}
