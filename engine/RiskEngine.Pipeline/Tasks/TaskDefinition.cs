using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>What tasks are made from; the same for all tasks of an engine.</summary>
public sealed record TaskDefinition
{
    /// <summary>How long after a loss of records windows are taken to lack them.</summary>
    /// <value>One hour of event time: most windows are shorter, and a task that catches up passes it in moments.</value>
    public static readonly TimeSpan LossIsFelt = TimeSpan.FromHours(1);

    /// <summary>The <see cref="Deduplicate"/> that holds where nothing else is given.</summary>
    public static readonly IReadOnlyList<KeyValuePair<KindPattern, TimeSpan>> DeduplicateByDefault = [new(new KindPattern("access"), TimeSpan.FromMinutes(10))];

    private static readonly TimeSpan LeastRebuild = TimeSpan.FromHours(1);

    /// <summary>The rules.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    /// <summary>A task over recorded events, which start from nothing: equal input gives equal bytes, the pseudonyms of persons too.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="lateness">See <see cref="Lateness"/>.</param>
    /// <param name="disorder">See <see cref="Disorder"/>.</param>
    public static TaskDefinition ForRecording(IReadOnlyList<Rule> rules, ByKind<TimeSpan> lateness, ByKind<TimeSpan> disorder) => new()
    {
        Rules = rules,
        Lateness = lateness,
        Disorder = disorder,
        CreatePseudonymizer = () => new Pseudonymizer(new PseudonymKeys("bt", "riskengine backtest: not a secret"u8)),
    };

    /// <summary>How long after the newest event of the task an event may still come, by kind; default 2 s.</summary>
    /// <remarks>So long silence is no silence, and so long rules whose keys several sources feed wait for the slowest. Whoever reports in order is evaluated at
    /// arrival by rules by source, whatever it says.</remarks>
    public ByKind<TimeSpan> Lateness { get; init; } = new(TimeSpan.FromSeconds(2), []);

    /// <summary>How far behind the newest event of its source an event may be and still be evaluated in order, by kind; default 0.</summary>
    /// <remarks>So much later rules by source see the events of the kind.</remarks>
    public ByKind<TimeSpan> Disorder { get; init; } = new(TimeSpan.Zero, []);

    /// <summary>Limits of the decoder.</summary>
    public EventDecoderOptions Decoding { get; init; } = new();

    /// <summary>The mappings of topics that are not written in the event contract; null where all are.</summary>
    public ActiveInputs? Inputs { get; init; }

    /// <summary>How the task tells rules over several partitions what they need; null where there is nowhere to tell it.</summary>
    public SignalDefinition? Signals { get; init; }

    /// <summary>How the task reads signals; null where its log holds events.</summary>
    public SignalReading? Reads { get; init; }

    /// <summary>Creates a task's pseudonymizer (it has a cache of its own).</summary>
    public required Func<Pseudonymizer> CreatePseudonymizer { get; init; }

    /// <summary>Most sources one task follows.</summary>
    public int MaxSources { get; init; } = 2_000_000;

    /// <summary>When silent keys are forgotten; default after 30 days of event time.</summary>
    public KeyExpiry Expiry { get; init; } = KeyExpiry.Default;

    /// <summary>For how long a device must have spoken regularly before its silence means that risks of its site cannot be seen; null where nobody asks.</summary>
    public TimeSpan? BlindAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long after a delivery of an event further ones do not count, by kind; zero where all do.</summary>
    /// <value>Ten minutes for access events: rules count swipes and doors. Readings of the other families say the same thing twice, which most rules do not mind.</value>
    public ByKind<TimeSpan> Deduplicate { get; init; } = new(TimeSpan.Zero, DeduplicateByDefault);

    /// <summary>How much event time must be replayed so that windows and dwell times of all rules are as they were; one hour at least.</summary>
    /// <remarks>Alerts that have been open for longer start anew then, and models learn anew.</remarks>
    public TimeSpan RebuildSpan
    {
        get
        {
            var span = RuleMemory.ReplayOf(Rules) + (2 * Lateness.Values.Concat(Disorder.Values).Max());
            return span > LeastRebuild ? span : LeastRebuild;
        }
    }

    /// <summary>Sees all measurements; null in live tasks.</summary>
    public IMeasurementObserver? Observer { get; init; }

    /// <summary>Sees each event just before and after the rules do; null in live tasks.</summary>
    public IEventObserver? EventObserver { get; init; }

    /// <summary>Which expected keys of absence rules a task waits for from its first time on; null for all, where one task holds all events.</summary>
    /// <remarks>See <see cref="RuleEvaluator.WatchesFromStart"/>: whatever this says, a task takes on an entry once it has seen its site.</remarks>
    public Func<TaskId, Rule, ExpectedKey, bool>? WatchesFromStart { get; init; }

    /// <summary>The wall clock that tells which event times lie in the future; null accepts every time, for recorded events.</summary>
    public Func<EventTime>? Now { get; init; }
}
