namespace RiskEngine.Core.Signals;

/// <summary>Where in its producer's log a signal came about. The same log gives the same places however it is read, so a signal that is sent again is known by
/// its place.</summary>
/// <param name="Offset">Offset of the record that caused it; of the next record where a tick of the idle clock did.</param>
/// <param name="Index">Which event of the record, in the order of their times, from 1; 0 for a tick.</param>
/// <param name="Ordinal">Which signal of that event, from 0.</param>
public readonly record struct SignalPlace(long Offset, int Index, int Ordinal) : IComparable<SignalPlace>
{
    /// <summary>Before every signal.</summary>
    public static readonly SignalPlace None = new(-1, 0, 0);

    /// <inheritdoc/>
    public int CompareTo(SignalPlace other)
    {
        if (Offset != other.Offset) return Offset.CompareTo(other.Offset);
        return Index != other.Index ? Index.CompareTo(other.Index) : Ordinal.CompareTo(other.Ordinal);
    }

    /// <summary>Whether one place lies before another.</summary>
    public static bool operator <(SignalPlace a, SignalPlace b) => a.CompareTo(b) < 0;

    /// <summary>Whether one place lies behind another.</summary>
    public static bool operator >(SignalPlace a, SignalPlace b) => a.CompareTo(b) > 0;

    /// <summary>Whether one place lies before another, or is the same.</summary>
    public static bool operator <=(SignalPlace a, SignalPlace b) => a.CompareTo(b) <= 0;

    /// <summary>Whether one place lies behind another, or is the same.</summary>
    public static bool operator >=(SignalPlace a, SignalPlace b) => a.CompareTo(b) >= 0;
}
