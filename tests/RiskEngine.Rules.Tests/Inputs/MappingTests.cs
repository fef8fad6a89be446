using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Inputs;
using Xunit;

namespace RiskEngine.Rules.Tests.Inputs;

public sealed class MappingTests
{
    private const string Good = "{\"dev\":\"d1\",\"t\":\"2026-11-21T10:00:00Z\",\"v\":215}";

    [Fact]
    public void Fields_are_texts_with_places_and_expressions() => Assert.Equal(
        "{\"kind\":\"sensor.temperature\",\"source\":\"lora-d1\",\"site\":\"a/b\",\"time\":\"2026-11-21T10:00:00.000Z\",\"value\":21.5,\"unit\":\"Cel\","
            + "\"attributes\":{\"model\":\"am107\",\"raw\":215,\"new\":true}}",
        MappingRig.Of("""
            kind: sensor.temperature
            source: "lora-{{ payload.dev }}"
            value: payload.v / 10
            unit: Cel
            attributes: {model: am107, raw: "{{ payload.v }}", new: true, absent: "{{ payload.nothing }}"}
            """).Feed(Good).Json());

    [Theory]
    [InlineData("payload.v / 10", 21.5)]
    [InlineData("payload.v * 2 + 1", 431)]
    [InlineData("10 - payload.v", -205)]
    [InlineData("payload.v > 200 ? 1 : 0", 1)]
    [InlineData("(payload.v + 5) / (payload.v - 105)", 2)]
    [InlineData("size(payload.dev) + 1", 3)]
    [InlineData("double(payload.dev.substring(1)) * 3", 3)]
    [InlineData("{{ payload.v }}", 215)]
    public void Numbers_of_the_payload_are_doubles_and_go_with_whole_numbers(string expression, double expected) =>
        Assert.Equal(expected, MappingRig.Of($"value: \"{expression}\"").Feed(Good).OneEvent().Number);

    [Fact]
    public void Ids_beyond_what_a_double_holds_keep_their_digits()
    {
        var rig = MappingRig.Of("value: 1").Feed("{\"dev\":12345678901234567890,\"t\":1763719200000}");
        Assert.Equal("12345678901234567000", rig.SourceOf(rig.OneEvent()));
        rig = MappingRig.Of("value: 1").Feed("{\"dev\":1234567890123456789,\"t\":1763719200000}");
        Assert.Equal("1234567890123456789", rig.SourceOf(rig.OneEvent()));
        rig = MappingRig.Of("value: 1").Feed("{\"dev\":4711,\"t\":1763719200000}");
        Assert.Equal("4711", rig.SourceOf(rig.OneEvent()));
    }

    [Theory]
    [InlineData("{\"t\":1763719200000,\"v\":1}", RejectReason.MissingField, "source: payload.dev: there is no 'dev'")]
    [InlineData("{\"dev\":null,\"t\":1763719200000,\"v\":1}", RejectReason.MissingField, "source: payload.dev: is null")]
    [InlineData("{\"dev\":\"a\",\"v\":1}", RejectReason.MissingField, "time: payload.t: there is no 't'")]
    [InlineData("{\"dev\":\"a\",\"t\":1763719200000}", RejectReason.Unmapped, "value: payload.v: there is no 'v'")]
    [InlineData("{\"dev\":\"a\",\"t\":1763719200000,\"v\":[1]}", RejectReason.BadField, "value: is a list")]
    [InlineData("{\"dev\":[\"a\"],\"t\":1763719200000,\"v\":1}", RejectReason.Unmapped, "source: payload.dev: is a list")]
    [InlineData("{\"dev\":\" \",\"t\":1763719200000,\"v\":1}", RejectReason.BadLength, "source: is blank")]
    [InlineData("{\"dev\":\"a\",\"t\":12,\"v\":1}", RejectReason.BadTime, "time: the number is too small")]
    [InlineData("{\"dev\":\"a\",\"t\":true,\"v\":1}", RejectReason.BadTime, "time: true or false is no time")]
    [InlineData("{\"dev\":\"a\",\"t\":\"2026-11-21 10:00\",\"v\":1}", RejectReason.BadTime, "time: is no date and time with an offset (the offset is missing")]
    [InlineData("{\"dev\":\"a\",", RejectReason.MalformedJson, "payload: no valid JSON at byte")]
    [InlineData("{\"dev\":\"\\ud800\"}", RejectReason.MalformedJson, "payload: a string that is no Unicode text")]
    [InlineData("{} {}", RejectReason.MalformedJson, "payload: no valid JSON at byte")]
    [InlineData("[1]", RejectReason.Unmapped, "value: payload.v: no such overload: select(list)")]
    [InlineData("{\"dev\":1,\"dev\":2}", RejectReason.DuplicateField, "payload: a name stands twice")]
    [InlineData("{\"dev\":1e999}", RejectReason.BadField, "payload: a number is too large")]
    [InlineData("", RejectReason.Empty, "the record is empty")]
    [InlineData(" \r\n", RejectReason.Empty, "the record is empty")]
    public void What_does_not_map_is_rejected_with_field_and_fault(string payload, RejectReason reason, string detail)
    {
        var rejection = MappingRig.Of("value: payload.v").Feed(payload).OneRejection();
        Assert.Equal((reason, -1), (rejection.Reason, rejection.Line));
        Assert.StartsWith(detail, rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_names_what_the_mapping_says_and_nothing_of_the_record()
    {
        var rig = MappingRig.Of("value: payload.v\nsite: \"{{ places[payload.dev].site }}\"", "tables: {places: {d1: {site: x}}}");
        Assert.DoesNotContain("secret", rig.Feed("{\"dev\":\"secret\",\"t\":1763719200000,\"v\":1}").OneRejection().Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(rig.Rejections[0].Payload), StringComparison.Ordinal);
        rig = MappingRig.Of("value: double(payload.v)").Feed("{\"dev\":\"a\",\"t\":1763719200000,\"v\":\"secret\"}");
        Assert.Equal("value: double(payload.v): a text cannot be converted", rig.OneRejection().Detail);
    }

    [Fact]
    public void Payload_of_any_size_is_read_and_a_mark_before_it_passed_over()
    {
        MappingRig.Of("value: payload.v").Feed("\uFEFF  " + Good).OneEvent();
        var rig = MappingRig.Of("value: payload.v", options: EventDecoderOptions.Default with { MaxRecordBytes = 40, MaxLineBytes = 40 });
        Assert.Equal(RejectReason.TooLarge, rig.Feed(Good).OneRejection().Reason);
        Assert.Equal(RejectReason.TooDeep, MappingRig.Of("value: 1").Feed(new string('[', 40) + new string(']', 40)).OneRejection().Reason);
    }

    [Fact]
    public void An_event_that_the_mapping_does_not_want_is_counted_and_no_dead_letter()
    {
        var rig = MappingRig.Of("value: payload.v\nwhen: payload.v > 300", "ignore: payload.kind == \"join\"").Feed(Good).Feed("{\"kind\":\"join\"}").Feed("{}");
        Assert.Empty(rig.Rejections);
        Assert.Equal((0, 3, 3), (rig.Events.Count, rig.PassedOver, rig.Counters.PassedOver));
        Assert.Equal(rig.Counters.Lines, rig.Counters.Decoded + rig.Counters.Rejected + rig.Counters.PassedOver);
    }

    [Fact]
    public void An_optional_event_lacks_its_value_without_a_dead_letter()
    {
        var rig = MappingRig.Of("value: payload.w\noptional: true").Feed(Good)
            .Feed("{\"dev\":\"d\",\"t\":1763719200000,\"w\":null}").Feed("{\"dev\":\"d\",\"t\":1763719200000,\"w\":[]}");
        Assert.Equal((0, 2), (rig.Events.Count, rig.PassedOver));
        Assert.Equal("value: is a list, and must be a number, true, false or a text", Assert.Single(rig.Rejections).Detail);
    }

    [Fact]
    public void Items_of_lists_and_maps_are_mapped_one_by_one()
    {
        var rig = MappingRig.Of("kind: \"sensor.{{ name }}\"\nvalue: item.v\nid: \"{{ payload.dev }}-{{ index }}\"\ntime: parent.t", "for_each: [payload.data, item.values]");
        rig.Feed("""{"dev":"d","data":[{"t":1763719200,"values":{"gas":{"v":1},"smoke":{"v":2}}},{"t":1763719260,"values":{"gas":{"v":3}}},{"t":1,"values":{}}]}""");
        Assert.Equal(
            """
            {"id":"d-0","kind":"sensor.gas","source":"d","site":"a/b","time":"2025-11-21T10:00:00.000Z","value":1}
            {"id":"d-1","kind":"sensor.smoke","source":"d","site":"a/b","time":"2025-11-21T10:00:00.000Z","value":2}
            {"id":"d-0","kind":"sensor.gas","source":"d","site":"a/b","time":"2025-11-21T10:01:00.000Z","value":3}
            """.ReplaceLineEndings("\n"), rig.Json());
        Assert.Equal([0, 1, 2], rig.Events.Events.ToArray().Select(e => e.Line));
        Assert.Equal(1, rig.PassedOver);
    }

    [Fact]
    public void Line_numbers_do_not_depend_on_what_the_record_holds()
    {
        var rig = MappingRig.Of("value: item.v\nwhen: item.v > 1", "for_each: payload.data");
        rig.Feed("""{"dev":"d","t":1763719200,"data":[{"v":1},{"v":2},{"v":"x"},{"v":4}]}""");
        Assert.Equal([1, 3], rig.Events.Events.ToArray().Select(e => e.Line));
    }

    [Fact]
    public void A_part_that_is_gone_through_and_named_too_is_read_both_ways()
    {
        var rig = MappingRig.Of("value: item.v\nsource: \"{{ payload.data.meta.dev }}\"\nwhen: has(item.v)", "for_each: payload.data");
        rig.Feed("""{"t":1763719200,"data":{"meta":{"dev":"d","v":1,"more":[1]},"a":{"v":2,"w":3}}}""");
        Assert.Equal([1, 2], rig.Events.Events.ToArray().Select(e => e.Number));
        Assert.Equal("d", rig.SourceOf(rig.Events[1]));
    }

    [Fact]
    public void A_record_with_too_many_items_is_cut_and_says_so()
    {
        var rig = MappingRig.Of("value: item", "for_each: payload.data");
        rig.Feed($"{{\"dev\":\"d\",\"t\":1763719200,\"data\":[{string.Join(',', Enumerable.Repeat("1", 10_050))}]}}");
        Assert.Equal(10_000, rig.Events.Count);
        Assert.Equal(RejectReason.TooLarge, Assert.Single(rig.Rejections).Reason);
    }

    [Fact]
    public void Only_the_first_dead_letter_of_a_record_carries_the_payload()
    {
        var rig = MappingRig.Of("value: item.v", "for_each: payload.data").Feed("""{"dev":"d","t":1763719200,"data":[{},{},{"v":1}]}""");
        Assert.Equal([true, false], rig.Rejections.Select(rejection => rejection.Payload.Length > 0));
        Assert.Equal("""{"dev":"[redacted]","t":"[redacted]","data":"[redacted]"}""", Encoding.UTF8.GetString(rig.Rejections[0].Payload));
    }

    [Fact]
    public void Each_line_and_each_item_is_a_payload_of_its_own_where_the_codec_says_so()
    {
        var lines = MappingRig.Of("value: payload.v", "codec: json_lines").Feed($"{Good}\n\nnonsense\r\n{Good}\n");
        Assert.Equal((2, 1), (lines.Events.Count, lines.Rejections.Count));
        var array = MappingRig.Of("value: payload.v", "codec: json_array").Feed($"[{Good},{{}},{Good}]").Feed("[]").Feed("{}");
        Assert.Equal((2, 2, 1), (array.Events.Count, array.Rejections.Count, array.PassedOver));
        Assert.Equal("payload: is a map, and the codec is json_array", array.Rejections[1].Detail);
        var text = MappingRig.Of("value: {of: payload, as: boolean}\nsource: \"{{ key }}\"\ntime: received", "codec: text").Feed("ON", key: "d",
            received: EventTime.FromUnixMilliseconds(1763719200000));
        Assert.Equal(EventValueKind.Boolean, text.OneEvent().ValueKind);
    }

    [Fact]
    public void Key_headers_topic_and_arrival_can_be_named()
    {
        var rig = MappingRig.Of("value: 1\nsource: \"{{ topic }}/{{ key }}/{{ headers.ce_type }}/{{ headers['x-y'] }}\"\ntime: received\n"
            + "attributes: {none: \"{{ headers.nothing }}\"}");
        var e = rig.Feed("{}", "k", [new("ce_type", "reading"u8.ToArray()), new("x-y", "z"u8.ToArray())], EventTime.FromUnixMilliseconds(1763719200000)).OneEvent();
        Assert.Equal("t/k/reading/z", rig.SourceOf(e));
        Assert.Equal(1763719200000, e.Time.UnixMilliseconds);
        Assert.Equal("source: key: there is no 'key'", MappingRig.Of("value: 1\nsource: \"{{ key }}\"").Feed(Good).OneRejection().Detail);
    }

    [Fact]
    public void Persons_become_pseudonyms_in_attributes()
    {
        var rig = MappingRig.Of("value: 1\nattributes: {credential: \"{{ payload.badge }}\", card: \"{{ payload.empty }}\"}")
            .Feed("{\"dev\":\"d\",\"t\":1763719200,\"badge\":4711,\"empty\":\"\"}");
        Assert.DoesNotContain("4711", rig.Json(), StringComparison.Ordinal);
        Assert.Matches("\"credential\":\"[a-z0-9]+_[\\w-]{22}\",\"card\":\"\"", rig.Json());
    }

    [Theory]
    [InlineData("ON", true)]
    [InlineData("off", false)]
    [InlineData("Open", true)]
    [InlineData("closed", false)]
    [InlineData("1", true)]
    public void Words_for_true_and_false_are_read(string word, bool expected) => Assert.Equal(
        (EventValueKind.Boolean, expected ? 1.0 : 0.0),
        MappingRig.Of("value: {of: payload.v, as: boolean}").Feed($"{{\"dev\":\"d\",\"t\":1763719200,\"v\":\"{word}\"}}").OneEvent() is var e ? (e.ValueKind, e.Number) : default);

    [Fact]
    public void A_word_that_is_neither_is_refused()
    {
        Assert.Contains("neither true nor false", MappingRig.Of("value: {of: payload.dev, as: boolean}").Feed(Good).OneRejection().Detail, StringComparison.Ordinal);
        Assert.Contains("value.map", MappingRig.Of("value: {of: payload.dev, map: {d2: 1}}").Feed(Good).OneRejection().Detail, StringComparison.Ordinal);
        Assert.Equal(7, MappingRig.Of("value: {of: payload.dev, map: {d1: 7}}").Feed(Good).OneEvent().Number);
        Assert.Equal(21.5, MappingRig.Of("value: {of: payload.v, as: number}").Feed("{\"dev\":\"d\",\"t\":1763719200,\"v\":\" 21.5 \"}").OneEvent().Number);
        Assert.Contains("no number", MappingRig.Of("value: {of: payload.v, as: number}").Feed("{\"dev\":\"d\",\"t\":1763719200,\"v\":\"21,5\"}").OneRejection().Detail,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unit: Cel\nunit_in: \"[degF]\"", -4, -20)]
    [InlineData("unit: Cel\nunit_in: K", 300.15, 27)]
    [InlineData("unit: kPa\nunit_in: hPa", 1013.25, 101.325)]
    [InlineData("unit: m3/h\nunit_in: l/min", 100, 6)]
    [InlineData("unit: Cel\nunit_in: \"\u00b0C\"", 21.55, 21.55)]
    [InlineData("unit: Cel\nunit_in: \"{{ payload.u }}\"", 50, 10)]
    public void A_number_of_another_unit_is_converted(string units, double value, double expected)
    {
        var rig = MappingRig.Of($"value: payload.v\n{units}").Feed(FormattableString.Invariant($"{{\"dev\":\"d\",\"t\":1763719200,\"v\":{value},\"u\":\"F\"}}"));
        Assert.Equal(expected, rig.OneEvent().Number);
    }

    [Fact]
    public void A_unit_that_does_not_convert_is_refused()
    {
        var rig = MappingRig.Of("value: payload.v\nunit: Cel\nunit_in: \"{{ payload.u }}\"");
        Assert.Equal("unit_in: hPa does not convert to Cel", rig.Feed("{\"dev\":\"d\",\"t\":1763719200,\"v\":1,\"u\":\"hPa\"}").OneRejection().Detail);
        Assert.Contains("no unit that is known",
            MappingRig.Of("value: payload.v\nunit: Cel\nunit_in: \"{{ payload.u }}\"").Feed("{\"dev\":\"d\",\"t\":1763719200,\"v\":1,\"u\":\"bananas\"}")
            .OneRejection().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_mappings_the_first_that_takes_the_record_maps_it()
    {
        InputSet Set(string first, string second) => new([.. MappingRig.Load(first).Mappings, .. MappingRig.Load(second).Mappings]);
        string Mapping(string id, string when) => $"id: {id}\ntitle: M\ntopics: t\n{when}\nevents: [{{kind: sensor.{id}, source: s, site: a, time: payload.t, value: 1}}]";
        var rig = new MappingRig(Set(Mapping("a", "when: payload.a"), Mapping("b", "when: payload.b")));
        rig.Feed("{\"t\":1763719200,\"b\":true}").Feed("{\"t\":1763719200,\"a\":true,\"b\":true}").Feed("{\"t\":1763719200}");
        Assert.Equal(["sensor.b", "sensor.a"], rig.Json().Split('\n').Select(line => line.Split('"')[3]));
        Assert.Equal("no mapping of this topic takes the payload: 'when' of a, b does not hold", Assert.Single(rig.Rejections).Detail);
    }

    [Fact]
    public void Other_mappings_are_taken_up_with_the_next_batch()
    {
        var rig = MappingRig.Of("value: 1").Feed(Good);
        rig.Replace("id: m\ntitle: M\ntopics: t\nevents: [{kind: sensor.x, source: s, site: a, time: payload.t, value: 2}]");
        rig.Feed(Good);
        Assert.Equal([1, 2], rig.Events.Events.ToArray().Select(e => e.Number));
    }

    [Fact]
    public void A_topic_that_no_mapping_names_is_read_by_the_contract()
    {
        var rig = new MappingRig(MappingRig.Load("id: m\ntitle: M\ntopics: [x.*, y]\nevents: [{kind: sensor.x, source: s, site: a, time: received}]"), topic: "z");
        rig.Feed("{\"kind\":\"sensor.gas\",\"source\":\"s\",\"site\":\"a\",\"time\":1763719200000,\"value\":3}");
        Assert.Equal(3, rig.OneEvent().Number);
    }

    [Fact]
    public void Keys_that_are_not_the_site_are_counted()
    {
        var rig = MappingRig.Of("value: 1").Feed(Good, "a/b").Feed(Good, "d1").Feed(Good);
        Assert.Equal((2, 1), (rig.Counters.KeysNotSite, rig.Counters.KeysMissing));
    }

    [Theory]
    [InlineData("{\"dev\":\"d\",\"t\":1763719200,\"Temp\":1}", "value: payload.temp: there is no 'temp'; did you mean 'Temp'?")]
    [InlineData("{\"dev\":\"d\",\"t\":1763719200,\" temp \":1}", "value: payload.temp: there is no 'temp'; did you mean ' temp '?")]
    [InlineData("{\"dev\":\"d\",\"t\":1763719200,\"data\":{\"TEMP\":1}}", "value: payload.temp: there is no 'temp'; did you mean 'TEMP'?")]
    [InlineData("{\"dev\":\"d\",\"t\":1763719200,\"temperature\":1}", "value: payload.temp: there is no 'temp'")]
    [InlineData("{\"dev\":\"d\",\"T\":1763719200,\"temp\":1}", "time: payload.t: there is no 't'; did you mean 'T'?")]
    [InlineData("{\"dev\":\"d\",\"t\":1763719200,\"Te\\u0007mp\":1}", "value: payload.temp: there is no 'temp'")]
    public void A_name_that_differs_by_case_or_blanks_only_is_told(string payload, string detail) =>
        Assert.Equal(detail, MappingRig.Of("value: payload.temp").Feed(payload).OneRejection().Detail);

    [Fact]
    public void Each_text_is_searched_for_its_own_names()
    {
        var rig = MappingRig.Of("value: payload.temp").Feed("{\"dev\":\"d\",\"t\":1763719200,\"Temp\":1}").Feed("{\"dev\":\"d\",\"t\":1763719200}");
        Assert.Equal(["value: payload.temp: there is no 'temp'; did you mean 'Temp'?", "value: payload.temp: there is no 'temp'"],
            rig.Rejections.Select(rejection => rejection.Detail));
        Assert.True(rig.Rejections[0].IsMapped);
    }
}
