using System.Reactive.Subjects;
using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests;

/// <summary>One life of a task: its state and pipeline, and all that came out since it was made or cleared.</summary>
internal sealed class TaskRig : IDisposable
{
    public static readonly TaskId Id = new("risk.events.sensor.v1", 2);

    /// <summary>Long after the events: a log that is read again.</summary>
    private static readonly long Appended = (RandomStream.Start + TimeSpan.FromDays(30)).UnixMilliseconds;

    private readonly Subject<TaskInput> _inputs = new();
    private readonly AlertJson _json = new();
    private readonly LogScript _script;

    public TaskRig(LogScript script)
        : this(script, script.Lateness)
    {
    }

    public TaskRig(LogScript script, TimeSpan lateness)
    {
        _script = script;
        State = new TaskState(Id, PartsOf(script.Rules, lateness) with { Deduplicate = script.Deduplicate });
        AlertPipeline.Build(_inputs, State).Subscribe(Take);
    }

    public TaskState State { get; }

    /// <summary>Alerts, shadow alerts, late events and rejections, one line each.</summary>
    public List<string> Output { get; } = [];

    /// <summary>Every transition, published or shadowed.</summary>
    public List<AlertTransition> Transitions { get; } = [];

    /// <summary>Whether a batch ever left the newest time behind where it was.</summary>
    public bool TimeWentBack { get; private set; }

    public static TaskDefinition PartsOf(IReadOnlyList<Rule> rules, TimeSpan lateness) => new()
    {
        Rules = rules,
        Lateness = new ByKind<TimeSpan>(lateness, []),
        Disorder = new ByKind<TimeSpan>(lateness, []),
        CreatePseudonymizer = () => new Pseudonymizer(new PseudonymKeys("p1", new byte[32])),
    };

    /// <summary>Offset of the first record that retention has left.</summary>
    public long LogStart { get; init; } = LogScript.FirstOffset;

    /// <summary>Reads records up to an offset in batches of random size.</summary>
    public void ReadUntil(long offset, Random random)
    {
        while (State.NextOffset < offset) Read((int)Math.Min(random.Next(1, 8), offset - Math.Max(State.NextOffset, LogScript.FirstOffset)));
    }

    /// <summary>Reads the next records as one batch.</summary>
    public void Read(int count)
    {
        var next = Math.Max(State.NextOffset, LogScript.FirstOffset);
        var records = new RecordBatch();
        if (next < LogStart) records.AddRemoved(new RemovedRecords(next, LogStart));
        for (var offset = Math.Max(next, LogStart); offset < next + count; offset++) records.Add(offset, _script.Records[(int)(offset - LogScript.FirstOffset)], Appended);
        Push(new TaskInput.Records(records));
    }

    public void Tick(EventTime at) => Push(new TaskInput.Tick(at));

    public void Do(LogStep step)
    {
        if (step.Tick is { } tick) Tick(tick);
        else Read(step.Records);
    }

    public void DoAll()
    {
        foreach (var step in _script.Steps) Do(step);
    }

    public async Task Save(InMemoryCheckpointStore store, long epoch, bool isLast = false)
    {
        var checkpoint = State.Checkpoint(out var segment, keepsWaiting: isLast);
        Assert.True(await store.TrySaveAsync(Id, epoch, checkpoint, segment, CancellationToken.None));
    }

    /// <summary>Takes over what a store holds.</summary>
    /// <returns>The new epoch.</returns>
    public async Task<long> Restore(InMemoryCheckpointStore store)
    {
        var stored = await store.AcquireAsync(Id, CancellationToken.None);
        if (State.Restore(stored, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}")) is null) State.BeginAt(LogScript.FirstOffset);
        return stored.Epoch;
    }

    /// <summary>Ends a rebuild as a session does: alerts that are open are published once more.</summary>
    public void EndRebuild() => Push(new TaskInput.ReplayEnded());

    public void Dispose()
    {
        _inputs.Dispose();
        _json.Dispose();
    }

    public void Push(TaskInput input)
    {
        var before = State.Newest;
        _inputs.OnNext(input);
        TimeWentBack |= State.Newest < before;
        Assert.True(State.Rebuild is not null || State.Ledger.Balances, State.Ledger.ToString());
    }

    private void Take(TaskOutput batch)
    {
        Transitions.AddRange(batch.Transitions);
        foreach (var alert in batch.Alerts) Output.Add("alert " + Encoding.UTF8.GetString(_json.Encode(alert)));
        foreach (var alert in batch.Shadow) Output.Add("shadow " + Encoding.UTF8.GetString(_json.Encode(alert)));
        foreach (var late in batch.Late) Output.Add($"late {late.Offset}/{late.Line} {late.Site} {late.At} behind {late.Watermark} {Encoding.UTF8.GetString(late.Json)}");
        foreach (var bad in batch.Rejections) Output.Add($"rejected {bad.Offset}/{bad.Line} {bad.Reason}");
    }
}
