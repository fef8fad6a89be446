using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Known_events_cost_no_allocation(bool escaped)
    {
        var rig = new DecoderRig(now: EventTime.MaxValue);
        var records = new RecordBatch();
        foreach (var record in RealisticEvents.Make(10_000, seed: 1)) records.Add(records.Count, escaped ? Escape(record) : record);
        for (var i = 0; i < 3; i++) DecodeAll();
        Assert.Equal(0, SteadyState.LeastBytes(DecodeAll));
        Assert.Equal((10_000, 0), (rig.Events.Count, rig.Rejections.Count));

        void DecodeAll()
        {
            rig.Events.Clear();
            rig.Decoder.Decode(records, rig.Events, rig.Rejections);
        }
    }

    private static byte[] Escape(byte[] record) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(record).Replace("/", "\\/").Replace("night", "n\\u0069ght"));
}
