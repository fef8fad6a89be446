using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Events;

public sealed class RecordBatchTests
{
    [Fact]
    public void Records_keep_their_values_offsets_and_headers_while_buffers_grow_and_are_reused()
    {
        var batch = new RecordBatch();
        KeyValuePair<string, byte[]>[] headers = [new("ce_id", [1])];
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 1000; i++) batch.Add(i * 2, new byte[i], i, i % 100 == 7 ? headers : null);
            Assert.Equal((1000, 999 * 1000 / 2), (batch.Count, batch.ByteCount));
            for (var i = 0; i < 1000; i++)
            {
                Assert.Equal((i * 2, i, i), (batch.Offset(i), batch.AppendedUnixMillis(i), batch.Value(i).Length));
                Assert.Equal(i % 100 == 7 ? headers : null, batch.Headers(i));
            }

            batch.Clear();
            Assert.Equal((0, 0), (batch.Count, batch.ByteCount));
        }
    }

    [Fact]
    public void A_value_may_be_written_in_place()
    {
        var batch = new RecordBatch();
        "abc"u8.CopyTo(batch.Reserve(10));
        batch.Commit(5, 3);
        batch.Add(6, "d"u8);
        Assert.Equal("abc"u8, batch.Value(0));
        Assert.Equal("d"u8, batch.Value(1));
    }
}
