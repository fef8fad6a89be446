namespace RiskEngine.Core.Tests.Protocol;

/// <summary>The protocol of signals (docs/signals.md) as a state machine: every step that a task's owners, Kafka and the reader can take next, however late.</summary>
/// <remarks>
/// Each event of the task's log gives one signal, the same whoever reads it. An owner sends in order; what two owners send arrives in any order between them, and what
/// a dead one has sent may arrive still. A task that is taken over goes on from its checkpoint, or, where the store has lost that, from its first event.
/// </remarks>
/// <param name="mutation">A mistake to make.</param>
/// <param name="events">Length of the task's log, at most 4.</param>
/// <param name="acquisitions">How often the task is taken over; an owner dies once less often.</param>
/// <param name="readerCrashes">How often the reader dies, and how often it stores.</param>
/// <param name="storeLosses">How often the store loses the task.</param>
/// <param name="ticks">How often an owner's idle clock causes a signal.</param>
internal sealed class SignalModel(SignalMutation mutation, int events, int acquisitions, int readerCrashes, int storeLosses, int ticks = 0)
{
    private const int FirstEpoch = 50;

    public static SignalWorld Start => new() { Epochs = FirstEpoch };

    /// <summary>What went wrong in the step that was taken last; null where nothing did.</summary>
    public string? Violation { get; private set; }

    public bool IsDone(SignalWorld world) => world.Reader.Counted.Take(events).All(count => count == 1);

    public bool MayStillFinish(SignalWorld world) => world.Acquisitions < acquisitions;

    public IEnumerable<(string Step, SignalWorld World)> Next(SignalWorld world)
    {
        for (var number = 0; number < 2; number++)
        {
            foreach (var next in OwnerSteps(world, number)) yield return next;
        }

        if (world.Reader.Next < world.Log.Count) yield return Step("the reader reads", world, next => Violation = next.Reader.Take(next.Log[next.Reader.Next], mutation));
        if (world.Saves < readerCrashes)
        {
            yield return Step("the reader stores", world, next =>
            {
                next.Saves++;
                next.Checkpoint = next.Reader.Saved(mutation);
            });
        }

        if (world.Crashes < readerCrashes)
        {
            yield return Step("the reader dies and is back", world, next =>
            {
                next.Crashes++;
                next.RestartReader();
            });
        }

        if (world.StoreLosses < storeLosses && world.Stored >= 0)
        {
            yield return Step("the store loses the task", world, next =>
            {
                next.StoreLosses++;
                (next.Stored, next.StoredEpoch, next.Epochs) = (-1, 0, next.Epochs - FirstEpoch);
            });
        }
    }

    private IEnumerable<(string Step, SignalWorld World)> OwnerSteps(SignalWorld world, int number)
    {
        var owner = world.Owners[number];
        if (owner.OnTheWay.Count > 0)
        {
            yield return Step($"{owner.OnTheWay[0]} arrives", world, next =>
            {
                next.Log.Add(owner.OnTheWay[0]);
                next.Owners[number].OnTheWay.RemoveAt(0);
            });
        }

        if (owner.Epoch == 0)
        {
            if (owner.OnTheWay.Count > 0) yield return Step($"what {number} had sent is lost", world, next => next.Owners[number].OnTheWay.Clear());
            if (world.Acquisitions < acquisitions && owner.OnTheWay.Count == 0) yield return Step($"{number} acquires", world, next => Acquire(next, number));
            yield break;
        }

        if (world.Deaths < acquisitions - 1) yield return Step($"{number} dies", world, next => Die(next, number));
        if (owner.Position < events) yield return Step($"{number} reads {owner.Position}", world, next => Read(next, number));
        if (owner.Ticks > 0) yield return Step($"{number} ticks", world, next => Tick(next, number));
        if (owner.Markers > 0) yield return Step($"{number} marks", world, next => Mark(next, number));
        if (world.StoredEpoch != owner.Epoch || world.Stored == owner.Position) yield break;
        if (owner.OnTheWay.Count > 0 && mutation != SignalMutation.CheckpointsDoNotWaitForSignals) yield break;
        yield return Step($"{number} stores", world, next => next.Stored = owner.Position);
    }

    private void Acquire(SignalWorld world, int number)
    {
        world.Acquisitions++;
        world.StoredEpoch = ++world.Epochs;
        var owner = new SignalWorld.SignalOwner { Epoch = world.StoredEpoch, Position = Math.Max(0, world.Stored), Ticks = ticks, Markers = 1 };
        world.Stored = owner.Position;
        world.Owners[number] = owner;
        if (mutation != SignalMutation.OwnersDoNotIntroduceThemselves) owner.OnTheWay.Add(new SignalRecord('O', owner.Epoch, -1));
    }

    /// <summary>What is on its way may still arrive.</summary>
    private static void Die(SignalWorld world, int number)
    {
        world.Deaths++;
        world.Owners[number] = new SignalWorld.SignalOwner { OnTheWay = [.. world.Owners[number].OnTheWay] };
    }

    private static void Read(SignalWorld world, int number)
    {
        var owner = world.Owners[number];
        Send(world, number, owner with { Position = owner.Position + 1 }, new SignalRecord('S', owner.Epoch, owner.Position));
    }

    private static void Tick(SignalWorld world, int number)
    {
        var owner = world.Owners[number];
        Send(world, number, owner with { Ticks = owner.Ticks - 1 }, new SignalRecord('T', owner.Epoch, owner.Position));
    }

    /// <summary>Says that all events before the next have happened; of the last, that time is over.</summary>
    private void Mark(SignalWorld world, int number)
    {
        var owner = world.Owners[number];
        var clock = owner.Position + (mutation == SignalMutation.MarkersOvertakeSignals && owner.Position < events ? 1 : 0);
        Send(world, number, owner with { Markers = owner.Markers - 1 }, new SignalRecord('M', owner.Epoch, clock));
    }

    private static void Send(SignalWorld world, int number, SignalWorld.SignalOwner owner, SignalRecord record)
    {
        world.Owners[number] = owner;
        owner.OnTheWay.Add(record);
    }

    private (string Step, SignalWorld World) Step(string name, SignalWorld world, Action<SignalWorld> change)
    {
        Violation = null;
        var next = world.Clone();
        change(next);
        return (name, next);
    }
}
