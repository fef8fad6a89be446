using System.Text;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class HostileInputTests
{
    [Fact]
    public void Ten_megabytes_of_random_bytes_are_all_accounted_for()
    {
        var rig = new DecoderRig();
        var random = new Random(20261121);
        long bytes = 0, lines = 0;
        while (bytes < 10_000_000)
        {
            var record = new byte[random.Next(0, 3000)];
            random.NextBytes(record);
            rig.Rejections.Clear();
            rig.Feed(record);
            bytes += record.Length;
            lines += rig.Rejections.Count;
        }

        Assert.Equal((bytes, lines, 0), (rig.Decoder.Counters.Bytes, rig.Decoder.Counters.Lines, rig.Events.Count));
    }

    [Fact]
    public void Random_bytes_of_the_json_alphabet_are_all_accounted_for()
    {
        var rig = new DecoderRig();
        var random = new Random(7);
        var alphabet = Encoding.UTF8.GetBytes("{}[]\",:\\/u0123456789eE.+- \n\rtruefalsnk中");
        long lines = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var record = random.GetItems(alphabet, random.Next(1, 40));
            if (random.Next(2) == 0) record = [.. "{\"kind\":"u8, .. record, (byte)'}'];
            rig.Rejections.Clear();
            rig.Feed(record);
            lines += rig.Rejections.Count;
        }

        Assert.Equal(lines, rig.Decoder.Counters.Lines);
    }

    /// <summary>All 256 values at all positions of 100 events: about 5 million records.</summary>
    [Fact]
    public void Every_single_byte_mutation_of_an_event_is_accounted_for()
    {
        var rig = new DecoderRig();
        var events = RealisticEvents.Make(Effort.Of(30), seed: 3);
        var counters = rig.Decoder.Counters;
        long records = 0, lines = 0;
        foreach (var record in events)
        {
            for (var at = 0; at < record.Length; at++)
            {
                var original = record[at];
                for (var mutant = 0; mutant < 256; mutant++)
                {
                    record[at] = (byte)mutant;
                    rig.Decoder.DecodeRecord(records++, record, null, rig.Events, rig.Rejections);
                }

                record[at] = original;
                lines += rig.Events.Count + rig.Rejections.Count;
                Assert.Equal((records, lines, counters.Decoded + counters.Rejected), (counters.Records, counters.Lines, lines));
                rig.Events.Clear();
                rig.Rejections.Clear();
            }
        }

        Assert.True(counters.Decoded > 100_000 && counters.Rejected > 100_000);
    }

    [Fact]
    public void Every_cut_of_an_event_is_one_rejection()
    {
        foreach (var record in RealisticEvents.Make(20, seed: 4))
        {
            for (var length = 0; length < record.Length; length++) new DecoderRig().Feed(record.AsSpan(0, length)).OneRejection();
        }
    }
}
