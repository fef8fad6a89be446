namespace RiskEngine.Simulator.Communities;

/// <summary>What goes wrong in a community, when and where.</summary>
/// <remarks>
/// Every block of four hours holds one incident of each kind, at places drawn from the community's seed; a burst pipe only
/// where its hour lies in the night. The last one ends half an hour before the block does, which leaves time to notice it.
/// </remarks>
public sealed class IncidentPlan
{
    /// <summary>The length of a block, and the shortest span that holds every kind of incident.</summary>
    public static readonly TimeSpan Block = TimeSpan.FromHours(4);

    private static readonly TimeSpan TimeToNotice = TimeSpan.FromMinutes(10);

    private readonly List<PlantedIncident> _incidents = [];
    private readonly List<Disturbance> _disturbances = [];
    private readonly List<Occurrence> _occurrences = [];

    private IncidentPlan()
    {
    }

    /// <summary>No incidents: an ordinary day.</summary>
    public static IncidentPlan None { get; } = new();

    /// <summary>The incidents, by start.</summary>
    public IReadOnlyList<PlantedIncident> Incidents => _incidents;

    internal IReadOnlyList<Disturbance> Disturbances => _disturbances;

    internal IReadOnlyList<Occurrence> Occurrences => _occurrences;

    /// <summary>Plants the incidents of a span that begins when the community does.</summary>
    /// <param name="community">Where they happen.</param>
    /// <param name="span">Event time to fill; at least <see cref="Block"/> for every kind to occur.</param>
    public static IncidentPlan For(Community community, TimeSpan span)
    {
        var plan = new IncidentPlan();
        var end = community.Start + span;
        var scene = new IncidentScene(community, plan, end);
        for (var start = community.Start; start < end; start += Block)
        {
            scene.BeginBlock(start);
            foreach (var script in IncidentScripts.All)
            {
                var from = start + script.Offset;
                var to = from + script.Length;
                if (to + TimeToNotice > end) continue;
                if (script.NightOnly && !(DailyRhythm.IsNight(community.LocalHour(from)) && DailyRhythm.IsNight(community.LocalHour(to)))) continue;
                script.Play(scene, script, from);
            }
        }

        plan._incidents.Sort((a, b) => a.Start.CompareTo(b.Start));
        return plan;
    }

    internal void Add(PlantedIncident incident) => _incidents.Add(incident);

    internal void Add(Disturbance disturbance) => _disturbances.Add(disturbance);

    internal void Add(Occurrence occurrence) => _occurrences.Add(occurrence);
}
