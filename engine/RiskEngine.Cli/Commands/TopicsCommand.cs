using System.CommandLine;
using RiskEngine.Core.Time;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Topics;
using RiskEngine.Service.Options;

namespace RiskEngine.Cli.Commands;

/// <summary><c>topics create</c> and <c>topics check</c>: the topics of the engine, as docs/operations.md has them.</summary>
internal static class TopicsCommand
{
    public static Command Create() => new("topics", "Make the topics of the engine, or compare those of a cluster with what they should be.") { CreateTopics(), CheckTopics() };

    private static Command CreateTopics()
    {
        var flags = new TopicFlags();
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would be made, as calls of kafka-topics.sh; asks no cluster" };
        var command = new Command("create", "Make the topics that are missing. One that is there is never changed; how it differs is said.") { dry };
        flags.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var (options, request) = (flags.Options(parsed), flags.Request(parsed));
            var plan = TopicPlan.Of(options.Topics, request);
            if (parsed.GetValue(dry))
            {
                foreach (var topic in plan) Console.WriteLine(topic.Command(options.BootstrapServers));
                return ExitCode.Ok;
            }

            using var cluster = new TopicCluster(options);
            var findings = await cluster.CompareAsync(plan, request).ConfigureAwait(false);
            var refused = await cluster.CreateAsync([.. findings.Where(finding => !finding.Exists).Select(finding => finding.Topic)]).ConfigureAwait(false);
            foreach (var finding in findings)
            {
                if (finding.Exists) Tell(finding);
                else Console.WriteLine(refused.TryGetValue(finding.Topic.Name, out var reason) ? $"{finding.Topic.Name}: not made: {reason}" : $"{finding.Topic.Name}: made");
            }

            return refused.Count == 0 ? ExitCode.Ok : ExitCode.Findings;
        });
        return command;
    }

    private static Command CheckTopics()
    {
        var flags = new TopicFlags();
        var command = new Command(
            "check", "Compare the topics of a cluster with what they should be: exit 1 where one is missing, differs or cannot be looked into. Changes nothing.");
        flags.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var (options, request) = (flags.Options(parsed), flags.Request(parsed));
            using var cluster = new TopicCluster(options);
            var findings = await cluster.CompareAsync(TopicPlan.Of(options.Topics, request), request).ConfigureAwait(false);
            foreach (var finding in findings) Tell(finding);
            return findings.All(finding => finding.IsAsPlanned) ? ExitCode.Ok : ExitCode.Findings;
        });
        return command;
    }

    private static void Tell(TopicFinding finding)
    {
        if (!finding.Exists) Console.WriteLine($"{finding.Topic.Name}: missing");
        else if (finding.Differences.Count == 0) Console.WriteLine($"{finding.Topic.Name}: is there{(finding.Unknown is { } unknown ? $"; {unknown}" : "")}");
        foreach (var difference in finding.Differences) Console.WriteLine($"{finding.Topic.Name}: {difference}");
    }

    /// <summary>The flags that both commands take.</summary>
    private sealed class TopicFlags
    {
        private readonly Option<string?> _kafka = new("--kafka") { Description = "Kafka brokers, host:port,host:port (default: Kafka:BootstrapServers)" };
        private readonly Option<string?> _prefix = new("--topic-prefix") { Description = "Text before each topic's name (default: Kafka:TopicPrefix)" };
        private readonly Option<int?> _partitions = new("--partitions")
        {
            Description = $"Partitions of each topic but risk.ticks.v1, which has one (default: {TopicRequest.DefaultPartitions})",
        };
        private readonly Option<short?> _replication = new("--replication") { Description = "How many brokers keep each partition (default: the cluster's)" };
        private readonly Option<string> _retention = new("--retention") { Description = "How long events, ticks and signals are kept", DefaultValueFactory = _ => "7d" };
        private readonly Option<string> _alerts = new("--alert-retention")
        {
            Description = "How long alerts, and what the desk says of them, are kept",
            DefaultValueFactory = _ => "365d",
        };

        public TopicFlags()
        {
            _partitions.Validators.Add(result => AtLeastOne(result.GetValueOrDefault<int?>(), "--partitions", result.AddError));
            _replication.Validators.Add(result => AtLeastOne(result.GetValueOrDefault<short?>(), "--replication", result.AddError));
            foreach (var span in new[] { _retention, _alerts })
            {
                span.Validators.Add(result =>
                {
                    if (!Duration.TryParse(result.GetValueOrDefault<string>() ?? "", out var value) || value <= TimeSpan.Zero)
                        result.AddError($"{span.Name} is '{result.GetValueOrDefault<string>()}'; write a duration such as 7d or 12h");
                });
            }
        }

        public void AddTo(Command command)
        {
            foreach (var option in new Option[] { _kafka, _prefix, _partitions, _replication, _retention, _alerts }) command.Options.Add(option);
        }

        public KafkaOptions Options(ParseResult parsed) => EngineOptions.Read(EngineConfiguration.Read(
        [
            KeyValuePair.Create("Kafka:BootstrapServers", parsed.GetValue(_kafka)),
            KeyValuePair.Create("Kafka:TopicPrefix", parsed.GetValue(_prefix)),
        ])).Kafka;

        public TopicRequest Request(ParseResult parsed) => new()
        {
            Partitions = parsed.GetValue(_partitions),
            Replication = parsed.GetValue(_replication),
            Retention = Span(parsed.GetValue(_retention)),
            AlertRetention = Span(parsed.GetValue(_alerts)),
        };

        private static TimeSpan Span(string? text) => Duration.TryParse(text ?? "", out var value) ? value : throw new FormatException(text);

        private static void AtLeastOne(long? value, string name, Action<string> fault)
        {
            if (value < 1) fault($"{name} is {value}; write at least 1");
        }
    }
}
