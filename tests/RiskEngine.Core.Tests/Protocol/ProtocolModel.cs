using RiskEngine.Core.Tasks;

namespace RiskEngine.Core.Tests.Protocol;

/// <summary>The checkpoint protocol of docs/adr/0003 as a state machine: every step that anything in the system can take next, however late or often.</summary>
/// <remarks>
/// Two instances own the task in turn or believe that they do. Each event raises one alert, whose content is the state that it met, so a wrong state
/// publishes a wrong alert. A segment holds what changed since the one before; every second one holds all, and the segments before it go. The store
/// judges with the engine's own <see cref="SaveRule"/>. The first checkpoint is never lost: a store that loses everything is another chapter.
/// </remarks>
/// <param name="mutation">A mistake to make.</param>
/// <param name="events">Length of the log, at most 4.</param>
/// <param name="acquisitions">How often the task is taken over.</param>
/// <param name="crashes">How often an owner dies.</param>
/// <param name="losses">How often the store loses its last one or two steps.</param>
/// <param name="retention">How many records of those that were read retention may remove. Where above 0, events wait between being read and being evaluated, owners store
/// their place before they read, and may stop gracefully.</param>
internal sealed class ProtocolModel(ProtocolMutation mutation, int events, int acquisitions, int crashes, int losses, int retention = 0)
{
    private bool Waits => retention > 0;

    /// <summary>What went wrong in the step that was taken last; null where nothing did.</summary>
    public string? Violation { get; private set; }

    public static World Start => new() { Redis = ModelRedis.Empty, Before = ModelRedis.Empty, LongBefore = ModelRedis.Empty, First = Idle, Second = Idle };

    private static ModelOwner Idle => new() { Newest = -1 };

    /// <summary>Whether everything has been evaluated, published and stored.</summary>
    public bool IsDone(World world) => world.Redis.Offset == events && (world.Topic | world.Redis.Lost) == Prefix(events);

    /// <summary>Whether an owner can still come. Where none can, a store that lost steps of two owners at the end of the log waits for an event that is not in the model.</summary>
    public bool MayStillFinish(World world) =>
        world.Acquisitions < acquisitions && (world.First.Is == ModelOwner.Phase.Idle || world.Second.Is == ModelOwner.Phase.Idle);

    /// <summary>All worlds that can follow, with the name of the step.</summary>
    public IEnumerable<(string Step, World World)> Next(World world)
    {
        Violation = null;
        for (var number = 0; number < 2; number++)
        {
            foreach (var next in OwnerSteps(world, number)) yield return next;
        }

        foreach (var next in KafkaSteps(world)) yield return next;
        foreach (var next in RedisSteps(world)) yield return next;
        if (world.LogStart < Math.Min(retention, world.Seen)) yield return ($"retention removes record {world.LogStart}", world with { LogStart = world.LogStart + 1 });
    }

    /// <summary>The same world without what can make no difference any more, so that it is not visited twice.</summary>
    public World Reduced(World world)
    {
        if (world.First.Epoch > world.Second.Epoch) world = world with { First = world.Second, Second = world.First };
        if (world.Losses < losses) return world;
        world = world with { Before = ModelRedis.Empty, LongBefore = ModelRedis.Empty };
        if (mutation != ProtocolMutation.None) return world;
        foreach (var (step, _) in world.Steps.Entries)
        {
            var isAwaited = (world.First.Sent && world.First.Saving == step) || (world.Second.Sent && world.Second.Saving == step);
            if (!isAwaited && (step.Epoch != world.Redis.Epoch || step.Number <= world.Redis.Newest)) world = world with { Steps = world.Steps.With(step, 0) };
        }

        return world;
    }

    /// <summary>What must hold at every moment.</summary>
    public static string? FaultOf(World world)
    {
        var redis = world.Redis;
        if (redis.Offset < 0) return null;
        var stored = 0;
        for (var number = redis.Oldest; number <= redis.Newest; number++)
        {
            if (redis.Segment(number) is not { } events) return $"the checkpoint names segment {number}, which is not there";
            stored |= events;
        }

        var expected = Prefix(redis.Offset) & ~redis.Lost;
        if (stored != expected) return $"the stored state holds events {stored:b} at offset {redis.Offset}, lost are {redis.Lost:b}";
        var missed = Prefix(redis.Resume) & ~(stored | redis.Kept | redis.Lost);
        if (missed != 0) return $"events {missed:b} are neither evaluated nor kept nor lost, and are not read again";
        if (redis.Lost != 0 && !world.IsAbrupt) return $"events {redis.Lost:b} are lost although every owner stopped gracefully";
        return (world.Topic & expected) == expected ? null : $"the checkpoint at {redis.Offset} is past alerts that Kafka lacks: it has {world.Topic:b}";
    }

    private IEnumerable<(string Step, World World)> OwnerSteps(World world, int number)
    {
        var owner = world.Owner(number);
        if (owner.Is == ModelOwner.Phase.Idle)
        {
            // Two idle instances are alike.
            if (world.Acquisitions < acquisitions && (number == 0 || world.First.Is != ModelOwner.Phase.Idle)) yield return ($"{number} acquires", Acquire(world, number));
            yield break;
        }

        if (world.Crashes < crashes) yield return ($"{number} crashes", world.With(number, Idle) with { Crashes = world.Crashes + 1, IsAbrupt = true });
        if (owner.Is == ModelOwner.Phase.Reading)
        {
            yield return owner.Next <= owner.Newest ? ($"{number} reads segment {owner.Next}", ReadSegment(world, number)) : ($"{number} settles", Settle(world, number));
            yield break;
        }

        foreach (var next in WorkSteps(world, number, owner)) yield return next;
        if (owner.Saving is { } saving && MaySend(world, owner, saving)) yield return ($"{number} sends step {saving.Number}", Send(world, number, saving));
    }

    private IEnumerable<(string Step, World World)> WorkSteps(World world, int number, ModelOwner owner)
    {
        if (owner.Stopping) yield break;
        var isPlaced = !Waits || mutation == ProtocolMutation.PlaceIsNotStoredFirst || owner.Newest > 0 || (owner.Newest == 0 && owner.Saving is null);
        if (isPlaced && Waits && owner.Read < events) yield return ($"{number} reads {owner.Read}", Read(world, number));
        if (Waits ? (owner.Waiting & (1 << owner.Position)) != 0 : owner.Position < events) yield return ($"{number} evaluates {owner.Position}", Evaluate(world, number));
        if (owner.Saving is not null) yield break;
        if (owner.Changed != 0 || !isPlaced) yield return ($"{number} takes a snapshot", Snapshot(world, number, isLast: false));
        if (isPlaced && Waits) yield return ($"{number} stops", Snapshot(world, number, isLast: true));
    }

    private IEnumerable<(string Step, World World)> KafkaSteps(World world)
    {
        for (var alert = 0; alert < events; alert++)
        {
            var bit = 1 << alert;
            if ((world.AlertsOnTheWay & bit) != 0)
            {
                yield return ($"Kafka takes alert {alert}", world with { AlertsOnTheWay = world.AlertsOnTheWay & ~bit, Topic = world.Topic | bit });
            }

            if ((world.Topic & bit) == 0) continue;
            for (var number = 0; number < 2; number++)
            {
                var owner = world.Owner(number);
                if ((owner.Unacknowledged & bit) != 0)
                {
                    yield return ($"{number} hears that Kafka has alert {alert}", world.With(number, owner with { Unacknowledged = owner.Unacknowledged & ~bit }));
                }
            }
        }
    }

    private IEnumerable<(string Step, World World)> RedisSteps(World world)
    {
        foreach (var (step, copies) in world.Steps.Entries)
        {
            var verdict = Judge(world.Redis, step);
            var arrived = world with { Steps = world.Steps.With(step, copies - 1) };
            if (verdict == SaveVerdict.Stored) arrived = arrived.Wrote(Stored(world.Redis, step));
            yield return ($"step {step.Number} of epoch {step.Epoch} arrives ({verdict}), its answer is lost", arrived);
            for (var number = 0; number < 2; number++)
            {
                if (arrived.Owner(number) is { Sent: true } owner && owner.Saving == step)
                {
                    yield return ($"{number} hears of step {step.Number}: {verdict}", Answered(arrived, number, verdict));
                }
            }
        }

        if (world.Losses == losses) yield break;
        var lost = world with { Losses = world.Losses + 1, IsAbrupt = true };
        if (world.Before.Offset >= 0) yield return ("Redis loses its last step", lost with { Redis = world.Before, Before = world.LongBefore });
        if (world.LongBefore.Offset >= 0) yield return ("Redis loses its last two steps", lost with { Redis = world.LongBefore, Before = world.LongBefore });
    }

    private World Acquire(World world, int number)
    {
        var epoch = mutation == ProtocolMutation.EpochsAreCounted ? world.Redis.Epoch + 1 : world.Epochs + 1;
        var isAbrupt = world.IsAbrupt || world.Owner(1 - number).Is != ModelOwner.Phase.Idle;
        var next = world.Wrote(world.Redis with { Epoch = epoch }) with { Epochs = world.Epochs + 1, Acquisitions = world.Acquisitions + 1, IsAbrupt = isAbrupt };
        var redis = next.Redis;
        if (redis.Offset < 0)
        {
            if (world.LogStart > 0) Violation = $"{number} starts at record {world.LogStart}, and nobody knows of those before it";
            return next.With(number, Idle with { Is = ModelOwner.Phase.Running, Epoch = epoch });
        }

        return next.With(number, Idle with
        {
            Is = ModelOwner.Phase.Reading,
            Epoch = epoch,
            Position = redis.Offset,
            Read = redis.Resume,
            Waiting = redis.Kept,
            Lost = redis.Lost,
            Oldest = redis.Oldest,
            Newest = redis.Newest,
            Next = redis.Oldest,
        });
    }

    /// <summary>Reads the next record that the log still holds: its event waits, unless it was evaluated before. What is gone and neither evaluated nor waiting is lost.</summary>
    private World Read(World world, int number)
    {
        var owner = world.Owner(number);
        var next = Math.Max(owner.Read, world.LogStart);
        var known = owner.State | owner.Waiting;
        if (mutation != ProtocolMutation.LossesAreNotNoticed) owner = owner with { Lost = owner.Lost | (Prefix(next) & ~Prefix(owner.Read) & ~known) };
        if (next < events)
        {
            var bit = 1 << next;
            if ((owner.Waiting & bit) != 0) Violation = $"{number} takes event {next} in twice";
            if ((owner.State & bit) == 0) owner = owner with { Waiting = owner.Waiting | bit };
            next++;
        }

        return world.With(number, PastLost(owner with { Read = next })) with { Seen = Math.Max(world.Seen, next) };
    }

    /// <summary>Time goes on past what is lost.</summary>
    private static ModelOwner PastLost(ModelOwner owner)
    {
        while ((owner.Lost & (1 << owner.Position)) != 0) owner = owner with { Position = owner.Position + 1 };
        return owner;
    }

    private World ReadSegment(World world, int number)
    {
        var owner = world.Owner(number);
        if (world.Redis.Segment(owner.Next) is { } stored) return world.With(number, owner with { State = owner.State | stored, Next = owner.Next + 1 });
        if (world.Redis.Epoch != owner.Epoch && mutation != ProtocolMutation.ReaderThatWasOvertakenGoesOn) return world.With(number, Idle);
        Violation = $"{number} finds segment {owner.Next} missing and starts with an empty state";
        return world;
    }

    private World Settle(World world, int number)
    {
        var owner = world.Owner(number);
        var isOwner = world.Redis.Epoch == owner.Epoch || mutation == ProtocolMutation.ReaderThatWasOvertakenGoesOn;
        var kept = world.Redis.Within(owner.Oldest, owner.Newest);
        if (world.Redis.Epoch == owner.Epoch || mutation == ProtocolMutation.SegmentsAreDroppedByOldOwners) world = world.Wrote(kept);
        return world.With(number, isOwner ? owner with { Is = ModelOwner.Phase.Running, Next = 0 } : Idle);
    }

    private World Evaluate(World world, int number)
    {
        var owner = world.Owner(number);
        var bit = 1 << owner.Position;
        if (owner.State != (Prefix(owner.Position) & ~owner.Lost)) Violation = $"{number} publishes an alert of event {owner.Position} from a state that holds {owner.State:b}";
        return world.With(number, PastLost(owner with
        {
            Position = owner.Position + 1,
            Waiting = owner.Waiting & ~bit,
            State = owner.State | bit,
            Changed = owner.Changed | bit,
            Unacknowledged = owner.Unacknowledged | bit,
        })) with
        { AlertsOnTheWay = world.AlertsOnTheWay | bit };
    }

    private World Snapshot(World world, int number, bool isLast)
    {
        var owner = world.Owner(number);
        var segment = owner.Newest + 1;
        var endsRound = segment % 2 == 1;
        var offset = mutation == ProtocolMutation.OffsetLagsBehindTheState ? owner.Position - int.PopCount(owner.Unacknowledged) : owner.Position;
        var kept = isLast && mutation != ProtocolMutation.GracefulStopForgetsWhatWaits ? owner.Waiting : 0;
        var isReadAgain = owner.Waiting != 0 && (!isLast || mutation == ProtocolMutation.KeptEventsAreReadAgain);
        var step = new ModelStep(owner.Epoch, segment, offset, endsRound ? segment : owner.Oldest, endsRound ? owner.State : owner.Changed)
        {
            Resume = isReadAgain ? int.TrailingZeroCount(owner.Waiting) : owner.Read,
            Kept = kept,
            Lost = owner.Lost,
        };
        return world.With(number, owner with { Saving = step, Sent = false, Changed = 0, Newest = segment, Oldest = step.Oldest, Stopping = isLast });
    }

    private bool MaySend(World world, ModelOwner owner, ModelStep saving)
    {
        var acknowledged = (owner.Unacknowledged & Prefix(saving.Offset)) == 0 || mutation == ProtocolMutation.SavesBeforeKafkaAcknowledged;
        return acknowledged && world.Steps.Copies(saving) == 0;
    }

    /// <summary>Sent once, it may arrive twice: the network repeats, or the owner does when no answer comes.</summary>
    private static World Send(World world, int number, ModelStep saving) =>
        world.With(number, world.Owner(number) with { Sent = true }) with { Steps = world.Steps.With(saving, world.Owner(number).Sent ? 1 : 2) };

    private static World Answered(World world, int number, SaveVerdict verdict)
    {
        var owner = world.Owner(number);
        if (verdict == SaveVerdict.Refused) return world.With(number, Idle) with { IsAbrupt = true };
        return world.With(number, owner.Stopping ? Idle : owner with { Saving = null, Sent = false });
    }

    private SaveVerdict Judge(ModelRedis redis, ModelStep step)
    {
        long? newest = redis.Newest < 0 ? null : redis.Newest;
        var epoch = mutation == ProtocolMutation.StoreIgnoresEpoch ? redis.Epoch : step.Epoch;
        var verdict = SaveRule.Judge(redis.Epoch == 0 ? null : redis.Epoch, newest, epoch, step.Number);
        if (mutation == ProtocolMutation.StoreTakesOutdatedSteps && verdict == SaveVerdict.Outdated) return SaveVerdict.Stored;
        var isTaken = mutation == ProtocolMutation.StoreTakesStepsWhosePredecessorIsLost && redis.Epoch == epoch;
        return !isTaken ? verdict : step.Number < redis.Newest ? SaveVerdict.Outdated : SaveVerdict.Stored;
    }

    public static ModelRedis Stored(ModelRedis redis, ModelStep step)
    {
        var place = redis with { Offset = step.Offset, Oldest = step.Oldest, Newest = step.Number, Resume = step.Resume, Kept = step.Kept, Lost = step.Lost };
        return place.WithSegment(step.Number, step.Events).Within(step.Oldest, int.MaxValue);
    }

    private static int Prefix(int offset) => (1 << offset) - 1;
}
