using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>What the decoder has done since it was created; the start of the ledger.</summary>
/// <remarks>Written by the decoder's thread; another thread may read each number at any time. Always <c>Lines = Decoded + Rejected + PassedOver</c> between two records.</remarks>
public sealed class DecoderCounters
{
    private readonly long[] _decoded = new long[Enum.GetValues<EventFamily>().Length];
    private readonly long[] _rejected = new long[Enum.GetValues<RejectReason>().Length];

    /// <summary>Records seen.</summary>
    public long Records { get; internal set; }

    /// <summary>Bytes of their values.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Lines seen: one for each record of one event, and for each record that was rejected whole.</summary>
    public long Lines { get; internal set; }

    /// <summary>Events decoded.</summary>
    public long Decoded => Sum(_decoded);

    /// <summary>Lines rejected.</summary>
    public long Rejected => Sum(_rejected);

    /// <summary>Lines that mappings made no event of because a condition of theirs said so.</summary>
    public long PassedOver { get; internal set; }

    /// <summary>Mapped events whose record has another key than their site, or none: the site's events may lie in several partitions.</summary>
    public long KeysNotSite { get; internal set; }

    /// <summary>Those of <see cref="KeysNotSite"/> whose record has no key at all, as the lines of most recordings.</summary>
    public long KeysMissing { get; internal set; }

    /// <summary>Events decoded of one family.</summary>
    public long DecodedOf(EventFamily family) => _decoded[(int)family];

    /// <summary>Lines rejected for one reason.</summary>
    public long RejectedFor(RejectReason reason) => _rejected[(int)reason];

    internal void CountDecoded(EventFamily family) => _decoded[(int)family]++;

    internal void CountRejected(RejectReason reason) => _rejected[(int)reason]++;

    private static long Sum(long[] counts)
    {
        long sum = 0;
        foreach (var count in counts) sum += count;
        return sum;
    }
}
