using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class RecordTests
{
    private const string A = """{"kind":"sensor.gas","source":"a","site":"s","time":1}""";
    private const string B = """{"kind":"sensor.gas","source":"b","site":"s","time":2}""";

    [Theory]
    [InlineData(A)]
    [InlineData(A + "\n")]
    [InlineData("\r\n\n  " + A + " \r\n\n")]
    [InlineData("\uFEFF" + A)]
    [InlineData("\uFEFF\n" + A)]
    public void A_record_of_one_event_has_no_line_number(string record) => Assert.Equal(-1, new DecoderRig().Feed(record).OneEvent().Line);

    [Theory]
    [InlineData("{\n  \"kind\": \"sensor.gas\",\n  \"source\": \"a\",\n  \"site\": \"s\",\n  \"time\": 1,\n  \"attributes\": {\n    \"x\": 1\n  }\n}\n")]
    [InlineData("{\"kind\":\"sensor.gas\",\r\n\"source\":\"a\",\r\n\"site\":\"s\",\r\n\r\n\"time\":1}")]
    public void An_object_written_over_several_lines_is_one_event(string record) => Assert.Equal(-1, new DecoderRig().Feed(record).OneEvent().Line);

    [Fact]
    public void A_bad_object_written_over_several_lines_is_one_rejection()
    {
        var rejection = new DecoderRig().Feed("{\n  \"kind\": oops,\n  \"source\": \"a\"\n}").OneRejection();
        Assert.Equal((RejectReason.MalformedJson, -1), (rejection.Reason, rejection.Line));
        Assert.Equal(RejectReason.MissingField, new DecoderRig().Feed("{\n}").OneRejection().Reason);
    }

    [Theory]
    [InlineData(A + "\n" + B, 0, 1)]
    [InlineData(A + "\r\n" + B + "\r\n", 0, 1)]
    [InlineData("\n" + A + "\n\n \t\r\n" + B, 1, 4)]
    [InlineData("\uFEFF" + A + "\n" + B, 0, 1)]
    public void Lines_are_numbered_from_zero_with_blank_ones_counted(string record, int first, int second)
    {
        var rig = new DecoderRig().Feed(record);
        Assert.Empty(rig.Rejections);
        Assert.Equal([first, second], [rig.Events[0].Line, rig.Events[1].Line]);
        Assert.Equal((1, 2), (rig.Decoder.Counters.Records, rig.Decoder.Counters.Lines));
    }

    [Theory]
    [InlineData("oops")]
    [InlineData("{")]
    [InlineData("{\"kind\":\"sensor.gas\",")]
    [InlineData("{\"kind\":\"sensor.gas\",\"source\":\"a")]
    [InlineData(A + A)]
    [InlineData(A + ",")]
    [InlineData("5")]
    [InlineData("[]")]
    public void A_bad_line_is_rejected_and_its_neighbours_are_not(string bad)
    {
        foreach (var (record, line) in new[] { ($"{bad}\n{A}\n{B}", 0), ($"{A}\n{bad}\n{B}", 1), ($"{A}\n{B}\n{bad}", 2) })
        {
            var rig = new DecoderRig().Feed(record);
            Assert.Equal(2, rig.Events.Count);
            var rejection = Assert.Single(rig.Rejections);
            Assert.Equal((RejectReason.MalformedJson, line), (rejection.Reason, rejection.Line));
        }
    }

    [Fact]
    public void Invalid_utf8_in_one_line_rejects_that_line()
    {
        byte[] record = [.. Encoding.UTF8.GetBytes(A), (byte)'\n', .. "{\"x\":\""u8, 0xC3, 0x28, .. "\"}\n"u8, .. Encoding.UTF8.GetBytes(B)];
        var rig = new DecoderRig().Feed(record);
        Assert.Equal(2, rig.Events.Count);
        Assert.Equal((RejectReason.MalformedJson, "the bytes are no UTF-8"), (rig.Rejections[0].Reason, rig.Rejections[0].Detail));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF")]
    public void An_empty_record_is_one_rejection(string record)
    {
        var rejection = new DecoderRig().Feed(record).OneRejection();
        Assert.Equal((RejectReason.Empty, -1, 0), (rejection.Reason, rejection.Line, rejection.Payload.Length));
    }

    [Fact]
    public void A_record_over_the_limit_is_rejected_whole_and_a_line_over_it_alone()
    {
        var options = EventDecoderOptions.Default with { Earliest = null, MaxRecordBytes = 200, MaxLineBytes = 60 };
        Assert.Equal((RejectReason.TooLarge, -1), Place(new DecoderRig(options).Feed(new string(' ', 201)).OneRejection()));
        var rig = new DecoderRig(options).Feed(A + "\n" + B.Replace("\"b\"", "\"bbbbbbbbb\"") + "\n" + B);
        Assert.Equal(2, rig.Events.Count);
        Assert.Equal((RejectReason.TooLarge, 1), Place(Assert.Single(rig.Rejections)));
    }

    [Fact]
    public void Every_limit_holds_at_its_edge()
    {
        var options = EventDecoderOptions.Default with { MaxNameLength = 20, MaxTextLength = 10, MaxAttributes = 2, MaxDepth = 3 };
        AssertEdge("id", "\"" + new string('x', 20) + "\"", "\"" + new string('x', 21) + "\"", RejectReason.BadLength);
        AssertEdge("id", new string('1', 20), new string('1', 21), RejectReason.BadLength);
        AssertEdge("source", "\"" + new string('x', 20) + "\"", "\"" + new string('x', 21) + "\"", RejectReason.BadLength);
        AssertEdge("value", "\"0123456789\"", "\"01234567890\"", RejectReason.BadLength);
        AssertEdge("value", "\"0123456\\u20ac\"", "\"01234567\\u20ac\"", RejectReason.BadLength);
        AssertEdge("attributes", "{\"a\":\"0123456789\"}", "{\"a\":\"01234567890\"}", RejectReason.BadLength);
        AssertEdge("attributes", "{\"aaaaaaaaaabbbbbbbbbb\":1}", "{\"aaaaaaaaaabbbbbbbbbbc\":1}", RejectReason.BadLength);
        AssertEdge("attributes", "{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2,\"c\":3}", RejectReason.TooManyAttributes);
        AssertEdge("more", "[{}]", "[{\"a\":[]}]", RejectReason.TooDeep);

        void AssertEdge(string field, string good, string bad, RejectReason reason)
        {
            new DecoderRig(options).Feed(DecoderRig.With(field, good)).OneEvent();
            Assert.Equal(reason, new DecoderRig(options).Feed(DecoderRig.With(field, bad)).OneRejection().Reason);
        }
    }

    [Fact]
    public void Endless_nesting_is_rejected_without_recursion() =>
        Assert.Equal(RejectReason.TooDeep, new DecoderRig().Feed("{\"a\":" + new string('[', 60_000)).OneRejection().Reason);

    [Fact]
    public void A_source_beyond_the_limit_of_the_task_is_rejected_and_known_ones_go_on()
    {
        var rig = new DecoderRig(vocabulary: new Vocabulary(maxSources: 1));
        rig.Feed(A).Feed(B).Feed(A);
        Assert.Equal(2, rig.Events.Count);
        Assert.Equal(RejectReason.TooManySources, Assert.Single(rig.Rejections).Reason);
    }

    [Fact]
    public void A_batch_keeps_the_offset_of_each_record()
    {
        var records = new RecordBatch();
        records.Add(10, Encoding.UTF8.GetBytes(A));
        records.Add(12, "x"u8);
        records.Add(15, Encoding.UTF8.GetBytes(A + "\n" + B));
        var rig = new DecoderRig();
        rig.Decoder.Decode(records, rig.Events, rig.Rejections);
        Assert.Equal([10, 15, 15], rig.Events.Events.ToArray().Select(e => e.Offset));
        Assert.Equal([12], rig.Rejections.Select(rejection => rejection.Offset));
        var counters = rig.Decoder.Counters;
        Assert.Equal((3, 4, 3, 1), (counters.Records, counters.Lines, counters.Decoded, counters.Rejected));
        Assert.Equal(records.ByteCount, counters.Bytes);
    }

    [Fact]
    public void Options_out_of_range_are_all_named_at_once()
    {
        var options = new EventDecoderOptions
        {
            MaxRecordBytes = 0, MaxLineBytes = 0, MaxDepth = 1, MaxNameLength = 0, MaxTextLength = 0, MaxAttributes = -1,
            MaxFuture = TimeSpan.FromSeconds(-1), PersonFields = [""], DeadLetterPayload = (DeadLetterPayload)9,
        };
        var faults = options.Validate();
        Assert.Equal(9, faults.Count);
        Assert.Contains("MaxDepth '1' is out of range; write 2 to 64", faults);
        Assert.Empty(EventDecoderOptions.Default.Validate());
        Assert.Throws<ArgumentException>(() => new DecoderRig(options));
    }

    private static (RejectReason Reason, int Line) Place(Rejection rejection) => (rejection.Reason, rejection.Line);
}
