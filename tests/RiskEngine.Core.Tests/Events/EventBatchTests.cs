using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Events;

public sealed class EventBatchTests
{
    [Fact]
    public void A_copy_of_an_event_brings_its_attributes_and_id()
    {
        var from = new EventBatch();
        for (var i = 0; i < 1000; i++) Add(from, i);
        var to = new EventBatch();
        for (var i = 999; i >= 0; i--) to.AddCopy(from[i], from);
        for (var i = 0; i < 1000; i++)
        {
            ref readonly var e = ref to[999 - i];
            Assert.Equal(i, e.Offset);
            Assert.Equal(from.IdOf(from[i]).ToArray(), to.IdOf(e).ToArray());
            Assert.Equal(from.AttributesOf(from[i]).ToArray(), to.AttributesOf(e).ToArray());
        }
    }

    [Fact]
    public void A_cleared_batch_is_empty()
    {
        var batch = new EventBatch();
        Add(batch, 3);
        batch.Clear();
        Assert.Equal((0, 0, 0), (batch.Count, batch.AttributeCount, batch.IdByteCount));
    }

    private static void Add(EventBatch batch, int number)
    {
        var id = BitConverter.GetBytes(number)[..(number % 5)];
        var (firstAttribute, idStart) = (batch.AttributeCount, batch.IdByteCount);
        for (var i = 0; i < number % 3; i++) batch.AddAttribute(new EventAttribute("a" + i, EventValueKind.Number, number, null));
        batch.AddId(id);
        batch.Add(new Event
        {
            Kind = 1, Source = 1, Site = 1, Time = EventTime.Epoch, Offset = number,
            FirstAttribute = firstAttribute, AttributeCount = number % 3, IdStart = idStart, IdLength = id.Length,
        });
    }
}
