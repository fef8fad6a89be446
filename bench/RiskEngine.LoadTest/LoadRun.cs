using System.Net;
using System.Net.Sockets;
using RiskEngine.Kafka;
using RiskEngine.Redis;

namespace RiskEngine.LoadTest;

/// <summary>One run: starts the processes, loads the engine, watches it, and reports a rate only where the ledger balances and nothing was lost.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(LoadProfile profile, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("riskengine-load-").FullName;
        using var redis = await PrivateRedis.TryStartAsync(cancellationToken).ConfigureAwait(false);
        var addressFile = Path.Combine(folder, "kafka");
        using var broker = profile.Kafka is null ? ProcessProbe.Start("broker", "--partitions", $"{profile.Partitions}", "--address-file", addressFile) : null;
        var kafka = profile.Kafka ?? await AddressIn(addressFile, cancellationToken).ConfigureAwait(false);
        var http = $"http://127.0.0.1:{FreePort()}";
        var rules = LoadRules.WriteTo(Directory.CreateDirectory(Path.Combine(folder, "rules")).FullName);
        using var engine = ProcessProbe.Start(
            "run", "--kafka", kafka, "--redis", redis?.Address ?? "memory", "--rules", rules, "--http", http, "--group", $"load-{Environment.ProcessId}", "--lateness", "100ms");
        using var client = new HttpClient();
        await Ready(client, http, engine, cancellationToken).ConfigureAwait(false);

        using var feed = new EventFeed(new KafkaOptions { BootstrapServers = kafka });
        var generator = new LoadGenerator(profile);
        var generating = Task.Factory.StartNew(
            () => generator.Run(feed, WarmUp + profile.Duration, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(WarmUp, cancellationToken).ConfigureAwait(false);
        var verdict = await Watch(profile, client, http, engine, broker, generator, generating, cancellationToken).ConfigureAwait(false);
        feed.Flush(cancellationToken);
        await engine.StopAsync().ConfigureAwait(false);
        Directory.Delete(folder, recursive: true);
        return verdict;
    }

    private static async Task<int> Watch(
        LoadProfile profile, HttpClient client, string http, ProcessProbe engine, ProcessProbe? broker, LoadGenerator generator, Task generating, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var first = await EngineFigures.ReadAsync(client, http, cancellationToken).ConfigureAwait(false);
        var cpu = engine.Cpu;
        var brokerCpu = broker?.Cpu ?? TimeSpan.Zero;
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var ownCpu = self.TotalProcessorTime;
        double worstLag = 0;
        while (!generating.IsCompleted)
        {
            await Task.WhenAny(generating, Task.Delay(TimeSpan.FromSeconds(2), cancellationToken)).ConfigureAwait(false);
            if (engine.HasExited) throw new InvalidOperationException($"the engine ended:\n{engine.LastLines}");
            var now = await EngineFigures.ReadAsync(client, http, cancellationToken).ConfigureAwait(false);
            worstLag = Math.Max(worstLag, now.Lag);
            Console.Error.WriteLine(FormattableString.Invariant($"{TimeProvider.System.GetElapsedTime(started).TotalSeconds,5:0} s  {now.Consumed,12:N0} consumed  {generator.Published - now.Consumed,9:N0} behind  {now.Published,7:N0} transitions  checkpoint {now.CheckpointSeconds * 1000:0} ms"));
        }

        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var last = await EngineFigures.ReadAsync(client, http, cancellationToken).ConfigureAwait(false);
        self.Refresh();
        var events = last.Consumed - first.Consumed;
        var behind = generator.Published - last.Consumed;
        Console.WriteLine(FormattableString.Invariant($"engine   {(engine.Cpu - cpu).TotalMicroseconds / events:0.00} us of CPU per event, {engine.WorkingSet / 1048576.0:0} MB"));
        Console.WriteLine(FormattableString.Invariant($"broker   {((broker?.Cpu ?? TimeSpan.Zero) - brokerCpu).TotalMicroseconds / events:0.00} us per event; generator {(self.TotalProcessorTime - ownCpu).TotalMicroseconds / events:0.00} us per event"));
        Console.WriteLine(FormattableString.Invariant($"ledger   {last.Consumed:N0} consumed, {last.Accounted:N0} accounted for, {last.Late:N0} late, {last.Lost:N0} lost; {last.Candidates:N0} transitions, {last.Published:N0} published"));
        if (!last.LedgerBalances || last.Lost > 0)
        {
            Console.WriteLine("no rate: the ledger does not balance or records were lost");
            return 1;
        }

        Console.WriteLine(FormattableString.Invariant($"rate     {events / elapsed.TotalSeconds:N0} events/s over {elapsed.TotalSeconds:0} s (asked for {profile.Rate:N0}); {behind:N0} events behind at the end, at most {worstLag:N0} records of lag"));
        return events >= 0.98 * profile.Rate * elapsed.TotalSeconds ? 0 : 1;
    }

    internal static async Task Ready(HttpClient client, string http, ProcessProbe engine, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (engine.HasExited) throw new InvalidOperationException($"the engine ended:\n{engine.LastLines}");
            try
            {
                var answer = await client.GetAsync($"{http}/health/ready", deadline.Token).ConfigureAwait(false);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100, deadline.Token).ConfigureAwait(false);
        }
    }

    internal static async Task<string> AddressIn(string file, CancellationToken cancellationToken)
    {
        while (!File.Exists(file) || new FileInfo(file).Length == 0) await Task.Delay(20, cancellationToken).ConfigureAwait(false);
        return await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
