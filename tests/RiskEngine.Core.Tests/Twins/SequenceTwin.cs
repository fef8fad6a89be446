using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Follows every start anew through all later events whenever an event comes or a time is over.</summary>
internal sealed class SequenceTwin : TypeTwin
{
    private readonly SequenceDetection _sequence;
    private readonly bool[][] _fits;
    private readonly long _within;
    private readonly long _hold;
    private int _firstStart;
    private int _seen;
    private long? _lastFinding;

    public SequenceTwin(SequenceDetection sequence, IReadOnlyList<Reading> events, TwinAlerts alerts)
        : base(events, alerts)
    {
        _sequence = sequence;
        _within = RandomStream.Micros(sequence.Within);
        _hold = RandomStream.Micros(sequence.Hold);
        var cursor = new ReadingCursor();
        _fits = [.. events.Select(e => sequence.Steps.Select(step => step.Fits(cursor.At(e))).ToArray())];
    }

    public override IEnumerable<long> Times(long end)
    {
        var moments = Events.SelectMany(e => new[] { e.At, e.At + _within }).ToList();
        return moments.Concat(moments.Select(t => t + _hold));
    }

    public override void Take(int index)
    {
        _seen = index + 1;
        var at = Events[index].At;
        foreach (var start in OpenStarts().Where(start => at - Events[start].At <= _within))
        {
            var (path, next) = Follow(start);
            if (path.Count == 0 || path[^1] != index || !Left(next).All(step => step.IsOptional && !step.IsNegated)) continue;
            if (!_sequence.FiresOnTimeout) Find(path, at);
            _firstStart = _seen;
            return;
        }
    }

    public override void After(long t)
    {
        foreach (var start in OpenStarts().Where(start => Events[start].At + _within == t).ToList())
        {
            var (path, next) = Follow(start);
            if (path.Count == 0 || Left(next).All(step => step.IsOptional || step.IsNegated) == _sequence.FiresOnTimeout) continue;
            Find(path, t);
            if (_sequence.FiresOnTimeout) continue;
            _firstStart = _seen;
            break;
        }

        if (_lastFinding + _hold == t) Measure(0, 0, t, t, Evidence.None);
    }

    private IEnumerable<int> OpenStarts() => Enumerable.Range(_firstStart, _seen - _firstStart).Where(i => _fits[i][0]);

    private IEnumerable<SequenceStep> Left(int next) => _sequence.Steps.Skip(next);

    /// <summary>The events that the steps take from a start on, and the step that comes next; no events where the match is broken.</summary>
    private (List<int> Path, int Next) Follow(int start)
    {
        var path = new List<int> { start };
        var next = 1;
        for (var i = start + 1; i < _seen; i++)
        {
            var open = Enumerable.Range(next, _sequence.Steps.Count - next).ToList();
            var blocking = open.FindIndex(step => !_sequence.Steps[step].IsNegated && !_sequence.Steps[step].IsOptional);
            var taker = open.Take(blocking < 0 ? open.Count : blocking + 1).Cast<int?>().FirstOrDefault(step => _fits[i][step!.Value]);
            if (taker is not { } step) continue;
            if (_sequence.Steps[step].IsNegated) return ([], 0);
            path.Add(i);
            next = step + 1;
        }

        return (path, next);
    }

    private void Find(List<int> path, long at)
    {
        _lastFinding = at;
        Measure(1, path.Count, Events[path[0]].At, at, EvidenceOf([.. path.Select(i => Events[i])]));
    }

    /// <summary>Shows readings to conditions.</summary>
    private sealed class ReadingCursor
    {
        private readonly EvaluatorRig _rig = new([]);
        private readonly EventBatch _batch = new();

        public EventCursor At(Reading reading)
        {
            _batch.Clear();
            _batch.Add(_rig.ToEvent(reading));
            var cursor = new EventCursor(_rig.Vocabulary);
            cursor.MoveTo(_batch, 0);
            return cursor;
        }
    }
}
