namespace RiskEngine.Core.Rules;

/// <summary>One compiled rule: what a domain expert wrote, checked, with its expressions as delegates.</summary>
public sealed record Rule
{
    /// <summary>Identity, stable over changes of the rule: lower-case words joined by hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>Hash of all that decides what the rule does; named by every alert.</summary>
    public required string Hash { get; init; }

    /// <summary>Hash of what it measures: kinds, condition, key and detection. Windows of an earlier version of the rule with an equal one can be kept.</summary>
    public string MeasureHash { get; init; } = "";

    /// <summary>Where it was read from, for messages.</summary>
    public required string File { get; init; }

    /// <summary>The kinds of events it concerns.</summary>
    public required IReadOnlyList<KindPattern> On { get; init; }

    /// <summary>Which of those events; null for all.</summary>
    public EventCondition? Where { get; init; }

    /// <summary>The scores that its expressions ask for, those of <see cref="Where"/> first.</summary>
    public IReadOnlyList<ScoreCall> Scores { get; init; } = [];

    /// <summary>How long after a delivery of an event further ones do not count, which is part of <see cref="Where"/> already; null where all count.</summary>
    public TimeSpan? Deduplicate { get; init; }

    /// <summary>What it is evaluated for.</summary>
    public required KeyBy By { get; init; }

    /// <summary>How it measures.</summary>
    public required Detection Detection { get; init; }

    /// <summary>What the measure means.</summary>
    public required GradeLadder Grades { get; init; }

    /// <summary>The numbers that its conditions compare with, key by key; null where they are the same for all.</summary>
    public KeyedLimits? Limits { get; init; }

    /// <summary>How long a grade's condition must have held before the alert fires or rises to it.</summary>
    public TimeSpan For { get; init; }

    /// <summary>How many readings that must rest on, so that one reading and silence after it do not fire; 1 where one is enough.</summary>
    /// <remarks>Those behind the first measurement that reached the grade, and those that came with each later one.</remarks>
    public long ForReadings { get; init; } = 1;

    /// <summary>When the alert ends or sinks.</summary>
    public ClearPolicy Clear { get; init; } = ClearPolicy.AtOnce;

    /// <summary>What grades say of their own about the times in which they are reached and left; the others take <see cref="For"/> and <see cref="Clear"/>.</summary>
    public IReadOnlyDictionary<Grade, GradeTimes> Times { get; init; } = new Dictionary<Grade, GradeTimes>();

    /// <summary>When an alert flaps, and is held at its highest grade; null where nobody looks.</summary>
    public FlapPolicy? Flapping { get; init; }

    /// <summary>How soon after its end an alert of the same key must start to go on as the same one; zero where every start is an alert of its own.</summary>
    public TimeSpan Reopen { get; init; }

    /// <summary>What silence means.</summary>
    public NoDataPolicy NoData { get; init; }

    /// <summary>How long an alert stays open, at least, after a grade's condition last held. Its grade may sink meanwhile.</summary>
    public TimeSpan KeepFiringFor { get; init; }

    /// <summary>When the rule looks at events, which is part of <see cref="Where"/> already, or, where it measures silence, when that counts; null for always.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Whether alerts are published.</summary>
    public RuleMode Mode { get; init; }

    /// <summary>Why its thresholds are what they are; null where nobody wrote it.</summary>
    public string? Description { get; init; }

    /// <summary>What else makes it fire.</summary>
    public IReadOnlyList<string> FalsePositives { get; init; } = [];

    /// <summary>The sentence for people.</summary>
    public required MessageTemplate Message { get; init; }

    /// <summary>The sentence for people when the alert falls to a lighter grade; null for one that says so in plain words.</summary>
    public MessageTemplate? FallingMessage { get; init; }

    /// <summary>The sentence for people when the trouble is over; null for one that says so in plain words.</summary>
    public MessageTemplate? ResolvedMessage { get; init; }

    /// <summary>The sentences in the languages that the rule names, by language tag; empty where it names none.</summary>
    public IReadOnlyDictionary<string, RuleSentences> Translations { get; init; } = new Dictionary<string, RuleSentences>();

    /// <summary>The attributes of events that its sentences show, in order, each an interned string.</summary>
    public IReadOnlyList<string> ShownAttributes { get; init; } = [];

    /// <summary>Unit of the measure, for messages; empty where unknown.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Unit that the value of an event must have, or none at all, to be measured: that of the measure, where the measure has the unit of the value.</summary>
    /// <value>Empty where any will do.</value>
    public string EventUnit { get; init; } = "";

    /// <summary>Where the steps to take are written down.</summary>
    public string? Runbook { get; init; }

    /// <summary>Who answers for the rule.</summary>
    public string? Owner { get; init; }

    /// <summary>Labels handed on with every alert.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>CAP category (Geo, Met, Safety, Security, Rescue, Fire, Health, Env, Transport, Infra, CBRNE, Other).</summary>
    public string CapCategory { get; init; } = "Safety";

    /// <summary>Whether anything asks how much of its windows is known.</summary>
    public bool AsksForCoverage => Grades.Coverages.Count > 0 || Clear.When is { ReadsCoverage: true } || Grades.ReadCoverage;

    /// <summary>What the measure means for every key; where there are <see cref="Limits"/>, the conditions that name them never hold.</summary>
    public KeyConditions Conditions => new(Grades, Clear.When);

    /// <summary>What the measure means for one key. Allocates where there are <see cref="Limits"/>.</summary>
    public KeyConditions ConditionsOf(string key) => Limits is null ? Conditions : Limits.Of(key, Conditions);

    /// <summary>Whether its alerts change with time as those of another version of it do.</summary>
    public bool HasTimesOf(Rule other) => For == other.For && ForReadings == other.ForReadings && Clear.For == other.Clear.For && KeepFiringFor == other.KeepFiringFor
        && Flapping == other.Flapping && Reopen == other.Reopen && Times.Count == other.Times.Count && Times.All(one => other.Times.GetValueOrDefault(one.Key) == one.Value);

    /// <summary>Whether the rule concerns events of a kind.</summary>
    public bool Concerns(string kind)
    {
        foreach (var pattern in On)
        {
            if (pattern.Matches(kind)) return true;
        }

        return false;
    }
}
