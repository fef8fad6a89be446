using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>Ends the alerts of rules that were removed while nobody watched.</summary>
internal static class OrphanAlerts
{
    /// <summary>One transition for each alert that was open, at the time that has been reached.</summary>
    public static IEnumerable<AlertTransition> Resolutions(OrphanedParts orphans, IReadOnlyCollection<KeyDirectory> directories, TaskId task, EventTime now)
    {
        foreach (var (ruleId, by, key, episode) in orphans.OpenAlerts())
        {
            var directory = directories.FirstOrDefault(directory => directory.By.ToString() == by);
            var rule = RetiredRule.Of(ruleId, directory?.By ?? KeyBy.Parse(by));
            var site = directory is not null && directory.TrySlotOf(key, out var slot) ? directory.SiteOf(slot) : rule.By.Kind == KeyKind.Site ? key : "";
            yield return new AlertTransition
            {
                Fingerprint = Fingerprint.Of(ruleId, by, key, episode.FirstEvidence),
                Number = episode.Transitions + 1,
                Rule = rule,
                Task = task,
                State = AlertState.Resolved,
                Grade = episode.Shown,
                PreviousGrade = episode.Shown,
                Reason = TransitionReason.RuleRemoved,
                Key = key,
                Site = site,
                Onset = episode.Onset,
                FirstEvidence = episode.FirstEvidence,
                At = now,
                Measurement = episode.Measurement,
                Evidence = episode.Evidence,
                FirstRecords = episode.FirstRecords,
            };
        }
    }
}
