using System.CommandLine;
using RiskEngine.Kafka;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Cli.Commands;

/// <summary><c>broker</c>: a Kafka cluster in this process, for trying things out without one.</summary>
internal static class BrokerCommand
{
    public static Command Create()
    {
        var partitions = new Option<int>("--partitions") { Description = "Partitions of each topic", DefaultValueFactory = _ => 4 };
        var prefix = new Option<string>("--topic-prefix") { Description = "Text before each topic's name", DefaultValueFactory = _ => "" };
        var file = new Option<string?>("--address-file") { Description = "Also write the address to this file" };
        var command = new Command("broker", "Run a Kafka broker in memory on loopback, with the engine's topics, until stopped. For trials and tests: nothing is kept.")
        {
            partitions, prefix, file,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var topics = new TopicNames().WithPrefix(parsed.GetValue(prefix) ?? "");
            using var broker = InProcessBroker.Start(1, [.. topics.All.Select(name => new InProcessTopic(name, parsed.GetValue(partitions)))]);
            if (parsed.GetValue(file) is { } path) await File.WriteAllTextAsync(path, broker.BootstrapServers, cancellationToken).ConfigureAwait(false);
            Console.WriteLine(broker.BootstrapServers);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Ok;
        });
        return command;
    }
}
