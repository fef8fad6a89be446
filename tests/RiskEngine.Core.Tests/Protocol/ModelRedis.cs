namespace RiskEngine.Core.Tests.Protocol;

/// <summary>What the store holds of the task: a value, so that earlier ones can come back.</summary>
/// <param name="Epoch">Epoch of the newest owner; 0 where there was none.</param>
/// <param name="Offset">The checkpoint's offset; -1 where there is no checkpoint.</param>
/// <param name="Oldest">First segment that the checkpoint names.</param>
/// <param name="Newest">Last segment; -1 where there is none.</param>
/// <param name="Segments">Five bits for each segment number: the events whose effect it holds, plus 1; 0 for absent.</param>
internal readonly record struct ModelRedis(int Epoch, int Offset, int Oldest, int Newest, ulong Segments)
{
    private const int MostSegments = 6;

    /// <summary>Where reading resumes.</summary>
    public int Resume { get; init; }

    /// <summary>The waiting events that the checkpoint keeps, one bit each.</summary>
    public int Kept { get; init; }

    /// <summary>The events that the checkpoint counts as lost, one bit each.</summary>
    public int Lost { get; init; }

    public static readonly ModelRedis Empty = new(0, -1, 0, -1, 0);

    /// <summary>The events whose effect a segment holds, one bit each; null where it is not there.</summary>
    public int? Segment(int number) => (int)((Segments >> (5 * number)) & 31) is var bits and > 0 ? bits - 1 : null;

    public ModelRedis WithSegment(int number, int? events) =>
        this with { Segments = (Segments & ~(31UL << (5 * number))) | ((ulong)((events + 1) ?? 0) << (5 * number)) };

    /// <summary>Without the segments below and above a range.</summary>
    public ModelRedis Within(int oldest, int newest)
    {
        var kept = this;
        for (var number = 0; number < MostSegments; number++)
        {
            if (number < oldest || number > newest) kept = kept.WithSegment(number, null);
        }

        return kept;
    }
}
