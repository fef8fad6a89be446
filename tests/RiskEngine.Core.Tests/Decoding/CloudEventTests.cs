using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class CloudEventTests
{
    private const string Envelope =
        """{"specversion":"1.0","id":"e1","type":"sensor.gas","source":"g1","subject":"a/b","time":"1970-01-01T00:00:01Z","data":DATA}""";

    [Fact]
    public void The_envelope_supplies_what_its_data_lacks()
    {
        var rig = new DecoderRig().Feed(Envelope.Replace("DATA", """{"value":5,"attributes":{"x":1}}"""));
        var e = rig.OneEvent();
        Assert.Equal(("e1", "sensor.gas", "g1", "a/b"), (rig.Id(e), rig.Kind(e), rig.Source(e), rig.Site(e)));
        Assert.Equal((new EventTime(1_000_000), 5.0, 1), (e.Time, e.Number, e.AttributeCount));
    }

    [Fact]
    public void The_data_goes_before_the_envelope()
    {
        var rig = new DecoderRig().Feed(Envelope.Replace("DATA", DecoderRig.Example));
        var plain = new DecoderRig().Feed(DecoderRig.Example).OneEvent();
        Assert.Equal(plain, rig.OneEvent());
        Assert.Equal("7f3c", rig.Id(rig.Events[0]));
    }

    [Fact]
    public void The_order_of_the_envelope_does_not_matter()
    {
        var rig = new DecoderRig().Feed(
            """{"data":{"value":true},"subject":"a/b","type":"sensor.gas","time":1000,"source":"g1","id":7,"specversion":"1.0"}""");
        Assert.Equal((1.0, EventValueKind.Boolean, "7"), (rig.OneEvent().Number, rig.Events[0].ValueKind, rig.Id(rig.Events[0])));
    }

    [Theory]
    [InlineData("5", EventValueKind.Number)]
    [InlineData("false", EventValueKind.Boolean)]
    [InlineData("\"open\"", EventValueKind.Text)]
    [InlineData("null", EventValueKind.None)]
    public void Data_that_is_no_object_is_the_value(string data, EventValueKind expected) =>
        Assert.Equal(expected, new DecoderRig().Feed(Envelope.Replace("DATA", data)).OneEvent().ValueKind);

    [Fact]
    public void Event_fields_beside_the_data_count_before_type_and_subject()
    {
        var rig = new DecoderRig().Feed(Envelope.Replace("DATA}", "null,\"kind\":\"flow.cars\",\"site\":\"c\",\"value\":2,\"unit\":\"1\",\"tenant\":\"t\"}"));
        var e = rig.OneEvent();
        Assert.Equal(("flow.cars", "c", 2.0, "1"), (rig.Kind(e), rig.Site(e), e.Number, rig.Unit(e)));
    }

    [Theory]
    [InlineData("\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"", RejectReason.BadField)]
    [InlineData("\"specversion\":\"1.0\"", "\"specversion\":1.0", RejectReason.BadField)]
    [InlineData("\"type\":\"sensor.gas\"", "\"type\":5", RejectReason.BadField)]
    [InlineData("\"type\":\"sensor.gas\"", "\"type\":\"com.example.gas\"", RejectReason.UnknownFamily)]
    [InlineData("\"type\":\"sensor.gas\"", "\"type\":null", RejectReason.MissingField)]
    [InlineData("\"subject\":\"a/b\"", "\"subject\":\"a/b\",\"subject\":\"a/b\"", RejectReason.DuplicateField)]
    [InlineData("\"data\":DATA", "\"data\":[1]", RejectReason.BadField)]
    [InlineData("\"data\":DATA", "\"data\":{\"value\":[]}", RejectReason.BadField)]
    [InlineData("\"data\":DATA", "\"data\":{\"value\":1,\"value\":1}", RejectReason.DuplicateField)]
    [InlineData("\"data\":DATA", "\"data_base64\":\"AAAA\"", RejectReason.BadField)]
    public void A_bad_envelope_rejects_the_event(string part, string bad, RejectReason reason) =>
        Assert.Equal(reason, new DecoderRig().Feed(Envelope.Replace(part, bad).Replace("DATA", "5")).OneRejection().Reason);

    [Fact]
    public void Strict_mode_allows_extensions_of_the_envelope_and_nothing_unknown_in_its_data()
    {
        var options = EventDecoderOptions.Default with { Earliest = null, Strict = true };
        new DecoderRig(options).Feed(Envelope.Replace("DATA}", "5,\"partitionkey\":\"x\"}")).OneEvent();
        var rejection = new DecoderRig(options).Feed(Envelope.Replace("DATA", "{\"type\":1}")).OneRejection();
        Assert.Equal((RejectReason.UnknownField, "type: is no field of an event"), (rejection.Reason, rejection.Detail));
    }

    [Fact]
    public void Without_specversion_the_envelope_fields_are_unknown_fields()
    {
        var record = DecoderRig.Example[..^1] + ",\"type\":[],\"data\":{},\"data\":{},\"subject\":3}";
        new DecoderRig().Feed(record).OneEvent();
        Assert.Equal(RejectReason.UnknownField, new DecoderRig(EventDecoderOptions.Default with { Strict = true }).Feed(record).OneRejection().Reason);
    }

    [Fact]
    public void Headers_supply_what_the_event_lacks()
    {
        var rig = new DecoderRig().Feed("""{"value":5,"source":"own"}""", Headers());
        var e = rig.OneEvent();
        Assert.Equal(("h1", "sensor.gas", "own", "a/b"), (rig.Id(e), rig.Kind(e), rig.Source(e), rig.Site(e)));
        Assert.Equal((new EventTime(1_000_000), 5.0), (e.Time, e.Number));
    }

    [Fact]
    public void With_headers_a_bare_value_is_an_event()
    {
        Assert.Equal(21.5, new DecoderRig().Feed("21.5", Headers()).OneEvent().Number);
        Assert.Equal("open", new DecoderRig().Feed("\"open\"", Headers()).OneEvent().Text);
        Assert.Equal(RejectReason.MalformedJson, new DecoderRig().Feed("21.5 x", Headers()).OneRejection().Reason);
        Assert.Equal(RejectReason.BadField, new DecoderRig().Feed("[]", Headers()).OneRejection().Reason);
        Assert.Equal(RejectReason.Empty, new DecoderRig().Feed("", Headers()).OneRejection().Reason);
    }

    [Fact]
    public void The_id_of_the_headers_names_no_event_of_a_record_of_many()
    {
        var rig = new DecoderRig().Feed("{\"value\":1}\n{\"value\":2}", Headers());
        Assert.Equal([0, 0], rig.Events.Events.ToArray().Select(e => e.IdLength));
        Assert.Equal((2, 0), (rig.Events.Count, rig.Rejections.Count));
    }

    [Fact]
    public void Headers_of_one_record_do_not_reach_the_next()
    {
        var rig = new DecoderRig().Feed("5", Headers()).Feed("5", [new("ce_specversion", "1.0"u8.ToArray())]).Feed("5");
        Assert.Equal([RejectReason.MissingField, RejectReason.MalformedJson], rig.Rejections.Select(rejection => rejection.Reason));
    }

    [Theory]
    [InlineData("ce_time", "yesterday", RejectReason.BadTime)]
    [InlineData("ce_source", "", RejectReason.BadLength)]
    [InlineData("ce_subject", "a\nb", RejectReason.BadField)]
    [InlineData("ce_subject", "a//b", RejectReason.BadField)]
    [InlineData("ce_type", "Sensor", RejectReason.BadField)]
    [InlineData("ce_specversion", "2.0", RejectReason.MalformedJson)]
    public void A_bad_header_rejects_the_event(string name, string value, RejectReason reason) =>
        Assert.Equal(reason, new DecoderRig().Feed("5", Headers(name, value)).OneRejection().Reason);

    private static List<KeyValuePair<string, byte[]>> Headers(string? other = null, string? otherValue = null)
    {
        var headers = new Dictionary<string, string>
        {
            ["content-type"] = "application/json", ["ce_specversion"] = "1.0", ["ce_id"] = "h1", ["ce_type"] = "sensor.gas",
            ["ce_source"] = "g1", ["ce_subject"] = "a/b", ["ce_time"] = "1970-01-01T00:00:01Z",
        };
        if (other is not null) headers[other] = otherValue!;
        return [.. headers.Select(pair => KeyValuePair.Create(pair.Key, Encoding.UTF8.GetBytes(pair.Value)))];
    }
}
