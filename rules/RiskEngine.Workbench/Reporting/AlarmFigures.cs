namespace RiskEngine.Workbench.Reporting;

/// <summary>How much a person is told by all rules together: the figures of ANSI/ISA-18.2 (IEC 62682), each with what the standard aims at.</summary>
/// <remarks>An alarm is an alert that is raised; slots are of ten minutes, from the first alarm's on.</remarks>
public sealed record AlarmFigures
{
    /// <summary>Length of a slot.</summary>
    public static readonly TimeSpan Slot = TimeSpan.FromMinutes(10);

    /// <summary>More alarms than this in a slot are a flood.</summary>
    public const int Flood = 10;

    /// <summary>Alarms.</summary>
    public int Alarms { get; init; }

    /// <summary>Slots from the first alarm to the end of the span.</summary>
    public int Slots { get; init; }

    /// <summary>Alarms in a slot on average; the standard aims at 1, and 2 can be managed.</summary>
    public double PerSlot => Slots == 0 ? 0 : (double)Alarms / Slots;

    /// <summary>Most alarms in a slot; the standard aims at 10 at most.</summary>
    public int MostInSlot { get; init; }

    /// <summary>Share of slots in flood, 0 to 1; the standard aims at less than 0.01.</summary>
    public double InFlood { get; init; }

    /// <summary>Share of the ten alarms, by rule and key, that came most often, 0 to 1; the standard aims at 0.05 at most.</summary>
    public double TopTen { get; init; }

    /// <summary>Alarms that were open for longer than a day, for each day; the standard aims at less than 5.</summary>
    public double StaleADay { get; init; }

    /// <summary>Alarms, by rule and key, that chatter; the standard aims at none.</summary>
    public int Chattering { get; init; }

    /// <summary>Shares of blue, yellow, orange and red, 0 to 1; the standard aims at about 0.8 of the lightest, 0.15 and 0.05, and less than 0.01 of the gravest.</summary>
    public IReadOnlyList<double> Grades { get; init; } = [0, 0, 0, 0];
}
