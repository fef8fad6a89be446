using System.Globalization;
using RiskEngine.Core.Events;
using RiskEngine.Core.Versions;
using RiskEngine.Kafka.Input;
using RiskEngine.Kafka.Output;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Verifying;

/// <summary>Looks whether a rule was changed within what an alert rests on: the log does not tell at which record another version took over, so such an alert cannot be
/// told to differ.</summary>
/// <param name="options">Those of the engine.</param>
/// <param name="log">Reads the audit topic.</param>
/// <param name="reach">How far back alerts reach.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class RuleChanges(EngineOptions options, LogScan log, LogReach reach, CancellationToken cancellationToken)
{
    private readonly Lazy<KnownVersions> _known = new(() => VersionLog.Read(log, options.Kafka.Topics.Audit, cancellationToken));

    /// <summary>The verdict, or, where it says that an alert differs and a change explains that, one that says so.</summary>
    public AlertVerdict Consider(AlertVerdict verdict)
    {
        if (verdict.Outcome != VerifyOutcome.Differs || verdict.Differences.Any(one => one.Field == "rule_hash")) return verdict;
        var alert = verdict.Published;
        foreach (var evidence in alert.Evidence.GroupBy(range => range.Task))
        {
            if (Find(alert, evidence.Key, evidence.Max(range => range.To)) is not { } change) continue;
            var why = string.Create(CultureInfo.InvariantCulture,
                $"this version of its rule came into force at {change.At.At}, about offset {change.Offset} of {evidence.Key}, within what it looks back: "
                + $"what the one before had seen plays a part");
            return new AlertVerdict(alert, VerifyOutcome.NeedsMore, why, verdict.Differences);
        }

        return verdict;
    }

    private (VersionChange At, long Offset)? Find(PublishedAlert alert, TaskId task, long last)
    {
        var start = -1L;
        foreach (var change in _known.Value.ChangesOf(alert.Rule).Where(change => change.Is == alert.RuleHash))
        {
            var offset = log.OffsetAt(task, change.At.ToDateTimeOffset());
            if (start < 0) start = reach.StartOf(alert, task);
            if (offset >= start && offset <= last) return (change, offset);
        }

        return null;
    }
}
