using RiskEngine.Core.Secrets;
using RiskEngine.Service.Tests.Secrets;
using RiskEngine.Workbench.Tests;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Bench.Tests;

/// <summary>Results as they are stored and shown: with everything that tells where they come from, and without a secret.</summary>
public sealed class StoredResultTests
{
    private readonly PlantedSecrets _planted = new();

    [Fact]
    public void Result_that_an_earlier_version_stored_is_read_without_its_secret()
    {
        var machine = BenchMachine.Read();
        var result = new BenchResult { Machine = machine, Profile = "window", Purpose = "", OneCore = true, Figures = [], Collections = [], BytesPerSource = 0 };
        var stored = BenchStore.Text(result).Replace(machine.Command, $"riskengine run --redis h:6379,password={_planted.Of("Redis:Configuration")},ssl=true --kafka h:9092");
        using var folder = new TemporaryFolder();
        var file = folder.Write("old.json", stored);
        Assert.Contains("password=planted", stored, StringComparison.Ordinal);

        var read = BenchStore.Read(file);
        BenchStore.WriteTo(file, read);
        foreach (var text in new[] { $"{read}", read.Machine.Sentence, BenchStore.Text(read), File.ReadAllText(file) }) _planted.Scan("result", text);
        _planted.AssertNoneFound();
        Assert.Equal("riskengine run --redis h:6379,password=***,ssl=true --kafka h:9092", read.Machine.Command);
        Assert.Equal("x --token ***", (machine with { Command = "x --token abc" }).Command);
    }

    [Fact]
    public void Command_line_of_a_result_keeps_no_secret_and_of_a_path_the_last_part() => Assert.Equal(
        "riskengine run --redis h:6379,password=***,ssl=true --rules packs",
        BenchMachine.CommandLineOf(["/opt/riskengine.dll", "run", "--redis", "h:6379,password=a b --c,d,ssl=true", "--rules", "/etc/packs"]));

    [Fact]
    public void Results_in_the_repository_hold_no_secret() =>
        Assert.All(Directory.GetFiles(Path.Combine(Repository.Root, "bench", "results")), file => Assert.Equal(File.ReadAllText(file), SecretMask.Text(File.ReadAllText(file))));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    public void File_that_is_no_result_is_named_with_the_remedy(string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("guard.json", text);
        var fault = Assert.Throws<InvalidDataException>(() => BenchStore.Read(file));
        Assert.StartsWith($"{file}: no result of a benchmark", fault.Message, StringComparison.Ordinal);
        Assert.Contains("bench guard --store", fault.Message, StringComparison.Ordinal);
    }
}
