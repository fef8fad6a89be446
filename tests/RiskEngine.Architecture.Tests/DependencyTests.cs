using System.Reflection;
using System.Text.RegularExpressions;

namespace RiskEngine.Architecture.Tests;

/// <summary>The direction of dependencies: Host, then the workbench, then what is in the middle, then Core and Cel, then nothing.</summary>
public sealed partial class DependencyTests
{
    /// <summary>What each project may use of ours, and the packages of its role.</summary>
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        ["RiskEngine.Core"] = ([], []),
        ["RiskEngine.Cel"] = ([], []),
        ["RiskEngine.Pipeline"] = (["RiskEngine.Core"], ["System.Reactive"]),
        ["RiskEngine.Kafka"] = (["RiskEngine.Core", "RiskEngine.Pipeline"], ["Confluent.Kafka"]),
        ["RiskEngine.Redis"] = (["RiskEngine.Core"], ["StackExchange.Redis"]),
        ["RiskEngine.Redis.Embedded"] = (["RiskEngine.Core"], ["Garnet.", "Tsavorite."]),
        ["RiskEngine.Rules"] = (["RiskEngine.Core", "RiskEngine.Cel"], ["YamlDotNet"]),
        ["RiskEngine.Workbench"] = (["RiskEngine.Core", "RiskEngine.Pipeline", "RiskEngine.Rules", "RiskEngine.Models"], ["YamlDotNet"]),
        ["RiskEngine.Models"] = (["RiskEngine.Core"], []),
        ["RiskEngine.Models.MlNet"] = (["RiskEngine.Core", "RiskEngine.Models"], ["Microsoft.ML."]),
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_what_its_layer_may_use(string project)
    {
        var (projects, packages) = Allowed[project];
        Assert.DoesNotContain(ReferencesOf(project), name => !IsFramework(name) && !projects.Contains(name) && !packages.Any(package => IsOf(name, package)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_files_say_the_same(string project)
    {
        var file = Directory.EnumerateFiles(Sources.Root, project + ".csproj", SearchOption.AllDirectories).Single();
        Assert.Equal(Allowed[project].Projects.Order(), ProjectReference().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Order());
    }

    [Fact]
    public void Only_its_adapter_knows_ML_NET()
    {
        foreach (var project in Allowed.Keys.Except(["RiskEngine.Models.MlNet"]).Append("riskengine"))
            Assert.DoesNotContain(ReferencesOf(project), name => name.StartsWith("Microsoft.ML.", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_its_adapter_knows_Garnet()
    {
        Assert.Contains(ReferencesOf("RiskEngine.Redis.Embedded"), IsGarnet);
        foreach (var project in Allowed.Keys.Except(["RiskEngine.Redis.Embedded"]).Append("riskengine")) Assert.DoesNotContain(ReferencesOf(project), IsGarnet);
    }

    [Fact]
    public void Host_wires_all_of_them() => Assert.Empty(Allowed.Keys.Except(ReferencesOf(typeof(Host.Running.EngineService).Assembly)));

    [Fact]
    public void Nothing_in_Core_waits_or_does_input_and_output()
    {
        string[] forbidden = ["System.Net.Http", "System.Net.Sockets", "System.IO.Pipes", "System.Console", "System.Diagnostics.Process"];
        Assert.Empty(ReferencesOf("RiskEngine.Core").Intersect(forbidden));
    }

    public static TheoryData<string> Projects() => [.. Allowed.Keys];

    private static IEnumerable<string> ReferencesOf(string project) => ReferencesOf(Assembly.Load(project));

    private static IEnumerable<string> ReferencesOf(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name ?? "");

    private static bool IsGarnet(string name) => name.StartsWith("Garnet.", StringComparison.Ordinal) || name.StartsWith("Tsavorite.", StringComparison.Ordinal);

    private static bool IsOf(string name, string package) => package.EndsWith('.') ? name.StartsWith(package, StringComparison.Ordinal) : name == package;

    private static bool IsFramework(string name) =>
        name is "netstandard" or "mscorlib" or "System"
        || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.Reactive")
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal);

    [GeneratedRegex("""<ProjectReference Include="[^"]*?(?<name>[^/"]+)\.csproj""")]
    private static partial Regex ProjectReference();
}
