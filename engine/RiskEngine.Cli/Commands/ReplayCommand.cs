using System.CommandLine;
using RiskEngine.Service.Options;

namespace RiskEngine.Cli.Commands;

/// <summary><c>replay</c>: publishes recorded events to Kafka.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Recorded events: JSON Lines, or CSV with --mapping; .gz too", Arity = ArgumentArity.OneOrMore };
        var kafka = new Option<string>("--kafka") { Description = "Kafka brokers, host:port,host:port", Required = true };
        var prefix = new Option<string>("--topic-prefix") { Description = "Text before each topic's name", DefaultValueFactory = _ => "" };
        var speed = new Option<string>("--speed") { Description = "1 for recorded speed, 60 for sixty times faster, max for flat out", DefaultValueFactory = _ => "max" };
        var rate = new Option<int?>("--rate") { Description = "Most events per second" };
        var command = new Command("replay", "Publish recorded events to the input topics, keyed by site, at recorded speed, faster, or flat out.")
        {
            files, kafka, prefix, speed, rate,
        };
        var inputs = new InputFlags().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new ReplayRequest
            {
                Files = parsed.GetValue(files) ?? [],
                Inputs = inputs.Read(parsed),
                BootstrapServers = parsed.GetValue(kafka) ?? "",
                TopicPrefix = parsed.GetValue(prefix) ?? "",
                Speed = SpeedOf(parsed.GetValue(speed) ?? "max"),
                Rate = parsed.GetValue(rate),
            };
            await Replay.RunAsync(request, cancellationToken).ConfigureAwait(false);
            return ExitCode.Ok;
        });
        return command;
    }

    private static double? SpeedOf(string text)
    {
        if (text == "max") return null;
        return double.TryParse(text.TrimEnd('x'), System.Globalization.CultureInfo.InvariantCulture, out var speed) && speed > 0
            ? speed
            : throw new OptionsException([$"--speed '{text}': write 1, 60 or max"]);
    }
}
