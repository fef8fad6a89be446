using Confluent.Kafka;
using RiskEngine.Core.Tasks;
using RiskEngine.Kafka;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>One play of the golden stream through real engine processes, and the comparison of what comes out with what must.</summary>
internal sealed class GoldenTrial : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan CommittedPatience = TimeSpan.FromSeconds(20);
    private readonly TestCluster _cluster;
    private readonly string _redis;
    private readonly string _prefix;
    private readonly List<EngineProcess> _engines = [];

    private GoldenTrial(TestCluster cluster, string redis, string prefix)
    {
        _cluster = cluster;
        _redis = redis;
        _prefix = prefix;
        Topics = new TopicNames().WithPrefix(prefix);
        Golden = GoldenRun.Of(Topics);
        Feed = new StreamFeed(cluster.BootstrapServers, Topics);
    }

    /// <summary>What must come out.</summary>
    public GoldenRun Golden { get; }

    /// <summary>Names of the trial's topics.</summary>
    public TopicNames Topics { get; }

    /// <summary>Publishes the stream.</summary>
    public StreamFeed Feed { get; }

    /// <summary>Consumer group of the trial's engines.</summary>
    public string Group => $"{_prefix}group";

    /// <summary>How many engines were started.</summary>
    public int EngineCount => _engines.Count;

    /// <summary>Output of all engines, for failures.</summary>
    public string Outputs => string.Join('\n', _engines.Select(engine => engine.Output));

    /// <summary>Makes the topics of a trial.</summary>
    public static async Task<GoldenTrial> PrepareAsync(TestCluster cluster, string redis) => new(cluster, redis, await cluster.CreateTopicsAsync());

    /// <summary>Starts an engine of the trial's group.</summary>
    /// <param name="rules">Folder of its rules; those of the golden run without it.</param>
    /// <param name="idleAfter">When its clocks tick by themselves; not during a test, unless given.</param>
    /// <param name="settings">Environment variables beyond or instead of the trial's own.</param>
    /// <param name="largestFile">Bytes of the largest file that it may write.</param>
    public EngineProcess StartEngine(string? rules = null, string idleAfter = "1h", IReadOnlyDictionary<string, string>? settings = null, long? largestFile = null)
    {
        var variables = Variables(idleAfter);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) variables[name] = value;
        string[] arguments =
        [
            "run", "--kafka", _cluster.BootstrapServers, "--redis", _redis, "--rules", rules ?? GoldenRun.RulesFolder, "--http", "http://127.0.0.1:0",
            "--topic-prefix", _prefix, "--group", Group,
        ];
        var engine = EngineProcess.Start($"engine {_engines.Count + 1}", arguments, variables, largestFile: largestFile);
        _engines.Add(engine);
        return engine;
    }

    /// <summary>Waits until the engines' ledgers say that every line of the stream has met its fate.</summary>
    /// <param name="restart">Called where no engine runs any more, to start one; without it that is a failure.</param>
    public Task WaitUntilAllIsEvaluated(Action? restart = null) => Eventually.Holds(Patience, () => FindUnfinished(restart), () => Outputs);

    /// <summary>Stops all engines that run, each with exit code 0.</summary>
    public async Task StopAll()
    {
        foreach (var engine in _engines.Where(engine => !engine.HasEnded)) Assert.True(await engine.Stop() == 0, engine.Output);
    }

    /// <summary>Stops all engines that run.</summary>
    /// <returns>Whether each could save; a failure is any other end.</returns>
    public async Task<bool> StopAllSaved()
    {
        var saved = true;
        foreach (var engine in _engines.Where(engine => !engine.HasEnded))
        {
            var code = await engine.Stop();
            Assert.True(code is ExitCode.Ok or ExitCode.DependencyUnreachable, engine.Output);
            saved &= code == ExitCode.Ok;
        }

        return saved;
    }

    /// <summary>Compares all that was published with what must have been, repeated ids dropped.</summary>
    /// <returns>How many records were published more than once.</returns>
    public int Compare()
    {
        var comparison = new GoldenComparison(Golden, Topics, _cluster.BootstrapServers);
        var differences = comparison.FindDifferences();
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(20))}\n{Outputs}");
        return comparison.Repeated;
    }

    /// <summary>Compares all that was published with what the log and the ticks that the engines recorded lead to.</summary>
    /// <returns>How many alerts only ticks caused.</returns>
    public int CompareWithLog()
    {
        var log = GoldenRun.OfLog(_cluster.BootstrapServers, Topics, Group);
        var differences = new GoldenComparison(log, Topics, _cluster.BootstrapServers).FindDifferences();
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(20))}\n{Outputs}");
        return log.Transitions.Count(transition => transition.OnIdleClock);
    }

    /// <summary>Waits until the engines have taken in the whole stream.</summary>
    /// <param name="restart">Called where no engine runs any more, to start one.</param>
    public Task WaitUntilAllIsTaken(Action restart) => Eventually.Holds(Patience, () => FindWaiting(restart), () => Outputs);

    /// <summary>What is still missing or wrong in the output topics; null where nothing is.</summary>
    public string? FirstDifference() => new GoldenComparison(Golden, Topics, _cluster.BootstrapServers).FindDifferences() is [var first, ..] ? first : null;

    /// <summary>Waits until the group's offsets, which tell where a replay ends, have been committed for every partition: each task has stored state by then.</summary>
    public async Task WaitUntilCommitted()
    {
        var config = new ConsumerConfig { BootstrapServers = _cluster.BootstrapServers, GroupId = Group, EnableAutoCommit = false };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var partitions = Topics.Events.SelectMany(topic => Enumerable.Range(0, GoldenStream.Partitions).Select(number => new TopicPartition(topic, number))).ToList();
        await Eventually.Holds(Patience, () => Task.FromResult(FindUncommitted()), () => Outputs);

        string? FindUncommitted() => consumer.Committed(partitions, CommittedPatience).FirstOrDefault(committed => committed.Offset <= 0) is { } missing
            ? $"no offset is committed of {missing.TopicPartition}" : null;
    }

    /// <summary>All records of one of the trial's topics.</summary>
    public List<TopicRecord> Read(string topic) => TopicRecord.ReadAll(_cluster.BootstrapServers, topic);

    public void Dispose()
    {
        foreach (var engine in _engines) engine.Dispose();
        Feed.Dispose();
    }

    /// <summary>Runs <c>verify</c> with the options of the trial's engines, but without their rules folder.</summary>
    /// <param name="store">Where it looks for versions of rules, as <c>--redis</c> takes it.</param>
    /// <param name="exitCode">What it must exit with.</param>
    /// <param name="words">Its further arguments.</param>
    /// <returns>What it wrote.</returns>
    public async Task<string> Verify(string store, int exitCode, params string[] words)
    {
        string[] arguments = ["verify", .. words, "--kafka", _cluster.BootstrapServers, "--redis", store, "--topic-prefix", _prefix, "--group", Group];
        using var verify = EngineProcess.Start("verify", arguments, Variables("1h"));
        Assert.True(await verify.Exit(Patience) == exitCode, $"{verify.Output}\n{Outputs}");
        return verify.Output;
    }

    /// <summary>The environment of the trial's processes.</summary>
    private Dictionary<string, string> Variables(string idleAfter) => new()
    {
        ["RISKENGINE__KAFKA__CONSUMER__SESSION__TIMEOUT__MS"] = $"{_cluster.SessionTimeout.TotalMilliseconds:0}",
        ["RISKENGINE__KAFKA__CONSUMER__HEARTBEAT__INTERVAL__MS"] = "300",
        ["RISKENGINE__KAFKA__PROPERTIES__RECONNECT__BACKOFF__MAX__MS"] = "500",
        ["RISKENGINE__KAFKA__PROPERTIES__SOCKET__TIMEOUT__MS"] = $"{StreamFeed.AnswerTimeout.TotalMilliseconds:0}",
        ["RISKENGINE__KAFKA__REVOKETIMEOUT"] = "3s",
        ["RISKENGINE__EVENTS__IDLEAFTER"] = idleAfter,
        ["RISKENGINE__EVENTS__DISORDER"] = $"{GoldenStream.Disorder.TotalSeconds}s",
        ["RISKENGINE__CHECKPOINTS__INTERVAL"] = "300ms",
        ["RISKENGINE__PRIVACY__PSEUDONYMKEY"] = GoldenRun.PseudonymKey,
        ["RISKENGINE__PRIVACY__PSEUDONYMKEYID"] = GoldenRun.PseudonymKeyId,
    };

    private async Task<string?> FindUnfinished(Action? restart)
    {
        var ledgers = new Dictionary<string, Ledger>();
        foreach (var engine in _engines.Where(engine => !engine.HasEnded))
        {
            if (await engine.Metrics() is not { } metrics) continue;
            foreach (var (task, ledger) in LedgersOf(metrics)) ledgers[task] = ledger;
        }

        if (_engines.All(engine => engine.HasEnded))
        {
            if (restart is null) throw new InvalidOperationException($"no engine runs\n{Outputs}");
            restart();
        }

        var wrong = Golden.Ledgers.Where(golden => !ledgers.TryGetValue(golden.Key, out var ledger) || Counted(golden.Key, ledger) != Counted(golden.Key, golden.Value))
            .Select(golden => $"{golden.Key}: expected {golden.Value}, found {(ledgers.TryGetValue(golden.Key, out var ledger) ? ledger : "no such task")}").ToList();
        return wrong.Count == 0 ? null : string.Join('\n', wrong);
    }

    /// <summary>What must be equal: signals that are sent again after a crash are consumed again, and no more.</summary>
    private Ledger Counted(string task, Ledger ledger) =>
        task.StartsWith(Topics.Signals, StringComparison.Ordinal) ? ledger with { Consumed = 0, Duplicates = 0, Waiting = 0 } : ledger;

    private async Task<string?> FindWaiting(Action restart)
    {
        var ledgers = new Dictionary<string, Ledger>();
        foreach (var engine in _engines.Where(engine => !engine.HasEnded))
        {
            if (await engine.Metrics() is not { } metrics) continue;
            foreach (var (task, ledger) in LedgersOf(metrics)) ledgers[task] = ledger;
        }

        if (_engines.All(engine => engine.HasEnded)) restart();
        var wrong = Golden.Ledgers.Where(golden => !golden.Key.StartsWith(Topics.Signals, StringComparison.Ordinal))
            .Where(golden => !ledgers.TryGetValue(golden.Key, out var ledger) || ledger.Consumed != golden.Value.Consumed)
            .Select(golden => $"{golden.Key}: {(ledgers.TryGetValue(golden.Key, out var ledger) ? ledger : "no such task")}").ToList();
        return wrong.Count == 0 ? null : string.Join('\n', wrong);
    }

    /// <summary>The ledgers that a metrics page shows.</summary>
    public static Dictionary<string, Ledger> LedgersOf(PrometheusText metrics)
    {
        var consumed = Events("consumed");
        var (evaluated, filtered, late, dead) = (Events("evaluated"), Events("filtered"), Events("late"), Events("dead_lettered"));
        var waiting = metrics.By("task", "riskengine_events_waiting");
        var lost = metrics.By("task", "riskengine_lost_records");
        var (candidates, published, shadowed) = (Transitions("candidate"), Transitions("published"), Transitions("shadowed"));
        return consumed.ToDictionary(task => task.Key, task => new Ledger
        {
            Consumed = (long)task.Value,
            Evaluated = (long)evaluated[task.Key],
            Filtered = (long)filtered[task.Key],
            Late = (long)late[task.Key],
            DeadLettered = (long)dead[task.Key],
            Waiting = (long)waiting[task.Key],
            Candidates = (long)candidates[task.Key],
            Published = (long)published[task.Key],
            Shadowed = (long)shadowed[task.Key],
            Lost = (long)lost[task.Key],
        });

        Dictionary<string, double> Events(string outcome) => metrics.By("task", "riskengine_events_total", "outcome", outcome);

        Dictionary<string, double> Transitions(string outcome) => metrics.By("task", "riskengine_transitions_total", "outcome", outcome);
    }
}
