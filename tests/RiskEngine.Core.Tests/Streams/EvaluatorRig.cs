using RiskEngine.Core.Alerts;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>An evaluator with everything around it, and a short way to feed it.</summary>
internal sealed class EvaluatorRig
{
    public static readonly TaskId Task = new("events", 3);

    private readonly EventBatch _batch = new();
    private readonly int _kind;
    private readonly IReadOnlyList<Rule> _rules;
    private readonly List<byte[]> _segments = [];
    private readonly SegmentEncoder _encoder;

    private readonly KeyExpiry? _expiry;
    private readonly TimeSpan? _blindAfter;

    public EvaluatorRig(params IReadOnlyList<Rule> rules)
        : this(rules, null, new Vocabulary())
    {
    }

    public EvaluatorRig(IReadOnlyList<Rule> rules, KeyExpiry? expiry, Vocabulary vocabulary, IMeasurementObserver? observer = null, TimeSpan? blindAfter = null)
    {
        Vocabulary = vocabulary;
        _kind = Vocabulary.Kinds.Intern("sensor.gas");
        _rules = rules;
        _expiry = expiry;
        _blindAfter = blindAfter;
        Evaluator = new RuleEvaluator(rules, Task, Vocabulary, observer: observer, expiry: expiry, blindAfter: blindAfter);
        _encoder = new SegmentEncoder(Evaluator);
    }

    private EvaluatorRig(EvaluatorRig before, IReadOnlyList<Rule> rules)
    {
        _rules = rules;
        _expiry = before._expiry;
        _blindAfter = before._blindAfter;
        Vocabulary = before.Vocabulary;
        _kind = before._kind;
        Evaluator = new RuleEvaluator(_rules, Task, Vocabulary, before.Evaluator);
        Evaluator.TakeOver(before.Evaluator);
        _encoder = new SegmentEncoder(Evaluator);
    }

    public Vocabulary Vocabulary { get; }

    public RuleEvaluator Evaluator { get; }

    public List<AlertTransition> Transitions { get; } = [];

    public void Observe(Reading reading, long appendedUnixMillis = 0) => Observe(ToEvent(reading), appendedUnixMillis);

    public void Observe(in Event e, long appendedUnixMillis = 0)
    {
        _batch.Clear();
        _batch.Add(e);
        Evaluator.Observe(_batch, 0, appendedUnixMillis);
    }

    public void AdvanceTo(long micros) => Evaluator.AdvanceTo(new EventTime(micros));

    public void Drain() => Evaluator.Drain(Transitions);

    /// <summary>Feeds a stream. The clock also moves between events, and transitions are taken at any moment: neither may matter.</summary>
    public void Feed(IReadOnlyList<Reading> stream, long end, Random random)
    {
        var now = stream[0].At;
        foreach (var reading in stream)
        {
            while (random.Next(4) == 0) AdvanceTo(now = random.NextInt64(now, reading.At + 1));
            Observe(reading);
            now = reading.At;
            if (random.Next(5) == 0) Drain();
        }

        while (random.Next(3) > 0 && now < end) AdvanceTo(now = random.NextInt64(now, end));
        AdvanceTo(end);
        Drain();
    }

    /// <summary>Takes a checkpoint and starts anew from it.</summary>
    /// <param name="fromScratch">Whether the segments before this checkpoint are forgotten where it does not need them.</param>
    public EvaluatorRig Restored(bool fromScratch)
    {
        _segments.Add(_encoder.Next().ToArray());
        var first = fromScratch ? (int)_encoder.OldestNeeded : 0;
        var next = new EvaluatorRig(_rules, _expiry, new Vocabulary(), blindAfter: _blindAfter);
        foreach (var segment in _segments.Skip(first))
        {
            SegmentEncoder.Restore(segment, next.Evaluator, Evaluator.Now, (part, key, reason) => throw new InvalidOperationException($"{part} {key}: {reason}"));
        }

        SegmentEncoder.Complete(next.Evaluator, Evaluator.Now);
        next._encoder.ContinueAfter(_encoder.OldestNeeded, _segments.Count - 1);
        next._segments.AddRange(_segments);
        return next;
    }

    /// <summary>Goes on with a new evaluator of the same rules, as when rules are loaded anew.</summary>
    public EvaluatorRig TakenOver() => new(this, _rules);

    /// <summary>Goes on with other rules.</summary>
    public EvaluatorRig ChangedTo(IReadOnlyList<Rule> rules) => new(this, rules);

    public Event ToEvent(Reading reading) => new()
    {
        Kind = _kind,
        Source = Vocabulary.Sources.Intern(reading.Source),
        Site = Vocabulary.Sites.Intern(reading.Site),
        Time = new EventTime(reading.At),
        ValueKind = double.IsNaN(reading.Value) ? EventValueKind.None : EventValueKind.Number,
        Number = reading.Value,
        Offset = reading.Offset,
        Line = -1,
    };
}
