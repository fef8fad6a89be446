using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Types;

/// <summary>A rule type: how its rules measure, as data, together with what does the measuring. One subtype per rule type, in a folder of its own beside this file.</summary>
/// <remarks>Rules know their detection as <see cref="Rules.Detection"/> only, because what measures needs rules, their keys and their alerts: a layer above them.</remarks>
public abstract record DetectionType : Rules.Detection
{
    /// <summary>Sets up in a task what measures for one rule.</summary>
    internal abstract void Attach(DetectorSite site);

    /// <summary>The rule type of a rule.</summary>
    /// <exception cref="ArgumentException">The rule's detection has nothing that measures.</exception>
    internal static DetectionType Of(Rule rule) =>
        rule.Detection as DetectionType
            ?? throw new ArgumentException($"rule '{rule.Id}': nothing measures for {rule.Detection.Type}; derive it from {nameof(DetectionType)}", nameof(rule));
}
