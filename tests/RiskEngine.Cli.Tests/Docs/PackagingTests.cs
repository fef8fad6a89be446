using System.Globalization;
using System.Text.RegularExpressions;
using RiskEngine.Cli.Commands;
using RiskEngine.Core.Time;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Tests;
using YamlDotNet.RepresentationModel;

namespace RiskEngine.Cli.Tests.Docs;

/// <summary>What <c>packaging/</c> says of the program is so: options, commands, addresses, times of stopping, files.</summary>
public sealed partial class PackagingTests
{
    private const int User = 1654;
    private static readonly string Folder = Path.Combine(Repository.Root, "packaging");
    private static readonly Dictionary<string, string> Files =
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(Folder, file), File.ReadAllText);

    [Fact]
    public void Variables_are_options_of_the_engine()
    {
        var keys = EngineOptions.All().Select(entry => entry.Key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()).ToHashSet();
        var named = Files.Values.SelectMany(text => Variable().Matches(text)).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.True(named.Count >= 6, $"only {named.Count} were found");
        Assert.Empty(named.Except(keys));
    }

    [Fact]
    public void Commands_of_containers_are_accepted_by_the_program()
    {
        var services = Mapping(Yaml("docker/compose.yaml").Single(), "services");
        var topics = Words(Mapping(services, "topics").Children["command"]);
        var pod = Pod();
        var engine = Words(((YamlMappingNode)((YamlSequenceNode)pod.Children["containers"])[0]).Children["args"]);

        Assert.Empty(CommandTree.Root().Parse(topics).Errors);
        Assert.Empty(CommandTree.Root().Parse(engine).Errors);
        Assert.Equal("topics create", string.Join(' ', topics.Take(2)));
        Assert.Equal(["run"], engine);
    }

    [Fact]
    public void Supervisors_wait_longer_than_a_stop_may_take()
    {
        Assert.True(Duration.TryParse(EngineOptions.All().Single(entry => entry.Key == "Stop:Within").Default!.Trim('`'), out var within));
        var compose = Mapping(Mapping(Yaml("docker/compose.yaml").Single(), "services"), "engine").Children["stop_grace_period"].ToString();
        var unit = Stop().Match(Files["systemd/riskengine.service"]).Groups[1].Value;

        foreach (var seconds in new[] { compose.TrimEnd('s'), Pod().Children["terminationGracePeriodSeconds"].ToString(), unit })
            Assert.InRange(int.Parse(seconds, CultureInfo.InvariantCulture), within.TotalSeconds + 3, within.TotalSeconds + 15);
    }

    [Fact]
    public void Containers_run_as_nobody_in_particular_on_a_root_that_they_cannot_write()
    {
        var pod = Pod();
        var container = (YamlMappingNode)((YamlSequenceNode)pod.Children["containers"])[0];
        var rights = Mapping(container, "securityContext");

        Assert.Contains($"USER {User}:{User}", Files["docker/Dockerfile"], StringComparison.Ordinal);
        Assert.Equal($"{User}", Mapping(pod, "securityContext").Children["runAsUser"].ToString());
        Assert.Equal(("true", "false"), (rights.Children["readOnlyRootFilesystem"].ToString(), rights.Children["allowPrivilegeEscalation"].ToString()));
        Assert.Equal(("/health/live", "/health/ready"), (Probe("livenessProbe"), Probe("readinessProbe")));

        string Probe(string name) => Mapping(Mapping(container, name), "httpGet").Children["path"].ToString();
    }

    [Fact]
    public void Files_that_are_mounted_are_there()
    {
        var volumes = (YamlSequenceNode)Mapping(Mapping(Yaml("docker/compose.yaml").Single(), "services"), "prometheus").Children["volumes"];
        var files = Words(volumes).Where(volume => volume.StartsWith('.')).Select(volume => volume.Split(':')[0]).ToList();

        Assert.Equal(2, files.Count);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Folder, "docker", file)), file));
    }

    [Fact]
    public void Everything_of_Kubernetes_is_selected_by_the_labels_that_it_has()
    {
        var all = Yaml("kubernetes/riskengine.yaml");

        Assert.Equal(["ConfigMap", "Deployment", "PodDisruptionBudget", "Service", "ServiceAccount"], all.Select(one => one.Children["kind"].ToString()).Order());
        Assert.All(all, one => Assert.Equal("riskengine", Mapping(Mapping(one, "metadata"), "labels").Children["app.kubernetes.io/name"].ToString()));
        Assert.Equal("riskengine", Mapping(Mapping(Kind("Service"), "spec"), "selector").Children["app.kubernetes.io/name"].ToString());
    }

    private static YamlMappingNode Kind(string kind) => Yaml("kubernetes/riskengine.yaml").Single(one => one.Children["kind"].ToString() == kind);

    private static YamlMappingNode Pod() => Mapping(Mapping(Mapping(Kind("Deployment"), "spec"), "template"), "spec");

    private static YamlMappingNode Mapping(YamlMappingNode node, string key) => (YamlMappingNode)node.Children[key];

    private static string[] Words(YamlNode node) => [.. ((YamlSequenceNode)node).Select(word => word.ToString())];

    private static List<YamlMappingNode> Yaml(string file)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(Files[file]);
        stream.Load(reader);
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    [GeneratedRegex("RISKENGINE__([A-Z_]+[A-Z])")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^TimeoutStopSec=(\d+)$", RegexOptions.Multiline)]
    private static partial Regex Stop();
}
