using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class DeadLetterTests
{
    private static readonly EventDecoderOptions Raw = EventDecoderOptions.Default with { DeadLetterPayload = DeadLetterPayload.Raw };

    [Fact]
    public void Structure_and_operational_fields_are_kept_and_everything_else_is_redacted()
    {
        var payload = Payload(new DecoderRig().Feed(
            """{ "id": "x1", "kind": "access.badge", "source": "d-7", "site": "a//b", "time": "2026-11-21T10:00:00Z", "value": 3.5, "unit": "m", "note": "Ann", """ +
            """ "attributes": {"credential": "C-1", "granted": true, "phone": 12345, "none": null, "source": "Ann"}, "list": ["Ann", 1], "deep": {"kind": "Ann"} }"""));
        Assert.Equal(
            """{"id":"[redacted]","kind":"access.badge","source":"d-7","site":"a//b","time":"2026-11-21T10:00:00Z","value":3.5,"unit":"m","note":"[redacted]",""" +
            """
            "attributes":{"credential":"[redacted]","granted":true,"phone":"[redacted]","none":null,"source":"[redacted]"},"list":"[redacted]","deep":{"kind":"[redacted]"}}
            """,
            payload);
    }

    [Fact]
    public void A_text_value_is_redacted_and_so_are_booleans_of_person_fields() => Assert.Equal(
        """{"value":"[redacted]","attributes":{"Plate":"[redacted]","card":"[redacted]"}}""",
        Payload(new DecoderRig().Feed("""{"value":"granted to Ann","attributes":{"Plate":true,"card":{"no":1}}}""")));

    [Fact]
    public void The_data_of_an_envelope_is_kept_like_an_event() => Assert.Equal(
        """{"specversion":"9","type":"sensor.gas","data":{"kind":"k","value":5,"x":"[redacted]"}}""",
        Payload(new DecoderRig().Feed("""{"specversion":"9","type":"sensor.gas","data":{"kind":"k","value":5,"x":"Ann"}}""")));

    [Theory]
    [InlineData("card C-1 refused")]
    [InlineData("{\"credential\":\"C-1\"")]
    public void Bytes_that_are_no_json_leave_only_their_length_and_hash(string line)
    {
        var payload = Payload(new DecoderRig().Feed(line));
        Assert.Matches($$"""^\{"redacted_bytes":{{line.Length}},"sha256_prefix":"[0-9a-f]{16}"\}$""", payload);
    }

    [Fact]
    public void Raw_keeps_the_line_with_pseudonyms_for_person_fields()
    {
        var rig = new DecoderRig(Raw);
        var pseudonym = rig.Pseudonymizer.Of("C-1"u8);
        var number = rig.Pseudonymizer.Of("12.50"u8);
        rig.Feed("""{"note":"Ann","a\"b":[1,{"CREDENTIAL":"C\u002d1"},[]],"attributes":{"card":12.50,"plate":["C-1"],"x":{}}}""");
        Assert.Equal(
            $$$$"""{"note":"Ann","a\"b":[1,{"CREDENTIAL":"{{{{pseudonym}}}}"},[]],"attributes":{"card":"{{{{number}}}}","plate":"[redacted]","x":{}}}""",
            Payload(rig));
    }

    [Fact]
    public void Raw_bytes_that_are_no_json_are_kept_unless_they_may_name_a_person_field()
    {
        Assert.Equal("oops", Payload(new DecoderRig(Raw).Feed("oops")));
        Assert.StartsWith("{\"redacted_bytes\":", Payload(new DecoderRig(Raw).Feed("{\"Credential\":\"C-1\"")));
        Assert.StartsWith("{\"redacted_bytes\":", Payload(new DecoderRig(Raw).Feed("{\"c\\u0061rd\":\"C-1\"")));
    }

    [Fact]
    public void A_detail_never_shows_a_value_and_shows_names_as_printable_ascii()
    {
        var rejection = new DecoderRig().Feed(DecoderRig.With("attributes", "{\"зона\\n1\":[\"Ann\"]}")).OneRejection();
        Assert.Equal("attributes.?????????1: must be a number, true, false or a string; attributes are flat", rejection.Detail);
    }

    [Fact]
    public void Reason_codes_are_snake_case() =>
        Assert.Equal(["malformed_json", "too_large", "empty"], [RejectReason.MalformedJson.Code(), RejectReason.TooLarge.Code(), RejectReason.Empty.Code()]);

    private static string Payload(DecoderRig rig) => Encoding.UTF8.GetString(rig.OneRejection().Payload);
}
