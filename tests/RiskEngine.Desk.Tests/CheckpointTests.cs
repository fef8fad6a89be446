using RiskEngine.Core.State;
using RiskEngine.Desk.Tests.Model;

namespace RiskEngine.Desk.Tests;

public sealed class CheckpointTests
{
    /// <summary>A store that gets only what has changed, as checkpoints do.</summary>
    [Fact]
    public void What_has_changed_since_the_last_checkpoint_is_all_that_has_to_be_saved()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var stored = new SortedDictionary<(string Part, string Key), byte[]>();
            using var desk = new DeskTrial(DeskWorld.Policy);
            var run = new DeskRun(desk, new DeskModel());
            for (var i = 0; i < 150; i++)
            {
                var kind = random.Next(3) == 0 ? DeskStepKind.Wait : random.Next(2) == 0 ? DeskStepKind.Fire : (DeskStepKind)random.Next(12);
                run.Do(new DeskStep(kind, random.Next(DeskWorld.Alarms.Length), (Core.Rules.Grade)random.Next(1, 5), random.Next(1, 8)));
                if (random.Next(5) == 0) Save(desk.Desk, stored);
            }

            Save(desk.Desk, stored);
            Assert.Equal(All(desk.Desk), stored.Select(entry => $"{entry.Key} {Convert.ToHexString(entry.Value)}"));
        }
    }

    [Fact]
    public void Damaged_state_is_refused()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Core.Rules.Grade.Red);
        foreach (var part in desk.Desk.Saved.Where(part => part.SlotBound > 0))
        {
            var writer = new StateWriter();
            Assert.True(part.TrySave(0, writer));
            for (var length = 0; length < writer.Length; length++)
            {
                var cut = writer.Written[..length].ToArray();
                using var into = new AlertDesk(desk.Desk.Policy);
                Assert.Throws<StateFormatException>(() =>
                {
                    var reader = new StateReader(cut);
                    into.Saved.First(other => other.StateId == part.StateId).Restore("0", ref reader);
                });
            }
        }
    }

    private static void Save(AlertDesk desk, SortedDictionary<(string Part, string Key), byte[]> stored)
    {
        foreach (var part in desk.Saved)
        {
            foreach (var slot in part.Dirty.Slots)
            {
                var writer = new StateWriter();
                if (part.TrySave(slot, writer)) stored[(part.StateId, part.KeyOf(slot))] = writer.ToArray();
                else stored.Remove((part.StateId, part.KeyOf(slot)));
            }

            part.Dirty.Clear();
        }
    }

    private static IEnumerable<string> All(AlertDesk desk)
    {
        var all = new SortedDictionary<(string Part, string Key), byte[]>();
        foreach (var part in desk.Saved)
        {
            for (var slot = 0; slot < part.SlotBound; slot++)
            {
                var writer = new StateWriter();
                if (part.TrySave(slot, writer)) all[(part.StateId, part.KeyOf(slot))] = writer.ToArray();
            }
        }

        return all.Select(entry => $"{entry.Key} {Convert.ToHexString(entry.Value)}");
    }
}
