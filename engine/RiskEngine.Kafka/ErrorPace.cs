using Confluent.Kafka;

namespace RiskEngine.Kafka;

/// <summary>Thins out the errors of a client: while a broker is away it reports one many times a second, and no other line of the log could be found.</summary>
/// <remarks>Owned by the thread that the client reports errors on.</remarks>
internal sealed class ErrorPace(TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);
    private readonly Dictionary<ErrorCode, (long SaidAt, int LeftOut)> _kinds = [];

    /// <summary>What to say of an error; null where one of its kind was told of within the last 3 s. Fatal ones are always told of.</summary>
    public string? WordsFor(Error error)
    {
        var (saidAt, leftOut) = _kinds.GetValueOrDefault(error.Code, (0, -1));
        if (leftOut >= 0 && !error.IsFatal && time.GetElapsedTime(saidAt) < Between)
        {
            _kinds[error.Code] = (saidAt, leftOut + 1);
            return null;
        }

        _kinds[error.Code] = (time.GetTimestamp(), 0);
        return leftOut > 0 ? $"{error.Reason} ({leftOut} more of this kind since the last one)" : error.Reason;
    }
}
