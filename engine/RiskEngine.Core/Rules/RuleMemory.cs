using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Detection.Types.Spike;

namespace RiskEngine.Core.Rules;

/// <summary>How far back in event time a rule looks.</summary>
public static class RuleMemory
{
    /// <summary>The longest time for which an event of a key can still matter to a rule: its windows, the time of its sequence or correlation, what it remembers.</summary>
    /// <remarks>Not how long a model has learned, nor how long an alert stays open: these have no bound.</remarks>
    public static TimeSpan Of(Rule rule) => rule.Detection switch
    {
        MetricDetection metric => metric.Window.Size + (metric.Window.Every ?? TimeSpan.Zero),
        FrequencyDetection frequency => frequency.Window,
        SpikeDetection spike => spike.Window + spike.Reference + spike.Every,
        AbsenceDetection absence => absence.Thresholds[^1],
        NewValueDetection newValue => Longer(newValue.Remember, newValue.Learn) + newValue.Hold,
        SequenceDetection sequence => sequence.Within + sequence.Hold,
        CorrelationDetection correlation => correlation.Within,
        _ => TimeSpan.Zero,
    };

    /// <summary>The longest of several rules; zero for none.</summary>
    public static TimeSpan Of(IEnumerable<Rule> rules) => rules.Select(Of).DefaultIfEmpty().Max();

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
