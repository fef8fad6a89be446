using System.CommandLine;

namespace RiskEngine.LoadTest;

/// <summary>The command line of the load test.</summary>
internal static class LoadTestCommand
{
    public static Task<int> InvokeAsync(string[] args)
    {
        var rate = new Option<int>("--rate") { Description = "Events per second", DefaultValueFactory = _ => 100_000 };
        var seconds = new Option<int>("--seconds") { Description = "Length of the measured stretch", DefaultValueFactory = _ => 60 };
        var sources = new Option<int>("--sources") { Description = "Devices", DefaultValueFactory = _ => 10_000 };
        var partitions = new Option<int>("--partitions") { Description = "Partitions of each input topic", DefaultValueFactory = _ => 2 };
        var perRecord = new Option<int>("--events-per-record") { Description = "Events in one Kafka record", DefaultValueFactory = _ => 1 };
        var kafka = new Option<string?>("--kafka") { Description = "Brokers of a real cluster; a broker in a process of its own without it" };
        var root = new RootCommand("Sustained load, end to end: generator, broker, Redis and engine as processes apart; figures taken from outside the engine. The engine takes RISKENGINE__... variables.")
        {
            rate, seconds, sources, partitions, perRecord, kafka,
        };
        root.SetAction((parsed, cancellationToken) => LoadRun.RunAsync(ProfileOf(parsed), cancellationToken));
        var restart = new Command("restart", "Fills an engine with the state of --sources devices, stops it, and times how long another one takes to go on.") { rate, sources, partitions };
        restart.SetAction((parsed, cancellationToken) => RestartRun.RunAsync(ProfileOf(parsed), cancellationToken));
        root.Subcommands.Add(restart);

        LoadProfile ProfileOf(ParseResult parsed) => new()
        {
            Rate = parsed.GetValue(rate),
            Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            Sources = parsed.GetValue(sources),
            Partitions = parsed.GetValue(partitions),
            EventsPerRecord = Math.Max(1, parsed.GetValue(perRecord)),
            Kafka = parsed.GetValue(kafka),
        };

        return root.Parse(args).InvokeAsync();
    }
}
