using RiskEngine.Models;
using RiskEngine.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Service.Tests.Catalog;

public sealed class ModelSetTests
{
    private static readonly string Auto = File.ReadAllText(Path.Combine(ModelSet.ShippedFolder, "auto.yaml"));

    [Fact]
    public void The_shipped_catalogue_holds_every_kind_the_default_first()
    {
        var set = ModelSet.Load();
        Assert.Equal("auto", set.All[0].Name);
        foreach (var kind in ModelCatalog.Kinds)
        {
            var entry = set.Entries.Single(one => one.Model.Name == kind.Name);
            Assert.Equal(kind.Assumed().ParameterHash, entry.Model.ParameterHash);
            Assert.NotEqual("", entry.Purpose);
        }
    }

    [Fact]
    public void A_site_replaces_a_shipped_model_and_adds_its_own()
    {
        using var folder = new TemporaryFolder();
        folder.Write("auto.yaml", Auto.Replace("range: 2", "range: 3", StringComparison.Ordinal));
        folder.Write("doors.yaml", Auto.Replace("model: auto", "model: auto-doors\nalgorithm: auto", StringComparison.Ordinal)
            .Replace("season: 1", "season: 0.5", StringComparison.Ordinal));
        var (shipped, site) = (ModelSet.Load(), ModelSet.Load(folder.Root));
        Assert.NotEqual(shipped.Find("auto").ParameterHash, site.Find("auto").ParameterHash);
        Assert.Equal("auto-doors", site.Find("auto-doors").Name);
        Assert.NotEqual(site.Find("auto").ParameterHash, site.Find("auto-doors").ParameterHash);
        Assert.Equal(shipped.All.Count + 1, site.All.Count);
        Assert.Equal(1, site.Find("auto-doors").Create(1).Channels);
    }

    [Fact]
    public void Every_model_that_goes_by_the_clock_is_put_into_a_zone()
    {
        var (shipped, local) = (ModelSet.Load(), ModelSet.Load().InZone("Europe/Berlin"));
        foreach (var kind in ModelCatalog.Kinds) Assert.NotEqual(shipped.Find(kind.Name).ParameterHash, local.Find(kind.Name).ParameterHash);
        Assert.Equal(shipped.Find("auto").ParameterHash, local.InZone("UTC").Find("auto").ParameterHash);
        Assert.Equal(["'Berlin' is no time zone that is known here; correct --time-zone or Models:TimeZone, e.g. to Asia/Shanghai"],
            Assert.Throws<OptionsException>(() => shipped.InZone("Berlin")).Faults);
    }

    [Fact]
    public void Faults_of_a_calendar_are_told_with_file_and_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("holidays.txt", "zone Asia/Shanghai\n2026-10-01 holiday National Day\n2026-10-10 wrokday\n2026-02-30\n");
        Assert.Equal(
            [
                $"{file}:3: 'wrokday' is neither holiday nor workday; write '2026-10-10 holiday', with a name behind it where wanted, "
                    + "or '2026-10-10 workday' for a working day at a weekend",
                $"{file}:4: '2026-02-30' is no day; write e.g. '2026-10-01', or '05-01' for every year",
            ],
            Assert.Throws<OptionsException>(() => ModelSet.Load().WithHolidays(file)).Faults);
    }

    [Fact]
    public void Every_fault_of_every_file_is_told_with_its_place()
    {
        using var folder = new TemporaryFolder();
        var first = folder.Write("a.yaml", Auto.Replace("season: 1", "season: -4", StringComparison.Ordinal).Replace("version: ", "verison: ", StringComparison.Ordinal));
        var second = folder.Write("b.yaml", "model: best\nversion: \"1\"\npurpose: everything\ninputs: any\n");
        var third = folder.Write("c.yaml", "model: [\n");
        var fourth = folder.Write("d.yaml", Auto.Replace("model: auto", "model: other\nalgorithm: auto", StringComparison.Ordinal)
            .Replace("version: \"", "version: \"0", StringComparison.Ordinal));
        var faults = Assert.Throws<OptionsException>(() => ModelSet.Load(folder.Root)).Faults;
        Assert.Contains(faults, fault => fault.StartsWith($"{first}:2: key 'verison' is not known here", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith($"{first}:1: 'version' is missing; add it", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("season is -4, outside 0 to 100; write e.g. 'season: 1'", StringComparison.Ordinal)
            && fault.StartsWith(first, StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith($"{second}:1: there is no algorithm 'best'; there are auto, ", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith($"{third}:", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith($"{fourth}:3: version is '0", StringComparison.Ordinal)
            && fault.Contains("but this program's auto is version", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_files_for_one_model_and_a_missing_folder_are_faults()
    {
        using var folder = new TemporaryFolder();
        folder.Write("auto.yaml", Auto);
        var twice = folder.Write("auto2.yaml", Auto);
        Assert.Equal($"{twice}: model 'auto' is in auto.yaml, too; give one of them another name", Assert.Throws<OptionsException>(() => ModelSet.Load(folder.Root)).Message);
        var missing = Path.Combine(folder.Root, "none");
        Assert.StartsWith($"{missing}: there is no such folder of models", Assert.Throws<OptionsException>(() => ModelSet.Load(missing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_ML_NET_without_a_file_says_why_it_cannot_be_used_and_a_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("pump.yaml", "model: pump\nalgorithm: mlnet\nversion: \"1\"\npurpose: a pump\ninputs: [flow, power]\nfeatures: [flow, \"avg(power, 10m)\"]\nfile: none.zip\n");
        var shipped = ModelSet.Load().Find("mlnet");
        Assert.StartsWith("model mlnet cannot be used: it names no file; 'riskengine models train' writes", shipped.Refuses(1), StringComparison.Ordinal);
        Assert.Contains("none.zip", Assert.Throws<OptionsException>(() => ModelSet.Load(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_an_entry_of_ML_NET_is_told()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("pump.yaml", "model: pump\nalgorithm: mlnet\nversion: \"7\"\npurpose: "
            + "a pump\ninputs: [flow]\nfeatures: [flaw, \"mean(flow, 1m)\"]\nfile: none.zip\ncalibrate: maybe\n");
        var faults = Assert.Throws<OptionsException>(() => ModelSet.Load(folder.Root)).Faults;
        Assert.Equal(
            [
                $"{file}:3: version is '7', but this program's mlnet is version 1; check the entry and write 1",
                $"{file}:6: feature 'flaw': there is no input 'flaw'; inputs are flow",
                $"{file}:6: feature 'mean(flow, 1m)': 'mean' is no aggregate; write avg, min, max, sum, count or stddev",
                $"{file}:8: calibrate 'maybe' is neither true nor false",
            ],
            faults);
    }

    [Fact]
    public void A_rule_that_names_a_model_that_cannot_be_used_is_told_why()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("rule.yaml", """
            id: pump-odd
            title: A pump is odd
            owner: water
            on: utility.pump
            by: source
            detect: {type: score, model: mlnet, measure: value}
            grades: {yellow: ">= 0.999"}
            clear: {when: "< 0.9", for: 1m}
            message: "{{ source }}"
            """);
        var result = new RuleLoader(RuleFolder.Options(ModelSet.Load())).LoadFrom(path);
        var fault = Assert.Single(result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("RR035", fault.Code);
        Assert.Contains("model mlnet cannot be used: it names no file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_model_names_those_there_are()
    {
        var set = ModelSet.Load();
        var fault = Assert.Throws<OptionsException>(() => set.Find("best"));
        Assert.Equal($"--model best: no such model; there are {string.Join(", ", set.All.Select(model => model.Name))}", fault.Message);
    }
}
