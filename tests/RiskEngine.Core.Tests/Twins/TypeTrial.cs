using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>All that the tests of every rule type have to know of one: they find it by its being there. It stands beside the twin of its type.</summary>
internal abstract class TypeTrial
{
    /// <summary>The trials of all types that have one.</summary>
    public static IReadOnlyList<TypeTrial> All { get; } =
    [
        .. typeof(TypeTrial).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TypeTrial)) && !type.IsAbstract)
            .Select(type => (TypeTrial)Activator.CreateInstance(type)!).OrderBy(trial => trial.Type, StringComparer.Ordinal),
    ];

    /// <summary>The rule type.</summary>
    public abstract string Type { get; }

    /// <summary>A rule whose state has a name that running engines have stored it under, and so must keep.</summary>
    public abstract Core.Rules.Detection Stored { get; }

    /// <summary>The names of that state, by site, over the events of <see cref="State.PartNameTests"/>.</summary>
    public abstract IReadOnlyList<string> StoredParts { get; }

    /// <summary>A rule whose state does not grow while readings of a few values come ten a second; null where each event costs memory.</summary>
    public virtual Core.Rules.Detection? Steady => Stored;

    /// <summary>Whether it looks back at all.</summary>
    public virtual bool Remembers => true;

    /// <summary>A made-up way to measure.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="unit">The step that times are made from.</param>
    public abstract Core.Rules.Detection Make(Random random, TimeSpan unit);

    /// <summary>Made-up grades for it.</summary>
    public abstract GradeLadder Grades(Random random, TimeSpan unit);

    /// <summary>What measures the same by definition, slowly, over all events of one key.</summary>
    public abstract TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts);

    /// <summary>What the rule gives by definition over all events of all keys; null where <see cref="Twin"/> says it for each key by itself.</summary>
    public virtual List<AlertTransition>? Run(Rule rule, IReadOnlyList<Rule> all, IReadOnlyList<Reading> stream, long end) => null;

    /// <summary>A rule of which replaying what it looks back brings everything back (<see cref="Detection.LooksBackTests"/>).</summary>
    public virtual Rule Bounded(Rule rule, Random random, TimeSpan unit) => rule;

    /// <summary>Readings that try such rules.</summary>
    public virtual List<Reading> Readings(List<Rule> rules, Random random, TimeSpan unit) => RandomStream.InOrder(random, unit, 250);

    /// <summary>The rule by the key that its type needs.</summary>
    public virtual Rule Placed(Rule rule) => rule;

    /// <summary>A short stream in order that tries rules of the type.</summary>
    public virtual List<Reading> Stream(Random random, TimeSpan unit, int events) => RandomStream.InOrder(random, unit, events);

    /// <summary>How long before a loss the measurement may lie that decided an alert: before that, a replay does not show all that it rests on.</summary>
    public virtual TimeSpan DecidedWithin(Rule rule) => rule.Detection.LooksBack(rule);

    /// <summary>A few grades at thresholds that measures of whole numbers never come close enough to that rounding could decide.</summary>
    protected static GradeLadder Ladder(Random random, params double[] thresholds) => NewerRules.Ladder(random, thresholds);
}
