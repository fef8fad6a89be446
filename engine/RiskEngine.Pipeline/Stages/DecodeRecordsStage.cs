using System.Reactive.Linq;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>Records to events and rejections.</summary>
public static class DecodeRecordsStage
{
    /// <summary>Decodes the records of each input; rejections of records that were dead-lettered before a restart are left out.</summary>
    public static IObservable<DecodedBatch> DecodeRecords(this IObservable<TaskInput> inputs, TaskState task) => Observable.Defer(() =>
    {
        var decoded = new DecodedBatch();
        return inputs.Select(input =>
        {
            decoded.Input = input;
            decoded.Events.Clear();
            decoded.Rejections.Clear();
            if (input is TaskInput.Records { Batch: { IsEmpty: false } records }) task.Decode(records, decoded.Events, decoded.Rejections);
            return decoded;
        });
    });
}
