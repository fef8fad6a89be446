using System.Reflection;
using System.Text.RegularExpressions;

namespace RiskEngine.Architecture.Tests;

/// <summary>
/// The direction of dependencies: the program, then service, workbench, simulator and benchmark side by side, then what is in the middle, then Core and Cel, then nothing.
/// </summary>
public sealed partial class DependencyTests
{
    private const string Program = "RiskEngine.Cli";

    /// <summary>What the service is free of: it has ports for what it is asked of them.</summary>
    private static readonly string[] Optional = ["RiskEngine.Workbench", "RiskEngine.LanguageServer", "RiskEngine.Simulator", "RiskEngine.Bench"];

    /// <summary>What each project may use of ours, and the packages of its role.</summary>
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        ["RiskEngine.Core"] = ([], []),
        ["RiskEngine.Cel"] = ([], []),
        ["RiskEngine.Pipeline"] = (["RiskEngine.Core"], ["System.Reactive"]),
        ["RiskEngine.Desk"] = (["RiskEngine.Core", "RiskEngine.Pipeline"], ["System.Reactive"]),
        ["RiskEngine.Kafka"] = (["RiskEngine.Core", "RiskEngine.Pipeline", "RiskEngine.Desk"], ["Confluent.Kafka"]),
        ["RiskEngine.Reading"] = (["RiskEngine.Core"], ["Microsoft.Data.Sqlite", "SQLitePCLRaw."]),
        ["RiskEngine.Redis"] = (["RiskEngine.Core"], ["StackExchange.Redis"]),
        ["RiskEngine.Redis.Embedded"] = (["RiskEngine.Core"], ["Garnet.", "Tsavorite."]),
        ["RiskEngine.Sinks"] = (["RiskEngine.Core"], ["MailKit", "MimeKit", "Polly.Core"]),
        ["RiskEngine.Rules"] = (["RiskEngine.Core", "RiskEngine.Cel"], ["CsvHelper", "YamlDotNet"]),
        ["RiskEngine.Models"] = (["RiskEngine.Core"], []),
        ["RiskEngine.Models.MlNet"] = (["RiskEngine.Core", "RiskEngine.Models"], ["Microsoft.ML."]),
        ["RiskEngine.Workbench"] = (["RiskEngine.Core", "RiskEngine.Pipeline", "RiskEngine.Rules", "RiskEngine.Models"], ["YamlDotNet"]),
        ["RiskEngine.LanguageServer"] = (["RiskEngine.Rules"], ["StreamJsonRpc"]),
        ["RiskEngine.Simulator"] = (["RiskEngine.Core", "RiskEngine.Kafka"], ["Confluent.Kafka", "Spectre."]),
        ["RiskEngine.Bench"] = (["RiskEngine.Core", "RiskEngine.Pipeline", "RiskEngine.Rules"], ["System.Reactive"]),
        ["RiskEngine.Service"] = (
            [
                "RiskEngine.Core", "RiskEngine.Pipeline", "RiskEngine.Desk", "RiskEngine.Kafka", "RiskEngine.Reading", "RiskEngine.Redis", "RiskEngine.Redis.Embedded",
                "RiskEngine.Sinks", "RiskEngine.Rules", "RiskEngine.Models", "RiskEngine.Models.MlNet",
            ],
            ["Microsoft.OpenApi", "StackExchange.Redis", "YamlDotNet"]),
        [Program] = (
            [
                "RiskEngine.Core", "RiskEngine.Pipeline", "RiskEngine.Kafka", "RiskEngine.Redis", "RiskEngine.Sinks", "RiskEngine.Cel", "RiskEngine.Rules", "RiskEngine.Models",
                "RiskEngine.Models.MlNet", "RiskEngine.Service", "RiskEngine.Desk", .. Optional,
            ],
            ["Confluent.Kafka", "Spectre.", "System.CommandLine"]),
    };

    /// <summary>Programs of their own, which nothing refers to.</summary>
    private static readonly Dictionary<string, string[]> Apart = new()
    {
        ["RiskEngine.LoadTest"] = ["RiskEngine.Core", "RiskEngine.Pipeline", "RiskEngine.Kafka", "RiskEngine.Redis", "RiskEngine.Bench", "RiskEngine.Simulator", Program],
        ["RiskEngine.Benchmarks"] = ["RiskEngine.Core", "RiskEngine.Rules", "RiskEngine.Bench", "RiskEngine.Service", "RiskEngine.Desk"],
    };

    /// <summary>Whose tests are in the project of another, or whose runs are its test.</summary>
    private static readonly string[] TestedElsewhere = ["RiskEngine.Redis.Embedded", "RiskEngine.Benchmarks"];

    [Fact]
    public void Every_project_has_its_place() => Assert.Equal(Allowed.Keys.Concat(Apart.Keys).Order(), ProjectFiles().Keys.Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_what_its_layer_may_use(string project)
    {
        var (projects, packages) = Allowed[project];
        Assert.DoesNotContain(ReferencesOf(project), name => !IsFramework(name) && !projects.Contains(name) && !packages.Any(package => IsOf(name, package)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    [InlineData("RiskEngine.LoadTest")]
    [InlineData("RiskEngine.Benchmarks")]
    public void Project_files_say_the_same(string project)
    {
        var expected = Apart.TryGetValue(project, out var apart) ? apart : Allowed[project].Projects;
        Assert.Equal(expected.Order(), ProjectReference().Matches(File.ReadAllText(ProjectFiles()[project])).Select(match => match.Groups["name"].Value).Order());
    }

    [Fact]
    public void Every_project_has_tests_of_its_own() =>
        Assert.All(
        ProjectFiles().Keys.Except(TestedElsewhere),
        project => Assert.True(File.Exists(Path.Combine(Sources.Root, "tests", $"{project}.Tests", $"{project}.Tests.csproj")), project));

    [Fact]
    public void Only_its_adapter_knows_ML_NET()
    {
        foreach (var project in Allowed.Keys.Except(["RiskEngine.Models.MlNet"]))
            Assert.DoesNotContain(ReferencesOf(project), name => name.StartsWith("Microsoft.ML.", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_its_adapter_knows_Garnet()
    {
        Assert.Contains(ReferencesOf("RiskEngine.Redis.Embedded"), IsGarnet);
        foreach (var project in Allowed.Keys.Except(["RiskEngine.Redis.Embedded"])) Assert.DoesNotContain(ReferencesOf(project), IsGarnet);
    }

    [Fact]
    public void Service_is_free_of_demo_workbench_and_benchmark_through_whatever_it_uses() => Assert.Empty(Reach("RiskEngine.Service").Intersect([.. Optional, "riskengine"]));

    [Fact]
    public void Program_wires_all_of_them() => Assert.Empty(Allowed.Keys.Except([Program, .. Reach(Program)]));

    [Fact]
    public void Nothing_in_Core_waits_or_does_input_and_output()
    {
        string[] forbidden = ["System.Net.Http", "System.Net.Sockets", "System.IO.Pipes", "System.Console", "System.Diagnostics.Process"];
        Assert.Empty(ReferencesOf("RiskEngine.Core").Intersect(forbidden));
    }

    public static TheoryData<string> Projects() => [.. Allowed.Keys];

    /// <summary>The project files of what we ship, by name.</summary>
    private static Dictionary<string, string> ProjectFiles() => Sources.Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Sources.Root, folder), "*.csproj", SearchOption.AllDirectories))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>Our own assemblies that one refers to, and those that they refer to.</summary>
    private static HashSet<string> Reach(string project)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([project]);
        while (open.TryPop(out var next))
        {
            foreach (var name in ReferencesOf(next).Where(IsOurs)) if (reached.Add(name)) open.Push(name);
        }

        return reached;
    }

    private static IEnumerable<string> ReferencesOf(string project) => ReferencesOf(Assembly.Load(project == Program ? "riskengine" : project));

    private static IEnumerable<string> ReferencesOf(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name ?? "");

    private static bool IsOurs(string name) => name == "riskengine" || name.StartsWith("RiskEngine.", StringComparison.Ordinal);

    private static bool IsGarnet(string name) => name.StartsWith("Garnet.", StringComparison.Ordinal) || name.StartsWith("Tsavorite.", StringComparison.Ordinal);

    private static bool IsOf(string name, string package) => package.EndsWith('.') ? name.StartsWith(package, StringComparison.Ordinal) : name == package;

    private static bool IsFramework(string name) =>
        name is "netstandard" or "mscorlib" or "System" or "Microsoft.AspNetCore" or "Microsoft.Net.Http.Headers"
        || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.Reactive")
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal);

    [GeneratedRegex("""<ProjectReference Include="[^"]*?(?<name>[^/"]+)\.csproj""")]
    private static partial Regex ProjectReference();
}
