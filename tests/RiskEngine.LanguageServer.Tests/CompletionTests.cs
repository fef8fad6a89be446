using Xunit;

namespace RiskEngine.LanguageServer.Tests;

/// <summary>What is proposed where; <c>|</c> is the cursor.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly RuleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("id: a\n|", "title", "detect", "grades", "schedule")]
    [InlineData("id: a\nti|", "title")]
    [InlineData("id: a\ndetect:\n  |", "type", "measure", "window")]
    [InlineData("id: a\ndetect:\n  type: |", "metric", "threshold", "sequence", "correlation")]
    [InlineData("id: a\ndetect: {type: |", "metric", "threshold")]
    [InlineData("id: a\ndetect: {type: metric, |}\ngrades: {}", "measure", "window", "register")]
    [InlineData("id: a\ndetect: {type: metric, measure: |}", "avg", "quantile", "avg(value)")]
    [InlineData("id: a\ndetect:\n  measure: avg(va|\n  type: metric\n", "value", "attributes")]
    [InlineData("detect:\n  type: correlation\n  rules: [|]\n", "gas-high")]
    [InlineData("detect:\n  type: correlation\n  rules:\n    - |\n", "gas-high")]
    [InlineData("detect:\n  type: sequence\n  steps:\n    - |\n", "on", "where", "not")]
    [InlineData("detect:\n  type: sequence\n  steps:\n    - on: a\n      |\n", "where", "optional")]
    [InlineData("by: |", "source", "site", "community")]
    [InlineData("on: |", "sensor.gas")]
    [InlineData("no_data: |", "hold", "resolve", "alert")]
    [InlineData("clear: {|", "when", "for")]
    [InlineData("grades:\n  |", "blue", "red")]
    [InlineData("grades:\n  red: |", "\">= 20\"")]
    [InlineData("where: va|", "value", "attributes", "size")]
    [InlineData("where: source.|", "startsWith", "matches")]
    [InlineData("message: \"Gas at {{ |", "source", "measure", "title")]
    [InlineData("schedule:\n  time_zone: |", "UTC", "Europe/Berlin", "Asia/Shanghai")]
    [InlineData("tests:\n  - name: a\n    |", "events", "expect")]
    [InlineData("tests:\n  - name: a\n    events:\n      - {|", "value", "at", "source")]
    [InlineData("category: |", "Safety", "Fire")]
    [InlineData("title: [broken\ndetect:\n  |", "type")]
    [InlineData("title: \"open\nby: |", "source")]
    [InlineData("|", "new rule", "id")]
    public async Task Keys_and_values_are_proposed_where_they_fit(string text, params string[] expected)
    {
        var labels = await LabelsAsync("rules/new.yaml", text);
        Assert.Empty(expected.Except(labels));
    }

    [Theory]
    [InlineData("id: a\ndetect: {type: metric, |}", "type", "steps", "id")]
    [InlineData("id: a\n|", "id", "measure")]
    [InlineData("id: a # |", "title")]
    [InlineData("description: |\n  some te|", "title")]
    [InlineData("title: wha|", "id", "on")]
    public async Task Nothing_is_proposed_where_it_does_not_fit(string text, params string[] unexpected)
    {
        var labels = await LabelsAsync("rules/new.yaml", text);
        Assert.Empty(unexpected.Intersect(labels));
    }

    [Theory]
    [InlineData("topics: t\nevents:\n  - |", "kind", "value", "unit_in")]
    [InlineData("topics: t\ncodec: |", "json", "senml")]
    [InlineData("topics: t\ntime: {of: payload.t, as: |", "unix_s", "auto")]
    [InlineData("topics: t\nevents:\n  - value: |", "payload", "payload.temperature")]
    public async Task Mappings_have_their_own(string text, params string[] expected)
    {
        var labels = await LabelsAsync("rules/inputs/new.yaml", text);
        Assert.Empty(expected.Except(labels));
    }

    /// <summary>Wherever the cursor stands in a whole rule, the server answers without a fault, and every key of the rule is explained.</summary>
    [Fact]
    public async Task Every_place_of_a_shipped_rule_can_be_asked_about()
    {
        var text = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(Root(), "rules", "packs", "gas")).Order(StringComparer.Ordinal).First());
        var path = _folder.Write("rules/new.yaml", text);
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, text);
        var lines = text.Split('\n');
        var keys = 0;
        for (var line = 0; line < lines.Length; line++)
        {
            for (var character = 0; character <= lines[line].Length; character += 3)
            {
                await editor.AtAsync("completion", path, line, character);
                var hover = await editor.AtAsync("hover", path, line, character);
                if (character == 0 && lines[line] is [>= 'a' and <= 'z', ..])
                {
                    keys++;
                    Assert.NotNull(hover);
                }

                await editor.AtAsync("definition", path, line, character);
            }
        }

        Assert.True(keys > 8, $"{keys} keys");
    }

    [Fact]
    public async Task Every_key_of_a_rule_explains_itself()
    {
        var path = _folder.PathOf("rules/a.yaml");
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, RuleFolder.Good);
        var lines = RuleFolder.Good.Split('\n');
        for (var line = 0; line < lines.Length && lines[line].Length > 0 && lines[line][0] != ' '; line++)
        {
            var hover = await editor.AtAsync("hover", path, line, 1);
            var key = lines[line].Split(':')[0];
            Assert.StartsWith($"**{key}**", (string?)hover!["contents"]!["value"], StringComparison.Ordinal);
            Assert.Equal(key.Length, (int?)hover["range"]!["end"]!["character"]);
        }

        Assert.Contains("threshold", (string?)(await editor.AtAsync("hover", path, 5, 18))!["contents"]!["value"], StringComparison.Ordinal);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RiskEngine.sln"))) folder = folder.Parent;
        return folder.FullName;
    }

    private async Task<string[]> LabelsAsync(string name, string marked)
    {
        _folder.Write("rules/gas.yaml", RuleFolder.Good);
        var cursor = marked.LastIndexOf('|');
        var text = marked.Remove(cursor, 1);
        var path = _folder.Write(name, text);
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, text);
        await editor.FoundAsync(path);
        var before = text[..cursor].Split('\n');
        var found = await editor.AtAsync("completion", path, before.Length - 1, before[^1].Length);
        return [.. found!["items"]!.AsArray().Select(item => (string?)item!["label"] ?? "")];
    }
}
