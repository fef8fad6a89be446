using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>Lines that are nearly events: the reason says what to write.</summary>
public sealed class FaultHintTests
{
    private const string Start = """{"kind":"sensor.gas","source":"s","site":"a","time":1795255200000,"value":""";

    [Theory]
    [InlineData(Start + "NaN}", "(NaN and infinity are no numbers of JSON: leave the field out, or write null)")]
    [InlineData(Start + "nan}", "(NaN and infinity are no numbers of JSON: leave the field out, or write null)")]
    [InlineData(Start + "-Infinity}", "(NaN and infinity are no numbers of JSON: leave the field out, or write null)")]
    [InlineData(Start + "True}", "(true, false and null are written in small letters)")]
    [InlineData(Start + "None}", "(true, false and null are written in small letters)")]
    [InlineData(Start + "1,}", "(a comma stands before the closing bracket)")]
    [InlineData("{'kind':'sensor.gas'}", "(names and texts stand in double quotes)")]
    [InlineData(Start + "1", "(the line ends inside the JSON: one object stands on one line)")]
    public void What_is_no_JSON_is_told_with_what_was_meant(string line, string hint)
    {
        var rejection = new DecoderRig().Feed(line).OneRejection();

        Assert.Equal(RejectReason.MalformedJson, rejection.Reason);
        Assert.EndsWith(hint, rejection.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"sensor.gas","source":"s","site":"a","timestamp":1}""", "missing: time ('timestamp' is there, write 'time')")]
    [InlineData("""{"kind":"sensor.gas","source":"s","site":"a","Time":1}""", "missing: time ('Time' is there, write 'time')")]
    [InlineData("""{"kind":"sensor.gas","source":"s","site ":"a","time":1795255200000}""", "missing: site ('site' has blanks around it)")]
    [InlineData("""{"kind":"sensor.gas","deviceId":"s","place":"a","time":1795255200000}""",
        "missing: source, site ('deviceId' is there, write 'source'; 'place' is there, write 'site')")]
    [InlineData("""{"kind":"sensor.gas","source":"s","site":"a","attributes":{"time":1}}""", "missing: time")]
    [InlineData("""{"deviceInfo":{"devEui":"1"},"object":{}}""", "missing: kind, source, site, time (records of another form need a mapping: riskengine inputs guess)")]
    public void Names_that_stand_in_for_missing_ones_are_told(string line, string detail) => Assert.Equal(detail, new DecoderRig().Feed(line).OneRejection().Detail);

    [Fact]
    public void No_name_of_the_record_that_nobody_uses_is_repeated() =>
        Assert.Equal("missing: time", new DecoderRig().Feed("""{"kind":"sensor.gas","source":"s","site":"a","Li Wei":1}""").OneRejection().Detail);
}
