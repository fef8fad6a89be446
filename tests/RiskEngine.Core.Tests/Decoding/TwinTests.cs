using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

public sealed class TwinTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void The_fast_decoder_agrees_with_the_obvious_one(int seed, bool strict)
    {
        var options = EventDecoderOptions.Default with { Strict = strict, MaxNameLength = 16, MaxTextLength = 12, MaxAttributes = 3, MaxDepth = 5, MaxLineBytes = 400 };
        var rig = new DecoderRig(options);
        var twin = new TwinDecoder(options, text => rig.Pseudonymizer.Of(Encoding.UTF8.GetBytes(text)));
        var records = new RandomRecords(seed);
        var reasons = new HashSet<RejectReason>();
        var decoded = 0;
        for (var i = 0; i < 30_000; i++)
        {
            var record = records.Next();
            var expected = twin.Decode(record);
            var actual = Decode(rig, record);
            Assert.True(Agree(expected, actual), $"{Encoding.UTF8.GetString(record)}\nexpected {string.Join(" | ", expected)}\nactual   {string.Join(" | ", actual)}");
            decoded += actual.Count(line => line.Event is not null);
            reasons.UnionWith(actual.Where(line => line.Reason is not null).Select(line => line.Reason!.Value));
        }

        Assert.True(decoded > 2_000, $"only {decoded} good events");
        RejectReason[] beyondOneEvent = [RejectReason.FutureTime, RejectReason.TooManySources, RejectReason.Unmapped];
        var expectedReasons = Enum.GetValues<RejectReason>().Except(beyondOneEvent).Where(reason => strict || reason != RejectReason.UnknownField);
        Assert.Empty(expectedReasons.Except(reasons));
    }

    private static List<TwinLine> Decode(DecoderRig rig, byte[] record)
    {
        rig.Events.Clear();
        rig.Rejections.Clear();
        rig.Feed(record);
        var lines = rig.Rejections.Select(rejection => new TwinLine(rejection.Line, rejection.Reason, null)).ToList();
        foreach (ref readonly var e in rig.Events.Events) lines.Add(new TwinLine(e.Line, null, Show(rig, e)));
        return [.. lines.OrderBy(line => line.Number)];
    }

    private static TwinEvent Show(DecoderRig rig, in Event e)
    {
        var attributes = rig.Attributes(e).Select(attribute => $"{attribute.Name}={new TwinValue(attribute.Kind, attribute.Number, attribute.Text).ShowAsWritten()}");
        return new TwinEvent(
            rig.Id(e), rig.Kind(e), rig.Source(e), rig.Site(e), rig.Unit(e), e.Time.Micros, new TwinValue(e.ValueKind, e.Number, e.Text).Show(), string.Join(";", attributes));
    }

    /// <summary>Where a line is both too deep and no JSON, either may be said: the decoder says what it meets first, the library reads to the end.</summary>
    private static bool Agree(List<TwinLine> expected, List<TwinLine> actual)
    {
        if (expected.Count != actual.Count) return false;
        for (var i = 0; i < expected.Count; i++)
        {
            var isEither = expected[i].Reason == RejectReason.MalformedJson && actual[i].Reason == RejectReason.TooDeep;
            if (expected[i] != actual[i] && !(isEither && expected[i].Number == actual[i].Number)) return false;
        }

        return true;
    }
}
