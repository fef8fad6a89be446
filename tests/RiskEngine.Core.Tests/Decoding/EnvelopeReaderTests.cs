using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class EnvelopeReaderTests
{
    private const int Rounds = 20_000;

    [Theory]
    [InlineData("\"2026-11-21 10:00:00.5Z\"")]
    [InlineData("\"2026-11-21t10:00:00z\"")]
    [InlineData("\"2026-11-21T18:00:00.12345678901234567890+08:00\"")]
    [InlineData("\"2026-11-21T10\\u003a00:00Z\"")]
    [InlineData("\"2016-12-31T23:59:60Z\"")]
    [InlineData("1795255200123")]
    [InlineData("1795255200123.25")]
    [InlineData("1.7952552e12")]
    public void Every_form_of_a_time_is_read_as_the_decoder_reads_it(string time)
    {
        var line = DecoderRig.With("time", time);
        Assert.True(new EnvelopeReader().TryRead(Encoding.UTF8.GetBytes(line), out var envelope));
        Assert.Equal(new DecoderRig().Feed(line).OneEvent().Time, envelope.Time);
    }

    [Theory]
    [InlineData("marked", "\uFEFF{\"kind\":\"flow.people\",\"source\":\"s\",\"site\":\"a/b\",\"time\":0}")]
    [InlineData("indented", " \t{\"kind\":\"flow.people\",\"source\":\"s\",\"site\":\"a/b\",\"time\":0} ")]
    [InlineData("escaped", "{\"k\\u0069nd\":\"flow.people\",\"source\":\"s\",\"site\":\"a\\/b\",\"t\\u0069me\":0}")]
    [InlineData("decoys",
        "{\"x\":{\"site\":\"no\",\"time\":1},\"attributes\":{\"site\":\"no\",\"time\":\"no\"},\"kind\":\"flow.people\",\"source\":\"s\",\"site\":\"a/b\",\"time\":0}")]
    [InlineData("envelope", "{\"specversion\":\"1.0\",\"type\":\"flow.people\",\"source\":\"s\",\"subject\":\"a/b\",\"time\":\"1970-01-01T00:00:00Z\",\"data\":4}")]
    [InlineData("data first",
        "{\"data\":{\"time\":0,\"site\":\"a/b\"},\"type\":\"flow.people\",\"source\":\"s\",\"subject\":\"no\",\"time\":\"1999-01-01T00:00:00Z\",\"specversion\":\"1.0\"}")]
    public void Time_family_and_site_are_found(string _, string line)
    {
        Assert.True(new EnvelopeReader().TryRead(Encoding.UTF8.GetBytes(line), out var envelope));
        Assert.Equal((0, EventFamily.Flow, "a/b"), (envelope.Time.Micros, envelope.Family, envelope.Site));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("[]")]
    [InlineData("{\"kind\":\"flow.people\",\"source\":\"s\",\"site\":\"a\",\"time\":\"soon\"}")]
    [InlineData("{\"kind\":\"weather.rain\",\"source\":\"s\",\"site\":\"a\",\"time\":0}")]
    [InlineData("{\"kind\":\"flow.people\",\"source\":\"s\",\"site\":null,\"time\":0}")]
    [InlineData("{\"type\":\"flow.people\",\"source\":\"s\",\"subject\":\"a\",\"time\":0}")]
    public void A_line_without_all_three_has_no_place(string line) => Assert.False(new EnvelopeReader().TryRead(Encoding.UTF8.GetBytes(line), out _));

    [Fact]
    public void A_fault_behind_the_three_is_left_to_the_decoder()
    {
        var line = """{"kind":"flow.people","site":"a","time":5,"source":"s","value":[1]}"""u8;
        Assert.True(new EnvelopeReader().TryRead(line, out var envelope));
        Assert.Equal("a", envelope.Site);
    }

    [Fact]
    public void What_the_decoder_accepts_has_the_place_that_the_decoder_gives_it()
    {
        var records = new RandomRecords(15);
        var reader = new EnvelopeReader();
        var rig = new DecoderRig();
        var compared = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var record = records.Next();
            rig.Events.Clear();
            rig.Rejections.Clear();
            rig.Feed(record);
            if (rig.Events.Count != 1 || rig.Events[0].Line != LineReader.WholeRecord) continue;
            Assert.True(reader.TryRead(record, out var envelope), Encoding.UTF8.GetString(record));
            var e = rig.Events[0];
            Assert.Equal((e.Time, rig.Site(e), rig.Kind(e).Split('.')[0]), (envelope.Time, envelope.Site, envelope.Family.ToString().ToLowerInvariant()));
            compared++;
        }

        Assert.True(compared > Rounds / 10, $"only {compared} events were compared");
    }
}
