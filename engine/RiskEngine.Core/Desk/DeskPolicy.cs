namespace RiskEngine.Core.Desk;

/// <summary>What the desk does with alerts: all that its file says, checked. Immutable.</summary>
public sealed record DeskPolicy
{
    /// <summary>Names the version: two with equal hashes decide alike.</summary>
    public string Hash { get; init; } = "";

    /// <summary>How many segments of a site path form a desk area, which one task of the desk owns.</summary>
    public int AreaDepth { get; init; } = 2;

    /// <summary>What the levels of a site path are called, the largest first.</summary>
    public IReadOnlyList<string> Levels { get; init; } = ["district", "community", "grid", "building"];

    /// <summary>What alerts are about; the first that fits.</summary>
    public IReadOnlyList<CausePolicy> Causes { get; init; } = [];

    /// <summary>How alerts become incidents.</summary>
    public IncidentPolicy Incidents { get; init; } = new();

    /// <summary>Silences that stand in the file; people add others.</summary>
    public IReadOnlyList<SilencePolicy> Silences { get; init; } = [];

    /// <summary>Which alerts keep which others quiet.</summary>
    public IReadOnlyList<InhibitionPolicy> Inhibitions { get; init; } = [];

    /// <summary>How much people are told in a shift; null for no bound.</summary>
    public BudgetPolicy? Budget { get; init; }

    /// <summary>Who is told next where nobody acknowledges; null for nobody.</summary>
    public EscalationPolicy? Escalation { get; init; }

    /// <summary>What bears an incident out, and what speaks against it.</summary>
    public IReadOnlyList<CorroborationPolicy> Corroborations { get; init; } = [];

    /// <summary>How the risk of areas fades, and which areas are chronic.</summary>
    public PlacePolicy Places { get; init; } = new();

    /// <summary>How long an ended alert or incident is remembered: repeats of it are known, and it can still be acknowledged.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest time for which people may shelve or silence.</summary>
    public TimeSpan LongestShelf { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many alerts a task of the desk keeps, open or remembered; what comes beyond is told, each by itself.</summary>
    public int MostAlerts { get; init; } = 2_000_000;
}
