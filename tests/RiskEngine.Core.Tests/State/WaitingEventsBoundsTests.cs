using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.State;

/// <summary>The first event that is left out, the last byte that is allowed, the last name that is interned.</summary>
public sealed class WaitingEventsBoundsTests
{
    private readonly EventBatch _batch = new();
    private readonly ReorderBuffer _waiting = new(TimeSpan.FromMinutes(1));
    private readonly Vocabulary _vocabulary = new();

    [Fact]
    public void The_record_at_the_offset_is_the_first_that_is_left_out()
    {
        for (var offset = 10; offset < 15; offset++) Wait(offset, "s-1", null);
        Assert.Equal([10L, 11, 12], Offsets(Restored(WaitingEvents.Save(_waiting, 13, _vocabulary)!)));
        Assert.Equal([10L, 11, 12], Offsets(Restored(WaitingEvents.Save(_waiting, long.MaxValue, _vocabulary)!, below: 13)));
    }

    [Fact]
    public void No_event_is_dropped_to_keep_to_the_most_bytes()
    {
        for (var offset = 0; offset < 12; offset++) Wait(offset, $"s-{offset % 5}", null);
        var bytes = WaitingEvents.Save(_waiting, long.MaxValue, _vocabulary)!;
        for (var most = 0; most < bytes.Length; most++) Assert.Null(WaitingEvents.Save(_waiting, long.MaxValue, _vocabulary, most));
        Assert.Equal(bytes, WaitingEvents.Save(_waiting, long.MaxValue, _vocabulary, bytes.Length));
    }

    [Theory]
    [InlineData("3.5", 3.5)]
    [InlineData("open", double.NaN)]
    [InlineData("007", double.NaN)]
    [InlineData("", double.NaN)]
    public void A_text_that_spells_a_number_has_that_number_again(string text, double number)
    {
        Wait(1, "s-1", text);
        var restored = Restored(WaitingEvents.Save(_waiting, long.MaxValue, _vocabulary)!);
        restored.Release(EventTime.MaxValue, (events, index) => Assert.Equal((text, number), (events[index].Text, events[index].Number)));
    }

    [Fact]
    public void Names_of_attributes_are_interned_up_to_a_bound_and_known_ones_always()
    {
        // Kind, source, site and unit are names as well.
        const int Bound = 4096 - 4;
        for (var i = 1; i <= Bound + 1; i++) _batch.AddAttribute(new EventAttribute($"waiting-{i}", EventValueKind.Number, i, null));
        var known = string.Intern("waiting");
        _batch.AddAttribute(new EventAttribute(known, EventValueKind.Boolean, 1, null));
        Wait(1, "s-1", null);
        var names = new List<string>();
        Restored(WaitingEvents.Save(_waiting, long.MaxValue, _vocabulary)!).Release(EventTime.MaxValue, (events, index) =>
        {
            foreach (var attribute in events.AttributesOf(events[index])) names.Add(attribute.Name);
        });
        Assert.Equal([.. Enumerable.Range(1, Bound + 1).Select(i => $"waiting-{i}"), "waiting"], names);
        Assert.All(names[..Bound], name => Assert.Same(name, string.IsInterned(name)));
        Assert.Null(string.IsInterned(names[Bound]));
        Assert.Same(known, names[^1]);
    }

    /// <summary>Lets an event wait that has the attributes added to the batch before.</summary>
    private void Wait(long offset, string source, string? text)
    {
        _batch.Add(new Event
        {
            Kind = _vocabulary.Kinds.Intern("sensor.gas"),
            Source = _vocabulary.Sources.Intern(source),
            Site = _vocabulary.Sites.Intern("a/b"),
            Time = RandomStream.Start + TimeSpan.FromSeconds(offset),
            ValueKind = text is null ? EventValueKind.Number : EventValueKind.Text,
            Number = text is null ? 1.5 : NumberText.OfWhole(System.Text.Encoding.UTF8.GetBytes(text)),
            Text = text,
            AttributeCount = _batch.AttributeCount,
            Offset = offset,
            Line = -1,
        });
        _waiting.Add(_batch[_batch.Count - 1], _batch);
        _batch.Clear();
    }

    private static ReorderBuffer Restored(byte[] bytes, long below = long.MaxValue)
    {
        var restored = new ReorderBuffer(TimeSpan.FromMinutes(1));
        WaitingEvents.Restore(bytes, restored, new Vocabulary(), below);
        return restored;
    }

    private static List<long> Offsets(ReorderBuffer waiting)
    {
        var offsets = new List<long>();
        waiting.Release(EventTime.MaxValue, (events, index) => offsets.Add(events[index].Offset));
        return offsets;
    }
}
