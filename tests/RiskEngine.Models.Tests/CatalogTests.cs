using RiskEngine.Models.Catalog;
using Xunit;

namespace RiskEngine.Models.Tests;

public sealed class CatalogTests
{
    public static TheoryData<string> Names => [.. ModelCatalog.Kinds.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_model_has_an_entry_that_states_what_the_code_assumes(string name)
    {
        var kind = ModelCatalog.Kinds.Single(one => one.Name == name);
        var faults = new List<ParameterFault>();
        var model = kind.Create(Stated(name), faults);
        Assert.Empty(faults);
        Assert.Equal(kind.Assumed().ParameterHash, model!.ParameterHash);
        Assert.Equal(kind.Keys, Stated(name).Select(pair => pair.Key));
    }

    /// <summary>All entries of the folder, the one for models of ML.NET too.</summary>
    public static TheoryData<string> Entries => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Entries))]
    public void Every_model_has_a_card_that_says_what_it_sees_and_what_not(string name)
    {
        var card = File.ReadAllText(Path.Combine(Folder, name + ".md"));
        Assert.StartsWith($"# {name}\n", card, StringComparison.Ordinal);
        foreach (var heading in new[] { "Inputs", "Detects", "Misses", "Figures", "Limits", "Sources" })
        {
            var at = card.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
            Assert.True(at >= 0, $"{name}.md has no section {heading}");
            var text = card[(at + heading.Length + 5)..].Split("\n## ")[0].Trim();
            Assert.True(text.Length > 40, $"{name}.md says nothing under {heading}");
        }
    }

    [Fact]
    public void What_is_loaded_decides_the_hash_and_the_scores()
    {
        var kind = ModelCatalog.Kinds[0];
        var changed = Stated("auto").Select(pair => pair.Key == "range" ? KeyValuePair.Create("range", "0") : pair).ToArray();
        var model = kind.Create(changed, [])!;
        Assert.NotEqual(kind.Assumed().ParameterHash, model.ParameterHash);
        double shipped = 0, altered = 0;
        var (first, second, random) = (kind.Assumed().Create(1), model.Create(1), new Random(4));
        for (var row = 0; row < 2000; row++)
        {
            double[] value = [Noise.Normal(random) + (row % 500 == 499 ? 50 : 0)];
            shipped += first.Observe(Noise.Time(row), value).Value;
            altered += second.Observe(Noise.Time(row), value).Value;
        }

        Assert.NotEqual(shipped, altered);
    }

    [Fact]
    public void Every_fault_of_the_parameters_is_told_at_once()
    {
        var faults = new List<ParameterFault>();
        var given = Stated("auto").Where(pair => pair.Key != "range")
            .Select(pair => pair.Key switch
            {
                "season" => KeyValuePair.Create("season", "much"),
                "step" => KeyValuePair.Create("step", "-1"),
                "refractory_rows" => KeyValuePair.Create("refractory_rows", "1.5"),
                _ => pair,
            })
            .Append(KeyValuePair.Create("sesaon", "1")).ToArray();
        Assert.Null(ModelCatalog.Kinds[0].Create(given, faults));
        Assert.Contains(new ParameterFault("season", "season is 'much', no number; write e.g. 'season: 1'"), faults);
        Assert.Contains(new ParameterFault("step", "step is -1, outside 0 to 100; write e.g. 'step: 1.3'"), faults);
        Assert.Contains(new ParameterFault("refractory_rows", "refractory_rows is '1.5', no whole number; write e.g. 'refractory_rows: 90'"), faults);
        Assert.Contains(faults, fault => fault.Key == "sesaon" && fault.Fault.StartsWith("auto has no parameter 'sesaon'; it has season, range", StringComparison.Ordinal));
        Assert.Contains(new ParameterFault("", "parameter range is missing; add e.g. 'range: 2.4'"), faults);
        Assert.Equal(5, faults.Count);
    }

    private static string Folder
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root!.FullName, "RiskEngine.sln"))) root = root.Parent;
            return Path.Combine(root.FullName, "models", "catalog");
        }
    }

    private static KeyValuePair<string, string>[] Stated(string name) =>
    [
        .. File.ReadAllLines(Path.Combine(Folder, name + ".yaml")).SkipWhile(line => line != "parameters:").Skip(1)
            .Select(line => line.Split(':')).Select(parts => KeyValuePair.Create(parts[0].Trim(), parts[1].Trim())),
    ];
}
