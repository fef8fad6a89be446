using System.Globalization;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Time;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Tests;
using RiskEngine.Workbench.Tests.Inputs;
using RiskEngine.Workbench.Migration;

namespace RiskEngine.Cli.Tests.Packs;

public sealed class ShippedRulesOnRecordingsTests
{
    [RecordingFact]
    public void Badge_rules_find_the_three_violations_at_their_minute_and_nothing_else()
    {
        var alerts = Alerts("access", "badge_log/badge_log.csv", "badge-log");

        var labelled = Rows("badge_log/violations.csv").Select(row => Time(row[1])).Order();
        Assert.Equal(labelled, alerts.Select(alert => alert.At).Order());
    }

    [RecordingFact]
    public void Water_quality_rules_find_50_of_51_events_with_6_false_alarms()
    {
        var alerts = Alerts("water", "gecco2018/gecco2018_train.csv.gz", "gecco2018");

        var events = Rows("gecco2018/gecco2018_train_events.csv").Select(row => (Start: Time(row[0]), End: Time(row[1]) + TimeSpan.FromMinutes(10))).ToList();
        Assert.Equal(51, events.Count);
        Assert.Equal(50, events.Count(e => alerts.Any(alert => alert.At >= e.Start && alert.At <= e.End)));
        Assert.Equal(6, alerts.Count(alert => !events.Any(e => alert.At >= e.Start && alert.At <= e.End)));
    }

    // The first firing of every alert.
    private static List<AlertTransition> Alerts(string pack, string recording, string mapping)
    {
        var events = RecordedEvents.Open(
            [Path.Combine(RecordingFactAttribute.Folder, recording)],
            inputs: RecordedMapping.Load(Path.Combine(Repository.Root, "rules", "mappings", mapping + ".yaml")) with { AsEvents = true });
        return [.. ShippedRules.Run(pack, events.Select(e => e.Json), TimeSpan.Zero)
            .Where(t => t.State == AlertState.Firing)
            .DistinctBy(t => t.Fingerprint)];
    }

    private static IEnumerable<string[]> Rows(string labels) =>
        File.ReadLines(Path.Combine(RecordingFactAttribute.Folder, labels)).Skip(1).Select(line => line.Split(','));

    private static EventTime Time(string text) =>
        EventTime.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
