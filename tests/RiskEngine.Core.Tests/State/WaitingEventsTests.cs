using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.State;

public sealed class WaitingEventsTests
{
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(1);

    [Fact]
    public void Events_come_back_as_they_were_decoded_and_in_their_order()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (waiting, vocabulary, _) = Filled(new Random(seed), 50);
            var bytes = WaitingEvents.Save(waiting, long.MaxValue, vocabulary);
            Assert.NotNull(bytes);
            var (restored, names) = (new ReorderBuffer(Lateness), new Vocabulary());
            names.Sources.Intern("another numbering of names");
            WaitingEvents.Restore(bytes, restored, names);
            Assert.Equal(waiting.Count, restored.Count);
            Assert.Equal(Texts(waiting, vocabulary), Texts(restored, names));
        }
    }

    [Fact]
    public void Only_events_of_records_below_the_offset_are_written_and_read()
    {
        var (waiting, vocabulary, offsets) = Filled(new Random(1), 50);
        var below = offsets.Max() - 10;
        var restored = new ReorderBuffer(Lateness);
        WaitingEvents.Restore(WaitingEvents.Save(waiting, below, vocabulary), restored, new Vocabulary());
        Assert.Equal(offsets.Count(offset => offset < below), restored.Count);

        var again = new ReorderBuffer(Lateness);
        WaitingEvents.Restore(WaitingEvents.Save(waiting, long.MaxValue, vocabulary), again, new Vocabulary(), below);
        Assert.Equal(restored.Count, again.Count);
        Assert.Equal(offsets.Where(offset => offset >= below).Min(), waiting.SmallestOffsetFrom(below));
    }

    [Fact]
    public void More_bytes_than_allowed_are_not_written_at_all()
    {
        var (waiting, vocabulary, _) = Filled(new Random(1), 50);
        var bytes = WaitingEvents.Save(waiting, long.MaxValue, vocabulary)!;
        Assert.NotNull(WaitingEvents.Save(waiting, long.MaxValue, vocabulary, bytes.Length));
        Assert.Null(WaitingEvents.Save(waiting, long.MaxValue, vocabulary, bytes.Length - 1));
    }

    [Fact]
    public void Where_nothing_waits_nothing_is_written()
    {
        Assert.Empty(WaitingEvents.Save(new ReorderBuffer(Lateness), long.MaxValue, new Vocabulary())!);
        var restored = new ReorderBuffer(Lateness);
        WaitingEvents.Restore([], restored, new Vocabulary());
        Assert.Equal(0, restored.Count);
    }

    [Fact]
    public void An_event_whose_source_finds_no_room_is_left_out()
    {
        var (waiting, vocabulary, _) = Filled(new Random(1), 50);
        var restored = new ReorderBuffer(Lateness);
        WaitingEvents.Restore(WaitingEvents.Save(waiting, long.MaxValue, vocabulary), restored, new Vocabulary(maxSources: 1));
        Assert.InRange(restored.Count, 1, waiting.Count - 1);
    }

    [Fact]
    public void Bytes_that_are_cut_off_are_refused()
    {
        var (waiting, vocabulary, _) = Filled(new Random(1), 20);
        var bytes = WaitingEvents.Save(waiting, long.MaxValue, vocabulary)!;
        for (var length = 1; length < bytes.Length; length++)
        {
            Assert.Throws<StateFormatException>(() => WaitingEvents.Restore(bytes.AsSpan(0, length), new ReorderBuffer(Lateness), new Vocabulary()));
        }
    }

    private static (ReorderBuffer Waiting, Vocabulary Vocabulary, List<long> Offsets) Filled(Random random, int events)
    {
        var vocabulary = new Vocabulary();
        var decoder = new EventDecoder(new EventDecoderOptions(), vocabulary, new Pseudonymizer(new PseudonymKeys("p1", new byte[32])));
        var records = new RecordBatch();
        for (var i = 0; i < events; i++)
        {
            var lines = random.Next(1, 3);
            records.Add(1000 + (i * 3), Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, lines).Select(_ => Line(random)))));
        }

        var batch = new EventBatch();
        decoder.Decode(records, batch, []);
        var waiting = new ReorderBuffer(Lateness);
        foreach (ref readonly var e in batch.Events) waiting.Add(e, batch);
        waiting.Release(RandomTime(20), (_, _) => { });
        var offsets = new List<long>();
        waiting.Show((held, index) => offsets.Add(held[index].Offset));
        Assert.Equal(waiting.Count, offsets.Count);
        return (waiting, vocabulary, offsets);
    }

    private static EventTime RandomTime(int second) => EventTime.FromUnixMilliseconds(1_767_225_600_000 + (second * 1000));

    private static string Line(Random random)
    {
        string[] values = ["", ",\"value\":1.5", ",\"value\":true", ",\"value\":\"open\"", ",\"value\":-0.0"];
        string[] attributes = ["", ",\"attributes\":{\"phase\":\"night\",\"n\":3}", ",\"attributes\":{\"ok\":false,\"card\":\"4711\"}"];
        var id = random.Next(2) == 0 ? "" : $",\"id\":\"e-{random.Next(1000)}\"";
        var unit = random.Next(2) == 0 ? "" : ",\"unit\":\"m3\"";
        return $"{{\"kind\":\"sensor.gas\",\"source\":\"s-{random.Next(5)}\",\"site\":\"a/b/{random.Next(3)}\",\"time\":{RandomTime(random.Next(60)).UnixMilliseconds}"
            + $"{values[random.Next(values.Length)]}{attributes[random.Next(attributes.Length)]}{id}{unit}}}";
    }

    /// <summary>Everything that an event says, in the order in which they are handed on.</summary>
    private static List<string> Texts(ReorderBuffer waiting, Vocabulary names)
    {
        var texts = new List<string>();
        waiting.Release(EventTime.MaxValue, (events, index) =>
        {
            var e = events[index];
            var attributes = string.Join(';', events.AttributesOf(e).ToArray().Select(a => a.ToString()));

            // Rules find attributes by reference.
            Assert.All(events.AttributesOf(e).ToArray(), a => Assert.Same(string.Intern(a.Name), a.Name));
            texts.Add($"{names.Kinds[e.Kind]} {names.Sources[e.Source]} {names.Sites[e.Site]} {names.Units[e.Unit]} {e.Time} "
                + $"{e.ValueKind} {BitConverter.DoubleToInt64Bits(e.Number)} {e.Text} {e.Offset}/{e.Line} {Encoding.UTF8.GetString(events.IdOf(e))} {attributes}");
        });
        return texts;
    }
}
