using System.CommandLine;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using RiskEngine.Pipeline.Running;
using RiskEngine.Service.Options;
using RiskEngine.Service.Secrets;
using RiskEngine.Service.Stopping;

namespace RiskEngine.Cli.Commands;

/// <summary><c>run</c>: the service.</summary>
internal static class RunCommand
{
    internal static readonly (string Flag, string Key, string Description)[] Flags =
    [
        ("--kafka", "Kafka:BootstrapServers", "Kafka brokers, host:port,host:port"),
        ("--group", "Kafka:GroupId", "Consumer group"),
        ("--topic-prefix", "Kafka:TopicPrefix", "Text before each topic's name"),
        ("--redis", "Redis:Configuration", "Redis, host:port or a connection string; 'embedded' or 'embedded:FOLDER' is a store in this process, 'memory' keeps nothing"),
        ("--rules", "Rules:Path", "Folder of the rules"),
        ("--inputs", "Inputs:Folder", "Folder of mappings, for topics that are not written in the event contract"),
        ("--catalog", "Models:Catalog", "Folder with models of your own; they replace shipped ones of the same name"),
        ("--holidays", "Models:Holidays", "File of holidays (2026-10-01, or 05-01 for every year) and working weekends (2026-10-10 workday), one a line"),
        ("--time-zone", "Models:TimeZone", "Zone in which hours and days of models begin, such as Asia/Shanghai; UTC without it"),
        ("--start", "Models:Start", "Start file of 'models fit': series without a state of their own start from it"),
        ("--http", "Http:Url", "Address for health and metrics"),
    ];

    public static Command Create()
    {
        var command = new Command(
            "run", "Read events from Kafka, evaluate the rules, publish alerts. Options: appsettings.json, then RISKENGINE__… variables, then these flags.");
        var flags = Flags.Select(flag => (Option: new Option<string?>(flag.Flag) { Description = flag.Description }, flag.Key)).ToList();
        foreach (var (option, _) in flags) command.Options.Add(option);
        var deduplicate = KindSpans.Deduplicate();
        command.Options.Add(deduplicate);
        var (lateness, disorder) = (KindSpans.Lateness(), KindSpans.Disorder());
        command.Options.Add(lateness);
        command.Options.Add(disorder);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = EngineConfiguration.Read(
            [
                .. flags.Select(flag => KeyValuePair.Create(flag.Key, parsed.GetValue(flag.Option))),
                .. KindSpans.Pairs(deduplicate, parsed).Select(pair => KeyValuePair.Create<string, string?>($"Events:Deduplicate:{pair.Kind}", pair.Span)),
                .. KindSpans.Settings("Events:Lateness", lateness, parsed),
                .. KindSpans.Settings("Events:Disorder", disorder, parsed),
            ]);
            return await RunAsync(EngineOptions.Read(configuration), configuration.GetSection("Logging"), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(EngineOptions options, IConfiguration logging, CancellationToken cancellationToken)
    {
        using var logs = new MaskedLogs(
            LoggerFactory.Create(builder => builder
                .AddConfiguration(logging)
                .AddSimpleConsole(console =>
                {
                    console.SingleLine = true;
                    console.TimestampFormat = "HH:mm:ss.fff ";
                })),
            options.Secrets);
        var deadline = new StopDeadline(options.StopWithin, TimeProvider.System, logs.CreateLogger("riskengine"));
        var run = new EngineRun(options, deadline, logs);
        using var watchdog = new StopWatchdog(deadline, () => ProcessEnd.Now(ExitCode.DependencyUnreachable, run.Undone()));
        await using var asked = cancellationToken.UnsafeRegister(static begun => ((StopDeadline?)begun)?.Begin(), deadline);
        var fault = await run.ServeAsync(cancellationToken).ConfigureAwait(false);
        if (run.HasLeftBehind)
        {
            // The line must not get lost, nor wait for a console that nobody reads.
            await deadline.WaitFor(() => "the log to be written", OwnThread.Run(logs.Dispose), TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            if (fault is null) ProcessEnd.Now(ExitCode.Ok, null);
            else if (CommandTree.ExitCodeOf(fault) is { } code) ProcessEnd.Now(code, fault.Message);
        }

        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
        return ExitCode.Ok;
    }
}
