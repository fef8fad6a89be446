using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using RiskEngine.Bench;
using RiskEngine.Kafka;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.LoadTest;

/// <summary>One load test set up: broker, Redis, the one that is measured, the alert consumer, each a process of its own, and the generator in this one.</summary>
internal sealed class LoadRig : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private const double EventsBetweenPolls = 50_000;
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly string _folder = Directory.CreateTempSubdirectory("riskengine-load-").FullName;
    private readonly CancellationTokenSource _ending = new();
    private readonly List<ProcessProbe> _measured = [];
    private readonly List<string> _addresses = [];
    private readonly IReadOnlyList<string> _topics = new TopicNames().Events;
    private readonly LoadRequest _request;
    private readonly LoadSubject _subject;
    private readonly int? _rate;
    private PrivateRedis? _redis;
    private ProcessProbe? _broker;
    private ProcessProbe? _watch;
    private LoadGenerator? _generator;
    private Task _polling = Task.CompletedTask;

    private LoadRig(LoadRequest request, LoadSubject subject, int? rate)
    {
        _rate = rate;
        _request = request;
        _subject = subject;
    }

    public LoadGenerator Generator => _generator ?? throw new InvalidOperationException("the rig has not been started");

    /// <summary>Events that the measured one has taken, as far as it has told.</summary>
    public long Taken => Generator.InFlight.Taken;

    /// <summary>Working set of the measured processes together.</summary>
    public long WorkingSet => _measured.Sum(one => one.WorkingSet);

    /// <summary>Working set of the measured processes before the first event.</summary>
    public long IdleWorkingSet { get; private set; }

    public static async Task<LoadRig> StartAsync(LoadRequest request, LoadSubject subject, int? rate, CancellationToken cancellationToken)
    {
        var rig = new LoadRig(request, subject, rate);
        try
        {
            await rig.Start(cancellationToken).ConfigureAwait(false);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A meter of everybody's processor time.</summary>
    public CpuMeter MeterCpu()
    {
        var clocks = new Dictionary<string, Func<TimeSpan>>
        {
            ["measured"] = () => _measured.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Cpu),
            ["generator"] = () =>
            {
                using var self = Process.GetCurrentProcess();
                return self.TotalProcessorTime;
            },
        };
        if (_broker is { } broker) clocks["broker"] = () => broker.Cpu;
        if (_watch is { } watch) clocks["alert consumer"] = () => watch.Cpu;
        if (_redis?.ProcessId is { } redis)
        {
            clocks["redis"] = () =>
            {
                using var server = Process.GetProcessById(redis);
                return server.TotalProcessorTime;
            };
        }

        return new CpuMeter(clocks);
    }

    /// <summary>Fails where one of the measured processes has ended.</summary>
    public void Look()
    {
        foreach (var one in _measured)
        {
            if (one.HasExited) throw new InvalidOperationException($"{_subject.Name} ended:\n{one.LastLines}");
        }

        if (_broker is { HasExited: true }) throw new InvalidOperationException($"the broker ended:\n{_broker.LastLines}");
    }

    /// <summary>The engines' own counts.</summary>
    public Task<EngineFigures> FiguresAsync(CancellationToken cancellationToken) => EngineFigures.ReadAsync(_http, _addresses, cancellationToken);

    /// <summary>Asks the alert consumer.</summary>
    public async Task<AlertLatency> AskAsync(string question, CancellationToken cancellationToken)
    {
        if (_watch is null) return default;
        _watch.Tell(question);
        var answer = await _answers.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), cancellationToken).ConfigureAwait(false);
        var numbers = answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return numbers.Length < 5 ? new AlertLatency((long)numbers[0], 0, 0, 0, 0) : new AlertLatency((long)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _generator?.Dispose();
        _watch?.Dispose();
        foreach (var one in _measured) one.Dispose();
        _broker?.Dispose();
        _redis?.Dispose();
        _http.Dispose();
        _ending.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Start(CancellationToken cancellationToken)
    {
        var addressFile = Path.Combine(_folder, "kafka");
        if (_request.Kafka is null) _broker = ProcessProbe.Start("riskengine.dll", ["broker", "--partitions", $"{_request.Partitions}", "--address-file", addressFile]);
        var kafka = _request.Kafka ?? await AddressIn(addressFile, cancellationToken).ConfigureAwait(false);
        _generator = new LoadGenerator(_request, kafka);
        if (_subject.IsEngine) await StartEngines(kafka, cancellationToken).ConfigureAwait(false);
        else StartCeiling(kafka);
        IdleWorkingSet = WorkingSet;
    }

    private void StartCeiling(string kafka)
    {
        var count = _topics.Count * _request.Partitions;
        string[] arguments = ["consume", "--kafka", kafka, "--partitions", $"{_request.Partitions}", .. _subject.Decodes ? new[] { "--decode" } : []];
        _measured.Add(ProcessProbe.Start("RiskEngine.LoadTest.dll", arguments, line =>
        {
            Span<long> taken = stackalloc long[count];
            var i = 0;
            foreach (var word in line.AsSpan().Split(' ')) taken[i++] = long.Parse(line.AsSpan()[word], CultureInfo.InvariantCulture);
            Generator.InFlight.Take(taken);
        }));
    }

    private async Task StartEngines(string kafka, CancellationToken cancellationToken)
    {
        _redis = await PrivateRedis.TryStartAsync(cancellationToken).ConfigureAwait(false);
        var rules = Directory.CreateDirectory(Path.Combine(_folder, "rules")).FullName;
        BenchRules.WriteTo(rules, _request.Profile);
        if (_request.WithoutPlantedRules)
        {
            foreach (var kind in _request.Profile.Kinds) File.Delete(Path.Combine(rules, BenchRules.PlantedRule(kind) + ".yaml"));
        }

        var group = $"load-{Environment.ProcessId}-{Path.GetFileName(_folder)}";
        for (var instance = 0; instance < _request.Instances; instance++)
        {
            var address = $"http://127.0.0.1:{FreePort()}";
            _addresses.Add(address);
            _measured.Add(ProcessProbe.Start(
                "riskengine.dll",
                ["run", "--kafka", kafka, "--redis", _redis?.Address ?? "memory", "--rules", rules, "--http", address, "--group",
                    group, "--disorder", FormattableString.Invariant($"{_request.Profile.Lateness.TotalMilliseconds:0}ms")],
                variables: new Dictionary<string, string> { ["RISKENGINE__KAFKA__BATCHCONSUME"] = _subject.ByTheBatch ? "true" : "false" }));
        }

        for (var instance = 0; instance < _request.Instances; instance++) await Ready(_http, _addresses[instance], _measured[instance], cancellationToken).ConfigureAwait(false);
        await AllTasksRun(cancellationToken).ConfigureAwait(false);
        var watching = new TaskCompletionSource();
        _watch = ProcessProbe.Start("RiskEngine.LoadTest.dll", ["watch", "--kafka", kafka, "--kinds", string.Join(',', _request.Profile.Kinds)], line =>
        {
            if (!watching.TrySetResult()) _answers.Writer.TryWrite(line);
        });
        await watching.Task.WaitAsync(StartPatience, cancellationToken).ConfigureAwait(false);
        _polling = Task.Run(() => Poll(_rate, _ending.Token), CancellationToken.None);
    }

    /// <summary>Waits until the group has settled and every engine has work; a real cluster may have other partitions than were asked for.</summary>
    private async Task AllTasksRun(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartPatience);
        while (_request.Kafka is null)
        {
            var each = new List<long>();
            foreach (var address in _addresses) each.Add((await EngineFigures.ReadAsync(_http, [address], deadline.Token).ConfigureAwait(false)).RunningTasks);
            if (each.Sum() == _topics.Count * _request.Partitions && each.Min() > 0) return;
            await Task.Delay(PollEvery, deadline.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Looks how far the engines have come; they count twenty times a second, and being asked costs them something.</summary>
    private async Task Poll(int? rate, CancellationToken cancellationToken)
    {
        var taken = new long[_topics.Count * _request.Partitions];
        var every = rate is { } steady ? TimeSpan.FromSeconds(Math.Clamp(EventsBetweenPolls / steady, 0.05, 1)) : PollEvery * Math.Min(1, _request.Partitions / 4.0);
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(every, cancellationToken).ConfigureAwait(false);
            if (_measured.Any(one => one.HasExited)) return;
            var figures = await FiguresAsync(cancellationToken).ConfigureAwait(false);
            Array.Clear(taken);
            foreach (var (task, events) in figures.ConsumedByTask) taken[_request.Kafka is null ? PlaceOf(task) : 0] += events;
            Generator.InFlight.Take(taken);
        }
    }

    private int PlaceOf(string task)
    {
        var slash = task.LastIndexOf('/');
        var topic = 0;
        while (!task.AsSpan(0, slash).SequenceEqual(_topics[topic])) topic++;
        return (topic * _request.Partitions) + int.Parse(task.AsSpan(slash + 1), CultureInfo.InvariantCulture);
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
