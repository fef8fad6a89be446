using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using RiskEngine.Core.Desk;
using RiskEngine.Desk;
using RiskEngine.Desk.Records;
using RiskEngine.Rules;
using RiskEngine.Rules.Desk;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Service.Options;

namespace RiskEngine.Cli.Commands;

/// <summary><c>desk</c>: what becomes of alerts before people hear of them.</summary>
internal static class DeskCommand
{
    private const int MostFaultsShown = 10;

    public static Command Create() => new("desk", "Check what the desk's file says, and play recorded alerts through it.") { Check(), Replay() };

    private static Option<string> AreaLevel() => new("--area-level")
    {
        Description = "Level of the site path whose areas one task of the desk owns", DefaultValueFactory = _ => DeskLoader.DefaultLevel,
    };

    private static Command Check()
    {
        var path = new Argument<string>("file") { Description = "The desk's file" };
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var level = AreaLevel();
        var command = new Command("check", "Report every error and warning of the desk's file, with its place and remedy.") { path, format, level };
        command.SetAction(parsed =>
        {
            var result = Loader(parsed.GetValue(level)).Load(parsed.GetValue(path) ?? "");
            var json = parsed.GetValue(format) == "json";
            Console.Out.Write(json ? DiagnosticJson.Render(result.Diagnostics) : DiagnosticText.Render(result.Diagnostics));
            if (!json) Console.Out.WriteLine(Summary(result));
            return result.HasErrors ? ExitCode.BadRules : ExitCode.Ok;
        });
        return command;
    }

    private static Command Replay()
    {
        var alerts = new Option<string>("--alerts") { Description = "Recorded transitions, JSON Lines as backtest writes them; .gz too", Required = true };
        var config = new Option<string?>("--config") { Description = "The desk's file; without it the defaults" };
        var output = new Option<string?>("--out") { Description = "File for all records that the desk writes, JSON Lines of topic, key and value" };
        var level = AreaLevel();
        var command = new Command("replay", "Play recorded alerts through the desk; show what people would have been told, the incidents, and the ledger.")
        {
            alerts, config, output, level,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var loader = Loader(parsed.GetValue(level));
            var policy = parsed.GetValue(config) is { } file ? Load(loader, file) : loader.Default;
            return Task.FromResult(Replay(parsed.GetValue(alerts) ?? "", policy, parsed.GetValue(output), cancellationToken));
        });
        return command;
    }

    private static int Replay(string alerts, DeskPolicy policy, string? outputPath, CancellationToken cancellationToken)
    {
        using var desk = new AlertDesk(policy);
        using var output = outputPath is null ? null : new BufferedStream(File.Create(outputPath), 64 * 1024);
        var incidents = new DeskIncidentList();
        var replay = new DeskReplay(desk, record =>
        {
            if (output is not null) Write(output, record);
            if (record.Topic != DeskTopic.Incidents) return;
            using var json = JsonDocument.Parse(record.Value);
            incidents.Add(json.RootElement);
            if (record.Notify) Console.Out.WriteLine(DeskIncidentList.Line(json.RootElement));
        });
        using (var lines = Open(alerts)) replay.Run(lines, cancellationToken);
        Console.Out.WriteLine();
        incidents.Write(Console.Out);
        Console.Out.WriteLine(Balance(desk));
        foreach (var (line, fault) in replay.Faults.Take(MostFaultsShown)) Console.Error.WriteLine($"{alerts}:{line}: {fault}");
        if (replay.Faults.Count > MostFaultsShown) Console.Error.WriteLine($"and {replay.Faults.Count - MostFaultsShown} more lines that are no transitions");
        return desk.Ledger.TakenIn == 0 || replay.Faults.Count > 0 ? ExitCode.Findings : ExitCode.Ok;
    }

    private static string Balance(AlertDesk desk)
    {
        var l = desk.Ledger;
        return string.Create(CultureInfo.InvariantCulture,
            $"ledger: {l.TakenIn:N0} taken in = {l.Notified:N0} notified + {l.Folded:N0} folded + {l.Silenced:N0} silenced + {l.Inhibited:N0} inhibited + {l.Shelved:N0} shelved "
                + $"+ {l.Budgeted:N0} budgeted{(l.Balances ? "" : ": DOES NOT BALANCE")}; {l.Duplicates:N0} duplicates; {desk.Notifications:N0} notifications");
    }

    private static DeskLoader Loader(string? level)
    {
        var levels = RuleLoadOptions.Default.AreaLevels;
        if (level is null || !levels.Contains(level)) throw new OptionsException([$"--area-level '{level}' is no level of a site path: {string.Join(", ", levels)}"]);
        return new DeskLoader(levels, level);
    }

    private static DeskPolicy Load(DeskLoader loader, string file)
    {
        var result = loader.Load(file);
        Console.Error.Write(DiagnosticText.Render(result.Diagnostics));
        return result.HasErrors ? throw new OptionsException([$"{file} cannot be used: {Summary(result)}"]) : result.Policy;
    }

    private static string Summary(DeskLoadResult result)
    {
        var errors = result.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return $"{errors} errors, {result.Diagnostics.Count - errors} warnings";
    }

    private static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static void Write(Stream output, DeskRecord record)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("topic", TopicOf(record.Topic));
            json.WriteString("key", record.Key);
            json.WritePropertyName("value");
            json.WriteRawValue(record.Value.Span);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static string TopicOf(DeskTopic topic) => topic switch
    {
        DeskTopic.Incidents => "risk.incidents.v1",
        DeskTopic.Suppressed => "risk.suppressed.v1",
        DeskTopic.Places => "risk.places.v1",
        _ => "risk.audit.v1",
    };
}
