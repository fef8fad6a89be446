using RiskEngine.Rules.Diagnostics;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Reports of people raise blue alone, and more only together with something that was measured.</summary>
public sealed class ReportFamilyTests : IDisposable
{
    private const string Smell = "id: smell\ntitle: A smell\non: report.smell\nby: site\ndetect: {type: frequency, window: 10m}\ngrades: {blue: '>= 1'}\n";
    private const string Gas = "id: gas\ntitle: Gas\non: sensor.gas\nby: source\ndetect: {type: threshold}\ngrades: {yellow: '> 10'}\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("rules").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("on: report.smell", "grades: {blue: '>= 1'}", false)]
    [InlineData("on: report.smell", "grades: {blue: '>= 1', yellow: '>= 5'}", true)]
    [InlineData("on: [report.smell, \"report.water.*\"]", "grades: {red: '>= 5'}", true)]
    [InlineData("on: [report.smell, sensor.gas]", "grades: {red: '>= 5'}", false)]
    [InlineData("on: \"**\"", "grades: {red: '>= 5'}", false)]
    public void Rule_over_reports_alone_takes_blue_alone(string on, string grades, bool isRefused)
    {
        var found = new RuleLoader().LoadText("rule.yaml", $"id: a\ntitle: A\n{on}\nby: source\ndetect: {{type: frequency, window: 10m}}\n{grades}\n").Diagnostics;
        Assert.Equal(isRefused, found.Any(one => one.Code == DiagnosticCodes.ReportsAlone.Id));
    }

    [Theory]
    [InlineData("[smell]", true)]
    [InlineData("[smell, gas]", false)]
    public void Correlation_of_rules_over_reports_alone_takes_blue_alone(string rules, bool isRefused)
    {
        File.WriteAllText(Path.Combine(_folder, "smell.yaml"), Smell);
        File.WriteAllText(Path.Combine(_folder, "gas.yaml"), Gas);
        File.WriteAllText(Path.Combine(_folder, "both.yaml"),
            $"id: both\ntitle: Both\nby: community\ndetect: {{type: correlation, rules: {rules}, measure: alerts, while: open}}\ngrades: {{orange: '>= 2'}}\n");
        Assert.Equal(isRefused, RuleLoader.Load(_folder).Diagnostics.Any(one => one.Code == DiagnosticCodes.ReportsAlone.Id));
    }

    [Theory]
    [InlineData("report.smell", true)]
    [InlineData("access.door", true)]
    [InlineData("sensor.gas", false)]
    public void Reporters_are_known_by_pseudonyms_as_holders_of_cards_are(string kind, bool isTaken)
    {
        var rule = $"id: a\ntitle: A\non: {kind}\nby: [site, reporter]\ndetect: {{type: frequency, window: 10m}}\ngrades: {{blue: '>= 3'}}\n";
        Assert.Equal(isTaken, !new RuleLoader().LoadText("rule.yaml", rule).HasErrors);
    }
}
