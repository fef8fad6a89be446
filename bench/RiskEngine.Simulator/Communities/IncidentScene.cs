using System.Globalization;
using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>Where incidents are staged: picks places that nothing else happens at, and writes the plan.</summary>
internal sealed class IncidentScene(Community community, IncidentPlan plan, EventTime end)
{
    private static readonly TimeSpan TimeToReplace = TimeSpan.FromDays(1);
    private readonly Dice _dice = new(community.Seed);
    private readonly HashSet<string> _sitesInUse = [];
    private readonly Dictionary<int, EventTime> _replacedAt = [];
    private readonly Dictionary<string, int> _countByName = [];

    /// <summary>Sites of the block before are free again, and devices that died long ago have been replaced.</summary>
    public void BeginBlock(EventTime start)
    {
        _sitesInUse.Clear();
        foreach (var (device, at) in _replacedAt)
        {
            if (at <= start) _replacedAt.Remove(device);
        }
    }

    /// <summary>A device of this model at a site where nothing happens yet.</summary>
    public Device Pick(DeviceModel model)
    {
        var candidates = community.Devices
            .Where(d => d.Model == model && !_replacedAt.ContainsKey(d.Index) && !_sitesInUse.Contains(d.Site))
            .ToList();
        var device = candidates[_dice.Below(candidates.Count)];
        _sitesInUse.Add(device.Site);
        return device;
    }

    /// <summary>The devices of a model at a site.</summary>
    public IReadOnlyList<Device> At(string site, DeviceModel model) =>
        [.. community.Devices.Where(d => d.Model == model && d.Site == site)];

    /// <summary>Makes a device read something else for a while.</summary>
    /// <param name="device">The device.</param>
    /// <param name="from">When it begins.</param>
    /// <param name="length">How long it lasts.</param>
    /// <param name="effect">From the normal value and the minutes since the start to the reading; NaN for silence.</param>
    public void Disturb(Device device, EventTime from, TimeSpan length, Func<double, double, double> effect) =>
        plan.Add(new Disturbance(device.Index, from, from + length, effect));

    /// <summary>Makes a device send one message.</summary>
    public void Happen(Device device, EventTime at, in Reading reading) => plan.Add(new Occurrence(device.Index, at, reading));

    /// <summary>Makes a device silent until somebody replaces it, a day later: a demo that runs for weeks would have none left.</summary>
    /// <returns>When it is over, or the span is.</returns>
    public EventTime Kill(Device device, EventTime from)
    {
        var replaced = from + TimeToReplace;
        _replacedAt.Add(device.Index, replaced);
        Disturb(device, from, TimeToReplace, (_, _) => double.NaN);
        return replaced < end ? replaced : end;
    }

    /// <summary>Writes the incident down.</summary>
    /// <param name="script">Its script.</param>
    /// <param name="from">When it begins.</param>
    /// <param name="site">Where.</param>
    /// <param name="sources">The devices that show it.</param>
    /// <param name="until">When it is over; as the script says where it is not given.</param>
    public void Plant(IncidentScript script, EventTime from, string site, IEnumerable<Device> sources, EventTime? until = null)
    {
        var number = _countByName[script.Name] = _countByName.GetValueOrDefault(script.Name) + 1;
        plan.Add(new PlantedIncident
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{script.Name}-{number}"),
            Title = script.Title,
            Kind = script.Kind,
            Site = site,
            Sources = [.. sources.Select(d => d.Source)],
            Start = from,
            Worst = from + script.WorstAfter,
            End = until ?? from + script.Length,
            ExpectedRule = script.ExpectedRule,
            RelatedRules = script.RelatedRules,
            LowestGrade = script.LowestGrade,
        });
    }
}
