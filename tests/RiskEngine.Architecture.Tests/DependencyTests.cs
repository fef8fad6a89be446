using System.Reflection;

namespace RiskEngine.Architecture.Tests;

/// <summary>The direction of dependencies: Host, then the middle five, then Core, then nothing.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Middle = ["RiskEngine.Kafka", "RiskEngine.Redis", "RiskEngine.Rules", "RiskEngine.Models", "RiskEngine.Pipeline"];

    [Fact]
    public void Core_references_the_framework_and_nothing_else() =>
        Assert.DoesNotContain(ReferencesOf("RiskEngine.Core"), name => !IsFramework(name));

    [Theory]
    [MemberData(nameof(MiddleProjects))]
    public void The_middle_projects_know_Core_and_not_each_other_and_those_that_read_or_publish_the_ports_of_Pipeline(string project) =>
        Assert.DoesNotContain(ReferencesOf(project), name => name.StartsWith("RiskEngine.", StringComparison.Ordinal) && !AllowedBy(project).Contains(name));

    [Theory]
    [InlineData("RiskEngine.Rules", "YamlDotNet")]
    [InlineData("RiskEngine.Models")]
    [InlineData("RiskEngine.Pipeline", "System.Reactive")]
    [InlineData("RiskEngine.Kafka", "Confluent.Kafka")]
    [InlineData("RiskEngine.Redis", "StackExchange.Redis")]
    public void A_project_uses_the_packages_of_its_role(string project, params string[] packages) =>
        Assert.DoesNotContain(ReferencesOf(project), name => !IsFramework(name) && !name.StartsWith("RiskEngine.", StringComparison.Ordinal) && !packages.Contains(name));

    [Fact]
    public void The_adapter_of_ML_NET_extends_the_models_and_nothing_else_knows_ML_NET()
    {
        Assert.DoesNotContain(
            ReferencesOf("RiskEngine.Models.MlNet"),
            name => !IsFramework(name) && name is not ("RiskEngine.Core" or "RiskEngine.Models") && !name.StartsWith("Microsoft.ML.", StringComparison.Ordinal));
        foreach (var project in Middle.Append("RiskEngine.Core").Append("riskengine"))
            Assert.DoesNotContain(ReferencesOf(project), name => name.StartsWith("Microsoft.ML.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_embedded_store_is_a_Garnet_and_nothing_else_knows_Garnet()
    {
        Assert.DoesNotContain(ReferencesOf("RiskEngine.Redis.Embedded"), name => !IsFramework(name) && name != "RiskEngine.Core" && !IsGarnet(name));
        Assert.Contains(ReferencesOf("RiskEngine.Redis.Embedded"), IsGarnet);
        foreach (var project in Middle.Append("RiskEngine.Core").Append("riskengine")) Assert.DoesNotContain(ReferencesOf(project), IsGarnet);
    }

    [Fact]
    public void Host_wires_all_of_them() => Assert.Empty(Middle.Append("RiskEngine.Core").Except(ReferencesOf(typeof(Host.Running.EngineService).Assembly)));

    [Fact]
    public void Project_files_say_the_same()
    {
        foreach (var project in Middle.Append("RiskEngine.Core"))
        {
            var file = Directory.EnumerateFiles(Sources.Root, project + ".csproj", SearchOption.AllDirectories).Single();
            var referenced = File.ReadLines(file).Where(line => line.Contains("<ProjectReference", StringComparison.Ordinal));
            var allowed = project == "RiskEngine.Core" ? [] : AllowedBy(project);
            Assert.All(referenced, line => Assert.Contains(allowed, name => line.Contains($"{name}.csproj", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Nothing_in_Core_waits_or_does_input_and_output()
    {
        string[] forbidden = ["System.Net.Http", "System.Net.Sockets", "System.IO.Pipes", "System.Console", "System.Diagnostics.Process"];
        Assert.Empty(ReferencesOf("RiskEngine.Core").Intersect(forbidden));
    }

    private static string[] AllowedBy(string project) => project == "RiskEngine.Kafka" ? ["RiskEngine.Core", "RiskEngine.Pipeline"] : ["RiskEngine.Core"];

    public static TheoryData<string> MiddleProjects() => [.. Middle];

    private static IEnumerable<string> ReferencesOf(string project) => ReferencesOf(Assembly.Load(project));

    private static IEnumerable<string> ReferencesOf(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name ?? "");

    private static bool IsGarnet(string name) => name.StartsWith("Garnet.", StringComparison.Ordinal) || name.StartsWith("Tsavorite.", StringComparison.Ordinal);

    private static bool IsFramework(string name) =>
        name is "netstandard" or "mscorlib" or "System"
        || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.Reactive")
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal);
}
