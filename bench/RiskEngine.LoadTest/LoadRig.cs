using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using RiskEngine.Host.Benching;
using RiskEngine.Redis;

namespace RiskEngine.LoadTest;

/// <summary>One load test set up: broker, Redis, the one that is measured, the alert consumer, each a process of its own, and the generator in this one.</summary>
internal sealed class LoadRig : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly string _folder = Directory.CreateTempSubdirectory("riskengine-load-").FullName;
    private readonly CancellationTokenSource _ending = new();
    private string _address = "";
    private PrivateRedis? _redis;
    private ProcessProbe? _broker;
    private ProcessProbe? _measured;
    private ProcessProbe? _watch;
    private LoadGenerator? _generator;
    private Task _polling = Task.CompletedTask;
    private long _taken;

    /// <summary>The one that is measured.</summary>
    public ProcessProbe Measured => _measured ?? throw new InvalidOperationException("the rig has not been started");

    /// <summary>The broker; null for a cluster elsewhere.</summary>
    public ProcessProbe? Broker => _broker;

    public LoadGenerator Generator => _generator ?? throw new InvalidOperationException("the rig has not been started");

    /// <summary>Events that the measured one has taken, as far as it has told.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    public static async Task<LoadRig> StartAsync(LoadRequest request, LoadSubject subject, CancellationToken cancellationToken)
    {
        var rig = new LoadRig();
        try
        {
            await rig.Start(request, subject, cancellationToken).ConfigureAwait(false);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The engine's own counts.</summary>
    public Task<EngineFigures> FiguresAsync(CancellationToken cancellationToken) => EngineFigures.ReadAsync(_http, _address, cancellationToken);

    /// <summary>Asks the alert consumer.</summary>
    public async Task<AlertLatency> AskAsync(string question, CancellationToken cancellationToken)
    {
        if (_watch is null) return default;
        _watch.Tell(question);
        var answer = await _answers.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), cancellationToken).ConfigureAwait(false);
        var numbers = answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return numbers.Length < 5 ? new AlertLatency((long)numbers[0], 0, 0, 0, 0) : new AlertLatency((long)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _generator?.Dispose();
        _watch?.Dispose();
        _measured?.Dispose();
        _broker?.Dispose();
        _redis?.Dispose();
        _http.Dispose();
        _ending.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Start(LoadRequest request, LoadSubject subject, CancellationToken cancellationToken)
    {
        var addressFile = Path.Combine(_folder, "kafka");
        if (request.Kafka is null) _broker = ProcessProbe.Start("riskengine.dll", ["broker", "--partitions", $"{request.Partitions}", "--address-file", addressFile]);
        var kafka = request.Kafka ?? await AddressIn(addressFile, cancellationToken).ConfigureAwait(false);
        if (subject.IsEngine) await StartEngine(request, subject, kafka, cancellationToken).ConfigureAwait(false);
        else _measured = ProcessProbe.Start("RiskEngine.LoadTest.dll", ["consume", "--kafka", kafka, .. subject.Decodes ? new[] { "--decode" } : []], line => Interlocked.Exchange(ref _taken, long.Parse(line, CultureInfo.InvariantCulture)));
        _generator = new LoadGenerator(request, kafka);
    }

    private async Task StartEngine(LoadRequest request, LoadSubject subject, string kafka, CancellationToken cancellationToken)
    {
        _redis = await PrivateRedis.TryStartAsync(cancellationToken).ConfigureAwait(false);
        _address = $"http://127.0.0.1:{FreePort()}";
        var rules = Directory.CreateDirectory(Path.Combine(_folder, "rules")).FullName;
        BenchRules.WriteTo(rules, request.Profile);
        _measured = ProcessProbe.Start(
            "riskengine.dll",
            ["run", "--kafka", kafka, "--redis", _redis?.Address ?? "memory", "--rules", rules, "--http", _address, "--group", $"load-{Environment.ProcessId}-{Path.GetFileName(_folder)}",
                "--lateness", FormattableString.Invariant($"{request.Profile.Lateness.TotalMilliseconds:0}ms")],
            variables: new Dictionary<string, string> { ["RISKENGINE__KAFKA__BATCHCONSUME"] = subject.ByTheBatch ? "true" : "false" });
        await Ready(_http, _address, Measured, cancellationToken).ConfigureAwait(false);
        var watching = new TaskCompletionSource();
        _watch = ProcessProbe.Start("RiskEngine.LoadTest.dll", ["watch", "--kafka", kafka, "--kinds", string.Join(',', request.Profile.Kinds)], line =>
        {
            if (!watching.TrySetResult()) _answers.Writer.TryWrite(line);
        });
        await watching.Task.WaitAsync(StartPatience, cancellationToken).ConfigureAwait(false);
        _polling = Task.Run(() => Poll(_ending.Token), CancellationToken.None);
    }

    /// <summary>Looks how far the engine has come; it counts four times a second.</summary>
    private async Task Poll(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(125, cancellationToken).ConfigureAwait(false);
            if (Measured.HasExited) return;
            var figures = await FiguresAsync(cancellationToken).ConfigureAwait(false);
            Interlocked.Exchange(ref _taken, figures.Consumed);
        }
    }

    /// <summary>Waits until an engine says that it is ready.</summary>
    internal static async Task Ready(HttpClient http, string address, ProcessProbe engine, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartPatience);
        while (true)
        {
            if (engine.HasExited) throw new InvalidOperationException($"the engine ended:\n{engine.LastLines}");
            try
            {
                using var answer = await http.GetAsync($"{address}/health/ready", deadline.Token).ConfigureAwait(false);
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
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartPatience);
        while (!File.Exists(file) || new FileInfo(file).Length == 0) await Task.Delay(20, deadline.Token).ConfigureAwait(false);
        return await File.ReadAllTextAsync(file, deadline.Token).ConfigureAwait(false);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
