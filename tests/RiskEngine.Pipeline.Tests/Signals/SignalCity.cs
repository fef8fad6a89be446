using System.Globalization;
using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Signals;

/// <summary>Several tasks over events, whose signals tasks over signals read: a city in memory, driven by the test, with logs that stay whatever happens to a task.</summary>
internal sealed class SignalCity : IDisposable
{
    public const string Topic = "risk.signals.v1";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IReadOnlyList<Rule> _rules;
    private readonly IReadOnlyList<Rule> _crossing;
    private readonly TimeSpan _lateness;
    private readonly SignalRoute _route;
    private readonly Dictionary<TaskId, List<byte[]>> _logs = [];
    private readonly List<(byte[] Value, long Appended)>[] _signals;
    private readonly Dictionary<TaskId, Life> _lives = [];
    private readonly InMemoryCheckpointStore _store = new();

    public SignalCity(IReadOnlyList<Rule> rules, TimeSpan lateness, int partitions = 2, int depth = 1, IEnumerable<TaskId>? producers = null)
    {
        var byId = rules.ToDictionary(rule => rule.Id);
        _rules = rules;
        _crossing = [.. rules.Where(rule => RuleReach.NeedsSignals(rule, byId) is not null)];
        (_lateness, _route) = (lateness, new SignalRoute(partitions, depth, "district"));
        _signals = [.. Enumerable.Range(0, partitions).Select(_ => new List<(byte[], long)>())];
        foreach (var producer in producers ?? []) _logs[producer] = [];
    }

    /// <summary>The wall clock by which logs say when they took a record.</summary>
    public EventTime Now { get; set; } = EventTime.From(new DateTimeOffset(2026, 12, 24, 0, 0, 0, TimeSpan.Zero));

    /// <summary>What rules over several partitions said: one line for each transition, each once, as an alert consumer sees them.</summary>
    public List<string> Crossing { get; } = [];

    /// <summary>The same transitions.</summary>
    public List<AlertTransition> Transitions { get; } = [];

    private readonly HashSet<string> _seen = [];

    /// <summary>The tasks that read events.</summary>
    public IEnumerable<TaskId> Producers => _logs.Keys;

    /// <summary>The tasks that read signals.</summary>
    public IEnumerable<TaskId> Readers => Enumerable.Range(0, _route.Partitions).Select(partition => new TaskId(Topic, partition));

    /// <summary>A transition in words that do not depend on who evaluated it: its records lie elsewhere.</summary>
    public static string InWords(AlertTransition t) => string.Create(CultureInfo.InvariantCulture,
        $"{t.Id} {t.Rule.Id} {t.Key} {t.State} {t.PreviousGrade}-{t.Grade} {t.Reason} at {t.At} from {t.FirstEvidence} onset {t.Onset}: "
        + $"{t.Measurement.Measure:0.####} of {t.Measurement.Count}");

    /// <summary>Appends an event to the log of a task.</summary>
    public void Write(TaskId producer, string kind, string source, string site, EventTime at, double value)
    {
        if (!_logs.TryGetValue(producer, out var log)) _logs.Add(producer, log = []);
        log.Add(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{{\"id\":\"{producer}-{log.Count}\",\"kind\":\"{kind}\",\"source\":\"{source}\",\"site\":\"{site}\",\"time\":\"{at}\",\"value\":{value}}}")));
    }

    /// <summary>How many records a task has still to read.</summary>
    public long Lag(TaskId task) => LengthOf(task) - Of(task).State.NextOffset;

    /// <summary>Starts a task, or the next owner of one, from its checkpoint.</summary>
    public async Task Start(TaskId task)
    {
        var stored = await _store.AcquireAsync(task, CancellationToken.None);
        _lives[task] = new Life(StateOf(task, stored), stored.Epoch, Publish);
        if (_lives[task].State.Restore(stored, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}")) is null) _lives[task].State.BeginAt(0);
        Assert.Null(_lives[task].State.SignalFault);
    }

    /// <summary>The owner of a task that goes on though it has lost it.</summary>
    public Life Of(TaskId task) => _lives[task];

    /// <summary>Stores a checkpoint.</summary>
    public async Task Save(TaskId task, bool isLast = false)
    {
        var life = Of(task);
        var checkpoint = life.State.Checkpoint(out var segment, isLast);
        Assert.True(await _store.TrySaveAsync(task, life.Epoch, checkpoint, segment, CancellationToken.None));
    }

    /// <summary>A task reads its next records.</summary>
    public void Read(TaskId task, int count) => Read(Of(task), count);

    /// <summary>One owner of a task reads its next records.</summary>
    public void Read(Life life, int count)
    {
        var task = life.State.Id;
        var records = new RecordBatch();
        var end = Math.Min(LengthOf(task), life.State.NextOffset + count);
        for (var offset = life.State.NextOffset; offset < end; offset++)
        {
            if (task.Topic == Topic) records.Add(offset, _signals[task.Partition][(int)offset].Value, _signals[task.Partition][(int)offset].Appended);
            else records.Add(offset, _logs[task][(int)offset], (new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUnixTimeMilliseconds());
        }

        if (records.Count > 0) life.Pump.Push(new TaskInput.Records(records));
    }

    /// <summary>Time passes in a silent log.</summary>
    public void Tick(TaskId task, EventTime reached) => Of(task).Pump.Push(new TaskInput.Tick(reached));

    /// <summary>A task tells how far it has come.</summary>
    public void Mark(TaskId task, bool isIdle = false) => Of(task).Pump.Push(new TaskInput.Mark(isIdle));

    /// <summary>All readers read all that there is.</summary>
    public void Settle()
    {
        foreach (var reader in Readers) Read(reader, int.MaxValue);
    }

    public void Dispose()
    {
        foreach (var life in _lives.Values) life.Pump.Dispose();
    }

    private long LengthOf(TaskId task) => task.Topic == Topic ? _signals[task.Partition].Count : _logs[task].Count;

    private TaskState StateOf(TaskId task, StoredTask stored)
    {
        if (task.Topic == Topic)
        {
            var reading = new SignalReading(Patience, _rules.ToDictionary(rule => rule.Id));
            return new TaskState(task, TaskRig.PartsOf(_crossing, _lateness) with { Disorder = AtOnce, Reads = reading });
        }

        var producers = _logs.Keys.GroupBy(id => id.Topic).ToDictionary(topic => topic.Key, topic => topic.Max(id => id.Partition) + 1);
        var signals = new SignalDefinition(_route, producers, new SignalSource(task.ToString(), stored.Epoch, stored.Checkpoint is null), _crossing);
        return new TaskState(task, TaskRig.PartsOf([.. _rules.Except(_crossing)], _lateness) with { Disorder = AtOnce, Signals = signals });
    }

    private static ByKind<TimeSpan> AtOnce => new(TimeSpan.Zero, []);

    private void Publish(TaskState task, TaskOutput output)
    {
        foreach (var signal in output.Signals) _signals[signal.Partition].Add((signal.Value, Now.UnixMilliseconds));
        Assert.True(task.Rebuild is not null || task.Ledger.Balances, task.Ledger.ToString());
        if (!task.ReadsSignals) return;
        foreach (var transition in output.Transitions.Where(transition => _seen.Add(InWords(transition))))
        {
            Crossing.Add(InWords(transition));
            Transitions.Add(transition);
        }
    }

    /// <summary>One ownership of a task.</summary>
    internal sealed class Life
    {
        public Life(TaskState state, long epoch, Action<TaskState, TaskOutput> publish)
        {
            (State, Epoch) = (state, epoch);
            Pump = new TaskPump(state, output => publish(state, output));
        }

        public TaskState State { get; }

        public long Epoch { get; }

        public TaskPump Pump { get; }
    }
}
