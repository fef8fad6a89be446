namespace RiskEngine.Core.Signals;

/// <summary>What a record of a producer is to whoever reads it.</summary>
public enum ProducerVerdict : byte
{
    /// <summary>It counts.</summary>
    New,

    /// <summary>The same signal has been taken in before.</summary>
    Repeated,

    /// <summary>An owner sent it that has lost the task: its successor sends the same again, or has good reason not to.</summary>
    Superseded,
}
