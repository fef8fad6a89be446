namespace RiskEngine.Core.Detection;

/// <summary>How regularly a device speaks, counted in looks: a minute of event time each, or more where time has jumped.</summary>
/// <remarks>
/// Only a device that has spoken regularly for long can be found silent: one that speaks when something happens cannot be told from one that is broken. A silence
/// that was found is not learned. Eight bytes a device.
/// </remarks>
internal struct Regularity
{
    private const int LeastGaps = 4;
    private const int LeastSilence = 5;
    private const int Patience = 4;
    private const int Week = 7 * 24 * 60;

    /// <summary>The longest time for which a device may have to be known.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Looks since it was heard last.</summary>
    public ushort Quiet;

    /// <summary>The longest gap between two looks at which it had been heard.</summary>
    public ushort LongestGap;

    /// <summary>How many gaps there were.</summary>
    public ushort Gaps;

    /// <summary>How many looks these took together.</summary>
    public ushort Known;

    /// <summary>Whether the device is known at all.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Whether it has spoken regularly for as many looks as that.</summary>
    public readonly bool IsRegular(int looks) => Known >= looks && Gaps >= LeastGaps && LongestGap * Gaps <= (2 * Known) + Gaps;

    /// <summary>Whether it may be silent: it has not been heard for so long that it is worth a closer look.</summary>
    public readonly bool MayBeSilent => Quiet > LeastSilence;

    /// <summary>Whether it is silent.</summary>
    /// <param name="looks">For how many looks it must have spoken regularly.</param>
    /// <param name="lateness">How many looks late its events may be.</param>
    public readonly bool IsSilent(int looks, int lateness) => IsRegular(looks) && Quiet > Math.Max(LeastSilence, Patience * LongestGap) + lateness;

    /// <summary>It has been heard since the look before.</summary>
    /// <param name="wasSilent">Whether it had been found silent: such a gap is not how it speaks.</param>
    public void Heard(bool wasSilent)
    {
        var gap = (ushort)Math.Min(Quiet + 1, ushort.MaxValue);
        Quiet = 0;
        if (!IsKnown)
        {
            IsKnown = true;
            return;
        }

        if (wasSilent) return;
        if (gap > LongestGap) LongestGap = gap;
        Known = (ushort)Math.Min(Known + gap, ushort.MaxValue);
        Gaps++;
        if (Known < 2 * Week) return;

        // What was long ago counts less: by and by a device may speak in another way.
        (Known, Gaps, LongestGap) = ((ushort)(Known / 2), (ushort)Math.Max(LeastGaps, Gaps / 2), (ushort)(LongestGap - (LongestGap / 4)));
    }

    /// <summary>It has not been heard since the look before.</summary>
    public void Missed()
    {
        if (Quiet < ushort.MaxValue) Quiet++;
    }

    /// <summary>Restores what was saved.</summary>
    public static Regularity Of(ushort quiet, ushort longestGap, ushort gaps, ushort known) =>
        new() { Quiet = quiet, LongestGap = longestGap, Gaps = gaps, Known = known, IsKnown = true };
}
