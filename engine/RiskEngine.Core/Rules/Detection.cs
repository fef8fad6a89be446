using RiskEngine.Core.Scoring;

namespace RiskEngine.Core.Rules;

/// <summary>How a rule measures, as data: what the engine, its alerts and its explanations have to know of a rule type.</summary>
/// <remarks>Whatever differs between rule types is a member here or in <c>DetectionType</c>, which adds what measures. None has a body that a new type could forget to
/// replace. Types live in folders of their own below <c>Detection/Types</c>.</remarks>
public abstract record Detection
{
    /// <summary>The rule type's name in YAML.</summary>
    public abstract string Type { get; }

    /// <summary>The measure's name or expression, for messages and evidence.</summary>
    public abstract string Measure { get; }

    /// <summary>How sure an alert is that rests on this measure.</summary>
    public abstract Certainty Certainty { get; }

    /// <summary>The one number that it reads of each event; null where it reads none, or more than one number tells.</summary>
    public abstract EventNumber? Reads { get; }

    /// <summary>The steps that an event can be; empty where it knows none.</summary>
    public abstract IReadOnlyList<SequenceStep> EventSteps { get; }

    /// <summary>The model whose judgement is the measure; null where it asks none.</summary>
    public abstract IModel? Judge { get; }

    /// <summary>Ids of the rules whose alerts it counts; null where it looks at events.</summary>
    public abstract IReadOnlyList<string>? CountedRules { get; }

    /// <summary>Whether it looks at alerts of other rules, not at events.</summary>
    public bool LooksAtAlerts => CountedRules is not null;

    /// <summary>Why no key ever falls silent for it, so that the rule's policy about silence does nothing; null where keys do.</summary>
    public abstract string? NeverSilent { get; }

    /// <summary>Why no task can measure it by what others tell of areas as deep as this in the site path; null where one can.</summary>
    /// <param name="signalDepth">How many segments of the site path form the area of which one task is told all.</param>
    public abstract string? WhyNotTold(int signalDepth);

    /// <summary>How often it has to see each source that the rules look at whose alerts it counts; null where it need not know who is silent about trouble.</summary>
    public virtual TimeSpan? SeesMembersEach => null;

    /// <summary>Whether the measure falls back to nothing by itself, so that without a clear condition no alert flaps.</summary>
    public abstract bool EndsByItself { get; }

    /// <summary>Why nothing may have been measured at an event that the rule looked at: half a sentence for people.</summary>
    /// <param name="findings">What models found at the event.</param>
    public abstract string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings);

    /// <summary>Why a measure can be unknown (NaN): half a sentence for people.</summary>
    public abstract string WhyUnknown { get; }

    /// <summary>How long an event of a key can matter to what a rule measures: replaying so much event time brings back what it would measure.</summary>
    /// <remarks>
    /// Not how long a model has learned, nor how long an alert stays open: these have no bound. Bounds that a type needs to know of the events are in its
    /// remarks.
    /// </remarks>
    public abstract TimeSpan LooksBack(Rule rule);

    /// <summary>Names the part of a task's state that holds what the rule remembers of events (docs/state.md); null where it remembers nothing.</summary>
    /// <remarks>
    /// Depends on the one rule alone, and changes whenever what the part holds would mean something else: rules that name a part alike share it, or go on with
    /// it.
    /// </remarks>
    internal abstract string? MemoryPart(Rule rule);

    /// <summary>Names the parts that hold what models have learned for the rule; those of calls in its expressions come on top.</summary>
    internal abstract IReadOnlyList<string> LearnedParts(Rule rule);

    /// <summary>How far back a part must reach that rules share however far each of them looks; null where it shares none of that kind.</summary>
    internal abstract TimeSpan? SharedSpan { get; }
}
