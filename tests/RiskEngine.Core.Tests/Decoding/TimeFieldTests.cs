using System.Globalization;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class TimeFieldTests
{
    [Theory]
    [InlineData("\"1970-01-01T00:00:00Z\"", 0)]
    [InlineData("\"1970-01-01t00:00:00z\"", 0)]
    [InlineData("\"1970-01-01 00:00:00Z\"", 0)]
    [InlineData("\"1970-01-01T08:00:00+08:00\"", 0)]
    [InlineData("\"1969-12-31T16:30:00-07:30\"", 0)]
    [InlineData("\"1970-01-01T00:00:00-00:00\"", 0)]
    [InlineData("\"1970-01-01T00:00:00.1Z\"", 100_000)]
    [InlineData("\"1970-01-01T00:00:00.123456789123Z\"", 123_456)]
    [InlineData("\"1969-12-31T23:59:59.999999Z\"", -1)]
    [InlineData("\"2024-02-29T00:00:00Z\"", 1_709_164_800_000_000)]
    [InlineData("\"2016-12-31T23:59:60Z\"", 1_483_228_799_999_999)]
    [InlineData("\"2017-01-01T07:59:60.5+08:00\"", 1_483_228_799_999_999)]
    [InlineData("\"0001-01-01T00:00:00Z\"", -62_135_596_800_000_000)]
    [InlineData("\"9999-12-31T23:59:59.999999Z\"", 253_402_300_799_999_999)]
    [InlineData("0", 0)]
    [InlineData("1700000000000", 1_700_000_000_000_000)]
    [InlineData("1700000000000.5", 1_700_000_000_000_500)]
    [InlineData("1.7e12", 1_700_000_000_000_000)]
    [InlineData("0.0019", 1)]
    [InlineData("-1", -1_000)]
    [InlineData("-0.0001", -1)]
    public void A_time_is_read_to_the_microsecond(string json, long micros) =>
        Assert.Equal(new EventTime(micros), new DecoderRig().Feed(DecoderRig.With("time", json)).OneEvent().Time);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"today\"")]
    [InlineData("\"2026-11-21\"")]
    [InlineData("\"2026-11-21T10:00:00\"")]
    [InlineData("\"2026-11-21T10:00Z\"")]
    [InlineData("\"2026-11-21T10:00:00.Z\"")]
    [InlineData("\"2026-11-21T10:00:00,5Z\"")]
    [InlineData("\"2026-11-21T10:00:00+0800\"")]
    [InlineData("\"2026-11-21T10:00:00+24:00\"")]
    [InlineData("\"2026-11-21T10:00:00+08:60\"")]
    [InlineData("\"2026-11-21T10:00:00ZZ\"")]
    [InlineData("\"2026-11-21T24:00:00Z\"")]
    [InlineData("\"2026-11-21T10:60:00Z\"")]
    [InlineData("\"2026-11-21T10:00:61Z\"")]
    [InlineData("\"2026-11-21T10:00:60Z\"")]
    [InlineData("\"2026-02-29T10:00:00Z\"")]
    [InlineData("\"2026-13-01T10:00:00Z\"")]
    [InlineData("\"2026-00-01T10:00:00Z\"")]
    [InlineData("\"2026-01-00T10:00:00Z\"")]
    [InlineData("\"0000-01-01T10:00:00Z\"")]
    [InlineData("\"0001-01-01T00:00:00+01:00\"")]
    [InlineData("\"9999-12-31T23:59:59-01:00\"")]
    [InlineData("\"1700000000000\"")]
    [InlineData("100000000000000000000")]
    [InlineData("-99999999999999")]
    [InlineData("1e300")]
    public void What_is_no_time_of_the_calendar_is_rejected(string json) =>
        Assert.Equal(RejectReason.BadTime, new DecoderRig().Feed(DecoderRig.With("time", json)).OneRejection().Reason);

    [Theory]
    [InlineData("\"2026-11-21T10:00:00\"", " (the offset is missing: write Z, or e.g. +08:00)")]
    [InlineData("\"2026-11-21 10:00\"", " (the offset is missing: write Z, or e.g. +08:00)")]
    [InlineData("\"2026-11-21T10:00:00.5\"", " (the offset is missing: write Z, or e.g. +08:00)")]
    [InlineData("\"1795255200000\"", " (a number in quotes? write it without them)")]
    [InlineData("1e20", "")]
    [InlineData("\"2026-11-21T10:00:00,5Z\"", " (a comma before the fraction: write a point)")]
    [InlineData("\"2026-11-21T10:00:00+0100\"", " (the offset without a colon: write e.g. +08:00)")]
    [InlineData("\"2026-11-21T10:00Z\"", " (the seconds are missing)")]
    [InlineData("\"2026-11-21 10:00+01:00\"", " (the seconds are missing)")]
    [InlineData("\"soon\"", "")]
    [InlineData("\"\"", "")]
    public void What_may_have_been_meant_is_told(string json, string hint) => Assert.Equal(
        "time: must be RFC 3339 text, or a number of milliseconds since 1970" + hint, new DecoderRig().Feed(DecoderRig.With("time", json)).OneRejection().Detail);

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    public void A_time_of_another_type_is_a_bad_field(string json) =>
        Assert.Equal(RejectReason.BadField, new DecoderRig().Feed(DecoderRig.With("time", json)).OneRejection().Reason);

    [Fact]
    public void An_event_may_lie_ahead_of_the_clock_by_the_limit_and_no_further()
    {
        var now = EventTime.FromUnixMilliseconds(1_000_000);
        var options = EventDecoderOptions.Default with { MaxFuture = TimeSpan.FromSeconds(1), Earliest = null };
        new DecoderRig(options, now).Feed(DecoderRig.With("time", "1001000")).OneEvent();
        var rig = new DecoderRig(options, now).Feed(DecoderRig.With("time", "1001000.001"));
        Assert.Equal(RejectReason.FutureTime, rig.OneRejection().Reason);
        Assert.Equal(1, rig.Decoder.Counters.RejectedFor(RejectReason.FutureTime));
    }

    [Fact]
    public void Without_a_limit_or_a_clock_any_time_is_taken()
    {
        var farAhead = DecoderRig.With("time", "\"9999-01-01T00:00:00Z\"");
        new DecoderRig(EventDecoderOptions.Default with { MaxFuture = null }, EventTime.Epoch).Feed(farAhead).OneEvent();
        new DecoderRig().Feed(farAhead).OneEvent();
    }

    [Theory]
    [InlineData("0", "time: lies before 1971-01-01T00:00:00.000Z")]
    [InlineData("-1795255200", "time: lies before 1971-01-01T00:00:00.000Z")]
    [InlineData("86400", "time: lies before 1971-01-01T00:00:00.000Z")]
    [InlineData("99999999", "time: lies before 1971-01-01T00:00:00.000Z (seconds? write milliseconds)")]
    [InlineData("\"1970-12-31T23:59:59.999999Z\"", "time: lies before 1971-01-01T00:00:00.000Z")]
    public void A_time_before_the_least_plausible_one_is_told(string json, string detail)
    {
        var rig = new DecoderRig(EventDecoderOptions.Default).Feed(DecoderRig.With("time", json));
        Assert.Equal((RejectReason.ImplausibleTime, detail), (rig.OneRejection().Reason, rig.OneRejection().Detail));
        Assert.Equal(1, rig.Decoder.Counters.RejectedFor(RejectReason.ImplausibleTime));
    }

    [Theory]
    [InlineData("1795255200", UnixUnit.Seconds, 1_795_255_200_000_000)]
    [InlineData("1795255200.25", UnixUnit.Seconds, 1_795_255_200_250_000)]
    [InlineData("1.7952552e9", UnixUnit.Seconds, 1_795_255_200_000_000)]
    [InlineData("1795255200000", UnixUnit.Milliseconds, 1_795_255_200_000_000)]
    [InlineData("1795255200000000", UnixUnit.Microseconds, 1_795_255_200_000_000)]
    [InlineData("1795255200000000.9", UnixUnit.Microseconds, 1_795_255_200_000_000)]
    [InlineData("1795255200000000999", UnixUnit.Nanoseconds, 1_795_255_200_000_000)]
    [InlineData("100000000", UnixUnit.Seconds, 100_000_000_000_000)]
    [InlineData("99999999999.5", UnixUnit.Seconds, 99_999_999_999_500_000)]
    [InlineData("100000000000", UnixUnit.Milliseconds, 100_000_000_000_000)]
    [InlineData("99999999999999", UnixUnit.Milliseconds, 99_999_999_999_999_000)]
    [InlineData("100000000000000", UnixUnit.Microseconds, 100_000_000_000_000)]
    [InlineData("100000000000000000", UnixUnit.Nanoseconds, 100_000_000_000_000)]
    public void The_size_of_a_number_tells_its_unit(string json, UnixUnit unit, long micros)
    {
        var rig = new DecoderRig(EventDecoderOptions.Default).Feed(DecoderRig.With("time", json));
        Assert.Equal(micros, rig.OneEvent().Time.Micros);
        Assert.Equal(unit == UnixUnit.Milliseconds ? [] : [unit], rig.Decoder.ReadTimes.Select(times => times.Unit));
        Assert.Equal(unit, UnixTime.UnitOf(double.Parse(json, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(99_999_999L)]
    [InlineData(-1_795_255_200L)]
    public void A_number_too_small_to_tell_is_milliseconds(long number)
    {
        Assert.Equal(number * 1000, new DecoderRig().Feed(DecoderRig.With("time", number.ToString(CultureInfo.InvariantCulture))).OneEvent().Time.Micros);
        Assert.Null(UnixTime.UnitOf(number));
    }

    [Fact]
    public void Each_hour_from_1973_03_03_to_2100_stays_what_it_is_in_each_unit()
    {
        (UnixUnit Unit, long Factor)[] factors =
            [(UnixUnit.Seconds, 1), (UnixUnit.Milliseconds, 1_000), (UnixUnit.Microseconds, 1_000_000), (UnixUnit.Nanoseconds, 1_000_000_000)];
        Span<byte> text = stackalloc byte[24];
        for (var second = 100_000_000L; second < 4_102_444_800; second += 3600)
        {
            foreach (var (unit, factor) in factors)
            {
                Assert.True((second * factor).TryFormat(text, out var length));
                Assert.True(UnixTime.TryRead(text[..length], out var time, out var read));
                Assert.Equal((second * 1_000_000, unit), (time.Micros, read));
            }
        }
    }

    [Fact]
    public void Times_in_other_units_are_counted_and_their_first_sources_named()
    {
        var rig = new DecoderRig(EventDecoderOptions.Default);
        for (var i = 0; i < 14; i++)
            rig.Feed($$"""{"kind":"sensor.gas","source":"s{{i % 7}}","site":"a","time":1795255200,"value":1}""");
        rig.Feed("""{"kind":"sensor.gas","source":"n","site":"a","time":1795255200000000000,"value":1}""");
        rig.Feed("""{"kind":"sensor.gas","source":"m","site":"a","time":1795255200000,"value":1}""");
        Assert.Equal(
            ["14 times were read as seconds, for their numbers are too small for milliseconds: s0, s1, s2, s3, s4 and others ",
                "1 times were read as nanoseconds, for their numbers are too large for milliseconds: n "],
            rig.Decoder.ReadTimes.Select(times => times.Sentence.Replace("(write milliseconds, or a date and time with its offset)", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_rejected_does_not_count_as_a_time_that_was_read()
    {
        var rig = new DecoderRig(EventDecoderOptions.Default).Feed("""{"kind":"nonsense.gas","source":"s","site":"a","time":1795255200,"value":1}""");
        Assert.Equal(RejectReason.UnknownFamily, rig.OneRejection().Reason);
        Assert.Empty(rig.Decoder.ReadTimes);
    }

    [Fact]
    public void Seconds_in_an_envelope_are_counted_too()
    {
        var line = """{"specversion":"1.0","type":"sensor.gas","source":"s","subject":"a","time":1795255200,"data":{"value":1}}""";
        var rig = new DecoderRig(EventDecoderOptions.Default).Feed(line);
        Assert.Equal(1_795_255_200_000_000, rig.OneEvent().Time.Micros);
        Assert.Equal("s", Assert.Single(Assert.Single(rig.Decoder.ReadTimes).Sources));
    }

    [Fact]
    public void The_least_plausible_time_is_taken() =>
        Assert.Equal(31_536_000_000_000, new DecoderRig(EventDecoderOptions.Default).Feed(DecoderRig.With("time", "\"1971-01-01T00:00:00Z\"")).OneEvent().Time.Micros);

    [Fact]
    public void The_clock_is_read_once_for_each_batch()
    {
        var reads = 0;
        var decoder = new EventDecoder(EventDecoderOptions.Default, new Vocabulary(), Pseudonymizer.Generate(), () => new EventTime(reads++));
        var records = new RecordBatch();
        for (var i = 0; i < 10; i++) records.Add(i, "x"u8);
        reads = 0;
        decoder.Decode(records, new EventBatch(), []);
        Assert.Equal(1, reads);
    }
}
