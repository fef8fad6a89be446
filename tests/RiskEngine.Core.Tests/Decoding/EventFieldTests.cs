using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class EventFieldTests
{
    [Fact]
    public void The_documented_example_is_decoded_field_by_field()
    {
        var rig = new DecoderRig().Feed(DecoderRig.Example);
        var e = rig.OneEvent();
        Assert.Equal("utility.gas.flow", rig.Kind(e));
        Assert.Equal("gm-00412", rig.Source(e));
        Assert.Equal("huaxi/c12/g07/b3", rig.Site(e));
        Assert.Equal("m3/h", rig.Unit(e));
        Assert.Equal("7f3c", rig.Id(e));
        Assert.Equal(EventTime.From(new DateTimeOffset(2026, 11, 21, 10, 0, 0, 123, TimeSpan.Zero)), e.Time);
        Assert.Equal((EventValueKind.Number, 0.42, null), (e.ValueKind, e.Number, e.Text));
        Assert.Equal([new EventAttribute("phase", EventValueKind.Text, 0, "night")], rig.Attributes(e));
        Assert.Equal((7, -1), (e.Offset, e.Line));
        Assert.Equal(1, rig.Decoder.Counters.DecodedOf(EventFamily.Utility));
    }

    [Fact]
    public void Optional_fields_may_be_absent()
    {
        var rig = new DecoderRig().Feed("""{"kind":"flow.people","source":"c1","site":"a","time":0}""");
        var e = rig.OneEvent();
        Assert.Equal((EventValueKind.None, double.NaN, null), (e.ValueKind, e.Number, e.Text));
        Assert.Equal((SymbolTable.None, 0, 0), (e.Unit, e.IdLength, e.AttributeCount));
        Assert.Equal(EventTime.Epoch, e.Time);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("value")]
    [InlineData("unit")]
    [InlineData("attributes")]
    public void Null_is_the_same_as_absent(string field)
    {
        var e = new DecoderRig().Feed(DecoderRig.With(field, "null")).OneEvent();
        var without = new DecoderRig().Feed(DecoderRig.With(field, null)).OneEvent();
        Assert.Equal(without, e);
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("source")]
    [InlineData("site")]
    [InlineData("time")]
    public void A_required_field_must_be_there_and_not_null(string field)
    {
        foreach (var json in new[] { null, "null" })
        {
            var rejection = new DecoderRig().Feed(DecoderRig.With(field, json)).OneRejection();
            Assert.Equal(RejectReason.MissingField, rejection.Reason);
            Assert.Equal($"missing: {field}", rejection.Detail);
        }
    }

    [Theory]
    [InlineData("kind", "5", RejectReason.BadField)]
    [InlineData("kind", "\"\"", RejectReason.BadLength)]
    [InlineData("kind", "\"Utility.gas\"", RejectReason.BadField)]
    [InlineData("kind", "\"utility..gas\"", RejectReason.BadField)]
    [InlineData("kind", "\".utility\"", RejectReason.BadField)]
    [InlineData("kind", "\"utility.\"", RejectReason.BadField)]
    [InlineData("kind", "\"utility gas\"", RejectReason.BadField)]
    [InlineData("kind", "\"weather.rain\"", RejectReason.UnknownFamily)]
    [InlineData("kind", "\"utilityx.gas\"", RejectReason.UnknownFamily)]
    [InlineData("source", "{}", RejectReason.BadField)]
    [InlineData("source", "\"\"", RejectReason.BadLength)]
    [InlineData("source", "\"a\\u0000b\"", RejectReason.BadField)]
    [InlineData("source", "\"\\ud800\"", RejectReason.MalformedJson)]
    [InlineData("site", "true", RejectReason.BadField)]
    [InlineData("site", "\"/a\"", RejectReason.BadField)]
    [InlineData("site", "\"a/\"", RejectReason.BadField)]
    [InlineData("site", "\"a//b\"", RejectReason.BadField)]
    [InlineData("site", "\"/\"", RejectReason.BadField)]
    [InlineData("unit", "1", RejectReason.BadField)]
    [InlineData("id", "1.5", RejectReason.BadField)]
    [InlineData("id", "1e3", RejectReason.BadField)]
    [InlineData("id", "true", RejectReason.BadField)]
    [InlineData("id", "\"\"", RejectReason.BadLength)]
    [InlineData("attributes", "[]", RejectReason.BadField)]
    [InlineData("attributes", "{\"a\":{}}", RejectReason.BadField)]
    [InlineData("attributes", "{\"a\":[1]}", RejectReason.BadField)]
    [InlineData("attributes", "{\"\":1}", RejectReason.BadLength)]
    [InlineData("attributes", "{\"a\":1e999}", RejectReason.BadField)]
    [InlineData("attributes", "{\"a\":1,\"b\":2,\"a\":1}", RejectReason.DuplicateField)]
    [InlineData("attributes", "{\"a\":null,\"a\":1}", RejectReason.DuplicateField)]
    [InlineData("value", "{}", RejectReason.BadField)]
    [InlineData("value", "[1]", RejectReason.BadField)]
    [InlineData("value", "1e999", RejectReason.BadField)]
    [InlineData("value", "-1e999", RejectReason.BadField)]
    [InlineData("value", "01", RejectReason.MalformedJson)]
    [InlineData("value", ".5", RejectReason.MalformedJson)]
    [InlineData("value", "5.", RejectReason.MalformedJson)]
    [InlineData("value", "+5", RejectReason.MalformedJson)]
    [InlineData("value", "-", RejectReason.MalformedJson)]
    [InlineData("value", "1e", RejectReason.MalformedJson)]
    [InlineData("value", "NaN", RejectReason.MalformedJson)]
    [InlineData("value", "tru", RejectReason.MalformedJson)]
    [InlineData("value", "nul", RejectReason.MalformedJson)]
    [InlineData("value", "truex", RejectReason.MalformedJson)]
    [InlineData("value", "\"a\tb\"", RejectReason.MalformedJson)]
    [InlineData("value", "\"\\x\"", RejectReason.MalformedJson)]
    [InlineData("value", "\"\\u12g4\"", RejectReason.MalformedJson)]
    public void A_bad_field_rejects_the_event(string field, string json, RejectReason reason)
    {
        var rig = new DecoderRig().Feed(DecoderRig.With(field, json));
        Assert.Equal(reason, rig.OneRejection().Reason);
        Assert.Equal((0, 0), (rig.Events.AttributeCount, rig.Events.IdByteCount));
    }

    [Theory]
    [InlineData("kind", "\"flow\"")]
    [InlineData("kind", "\"sensor.h2s_ppm.raw-1\"")]
    [InlineData("site", "\"a\"")]
    [InlineData("site", "\"华西/十二区/3栋\"")]
    [InlineData("unit", "\"\"")]
    [InlineData("unit", "\"°C\"")]
    [InlineData("id", "-12345678901234567890")]
    [InlineData("attributes", "{}")]
    [InlineData("attributes", " { \"a\" : 1 , \"b\" : true } ")]
    [InlineData("unknown", "{\"a\":[{\"b\":[]},null,1e999]}")]
    public void A_good_field_is_taken(string field, string json) => new DecoderRig().Feed(DecoderRig.With(field, json)).OneEvent();

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-0.0", 0)]
    [InlineData("-0e5", 0)]
    [InlineData("1e3", 1000)]
    [InlineData("1E+3", 1000)]
    [InlineData("-12.5", -12.5)]
    [InlineData("0.1", 0.1)]
    [InlineData("123456789012345", 123456789012345)]
    [InlineData("1234567890123456", 1234567890123456)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("123456789012345678901234567890", 1.2345678901234568e29)]
    [InlineData("0.000000000000001", 1e-15)]
    [InlineData("1e-400", 0)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    public void A_number_is_the_nearest_double(string json, double expected)
    {
        var e = new DecoderRig().Feed(DecoderRig.With("value", json)).OneEvent();
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(e.Number));
    }

    [Fact]
    public void A_value_may_be_a_boolean_or_a_string()
    {
        var truth = new DecoderRig().Feed(DecoderRig.With("value", "true")).OneEvent();
        Assert.Equal((EventValueKind.Boolean, 1.0, null), (truth.ValueKind, truth.Number, truth.Text));
        var text = new DecoderRig().Feed(DecoderRig.With("value", "\"gra\\u006eted \\ud83d\\ude00\\n\"")).OneEvent();
        Assert.Equal((EventValueKind.Text, double.NaN, "granted 😀\n"), (text.ValueKind, text.Number, text.Text));
    }

    [Fact]
    public void Names_written_with_escapes_are_the_same_names()
    {
        var rig = new DecoderRig().Feed(DecoderRig.Example).Feed(DecoderRig.Example.Replace("/", "\\/").Replace("kind", "k\\u0069nd").Replace("gm-", "g\\u006d-"));
        Assert.Empty(rig.Rejections);
        Assert.Equal(rig.Events[0] with { IdStart = 0, FirstAttribute = 0 }, rig.Events[1] with { IdStart = 0, FirstAttribute = 0 });
    }

    [Fact]
    public void Attribute_names_are_the_interned_strings_that_conditions_compare()
    {
        var rig = new DecoderRig().Feed(DecoderRig.With("attributes", "{\"zone_x\":1,\"ok\":false,\"gone\":null,\"t\":\"x\"}"));
        var attributes = rig.Attributes(rig.OneEvent());
        Assert.Same(string.Intern("zone_x"), attributes[0].Name);
        Assert.Equal(
            [new("zone_x", EventValueKind.Number, 1, null), new("ok", EventValueKind.Boolean, 0, null), new EventAttribute("t", EventValueKind.Text, 0, "x")],
            attributes);
    }

    [Fact]
    public void An_interned_name_is_found_even_when_thousands_came_before_it()
    {
        var rig = new DecoderRig();
        for (var i = 0; i < 5000; i++) rig.Feed(DecoderRig.With("attributes", $"{{\"name_{i}\":1}}"));
        var late = string.Intern(new string("late_name".ToCharArray()));
        rig.Feed(DecoderRig.With("attributes", "{\"late_name\":1}"));
        Assert.Same(late, rig.Attributes(rig.Events[rig.Events.Count - 1])[0].Name);
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("time")]
    [InlineData("attributes")]
    [InlineData("id")]
    public void A_field_that_appears_twice_rejects_the_event(string field)
    {
        var rejection = new DecoderRig().Feed(DecoderRig.Example[..^1] + $",\"{field}\":null}}").OneRejection();
        Assert.Equal((RejectReason.DuplicateField, $"{field}: appears twice"), (rejection.Reason, rejection.Detail));
    }

    [Fact]
    public void An_unknown_field_is_ignored_or_in_strict_mode_rejected()
    {
        var record = DecoderRig.With("colour", "\"blue\"");
        new DecoderRig().Feed(record).OneEvent();
        var rejection = new DecoderRig(EventDecoderOptions.Default with { Strict = true }).Feed(record).OneRejection();
        Assert.Equal((RejectReason.UnknownField, "colour: is no field of an event"), (rejection.Reason, rejection.Detail));
    }

    [Fact]
    public void No_json_is_said_to_be_no_json_whatever_else_is_wrong() =>
        Assert.Equal(RejectReason.MalformedJson, new DecoderRig().Feed("""{"kind":5,"kind":6,oops""").OneRejection().Reason);

    [Fact]
    public void A_rejected_event_leaves_no_name_behind()
    {
        var rig = new DecoderRig().Feed(DecoderRig.With("site", "\"a//b\""));
        rig.OneRejection();
        Assert.Equal((1, 1, 1, 1), (rig.Vocabulary.Kinds.Count, rig.Vocabulary.Sources.Count, rig.Vocabulary.Sites.Count, rig.Vocabulary.Units.Count));
    }
}
