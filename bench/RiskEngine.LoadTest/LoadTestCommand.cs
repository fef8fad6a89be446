using System.CommandLine;
using RiskEngine.Bench;

namespace RiskEngine.LoadTest;

/// <summary>The command line of the load test.</summary>
internal static class LoadTestCommand
{
    public static Task<int> InvokeAsync(string[] args) => Root().Parse(args).InvokeAsync();

    /// <summary>All commands with their flags.</summary>
    internal static RootCommand Root()
    {
        var profile = new Option<string>("--profile")
        {
            Description = "The load: " + string.Join(", ", BenchProfiles.All.Select(one => one.Name)),
            DefaultValueFactory = _ => BenchProfiles.Small.Name,
        };
        profile.AcceptOnlyFromAmong([.. BenchProfiles.All.Select(one => one.Name)]);
        var rate = new Option<int?>("--rate") { Description = "Events per second; without it the highest that is sustained is searched" };
        var seconds = new Option<int>("--seconds") { Description = "Length of a sustained stretch", DefaultValueFactory = _ => 60 };
        var soak = new Option<bool>("--soak") { Description = "Sustain it for 30 minutes" };
        var trial = new Option<int>("--trial") { Description = "Length of a stretch in which as much comes as is taken", DefaultValueFactory = _ => 8 };
        var sources = new Option<int?>("--sources") { Description = "Devices, where not as the profile says" };
        var partitions = new Option<int>("--partitions") { Description = "Partitions of each of the four input topics", DefaultValueFactory = _ => 4 };
        var instances = new Option<int>("--instances") { Description = "Engines that share the partitions", DefaultValueFactory = _ => 1 };
        var alerting = new Option<double?>("--alerting") { Description = "Share of the devices that are alerting half of the time, where not as the profile says; 0 to 1" };
        var kafka = new Option<string?>("--kafka") { Description = "Brokers of a real cluster, host:port; a broker in a process of its own without it" };
        var ceilings = new Option<bool>("--ceilings")
        {
            Description = "Also measure a bare consume loop, one that decodes, the engine with the stock client's call, and what one core does from memory",
        };
        var latency = new Option<bool>("--latency") { Description = "Also measure the latency of alerts at half and at nine tenths of the rate" };
        var results = new Option<string?>("--results") { Description = "Write the result into this folder, e.g. bench/results" };
        var breaks = new Option<bool>("--without-planted-rules") { Description = "Take away the rules that answer to planted events: there must be no rate then", Hidden = true };
        var root = new RootCommand("Sustained load, end to end: generator, broker, Redis, engine and alert consumer; figures taken from outside the engine.")
        {
            profile, rate, seconds, soak, trial, sources, partitions, instances, alerting, kafka, ceilings, latency, results, breaks, Consume(), Watch(),
        };
        foreach (var (option, least) in new (Option, int)[] { (rate, 1), (seconds, 1), (trial, 1), (partitions, 1), (instances, 1), (sources, 8) }) AtLeast(option, least);
        root.SetAction((parsed, cancellationToken) => LoadTest.RunAsync(RequestOf(parsed), cancellationToken));
        var restart = new Command("restart", "Fills an engine with the state of --sources devices, stops it, and times how long another one takes to go on.")
        {
            profile, rate, sources, partitions,
        };
        restart.SetAction((parsed, cancellationToken) => RestartRun.RunAsync(RequestOf(parsed), cancellationToken));
        root.Subcommands.Add(restart);
        var checkpoints = new Command("checkpoints", "Times one task at full speed with and without checkpoints to Redis, in turn, for --seconds each.")
        {
            profile, seconds, sources,
        };
        checkpoints.SetAction((parsed, cancellationToken) => CheckpointCost.RunAsync(RequestOf(parsed), cancellationToken));
        root.Subcommands.Add(checkpoints);

        var curves = new Command("curves", "Measures the limit with one thing varied at a time: partitions, engines.") { profile, trial, partitions, results };
        curves.SetAction((parsed, cancellationToken) => LoadCurves.RunAsync(RequestOf(parsed), cancellationToken));
        root.Subcommands.Add(curves);
        var all = new Command("all", "Measures every profile in turn, small with its ceilings and latencies, and prints one table; about 13 minutes with --seconds 60.")
        {
            seconds, trial, partitions, kafka, results,
        };
        all.SetAction((parsed, cancellationToken) => LoadSeries.RunAsync(RequestOf(parsed), cancellationToken));
        root.Subcommands.Add(all);

        LoadRequest RequestOf(ParseResult parsed)
        {
            var load = BenchProfiles.Named(parsed.GetValue(profile) ?? BenchProfiles.Small.Name);
            return new LoadRequest
            {
                Profile = load with { Sources = parsed.GetValue(sources) ?? load.Sources, AlertingShare = parsed.GetValue(alerting) ?? load.AlertingShare },
                Rate = parsed.GetValue(rate),
                Duration = parsed.GetValue(soak) ? TimeSpan.FromMinutes(30) : TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Trial = TimeSpan.FromSeconds(parsed.GetValue(trial)),
                Partitions = parsed.GetValue(partitions),
                Instances = parsed.GetValue(instances),
                Kafka = parsed.GetValue(kafka),
                WithoutPlantedRules = parsed.GetValue(breaks),
                WithCeilings = parsed.GetValue(ceilings),
                WithLatency = parsed.GetValue(latency),
                Results = parsed.GetValue(results),
            };
        }

        return root;
    }

    private static void AtLeast(Option option, int least) => option.Validators.Add(given =>
    {
        if (given.Tokens is [var word, ..] && int.TryParse(word.Value, out var number) && number < least) given.AddError($"{option.Name} must be at least {least}");
    });

    /// <summary>Started by the load test itself.</summary>
    private static Command Consume()
    {
        var kafka = new Option<string>("--kafka") { Required = true };
        var partitions = new Option<int>("--partitions") { Required = true };
        var decode = new Option<bool>("--decode");
        var command = new Command("consume", "A ceiling: the stock client's consume loop.") { kafka, partitions, decode };
        command.Hidden = true;
        command.SetAction(parsed => BareConsumer.Run(parsed.GetValue(kafka) ?? "", parsed.GetValue(partitions), parsed.GetValue(decode)));
        return command;
    }

    /// <summary>Started by the load test itself.</summary>
    private static Command Watch()
    {
        var kafka = new Option<string>("--kafka") { Required = true };
        var kinds = new Option<string>("--kinds") { Required = true };
        var command = new Command("watch", "The alert consumer.") { kafka, kinds };
        command.Hidden = true;
        command.SetAction(parsed => AlertWatch.Run(parsed.GetValue(kafka) ?? "", (parsed.GetValue(kinds) ?? "").Split(',')));
        return command;
    }
}
