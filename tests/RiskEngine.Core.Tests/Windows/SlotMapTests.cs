using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Windows;

public sealed class SlotMapTests
{
    /// <summary>Against a dictionary, on random ways with slots of all densities, so that it goes over from one form to the other and back.</summary>
    [Fact]
    public void It_is_a_map_whatever_its_form()
    {
        var forms = new Dictionary<(bool From, bool To), int>();
        for (var seed = 0; seed < 60; seed++)
        {
            var (random, map, twin) = (new Random(seed), new SlotMap(), new Dictionary<int, int>());
            var bound = 40;
            for (var step = 0; step < 4000; step++)
            {
                if (random.Next(700) == 0) bound = (int)Math.Pow(10, 1 + (random.NextDouble() * 5));
                var (slot, before) = (random.Next(bound), map.IsSparse);
                if (random.Next(4) == 0)
                {
                    map.Remove(slot);
                    twin.Remove(slot);
                }
                else
                {
                    map.Set(slot, step);
                    twin[slot] = step;
                }

                forms[(before, map.IsSparse)] = forms.GetValueOrDefault((before, map.IsSparse)) + 1;
                map.Prefetch(slot);
                Assert.Equal(twin.ContainsKey(slot), map.TryGet(slot, out var row));
                if (twin.TryGetValue(slot, out var expected)) Assert.Equal(expected, row);
                if (step % 500 != 0) continue;
                for (var any = 0; any < 1000; any++)
                {
                    Assert.Equal(twin.ContainsKey(any), map.TryGet(any, out var other));
                    if (twin.TryGetValue(any, out var known)) Assert.Equal(known, other);
                }

                foreach (var (key, value) in twin) Assert.True(map.TryGet(key, out var found) && found == value);
            }
        }

        Assert.True(forms.GetValueOrDefault((true, false)) > 10 && forms.GetValueOrDefault((false, true)) > 10, string.Join(' ', forms));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(20, true)]
    [InlineData(1000, true)]
    public void It_is_pages_where_most_slots_are_in_use(int every, bool isSparse)
    {
        var map = new SlotMap();
        for (var i = 0; i < 20_000; i++) map.Set(i * every, i);
        Assert.Equal(isSparse, map.IsSparse);
    }
}
