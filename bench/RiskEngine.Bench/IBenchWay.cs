using RiskEngine.Core.Events;

namespace RiskEngine.Bench;

/// <summary>One way to work through a synthetic load; all ways of a run get the same batches.</summary>
internal interface IBenchWay : IDisposable
{
    /// <summary>Short name.</summary>
    string Name { get; }

    /// <summary>What it does, in one line.</summary>
    string What { get; }

    /// <summary>Alert transitions, or windows over the threshold, so far.</summary>
    long Alerts { get; }

    /// <summary>Works through a batch; the batch is the caller's again afterwards.</summary>
    void Work(RecordBatch records);

    /// <summary>Ends the work, and checks that nothing was lost.</summary>
    void Finish(long events);
}
