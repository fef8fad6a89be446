using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Protocol;

/// <summary>Ties the model to the code: a real store, driven along random ways with real checkpoints, holds what the model's store holds.</summary>
public sealed class CheckpointStoreRuleTests
{
    private static readonly TaskId Id = new("risk.events.sensor.v1", 0);

    [Fact]
    public async Task Store_in_memory_does_what_the_store_of_the_model_does()
    {
        var verdicts = new Dictionary<SaveVerdict, int>();
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (store, model) = (new InMemoryCheckpointStore(), ModelRedis.Empty);
            var epochs = new List<long>();
            for (var step = 0; step < 40; step++)
            {
                if (epochs.Count == 0 || random.Next(5) == 0)
                {
                    var acquired = await store.AcquireAsync(Id, CancellationToken.None);
                    Assert.DoesNotContain(acquired.Epoch, epochs);
                    epochs.Add(acquired.Epoch);
                    model = model with { Epoch = epochs.Count };
                    Same(model, acquired);
                    continue;
                }

                var owner = random.Next(Math.Max(0, epochs.Count - 2), epochs.Count);
                var sent = NextStep(random, owner + 1, Math.Max(0, model.Newest - 2 + random.Next(5)));
                var verdict = SaveRule.Judge(model.Epoch, model.Newest < 0 ? null : model.Newest, sent.Epoch, sent.Number);
                verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
                Assert.Equal(verdict != SaveVerdict.Refused, await store.TrySaveAsync(Id, epochs[owner], CheckpointOf(sent), new[] { (byte)sent.Events }, CancellationToken.None));
                if (verdict == SaveVerdict.Stored) model = ProtocolModel.Stored(model, sent);
            }
        }

        Assert.All(Enum.GetValues<SaveVerdict>(), verdict => Assert.True(verdicts.GetValueOrDefault(verdict) > 500, $"{verdict}: {verdicts.GetValueOrDefault(verdict)}"));
    }

    [Theory]
    [InlineData(null, null, 1, 0, SaveVerdict.Refused)]
    [InlineData(2L, null, 2, 0, SaveVerdict.Stored)]
    [InlineData(2L, null, 1, 0, SaveVerdict.Refused)]
    [InlineData(2L, null, 2, 1, SaveVerdict.Refused)]
    [InlineData(2L, 5L, 2, 6, SaveVerdict.Stored)]
    [InlineData(2L, 5L, 2, 5, SaveVerdict.Stored)]
    [InlineData(2L, 5L, 2, 4, SaveVerdict.Outdated)]
    [InlineData(2L, 5L, 2, 7, SaveVerdict.Refused)]
    [InlineData(2L, 5L, 3, 6, SaveVerdict.Refused)]
    [InlineData(2L, 5L, 1, 4, SaveVerdict.Refused)]
    public void Steps_are_judged_by_owner_and_by_what_they_follow(long? storedEpoch, long? storedNewest, long epoch, long number, SaveVerdict verdict) =>
        Assert.Equal(verdict, SaveRule.Judge(storedEpoch, storedNewest, epoch, number));

    /// <summary>Segment numbers stay small, as the model has room for a few only.</summary>
    private static ModelStep NextStep(Random random, int epoch, int number)
    {
        number = Math.Min(number, 5);
        return new ModelStep(epoch, number, random.Next(5), random.Next(number + 1), random.Next(16));
    }

    private static TaskCheckpoint CheckpointOf(ModelStep step) => new()
    {
        NextOffset = step.Offset,
        ResumeOffset = step.Offset,
        Newest = new EventTime(step.Offset),
        Ledger = new Ledger { Consumed = step.Offset },
        OldestSegment = step.Oldest,
        NewestSegment = step.Number,
    };

    private static void Same(ModelRedis model, StoredTask stored)
    {
        Assert.Equal(model.Offset < 0 ? null : model.Offset, stored.Checkpoint?.NextOffset);
        if (stored.Checkpoint is not { } checkpoint) return;
        Assert.Equal((model.Oldest, model.Newest), (checkpoint.OldestSegment, checkpoint.NewestSegment));
        var segments = Enumerable.Range(0, 6).Select(model.Segment).OfType<int>().Select(events => (byte)events).ToList();
        Assert.Equal(segments, stored.Segments.Select(segment => segment.Span[0]));
    }
}
