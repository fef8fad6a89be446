namespace RiskEngine.Core.Signals;

/// <summary>Names of the fields of a signal.</summary>
internal static class SignalFields
{
    public static ReadOnlySpan<byte> Producer => "producer"u8;

    public static ReadOnlySpan<byte> Epoch => "epoch"u8;

    public static ReadOnlySpan<byte> Number => "number"u8;

    public static ReadOnlySpan<byte> At => "at"u8;

    public static ReadOnlySpan<byte> Area => "area"u8;

    public static ReadOnlySpan<byte> Event => "event"u8;

    public static ReadOnlySpan<byte> Alert => "alert"u8;

    public static ReadOnlySpan<byte> Seen => "seen"u8;
    public static ReadOnlySpan<byte> Clock => "clock"u8;

    public static ReadOnlySpan<byte> Idle => "idle"u8;

    public static ReadOnlySpan<byte> Producers => "producers"u8;

    public static ReadOnlySpan<byte> Partitions => "partitions"u8;

    public static ReadOnlySpan<byte> Level => "level"u8;
}
