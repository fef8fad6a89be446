using System.Reactive.Linq;

namespace RiskEngine.Pipeline.Operators;

/// <summary>Records to events and rejections.</summary>
public static class DecodeEventsOperator
{
    /// <summary>Decodes every batch; rejections of records that were dead-lettered before a restart are left out.</summary>
    public static IObservable<TaskBatch> DecodeEvents(this IObservable<TaskBatch> batches, TaskState task) => batches.Do(batch =>
    {
        if (batch.Records.IsEmpty) return;
        task.Decoder.Decode(batch.Records, batch.Events, batch.Rejections);
        if (task.ReplayedBelow > 0) batch.Rejections.RemoveAll(rejection => task.WasRejected(rejection.Offset));
        task.CountDeadLettered(batch.Rejections.Count);
        task.HasRead(batch.Records);
    });
}
