using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <content>Signals of other tasks, where they are what the task reads.</content>
public sealed partial class TaskState
{
    private readonly SignalReader _signalReader = new();
    private readonly EventBatch _signalled = new();

    /// <summary>Whether its log holds signals.</summary>
    public bool ReadsSignals => _definition.Reads is not null;

    /// <summary>How far the slowest producer of signals has come that has something to read; null where none has.</summary>
    public EventTime? SlowestProducer => Evaluator.Producers?.Slowest;

    /// <summary>Takes in records of signals, in the order of the log.</summary>
    /// <param name="records">The records, or what was removed.</param>
    /// <param name="rejections">Gets those that are none.</param>
    /// <param name="late">Gets events that came too late for every rule.</param>
    /// <param name="encoder">Writes those.</param>
    public void TakeSignals(RecordBatch records, List<Rejection> rejections, List<LateEvent> late, EventEncoder encoder)
    {
        for (var i = 0; i < records.Count; i++)
        {
            var before = Evaluator.TransitionCount;
            if (!_signalReader.TryRead(records.Value(i), out var fault)) Refuse(records, i, fault, rejections);
            else if (records.Offset(i) < ReplayedBelow) TakeAgain(records, i);
            else Take(records, i, rejections, late, encoder);
            if (Evaluator.TransitionCount > before && Evaluator.Producers!.Missing is { Count: > 0 } missing) Evaluator.MarkIncomplete(before, missing);
        }

        MoveOn(records);
    }

    private void Take(RecordBatch records, int index, List<Rejection> rejections, List<LateEvent> late, EventEncoder encoder)
    {
        var head = _signalReader.Head;
        var verdict = Evaluator.Producers!.Take(head, records.Offset(index), records.AppendedUnixMillis(index));
        switch (head.Kind)
        {
            case SignalKind.Marker or SignalKind.Owner:
                if (Evaluator.Producers.Least() is { } least) Evaluator.Reach(least);
                break;
            case var _ when verdict != ProducerVerdict.New:
                _counted = _counted with { Consumed = _counted.Consumed + 1, Duplicates = _counted.Duplicates + 1 };
                break;
            case SignalKind.Event:
                TakeEvent(records, index, rejections, late, encoder);
                break;
            case SignalKind.Seen:
                TakeSeen(records, index, rejections);
                break;
            default:
                TakeAlert(records, index, rejections);
                break;
        }
    }

    /// <summary>Takes in a record that had been read before the restart: only events that waited then matter.</summary>
    private void TakeAgain(RecordBatch records, int index)
    {
        if (_signalReader.Head.Kind != SignalKind.Event || Evaluator.Producers!.WasSkipped(records.Offset(index))) return;
        if (!Decoded(records, index, [])) return;
        if (!TakeAgain(_signalled, 0)) return;
        _losses.CameAgain(1);
        CountConsumed(1);
    }

    private void TakeEvent(RecordBatch records, int index, List<Rejection> rejections, List<LateEvent> late, EventEncoder encoder)
    {
        if (!Decoded(records, index, rejections))
        {
            CountNoEvents(1, 0);
            return;
        }

        ref readonly var e = ref _signalled[0];
        if (Evaluator.Observe(_signalled, 0) != Verdict.Late)
        {
            CountConsumed(1);
            return;
        }

        CountLate(1);
        late.Add(new LateEvent(e.Offset, e.Line, Vocabulary.Sites[e.Site], e.Time, Evaluator.ClockPassed(e), encoder.Encode(_signalled, e).ToArray()));
    }

    private bool Decoded(RecordBatch records, int index, List<Rejection> rejections)
    {
        _signalled.Clear();
        Decoder.DecodeRecord(records.Offset(index), _signalReader.BodyOf(records.Value(index)), null, _signalled, rejections);
        return _signalled.Count > 0;
    }

    private void TakeAlert(RecordBatch records, int index, List<Rejection> rejections)
    {
        AlertTransition transition;
        try
        {
            transition = _signalReader.AlertOf(records.Value(index), Id, records.Offset(index), RuleOfSignal);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            Refuse(records, index, fault.Message, rejections);
            return;
        }

        CountConsumed(1);
        Evaluator.Observe(transition);
    }

    private void TakeSeen(RecordBatch records, int index, List<Rejection> rejections)
    {
        try
        {
            var seen = _signalReader.SeenOf(records.Value(index));
            CountConsumed(1);
            Evaluator.Observe(seen);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            Refuse(records, index, fault.Message, rejections);
        }
    }

    private Rule RuleOfSignal(string id, string by) => RuleEvaluator.RuleOf(_definition.Reads!.Rules, id, by);

    private void Refuse(RecordBatch records, int index, string fault, List<Rejection> rejections)
    {
        if (records.Offset(index) < ReplayedBelow) return;
        CountNoEvents(1, 0);
        rejections.Add(new Rejection(records.Offset(index), -1, RejectReason.MalformedJson, fault, records.Value(index).ToArray()));
    }
}
