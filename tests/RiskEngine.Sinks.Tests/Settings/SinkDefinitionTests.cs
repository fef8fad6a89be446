using System.Text;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Secrets;
using RiskEngine.Sinks.Notices;
using RiskEngine.Sinks.Settings;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Sinks.Tests.Settings;

/// <summary>How sinks are set up, and what docs/sinks.md says of it. RISKENGINE_REWRITE_GOLDEN=1 writes its tables anew.</summary>
public sealed class SinkDefinitionTests
{
    private const string Path = "RiskEngine:Sinks:desk";

    [Fact]
    public void A_sink_is_set_up_by_a_few_words()
    {
        var definition = Read(out var faults,
            ("Type", "Webhook"), ("Url", "https://desk.example/hook"), ("Grade", "orange"), ("Areas", "huaxi/c12, huaxi/c13"), ("Match:0", "team=gas"),
            ("Drills", "skip"), ("Gather", "5m"), ("GiveUpAfter", "2d"));

        Assert.Empty(faults);
        Assert.Equal(("webhook", "desk", NoticeKind.Incidents), (definition!.Type.Name, definition.Plan.Name, definition.Plan.Of));
        Assert.Equal((Grade.Orange, DrillChoice.Skip), (definition.Plan.Filter.Least, definition.Plan.Filter.Drills));
        Assert.Equal(["huaxi/c12", "huaxi/c13"], definition.Plan.Filter.Areas);
        Assert.Single(definition.Plan.Filter.Matchers);
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromDays(2)), (definition.Plan.Policy.Gather, definition.Plan.Policy.GiveUpAfter));
    }

    [Fact]
    public void All_faults_are_told_at_once_each_with_its_place_and_a_remedy()
    {
        Assert.Null(Read(out var faults,
            ("Type", "webhook"), ("Of", "events"), ("Grade", "violet"), ("Match", "team"), ("RetryFirst", "soon"), ("Secret", "short"), ("Colour", "red")));

        Assert.Equal(
        [
            $"{Path}:Of is 'events'; write one of incidents, alerts",
            $"{Path}:Grade is 'violet'; write one of none, blue, yellow, orange, red",
            $"{Path}:Match 'team' is no condition on a label; write e.g. team=gas, rule!=x, area=~huaxi/.*",
            $"{Path}:RetryFirst is 'soon'; write a duration, 10ms to 1h",
            $"{Path}:Url is not given; it is where messages are posted to",
            $"{Path}:Secret is shorter than 16 bytes; take e.g. the output of: openssl rand -base64 32",
        ], faults.SkipLast(1));
        Assert.StartsWith($"{Path}:Colour is unknown; known here: Areas, BatchSize", faults[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pager", "Type is 'pager'; write one of webhook, alertmanager, cap, email")]
    [InlineData("", "Type is not given; it is one of webhook, alertmanager, cap, email")]
    public void A_type_that_is_none_is_refused(string type, string fault)
    {
        Assert.Null(Read(out var faults, ("Type", type)));
        Assert.Equal([$"{Path}:{fault}"], faults);
    }

    [Theory]
    [InlineData("ftp://desk.example")]
    [InlineData("desk.city/hook")]
    [InlineData("https://user:geheim-7f3c@desk.example/hook")]
    public void An_address_that_cannot_be_used_is_refused_and_not_shown(string url)
    {
        Assert.Null(Read(out var faults, ("Type", "webhook"), ("Url", url)));
        Assert.DoesNotContain(url, Assert.Single(faults), StringComparison.Ordinal);
    }

    /// <summary>What is secret in the settings of a sink is masked wherever the engine writes.</summary>
    [Theory]
    [InlineData("Url", "https://hooks.example/services/T0/geheim-7f3c",
        "https://hooks.example answers 500 to /services/T0/geheim-7f3c", "https://hooks.example answers 500 to ***")]
    [InlineData("Headers:Authorization", "Basic geheim-7f3c", "sent Basic geheim-7f3c", "sent ***")]
    [InlineData("Headers:X-Room", "geheim-7f3c", "in geheim-7f3c", "in ***")]
    [InlineData("Secret", "geheim-7f3c-geheim", "with geheim-7f3c-geheim", "with ***")]
    [InlineData("OldSecret", "geheim-7f3c-geheim", "with geheim-7f3c-geheim", "with ***")]
    [InlineData("Password", "geheim-7f3c", "535 geheim-7f3c", "535 ***")]
    [InlineData("Url", "http://alertmanager:9093", "http://alertmanager:9093 answers 500", "http://alertmanager:9093 answers 500")]
    [InlineData("Host", "mail.city.example", "mail.city.example", "mail.city.example")]
    public void Secrets_are_known(string key, string value, string text, string masked) =>
        Assert.Equal(masked, KnownSecrets.Of([KeyValuePair.Create<string, string?>($"{Path}:{key}", value)]).Mask(text));

    /// <summary>A setting that sounds secret is one.</summary>
    [Fact]
    public void No_setting_of_any_type_is_secret_without_being_known_as_such() => Assert.All(
        SinkTypes.All.SelectMany(SinkDefinition.SettingsOf).Concat(SinkDefinition.CommonSettings()).Where(setting => SecretNames.Smells(setting.Key)),
        setting => Assert.True(SecretNames.IsSecret($"{Path}:{setting.Key}"), setting.Key));

    [Fact]
    public void The_page_has_the_settings_of_all_types()
    {
        var file = System.IO.Path.Combine(Repository.Root, "docs", "sinks.md");
        var page = File.ReadAllText(file);
        var written = Put(page, "common", SinkDefinition.CommonSettings());
        foreach (var type in SinkTypes.All) written = Put(written, type.Name, SinkDefinition.SettingsOf(type));
        if (Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1") File.WriteAllText(file, written);
        Assert.Equal(written, File.ReadAllText(file));
    }

    private static string Put(string page, string table, IReadOnlyList<SettingEntry> settings)
    {
        var (begin, end) = ($"<!-- settings: {table} -->\n", "<!-- end -->");
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        Assert.True(from >= 0, $"docs/sinks.md has no place for the settings of {table}: {begin}");
        from += begin.Length;
        var text = new StringBuilder("| setting | default | meaning |\n|---|---|---|\n");
        foreach (var setting in settings) text.Append($"| `{setting.Key}` | {setting.Default} | {setting.Meaning} |\n".Replace("|  |", "| |", StringComparison.Ordinal));
        return page[..from] + text + page[page.IndexOf(end, from, StringComparison.Ordinal)..];
    }

    private static SinkDefinition? Read(out List<string> faults, params (string Key, string Value)[] settings)
    {
        faults = [];
        return SinkDefinition.Read("desk", Path, settings.ToDictionary(pair => pair.Key, pair => pair.Value), faults);
    }
}
