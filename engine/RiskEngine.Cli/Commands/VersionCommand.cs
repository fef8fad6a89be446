using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RiskEngine.Service.Running;

namespace RiskEngine.Cli.Commands;

/// <summary><c>version</c>: what runs here, for a report of a fault.</summary>
internal static class VersionCommand
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "As one JSON object" };
        var command = new Command("version", "Tell version, commit, runtime and Kafka client.") { json };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(BuildInfo.Current, Format) : Text(BuildInfo.Current));
            return ExitCode.Ok;
        });
        return command;
    }

    internal static string Text(BuildInfo build) => string.Join('\n',
        $"riskengine {build.Version}",
        $"commit     {build.Commit ?? "unknown: built outside a checkout"}",
        $"runtime    {build.Runtime}, {build.Platform}",
        $"librdkafka {build.Librdkafka ?? "cannot be loaded on this machine"}");
}
