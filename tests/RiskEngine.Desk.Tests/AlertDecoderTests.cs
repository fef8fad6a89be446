using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Tests;

public sealed class AlertDecoderTests
{
    private const string Sample =
        """
        {"id":"9a2cc926aaf449241ef266e2-3","alert":"9a2cc926aaf449241ef266e2","transition":3,"rule":"water-night-flow","rule_hash":"57cfc75a7eaf4971",
        "title":"A building \"draws\" water","state":"firing","grade":"orange","previous_grade":"blue","direction":"rise","reason":"condition","key":"wm-00006","by":"source",
        "source":"wm-00006","site":"huaxi/c11/g02/b2","onset":"2025-11-16T20:09:00.000Z","first_evidence":"2025-11-16T20:19:00.000Z","time":"2025-11-16T20:21:00.000Z",
        "measure":"avg(value)","value":4.4,"threshold":3,"unit":"m3/h","window":{"count":11,"start":"2025-11-16T20:11:00.000Z","end":"2025-11-16T20:21:00.000Z"},
        "certainty":"likely","evidence":[{"topic":"city.risk.events.utility.v1","partition":0,"from":1,"to":2},{"topic":"risk.events.flow.v1","partition":1,"from":1,"to":2},
        {"topic":"lorawan.up","partition":1,"from":1,"to":2}],"message":"draws 4.448 m³/h","runbook":"docs/runbooks/water.md","owner":"water",
        "labels":{"cause":"water","team":"east"},"cap":{"category":"Infra","severity":"Severe"},"incomplete":["risk.events.sensor.v1/2"],"drill":true,"new":{"a":[1,{}]}}
        """;

    [Fact]
    public void A_transition_is_read_as_it_is_documented()
    {
        Assert.True(new AlertDecoder().TryDecode(Encoding.UTF8.GetBytes(Sample), out var alert, out var fault), fault);

        Assert.Equal("9a2cc926aaf449241ef266e2", alert.Id.ToString());
        Assert.Equal(3, alert.Number);
        Assert.Equal((AlertState.Firing, Grade.Orange, Certainty.Likely), (alert.State, alert.Grade, alert.Certainty));
        Assert.Equal(("wm-00006", "wm-00006", "huaxi/c11/g02/b2"), (alert.Key, alert.Source, alert.Place));
        Assert.Equal("2025-11-16T20:21:00.000Z", alert.At.ToString());
        Assert.Equal("flow,lorawan.up,utility", alert.Families);
        Assert.Equal("draws 4.448 m³/h", alert.Message);
        Assert.Equal(["risk.events.sensor.v1/2"], alert.Incomplete);
        Assert.True(alert.Drill);
        var facts = alert.Facts;
        Assert.Equal(("water-night-flow", "57cfc75a7eaf4971", "A building \"draws\" water", "source", "Infra"), (facts.Rule, facts.Hash, facts.Title, facts.By, facts.Category));
        Assert.Equal("docs/runbooks/water.md", facts.Runbook);
        Assert.Equal(["cause=water", "team=east"], facts.Labels.Select(label => $"{label.Key}={label.Value}"));
    }

    [Fact]
    public void Alerts_of_one_version_of_a_rule_share_what_they_have_in_common()
    {
        var decoder = new AlertDecoder();
        decoder.TryDecode(Encoding.UTF8.GetBytes(Sample), out var one, out _);
        decoder.TryDecode(Encoding.UTF8.GetBytes(Sample.Replace("wm-00006", "wm-00007", StringComparison.Ordinal)), out var other, out _);
        decoder.TryDecode(Encoding.UTF8.GetBytes(Sample.Replace("east", "west", StringComparison.Ordinal)), out var third, out _);

        Assert.Same(one.Facts, other.Facts);
        Assert.Same(one.Place, other.Place);
        Assert.NotSame(one.Facts, third.Facts);
    }

    [Theory]
    [InlineData("\"alert\":\"9a2cc926aaf449241ef266e2\"", "\"alert\":\"9a2c\"", "no alert id of 24 hexadecimal digits")]
    [InlineData("\"transition\":3", "\"transition\":0", "no number of a transition")]
    [InlineData("\"firing\"", "\"pending\"", "neither firing nor resolved")]
    [InlineData("\"grade\":\"orange\"", "\"grade\":\"green\"", "no grade")]
    [InlineData("\"key\"", "\"kay\"", "no key")]
    [InlineData("\"time\":\"2025", "\"time\":\"x2025", "no time")]
    [InlineData("\"rule\":", "\"rale\":", "no JSON of an alert: no rule")]
    [InlineData("\"transition\":3", "\"transition\":", "no JSON of an alert: *")]
    [InlineData("\"labels\":{", "\"labels\":[{", "no JSON of an alert: *")]
    [InlineData("true", "true}{", "no JSON of an alert: *")]
    public void What_is_no_transition_is_refused_with_its_fault(string part, string instead, string expected)
    {
        var broken = Sample.Replace(part, instead, StringComparison.Ordinal);
        Assert.NotEqual(Sample, broken);
        Assert.False(new AlertDecoder().TryDecode(Encoding.UTF8.GetBytes(broken), out _, out var fault));
        if (expected.EndsWith('*')) Assert.StartsWith(expected[..^1], fault);
        else Assert.Equal(expected, fault);
    }

    [Fact]
    public void What_is_cut_off_anywhere_is_refused_and_never_thrown()
    {
        var decoder = new AlertDecoder();
        var bytes = Encoding.UTF8.GetBytes(Sample);
        for (var length = 0; length < bytes.Length; length++) Assert.False(decoder.TryDecode(bytes.AsSpan(0, length), out _, out _), $"{length}");
    }

    [Fact]
    public void Random_damage_is_never_thrown()
    {
        var (decoder, random) = (new AlertDecoder(), new Random(3));
        for (var trial = 0; trial < 20_000; trial++)
        {
            var bytes = Encoding.UTF8.GetBytes(Sample);
            for (var i = random.Next(1, 4); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            decoder.TryDecode(bytes, out _, out _);
        }
    }
}
