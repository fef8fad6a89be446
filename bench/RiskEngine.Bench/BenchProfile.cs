namespace RiskEngine.Bench;

/// <summary>A synthetic load: how many devices of which kinds report how often, and how many rules watch them.</summary>
public sealed record BenchProfile
{
    /// <summary>The four kinds that most profiles use, one of each family.</summary>
    public static readonly IReadOnlyList<string> OneKindOfEachFamily = ["sensor.gas", "access.door", "utility.power", "flow.people"];

    /// <summary>Its name on the command line and in results.</summary>
    public required string Name { get; init; }

    /// <summary>What it stands for, in one line.</summary>
    public required string Purpose { get; init; }

    /// <summary>Devices.</summary>
    public required int Sources { get; init; }

    /// <summary>Kinds of events; device n reports the kind n modulo their number.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = OneKindOfEachFamily;

    /// <summary>Rules for each kind; every event of it concerns all of them.</summary>
    public required int RulesPerKind { get; init; }

    /// <summary>Event time between two reports of one device.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Size of the windows; they emit every sixth of it.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How far behind the newest event an event may be.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.Zero;

    /// <summary>Share of the events that come out of order, up to <see cref="Lateness"/> behind; 0 to 1.</summary>
    public double DisorderedShare { get; init; }

    /// <summary>Share of the devices whose values are in the range of alerts half of the time; 0 to 1.</summary>
    public double AlertingShare { get; init; } = 0.001;

    /// <summary>Whether few devices report most of the events (Zipf's law), or all of them in turn.</summary>
    public bool IsSkewed { get; init; }

    /// <summary>Events in one record, one a line.</summary>
    public int EventsPerRecord { get; init; } = 1;

    /// <summary>Bytes of further attributes that make the events longer, in steps of 200, at most 6,000.</summary>
    public int ExtraBytes { get; init; }

    /// <summary>All rules.</summary>
    public int Rules => RulesPerKind * Kinds.Count;
}
