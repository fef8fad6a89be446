using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using Xunit;

namespace RiskEngine.Rules.Tests.Inputs;

/// <summary>Broken mapping files beside all that is said about them. RISKENGINE_REWRITE_GOLDEN=1 writes the expectations anew; the review reads the diff.</summary>
public sealed class BadInputsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "golden", "bad-inputs");

    public static TheoryData<string> Names() => [.. All];

    private static IEnumerable<string> All => Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)[..^5]).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Broken_file_gets_exactly_these_diagnostics(string name)
    {
        var result = new InputLoader().LoadBytes($"{name}.yaml", File.ReadAllBytes(Path.Combine(Folder, $"{name}.yaml")));
        var text = DiagnosticText.Render(result.Diagnostics);
        var expected = Path.Combine(Folder, $"{name}.expected.txt");
        if (Repository.RewritesGolden) File.WriteAllText(expected, text);

        Assert.NotEmpty(result.Diagnostics);
        Assert.Equal(File.ReadAllText(expected), text);
    }

    [Fact]
    public void Every_code_of_mappings_is_shown()
    {
        var said = All.SelectMany(name => new InputLoader().LoadBytes($"{name}.yaml", File.ReadAllBytes(Path.Combine(Folder, $"{name}.yaml"))).Diagnostics).Select(found =>
            found.Code).ToHashSet();
        Assert.Empty(InputCodes.All.Where(code => code != InputCodes.SameTopic && !said.Contains(code.Id)).Select(code => code.Id));
    }

    [Fact]
    public void Mappings_that_do_not_go_together_are_told()
    {
        var folder = Directory.CreateTempSubdirectory("riskengine-inputs-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.yaml"), "id: m\ntitle: A\ntopics: t\nevents: [{kind: sensor.x, source: s, site: a, time: received}]");
            File.WriteAllText(Path.Combine(folder, "b.yaml"), "id: m\ntitle: B\ntopics: [t, u]\nevents: [{kind: sensor.x, source: s, site: a, time: received}]");
            File.WriteAllText(Path.Combine(folder, "c.yaml"), "id: c\ntitle: C\ntopics: u\ncodec: text\nevents: [{kind: sensor.x, source: s, site: a, time: received}]");
            File.WriteAllText(Path.Combine(folder, "table.yaml"), "d1: {site: x}");
            var result = new InputLoader().LoadFrom(folder);
            Assert.Equal(3, result.Files);
            Assert.Equal(
                ["RR015: the mapping a.yaml has the id 'm' too", "RI002: m maps t too, comes first, and takes every record", "RI002: m maps u too, with another codec"],
                result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Select(found =>
                    $"{found.Code}: {found.Message}".Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
