using System.Reactive.Linq;
using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>Signals, in the order of their log, through the rules over several partitions.</summary>
public static class EvaluateSignalsStage
{
    /// <summary>Changes over to other rules where the input says so, and gives the signals to the rules. Markers among them say how far time has come: a tick says
    /// nothing here.</summary>
    public static IObservable<CandidateBatch> EvaluateSignals(this IObservable<TaskInput> inputs, TaskState task) => Observable.Defer(() =>
    {
        var encoder = new EventEncoder(task.Vocabulary);
        var decoded = new DecodedBatch();
        var candidates = new CandidateBatch(decoded);
        return inputs.Select(input =>
        {
            candidates.Clear();
            decoded.Input = input;
            candidates.RuleChange = input is TaskInput.RulesChanged change ? task.ChangeRules(change.Next, change.Crossing) : null;
            if (input is TaskInput.Records { Batch: { IsEmpty: false } records }) task.TakeSignals(records, candidates.Rejections, candidates.Late, encoder);
            task.NoteLosses();
            task.Evaluator.Drain(candidates.Transitions);
            return candidates;
        });
    });
}
