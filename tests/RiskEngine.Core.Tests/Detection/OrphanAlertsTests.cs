using RiskEngine.Core.Alerts;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Alerts of rules that were removed while the engine was stopped end when it starts, each once and where it was.</summary>
public sealed class OrphanAlertsTests
{
    private const string B3 = "huaxi/c12/g07/b3";
    private const string B1 = "huaxi/c13/g01/b1";
    private readonly EvaluatorRig _before = new(
        High("high", KeyBy.Source), High("place", KeyBy.Site), High("area", new KeyBy(KeyKind.Area, "community", 2)),
        High("later", KeyBy.Source) with { For = TimeSpan.FromHours(1) });

    private readonly SegmentEncoder _encoder;
    private readonly List<byte[]> _segments = [];
    private readonly OrphanedParts _orphans = new();

    public OrphanAlertsTests()
    {
        _encoder = new SegmentEncoder(_before.Evaluator);
        _before.Observe(new Reading(YellowRule.AtSecond(0), "gm-1", B3, 9, 0));
        _before.Observe(new Reading(YellowRule.AtSecond(0), "gm-2", B1, 9, 1));
        _segments.Add(_encoder.Next().ToArray());
    }

    [Fact]
    public void What_fires_ends_at_its_place_with_its_identity_and_what_is_pending_goes_without_a_word()
    {
        _before.Drain();
        var after = Restored(High("other", KeyBy.Source));
        Assert.Equal(
            [
                "area huaxi/c12@", "area huaxi/c13@", $"high gm-1@{B3}", $"high gm-2@{B1}", $"place {B3}@{B3}", $"place {B1}@{B1}",
            ],
            after.Select(Text));
        Assert.All(after, end =>
        {
            var start = _before.Transitions.Single(t => t.Rule.Id == end.Rule.Id && t.Key == end.Key);
            Assert.Equal((start.Fingerprint, 2, AlertState.Resolved, TransitionReason.RuleRemoved), (end.Fingerprint, end.Number, end.State, end.Reason));
            Assert.Equal((start.Grade, start.Grade, start.Onset, start.FirstEvidence, start.Evidence), (end.Grade, end.PreviousGrade, end.Onset, end.FirstEvidence, end.Evidence));
        });
        string[] gone = ["alerts:high:source", "alerts:place:site", "alerts:area:community", "alerts:later:source", "keys:site", "keys:community"];
        Assert.All(gone, part => Assert.Contains(part, _orphans.Ids));
        Assert.DoesNotContain("keys:source", _orphans.Ids);
    }

    [Fact]
    public void An_alert_that_had_ended_before_does_not_end_again()
    {
        _before.Observe(new Reading(YellowRule.AtSecond(1), "gm-2", B1, 1, 2));
        _segments.Add(_encoder.Next().ToArray());
        Assert.Equal(["area huaxi/c12@", $"high gm-1@{B3}", $"place {B3}@{B3}"], Restored(High("other", KeyBy.Source)).Select(Text));
    }

    [Fact]
    public void A_part_that_was_dropped_before_is_gone_and_the_others_are_not()
    {
        _encoder.Drop(["alerts:high:source"]);
        _before.Evaluator.States.OfType<AlertBook>().Single(book => book.Rule.Id == "high").Clear();
        _segments.Add(_encoder.Next().ToArray());
        var after = Restored(High("other", KeyBy.Site));
        Assert.Equal(["area huaxi/c12@", "area huaxi/c13@", $"place {B3}@{B3}", $"place {B1}@{B1}"], after.Select(Text));
        Assert.Contains("alerts:high:source", _orphans.Ids);
    }

    [Fact]
    public void What_is_no_open_alert_or_cannot_be_read_is_noted_as_gone_and_no_more()
    {
        var payload = Payload("alerts:high:source", "gm-1");
        _orphans.Take("alerts:high", "gm-1", live: true, payload);
        _orphans.Take("flatline:high:source", "gm-1", live: true, payload);
        _orphans.Take("alerts:damaged:source", "gm-1", live: true, payload.AsSpan(0, 9));
        _orphans.Take("alerts:momentary:source", "gm-1", live: true, [1, 0, 1]);
        Assert.Empty(_orphans.OpenAlerts());
        Assert.Equal(["alerts:damaged:source", "alerts:high", "alerts:momentary:source", "flatline:high:source"], _orphans.Ids.Order(StringComparer.Ordinal));

        _orphans.Take("alerts:high:card:no", "c-1", live: true, payload);
        var (rule, by, key, episode) = Assert.Single(_orphans.OpenAlerts());
        Assert.Equal(("high", "card:no", "c-1", Grade.Yellow), (rule, by, key, episode.Current));
        _orphans.Take("alerts:high:card:no", "c-1", live: false, default);
        Assert.Empty(_orphans.OpenAlerts());
    }

    private static string Text(AlertTransition t) => $"{t.Rule.Id} {t.Key}@{t.Site}";

    private static Rule High(string id, KeyBy by) => YellowRule.Of(new ThresholdDetection(EventNumber.Value), 5, id) with { By = by };

    private List<AlertTransition> Restored(params Rule[] rules)
    {
        var after = new EvaluatorRig(rules);
        foreach (var segment in _segments)
        {
            SegmentEncoder.Restore(segment, after.Evaluator, _before.Evaluator.Now, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}"), _orphans);
        }

        SegmentEncoder.Complete(after.Evaluator, _before.Evaluator.Now);
        after.Evaluator.ResolveOrphans(_orphans);
        after.Drain();
        Assert.All(after.Transitions, t => Assert.Equal(_before.Evaluator.Now, t.At));
        return after.Transitions;
    }

    private byte[] Payload(string part, string key)
    {
        var contents = new TaskContents();
        contents.Add(_segments[0]);
        return contents.Of(key).Single(entry => entry.Part == part).Payload;
    }
}
