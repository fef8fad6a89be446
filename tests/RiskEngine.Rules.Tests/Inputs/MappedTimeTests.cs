using System.Globalization;
using RiskEngine.Core.Events;
using Xunit;

namespace RiskEngine.Rules.Tests.Inputs;

/// <summary>Times as people write them.</summary>
public sealed class MappedTimeTests
{
    [Theory]
    [InlineData("1763719200", "2025-11-21T10:00:00.000Z")]
    [InlineData("1763719200.25", "2025-11-21T10:00:00.250Z")]
    [InlineData("1763719200123", "2025-11-21T10:00:00.123Z")]
    [InlineData("1763719200123456", "2025-11-21T10:00:00.123456Z")]
    [InlineData("1763719200123456789", "2025-11-21T10:00:00.123457Z")]
    [InlineData("\"1763719200\"", "2025-11-21T10:00:00.000Z")]
    [InlineData("1.7637192e9", "2025-11-21T10:00:00.000Z")]
    [InlineData("\"2025-11-21T11:00:00+01:00\"", "2025-11-21T10:00:00.000Z")]
    [InlineData("\" 2025-11-21 10:00:00.5z \"", "2025-11-21T10:00:00.500Z")]
    public void A_time_with_its_offset_and_a_number_of_plausible_size_need_no_word(string written, string expected) => AssertTime("payload.t", written, expected);

    [Theory]
    [InlineData("unix_s", "12", "1970-01-01T00:00:12.000Z")]
    [InlineData("unix_ms", "1763719200", "1970-01-21T09:55:19.200Z")]
    [InlineData("unix_us", "1763719200123456", "2025-11-21T10:00:00.123456Z")]
    [InlineData("unix_ns", "1763719200123456789", "2025-11-21T10:00:00.123457Z")]
    [InlineData("excel", "45982.5", "2025-11-21T12:00:00.000Z")]
    [InlineData("excel, zone: Europe/Berlin", "45982.5", "2025-11-21T11:00:00.000Z")]
    [InlineData("local, zone: Asia/Shanghai", "\"2025-11-21 18:00\"", "2025-11-21T10:00:00.000Z")]
    [InlineData("local, zone: Asia/Shanghai", "\"2025-11-21\"", "2025-11-20T16:00:00.000Z")]
    [InlineData("auto, zone: Asia/Shanghai", "\"2025-11-21T18:00:00\"", "2025-11-21T10:00:00.000Z")]
    [InlineData("auto, zone: Asia/Shanghai", "\"2025-11-21T18:00:00Z\"", "2025-11-21T18:00:00.000Z")]
    public void A_word_says_how_it_is_written(string words, string written, string expected) => AssertTime($"{{of: payload.t, as: {words}}}", written, expected);

    [Theory]
    [InlineData("dd.MM.yyyy HH:mm:ss", "\"21.11.2025 10:00:05\"", "2025-11-21T10:00:05.000Z")]
    [InlineData("dd.MM.yyyy HH:mm:ss, zone: Europe/Berlin", "\"21.11.2025 10:00:05\"", "2025-11-21T09:00:05.000Z")]
    [InlineData("M/d/yyyy h:mm tt", "\"11/21/2025 3:05 PM\"", "2025-11-21T15:05:00.000Z")]
    [InlineData("yyyyMMddTHHmmsszzz", "\"20251121T100000+02:00\"", "2025-11-21T08:00:00.000Z")]
    public void A_form_is_followed(string form, string written, string expected)
    {
        var parts = form.Split(", ");
        AssertTime($"{{of: payload.t, format: \"{parts[0]}\"{(parts.Length > 1 ? ", " + parts[1] : "")}}}", written, expected);
    }

    [Theory]
    [InlineData("Europe/Berlin", "", "2026-03-29 01:59:59", "2026-03-29T00:59:59.000Z")]
    [InlineData("Europe/Berlin", "", "2026-03-29 02:30:00", "2026-03-29T01:30:00.000Z")] // does not exist: read as 03:30 summer time
    [InlineData("Europe/Berlin", "", "2026-03-29 03:30:00", "2026-03-29T01:30:00.000Z")]
    [InlineData("Europe/Berlin", "", "2026-10-25 02:30:00", "2026-10-25T00:30:00.000Z")] // twice: the first
    [InlineData("Europe/Berlin", ", ambiguous: later", "2026-10-25 02:30:00", "2026-10-25T01:30:00.000Z")]
    [InlineData("Europe/Berlin", ", ambiguous: reject", "2026-10-25 01:59:59", "2026-10-24T23:59:59.000Z")]
    [InlineData("America/New_York", "", "2026-11-01 01:30:00", "2026-11-01T05:30:00.000Z")]
    [InlineData("Australia/Lord_Howe", "", "2026-10-04 02:15:00", "2026-10-03T15:45:00.000Z")] // leaps by half an hour
    public void Hours_that_a_change_of_the_clock_brings_twice_or_not_at_all_are_decided(string zone, string more, string written, string expected) =>
        AssertTime($"{{of: payload.t, as: local, zone: {zone}{more}}}", $"\"{written}\"", expected);

    [Theory]
    [InlineData("payload.t", "12345", "the number is too small or too large")]
    [InlineData("payload.t", "1e25", "the number is too small or too large")]
    [InlineData("payload.t", "\"yesterday\"", "is no date and time with an offset")]
    [InlineData("payload.t", "\"\"", "is no date and time")]
    [InlineData("{of: payload.t, as: unix_s}", "\"2026-11-21T10:00:00Z\"", "a text that is no number, and time.as is unix_s")]
    [InlineData("{of: payload.t, as: unix_s}", "1e300", "outside the calendar")]
    [InlineData("{of: payload.t, as: rfc3339}", "1763719200", "a number, and time.as is rfc3339")]
    [InlineData("{of: payload.t, as: local, zone: Europe/Berlin}", "\"21.11.2025\"", "is no local date and time")]
    [InlineData("{of: payload.t, as: local, zone: Europe/Berlin, ambiguous: reject}", "\"2026-10-25 02:30:00\"", "the clock shows it twice")]
    [InlineData("{of: payload.t, as: excel}", "0", "no day of a spreadsheet")]
    [InlineData("{of: payload.t, format: dd.MM.yyyy}", "\"2026-11-21\"", "is not of the form dd.MM.yyyy")]
    public void What_cannot_be_read_is_refused(string time, string written, string detail)
    {
        var rejection = Feed(time, written).OneRejection();
        Assert.Equal(RejectReason.BadTime, rejection.Reason);
        Assert.Contains(detail, rejection.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Seconds_that_are_said_to_be_milliseconds_are_implausible() =>
        Assert.Equal(RejectReason.ImplausibleTime, Feed("{of: payload.t, as: unix_ms}", "1763719200").OneRejection().Reason);

    [Fact]
    public void Every_second_of_a_year_keeps_the_order_of_the_wall_clock_outside_the_hour_that_comes_twice()
    {
        var last = long.MinValue;
        var rig = MappingRig.Of("value: 1", "time: {of: payload.t, as: local, zone: Europe/Berlin}");
        for (var local = new DateTime(2026, 1, 1); local.Year == 2026; local = local.AddMinutes(7))
        {
            rig.Feed($"{{\"dev\":\"d\",\"t\":\"{local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}\"}}");
            var micros = rig.Events[rig.Events.Count - 1].Time.Micros;
            var isLeapt = local is { Month: 3, Day: 29, Hour: 3 };
            Assert.True(micros > last || isLeapt, $"{local}");
            last = Math.Max(last, micros);
        }
    }

    private static void AssertTime(string time, string written, string expected) => Assert.Equal(expected, Feed(time, written, plausible: false).OneEvent().Time.ToString());

    private static MappingRig Feed(string time, string written, bool plausible = true) => MappingRig.Of("value: 1", $"time: {time}",
        plausible ? null : Core.Decoding.EventDecoderOptions.Default with { Earliest = null, MaxFuture = null }).Feed($"{{\"dev\":\"d\",\"t\":{written}}}");
}
