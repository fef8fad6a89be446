using System.Text.Json.Nodes;
using StreamJsonRpc;
using Xunit;

namespace RiskEngine.LanguageServer.Tests;

/// <summary>The protocol, as an editor speaks it.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly RuleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_what_it_can_and_ends_when_it_is_told_to()
    {
        await using var editor = await Editor.OpenAsync(_folder.Root);
        var can = editor.Started!["capabilities"]!;
        Assert.Equal("utf-16", (string?)can["positionEncoding"]);
        Assert.Equal(2, (int?)can["textDocumentSync"]!["change"]);
        Assert.True((bool?)can["hoverProvider"]);
        Assert.True((bool?)can["definitionProvider"]);
        Assert.True((bool?)can["documentSymbolProvider"]);
        Assert.NotNull(can["completionProvider"]);
        Assert.NotNull(can["codeActionProvider"]);
        Assert.Equal(0, await editor.LeaveAsync());
    }

    [Fact]
    public async Task An_editor_that_vanishes_ends_it_too()
    {
        var editor = await Editor.OpenAsync(_folder.Root);
        await editor.DisposeAsync();
        Assert.Equal(1, await editor.Server);
    }

    [Fact]
    public async Task Before_initialize_and_after_shutdown_it_refuses()
    {
        await using var editor = Editor.Connect();
        var early = await Assert.ThrowsAsync<RemoteInvocationException>(() => editor.AtAsync("hover", "/a.yaml", 0, 0));
        Assert.Equal(-32002, early.ErrorCode);
        await editor.AskAsync("initialize", new { processId = (int?)null, rootUri = (string?)null, capabilities = new { } });
        await editor.AskAsync("shutdown", new { });
        var late = await Assert.ThrowsAsync<RemoteInvocationException>(() => editor.AtAsync("hover", "/a.yaml", 0, 0));
        Assert.Equal(-32600, late.ErrorCode);
    }

    [Fact]
    public async Task A_method_that_it_has_not_is_an_error_and_no_end()
    {
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await Assert.ThrowsAsync<RemoteMethodNotFoundException>(() => editor.AskAsync("textDocument/rename", new { }));
        await editor.TellAsync("$/unheardOf", new { });
        Assert.Equal(0, await editor.LeaveAsync());
    }

    [Fact]
    public async Task Files_that_nobody_has_opened_are_checked()
    {
        var path = _folder.Write("rules/a.yaml", RuleFolder.Good.Replace("by: source", "by: sourc", StringComparison.Ordinal));
        await using var editor = await Editor.OpenAsync(_folder.Root);
        var found = Assert.Single(await editor.FoundAsync(path));
        Assert.Equal("RR018", (string?)found!["code"]);
        Assert.Equal(1, (int?)found["severity"]);
        Assert.Equal("""{"start":{"line":3,"character":4},"end":{"line":3,"character":9}}""", found["range"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_typed_counts_and_not_what_is_saved()
    {
        var path = _folder.Write("rules/a.yaml", RuleFolder.Good);
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, RuleFolder.Good);
        Assert.Empty(await editor.FoundAsync(path));

        await editor.TypeAsync(path, 4, 0, 0, "colour: red\n");
        Assert.Equal("RR008", (string?)Assert.Single(await editor.FoundAsync(path))!["code"]);
        await editor.TypeAsync(path, 4, 0, 11, "# red");
        Assert.Empty(await editor.FoundAsync(path));

        await editor.TypeAsync(path, RuleFolder.Good.Replace("yellow:", "yelow:", StringComparison.Ordinal));
        Assert.Contains("did you mean 'yellow'?", (string?)Assert.Single(await editor.FoundAsync(path))!["message"], StringComparison.Ordinal);
        editor.Close(path);
        await editor.TellAsync("textDocument/didClose", new { textDocument = new { uri = Editor.UriOf(path) } });
        Assert.Empty(await editor.FoundAsync(path, found => found.Count == 0));
    }

    [Fact]
    public async Task Places_are_in_UTF_16_units_whatever_stands_before_them()
    {
        var path = _folder.PathOf("rules/a.yaml");
        var text = RuleFolder.Good.Replace("title: Gas is high", "title: 燃气😀浓度", StringComparison.Ordinal).Replace("clear: {when: \"< 8\", for: 2m}",
            "message: \"😀😀 燃气 {{ sourse }}\"\nclear: {when: \"< 8\", for: 2m}", StringComparison.Ordinal);
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, text);
        await editor.ShowAsync(path, text);
        var found = Assert.Single(await editor.FoundAsync(path, found => found.Count == 1));
        var line = text.Split('\n')[(int)found!["range"]!["start"]!["line"]!];
        Assert.Equal("sourse", line[(int)found["range"]!["start"]!["character"]!..(int)found["range"]!["end"]!["character"]!]);

        // An edit behind signs of two units lands where it should.
        var at = line.IndexOf("sourse", StringComparison.Ordinal);
        await editor.TypeAsync(path, (int)found["range"]!["start"]!["line"]!, at, at + 6, "source");
        Assert.Empty(await editor.FoundAsync(path));
    }

    [Fact]
    public async Task Remedies_are_actions_that_leave_nothing_to_find()
    {
        var path = _folder.PathOf("rules/a.yaml");
        var text = RuleFolder.Good.Replace("by: source", "by: sourc", StringComparison.Ordinal).Replace("for: 2m", "for: 2 minutes", StringComparison.Ordinal);
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, text);
        var actions = (await editor.ActionsAsync(path, 3))!.AsArray();
        Assert.Equal(["quickfix", "quickfix"], actions.Select(action => (string?)action!["kind"]));
        Assert.Equal("Did you mean 'source'?", (string?)actions[0]!["title"]);
        var one = Applied(text, actions[0]!["edit"]!["changes"]![Editor.UriOf(path)]!.AsArray());
        Assert.Contains("by: source\n", one, StringComparison.Ordinal);
        var all = Applied(text, actions[1]!["edit"]!["changes"]![Editor.UriOf(path)]!.AsArray());
        await editor.TypeAsync(path, all);
        Assert.Empty(await editor.FoundAsync(path));
        Assert.Empty((await editor.ActionsAsync(path, 3))!.AsArray());
    }

    [Fact]
    public async Task Names_of_rules_lead_to_their_files()
    {
        var gas = _folder.Write("rules/gas.yaml", RuleFolder.Good);
        var path = _folder.PathOf("rules/both.yaml");
        const string both = "id: both\ntitle: Both\nby: site\nowner: desk\ndetect: {type: correlation, rules: [gas-high, gas-hihg], within: 5m, grade: red}\n";
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, both);
        Assert.Contains(await editor.FoundAsync(path), found => (string?)found!["code"] == "RR034");
        var place = await editor.AtAsync("definition", path, 4, 40);
        Assert.Equal(Editor.UriOf(gas), (string?)place!["uri"]);
        Assert.Equal(0, (int?)place["range"]!["start"]!["line"]);
        Assert.Null(await editor.AtAsync("definition", path, 4, 5));
        Assert.Contains("Gas is high", (string?)(await editor.AtAsync("hover", path, 4, 40))!["contents"]!["value"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Symbols_are_the_keys()
    {
        var path = _folder.PathOf("rules/a.yaml");
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, RuleFolder.Good);
        var symbols = (await editor.AskAsync("textDocument/documentSymbol", new { textDocument = new { uri = Editor.UriOf(path) } }))!.AsArray();
        Assert.Equal(["id", "title", "on", "by", "owner", "detect", "grades", "clear", "tests"], symbols.Select(symbol => (string?)symbol!["name"]));
        Assert.Equal(["fires", "quiet"], symbols[8]!["children"]!.AsArray().Select(symbol => (string?)symbol!["name"]));
    }

    [Fact]
    public async Task Mappings_are_checked_by_their_own_keys()
    {
        var path = _folder.Write("rules/inputs/m.yaml", "");
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, "id: m\ntitle: M\ntopics: t\nsourc: s\nsite: a\ntime: received\nevents:\n  - kind: sensor.x\n");
        Assert.Contains(
            await editor.FoundAsync(path, found => found.Count > 0), found => ((string?)found!["message"])!.Contains("did you mean 'source'?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_YAML_is_left_alone_and_a_rule_anywhere_is_checked()
    {
        var compose = _folder.PathOf("docker-compose.yaml");
        var rule = _folder.PathOf("lab/rule.yaml");
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(compose, "services:\n  kafka: {image: kafka}\n");
        await editor.ShowAsync(rule, RuleFolder.Good.Replace("by: source", "by: sourc", StringComparison.Ordinal));
        Assert.Single(await editor.FoundAsync(rule));
        Assert.Empty(await editor.FoundAsync(compose));
        Assert.Null(await editor.AtAsync("hover", compose, 0, 2));
    }

    [Fact]
    public async Task A_file_that_changes_on_the_disk_is_read_again()
    {
        var path = _folder.Write("rules/a.yaml", RuleFolder.Good.Replace("by: source", "by: sourc", StringComparison.Ordinal));
        await using var editor = await Editor.OpenAsync(_folder.Root);
        Assert.Single(await editor.FoundAsync(path));
        File.WriteAllText(path, RuleFolder.Good);
        File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await editor.TellAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = Editor.UriOf(path), type = 2 } } });
        Assert.Empty(await editor.FoundAsync(path, found => found.Count == 0));
        Assert.Contains("didChangeWatchedFiles", editor.Registered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_was_given_up_does_not_end_it()
    {
        var path = _folder.PathOf("rules/a.yaml");
        await using var editor = await Editor.OpenAsync(_folder.Root);
        await editor.ShowAsync(path, RuleFolder.Good);
        for (var i = 0; i < 50; i++)
        {
            using var given = new CancellationTokenSource();
            var place = new { textDocument = new { uri = Editor.UriOf(path) }, position = new { line = 1, character = 2 } };
            var asked = editor.AskAsync("textDocument/completion", place, given.Token);
            await given.CancelAsync();
            await Record.ExceptionAsync(() => asked);
        }

        Assert.NotNull(await editor.AtAsync("hover", path, 1, 2));
    }

    private static string Applied(string text, JsonArray edits)
    {
        var lines = text.Split('\n');
        int Offset(JsonNode place) => lines.Take((int)place["line"]!).Sum(line => line.Length + 1) + (int)place["character"]!;
        foreach (var edit in edits.OrderByDescending(edit => Offset(edit!["range"]!["start"]!)))
            text = text[..Offset(edit!["range"]!["start"]!)] + (string?)edit["newText"] + text[Offset(edit["range"]!["end"]!)..];
        return text;
    }
}
