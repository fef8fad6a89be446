using System.Globalization;
using System.Net.Sockets;
using RiskEngine.Bench;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.LoadTest;

/// <summary>How long an engine takes from its start to its first event with the state of many sources in Redis, and how large that state is.</summary>
/// <remarks>A first engine reads some events of each source and is stopped gracefully; a second one is started and timed from outside.</remarks>
internal static class RestartRun
{
    private const int EventsPerSource = 3;
    private const int DefaultRate = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static async Task<int> RunAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("riskengine-restart-").FullName;
        using var redis = await PrivateRedis.TryStartAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("redis-server is not installed");
        var addressFile = Path.Combine(folder, "kafka");
        using var broker = ProcessProbe.Start("riskengine.dll", ["broker", "--partitions", $"{request.Partitions}", "--address-file", addressFile]);
        var kafka = await LoadRig.AddressIn(addressFile, cancellationToken).ConfigureAwait(false);
        var rules = Directory.CreateDirectory(Path.Combine(folder, "rules")).FullName;
        BenchRules.WriteTo(rules, request.Profile);
        using var client = new HttpClient();
        using var generator = new LoadGenerator(request, kafka);
        var rate = request.Rate ?? DefaultRate;
        var events = (long)request.Profile.Sources * EventsPerSource;

        using (var first = StartEngine("before", kafka, redis.Address, rules, out var http))
        {
            await LoadRig.Ready(client, http, first, cancellationToken).ConfigureAwait(false);
            await Task.Run(() => generator.Run(rate, TimeSpan.FromSeconds(((double)events / rate) + 1.5), cancellationToken), cancellationToken).ConfigureAwait(false);
            events = generator.Published;
            await Consumed(client, http, first, events, cancellationToken).ConfigureAwait(false);
            Console.WriteLine(FormattableString.Invariant($"first    {first.WorkingSet / 1048576.0:0} MB of memory with {request.Profile.Sources:N0} sources"));
            await first.StopAsync().ConfigureAwait(false);
        }

        var stored = UsedMemory(redis);
        Console.WriteLine(FormattableString.Invariant($"redis    {stored / 1048576.0:0} MB, {(double)stored / request.Profile.Sources:0} bytes a source"));
        var started = TimeProvider.System.GetTimestamp();
        using var second = StartEngine("after", kafka, redis.Address, rules, out var address);
        await LoadRig.Ready(client, address, second, cancellationToken).ConfigureAwait(false);
        var ready = TimeProvider.System.GetElapsedTime(started);
        generator.Run(10_000, TimeSpan.FromMilliseconds(800), cancellationToken);
        await Consumed(client, address, second, generator.Published, cancellationToken).ConfigureAwait(false);
        var processing = TimeProvider.System.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"restart  {ready.TotalSeconds:0.00} s to ready, {processing.TotalSeconds:0.00} s until "
            + $"some 1,000 new events were evaluated; {second.Cpu.TotalSeconds:0.00} s of CPU; {second.WorkingSet / 1048576.0:0} MB of memory"));
        await second.StopAsync().ConfigureAwait(false);
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    /// <summary>The second engine has a group of its own: state and offsets are in Redis, and how long a group takes to form is Kafka's affair.</summary>
    private static ProcessProbe StartEngine(string group, string kafka, string redis, string rules, out string http)
    {
        http = $"http://127.0.0.1:{LoadRig.FreePort()}";
        return ProcessProbe.Start(
            "riskengine.dll", ["run", "--kafka", kafka, "--redis", redis, "--rules", rules, "--http",
                http, "--group", $"restart-{Environment.ProcessId}-{group}", "--disorder", "100ms"]);
    }

    private static async Task Consumed(HttpClient client, string http, ProcessProbe engine, long events, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        while (true)
        {
            if (engine.HasExited) throw new InvalidOperationException($"the engine ended:\n{engine.LastLines}");
            var figures = await EngineFigures.ReadAsync(client, [http], deadline.Token).ConfigureAwait(false);
            if (figures.Lost > 0) throw new InvalidOperationException("records were lost; ask for a lower rate");
            if (figures.Consumed >= events && figures.LedgerBalances) return;
            await Task.Delay(20, deadline.Token).ConfigureAwait(false);
        }
    }

    private static long UsedMemory(PrivateRedis redis)
    {
        using var client = new TcpClient("127.0.0.1", redis.Port);
        using var stream = client.GetStream();
        stream.Write("INFO memory\r\n"u8);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("used_memory:", StringComparison.Ordinal)) return long.Parse(line["used_memory:".Length..], CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException("Redis did not tell its memory");
    }
}
