using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Workbench.Tests;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Editors;

/// <summary><c>riskengine lsp</c> as a process, spoken to as editors do.</summary>
public sealed class LanguageServerCommandTests
{
    private const string Rule = """
        id: new-rule
        title: 燃气😀 is high
        on: sensor.gas
        by: source
        owner: gas desk
        detect: {type: threshold}
        grades: {yellow: ">= 10", red: ">= 20"}
        clear: {when: "< 8", for: 2m}
        message: "😀 燃气 {{ sourse }}"
        tests:
          - {name: fires, events: [{value: 12}], expect: yellow at 0s}
          - {name: quiet, events: [{value: 1}], expect: nothing}

        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Program => Path.Combine(AppContext.BaseDirectory, "riskengine.dll");

    /// <summary>Every byte of standard output belongs to a message.</summary>
    [Fact]
    public async Task Standard_output_holds_nothing_but_the_protocol()
    {
        using var folder = new TemporaryFolder();
        using var server = Start("dotnet", [Program, "lsp", "--stdio", "--rules", folder.Root], []);
        var output = new MemoryStream();
        var reading = server.StandardOutput.BaseStream.CopyToAsync(output);
        string[] messages =
        [
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}""",
            """{"jsonrpc":"2.0","method":"initialized","params":{}}""",
            JsonSerializer.Serialize(new
            {
                jsonrpc = "2.0", method = "textDocument/didOpen",
                @params = new { textDocument = new { uri = new Uri(Path.Combine(folder.Root, "a.yaml")).AbsoluteUri, languageId = "yaml", version = 1, text = "id: [\n: {{{" } },
            }),
            """{"jsonrpc":"2.0","id":2,"method":"shutdown"}""",
            """{"jsonrpc":"2.0","method":"exit"}""",
        ];
        foreach (var message in messages)
        {
            var body = Encoding.UTF8.GetBytes(message);
            var head = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
            await server.StandardInput.BaseStream.WriteAsync(Encoding.ASCII.GetBytes(head));
            await server.StandardInput.BaseStream.WriteAsync(body);
            await server.StandardInput.BaseStream.FlushAsync();
        }

        await server.WaitForExitAsync().WaitAsync(Patience);
        await reading.WaitAsync(Patience);
        Assert.Equal(0, server.ExitCode);
        var answers = Messages(output.ToArray());
        Assert.Contains(answers, answer => answer.Contains("\"completionProvider\"", StringComparison.Ordinal));
        Assert.Contains(answers, answer => answer.Contains("\"id\":2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_editor_that_is_gone_ends_the_process()
    {
        using var server = Start("dotnet", [Program, "lsp"], []);
        server.StandardInput.Close();
        await server.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(1, server.ExitCode);
    }

    /// <summary>Findings with their places behind wide signs, a remedy carried out by the editor, edits, proposals, a hover, an outline, the end.</summary>
    [NeovimFact]
    public async Task Neovim_shows_findings_and_carries_out_remedies()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, "rules"));
        folder.Write("rules/new.yaml", Rule);
        var script = Path.Combine(Repository.Root, "tests", "RiskEngine.Cli.Tests", "Editors", "neovim.lua");
        using var editor = Start("nvim", ["--headless", "-u", "NONE", "-c", $"luafile {script}", "-c", "qa!"],
            new() { ["RISKENGINE_LSP"] = $"dotnet {Program} lsp", ["RISKENGINE_LSP_FOLDER"] = folder.Root });
        var output = editor.StandardOutput.ReadToEndAsync();
        await editor.WaitForExitAsync().WaitAsync(Patience);
        var lines = (await output).Split('\n');
        Assert.Contains("found 8:25-31 message: there is no 'sourse' to name in a message; write {{ source }}", lines);
        Assert.Contains("mended message: \"😀 燃气 {{ source }}\"", lines);
        Assert.Contains(lines, line => line.StartsWith("edits median ", StringComparison.Ordinal));
        Assert.Contains("proposed hold resolve alert", lines);
        Assert.Contains("symbols 11", lines);
        Assert.Contains("stopped", lines);
        Assert.Equal(0, editor.ExitCode);
    }

    private static List<string> Messages(byte[] output)
    {
        var messages = new List<string>();
        var at = 0;
        while (at < output.Length)
        {
            var head = output.AsSpan(at).IndexOf("\r\n\r\n"u8);
            Assert.True(head > 0, $"no header at {at}: {Encoding.UTF8.GetString(output, at, Math.Min(200, output.Length - at))}");
            var header = Encoding.ASCII.GetString(output, at, head).Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
            var length = int.Parse(header.AsSpan(16), CultureInfo.InvariantCulture);
            messages.Add(Encoding.UTF8.GetString(output, at + head + 4, length));
            at += head + 4 + length;
        }

        return messages;
    }

    private static Process Start(string program, IEnumerable<string> words, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var word in words) start.ArgumentList.Add(word);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
