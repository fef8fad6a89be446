using System.CommandLine;
using RiskEngine.Cli.Diagnosis;
using RiskEngine.Core.Secrets;
using RiskEngine.Kafka.Topics;
using RiskEngine.Service.Options;

namespace RiskEngine.Cli.Commands;

/// <summary><c>doctor</c>: looks at all that <c>run</c> needs, and says what to do. Changes nothing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var flags = RunCommand.Flags.Select(flag => (Option: new Option<string?>(flag.Flag) { Description = flag.Description }, flag.Key)).ToList();
        var partitions = new Option<int?>("--partitions") { Description = "Partitions that each topic but risk.ticks.v1 should have; not compared without it" };
        partitions.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1) result.AddError("--partitions must be at least 1");
        });
        var json = new Option<bool>("--json") { Description = "As one JSON object: verdict, and findings with check, verdict, says, remedy" };
        var command = new Command(
            "doctor", "Look at all that run needs: Kafka, topics, rights, clock, Redis, disk, rules, models, address. Exit 1 where there is a fault. Changes nothing.");
        foreach (var (option, _) in flags) command.Options.Add(option);
        command.Options.Add(partitions);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await Look([.. flags.Select(flag => KeyValuePair.Create(flag.Key, parsed.GetValue(flag.Option)))], parsed.GetValue(partitions), cancellationToken)
                .ConfigureAwait(false);
            Console.Out.WriteLine(parsed.GetValue(json) ? report.Json() : report.Text());
            return report.Worst == CheckVerdict.Fault ? ExitCode.Findings : ExitCode.Ok;
        });
        return command;
    }

    private static async Task<Report> Look(IReadOnlyList<KeyValuePair<string, string?>> given, int? partitions, CancellationToken cancellationToken)
    {
        EngineOptions options;
        try
        {
            options = EngineOptions.Read(EngineConfiguration.Read(given));
        }
        catch (OptionsException fault)
        {
            return new Report(fault.Faults.Select(one => CheckFinding.Fault("options", one)), KnownSecrets.None);
        }

        var time = TimeProvider.System;
        var kafka = KafkaCheck.Run(options.Kafka, new TopicRequest { Partitions = partitions }, time);
        var redis = RedisCheck.Run(options.Redis, time, cancellationToken);
        var http = HttpCheck.Run(options.HttpUrl, options.HttpToken is not null, cancellationToken);
        var files = FileCheck.Run(options);
        var servers = await Task.WhenAll(http, redis, kafka).ConfigureAwait(false);
        return new Report([CheckFinding.Ok("options", "are valid"), .. files, .. servers.SelectMany(found => found)], options.Secrets);
    }
}
