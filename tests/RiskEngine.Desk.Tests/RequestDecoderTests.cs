using System.Text;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Tests;

public sealed class RequestDecoderTests
{
    private const string Head = """ "id":"r1","at":"2026-11-21T10:00:00.000Z","by":"ann","area":"d/c" """;

    [Theory]
    [InlineData("acknowledge", null, RequestKind.Acknowledge)]
    [InlineData("unsilence", null, RequestKind.Unsilence)]
    [InlineData("close", "true", RequestKind.CloseTrue)]
    [InlineData("close", "false", RequestKind.CloseFalse)]
    public void An_action_is_read_with_its_verdict(string action, string? verdict, RequestKind kind)
    {
        var request = Read($$"""{{{Head}},"action":"{{action}}"{{(verdict is null ? "" : $",\"verdict\":\"{verdict}\"")}},"incident":"i1"}""");
        Assert.Equal((kind, "r1", "ann", "d/c", "i1"), (request.Kind, request.Id, request.By, request.Area, request.Incident));
    }

    [Fact]
    public void A_silence_says_which_alerts_and_until_when()
    {
        var request = Read($$$"""
            {{{{Head}}},"action":"silence","why":"works","until":"2026-11-21T12:00:00.000Z",
             "match":{"rules":["gas-*"],"areas":["d/c/g"],"labels":{"owner":"gas"},"at_most":"yellow"}}
            """);
        Assert.Equal(EventTime.From(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero)), request.Until);
        Assert.Equal("works", request.Why);
        Assert.Equal(["gas-*"], request.Match!.Rules);
        Assert.Equal(["d/c/g"], request.Match.Areas);
        Assert.Equal(("gas", Grade.Yellow), (request.Match.Labels["owner"], request.Match.AtMost));
    }

    [Theory]
    [InlineData("""{ "id":"r1" }""", "'at' is missing")]
    [InlineData("""[]""", "it is no JSON object")]
    [InlineData("""{HEAD,"action":"acknowledge","alrt":"x"}""", "there is no field 'alrt'")]
    [InlineData("""{HEAD,"action":"silence","match":{"rule":["x"]}}""", "there is no field 'match.rule'")]
    [InlineData("""{HEAD,"action":"explode"}""", "there is no action 'explode'")]
    [InlineData("""{HEAD,"action":"close"}""", "to close needs a 'verdict', 'true' or 'false'")]
    [InlineData("""{HEAD,"action":"comment","verdict":"true"}""", "'verdict' goes with close, not with comment")]
    [InlineData("""{HEAD,"action":"comment","incident":"i","alert":"a"}""", "it names an incident and an alert; ask for one of them")]
    [InlineData("""{HEAD,"action":"shelve","until":"2026-11-21T12:00:00"}""", "'until' is no time in UTC as RFC 3339 has it; write e.g. '2026-11-21T10:00:00.000Z'")]
    [InlineData("""{HEAD,"action":7}""", "'action' is no string")]
    public void A_fault_is_told_by_the_name_of_the_field(string json, string expected)
    {
        Assert.False(RequestDecoder.TryDecode(Encoding.UTF8.GetBytes(json.Replace("HEAD", Head, StringComparison.Ordinal)), out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("""{HEAD,"by":"bob","action":"acknowledge"}""")]
    [InlineData("""{HEAD,"action":"comment","why":"\ud800"}""")]
    [InlineData("""{HEAD,"action":""")]
    public void Twice_the_same_field_half_a_character_and_half_a_record_are_refused(string json) =>
        Assert.False(RequestDecoder.TryDecode(Encoding.UTF8.GetBytes(json.Replace("HEAD", Head, StringComparison.Ordinal)), out _, out _));

    [Fact]
    public void Nothing_beyond_the_bounds_is_read()
    {
        Assert.False(RequestDecoder.TryDecode(new byte[RequestDecoder.MostBytes + 1], out _, out var large));
        Assert.Contains("at most 16384", large, StringComparison.Ordinal);
        Assert.False(RequestDecoder.TryDecode(Encoding.UTF8.GetBytes($$"""{{{Head}},"action":"comment","why":"{{new string('x', 2001)}}"}"""), out _, out var text));
        Assert.Contains("'why' has 2001 characters", text, StringComparison.Ordinal);
    }

    private static DeskRequest Read(string json)
    {
        Assert.True(RequestDecoder.TryDecode(Encoding.UTF8.GetBytes(json), out var request, out var fault), fault);
        return request;
    }
}
