using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>Limits and habits of the event decoder; docs/events.md tells producers about them.</summary>
public sealed record EventDecoderOptions
{
    /// <summary>The deepest nesting that <see cref="MaxDepth"/> can allow.</summary>
    public const int DepthCeiling = 64;

    /// <summary>All defaults.</summary>
    public static EventDecoderOptions Default { get; } = new();

    /// <summary>Longest record.</summary>
    /// <value>Bytes, 1 to 1 GiB; default 1 MiB. A longer record is rejected whole, unread.</value>
    public int MaxRecordBytes { get; init; } = 1024 * 1024;

    /// <summary>Longest event inside a record.</summary>
    /// <value>Bytes, 1 to <see cref="MaxRecordBytes"/>; default 64 KiB. A longer line is rejected unread, its neighbours are not.</value>
    public int MaxLineBytes { get; init; } = 64 * 1024;

    /// <summary>Deepest nesting; the event object itself is 1, its attributes 2.</summary>
    /// <value>2 to <see cref="DepthCeiling"/>; default 8.</value>
    public int MaxDepth { get; init; } = 8;

    /// <summary>Longest id, kind, source, site, unit and attribute name.</summary>
    /// <value>UTF-8 bytes, 1 to 4096; default 256.</value>
    public int MaxNameLength { get; init; } = 256;

    /// <summary>Longest string in <c>value</c> or in an attribute.</summary>
    /// <value>UTF-8 bytes, 1 to 65536; default 1024.</value>
    public int MaxTextLength { get; init; } = 1024;

    /// <summary>Most attributes of one event.</summary>
    /// <value>0 to 1024; default 32.</value>
    public int MaxAttributes { get; init; } = 32;

    /// <summary>How far an event may lie ahead of the clock.</summary>
    /// <value>Zero or more; default 5 min. Null checks nothing: for recordings whose time has nothing to do with the clock.</value>
    public TimeSpan? MaxFuture { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The least plausible time of an event.</summary>
    /// <value>
    /// Default 1971-01-01: seconds that are read as milliseconds, and clocks that were never set, lie in 1970. Null takes every time.
    /// </value>
    public EventTime? Earliest { get; init; } = EventTime.From(new DateTimeOffset(1971, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Whether a top-level field that the contract does not know rejects the event.</summary>
    /// <value>Default false: it is ignored.</value>
    public bool Strict { get; init; }

    /// <summary>Names of attributes that speak of a person; their values become pseudonyms.</summary>
    /// <value>Compared without case; default credential, plate, card.</value>
    public IReadOnlyList<string> PersonFields { get; init; } = ["credential", "plate", "card", "reporter"];

    /// <summary>What of a rejected line goes to the dead-letter topic.</summary>
    /// <value>Default <see cref="Decoding.DeadLetterPayload.Redacted"/>.</value>
    public DeadLetterPayload DeadLetterPayload { get; init; } = DeadLetterPayload.Redacted;

    /// <summary>Finds every fault at once; an empty list means that the options can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        CheckRange(faults, nameof(MaxRecordBytes), MaxRecordBytes, 1, 1 << 30);
        CheckRange(faults, nameof(MaxLineBytes), MaxLineBytes, 1, Math.Max(1, MaxRecordBytes));
        CheckRange(faults, nameof(MaxDepth), MaxDepth, 2, DepthCeiling);
        CheckRange(faults, nameof(MaxNameLength), MaxNameLength, 1, 4096);
        CheckRange(faults, nameof(MaxTextLength), MaxTextLength, 1, 65536);
        CheckRange(faults, nameof(MaxAttributes), MaxAttributes, 0, 1024);
        if (MaxFuture < TimeSpan.Zero) faults.Add($"{nameof(MaxFuture)} '{MaxFuture}' is negative; write e.g. '00:05:00', or leave it empty for no limit");
        if (!Enum.IsDefined(DeadLetterPayload)) faults.Add($"{nameof(DeadLetterPayload)} '{DeadLetterPayload}' is unknown; write Redacted or Raw");
        CheckPersonFields(faults);
        return faults;
    }

    private void CheckPersonFields(List<string> faults)
    {
        for (var i = 0; i < PersonFields.Count; i++)
        {
            var name = PersonFields[i];
            if (string.IsNullOrWhiteSpace(name)) faults.Add($"{nameof(PersonFields)}[{i}] is empty; write the name of an attribute");
        }
    }

    private static void CheckRange(List<string> faults, string name, int value, int least, int most)
    {
        if (value < least || value > most) faults.Add($"{name} '{value}' is out of range; write {least} to {most}");
    }
}
