using System.Globalization;
using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>A small community: districts, communities, grids, buildings, and the devices in them.</summary>
public sealed class Community
{
    private const int CommunitiesPerDistrict = 2;
    private const int GridsPerCommunity = 3;
    private const int BuildingsPerGrid = 4;

    private static readonly string[] Districts = ["huaxi", "jinyang"];

    private readonly List<Device> _devices = [];
    private readonly Dictionary<DeviceModel, int> _countByModel = [];

    private readonly Dice _dice;

    private Community(int seed, EventTime start, TimeSpan utcOffset)
    {
        Seed = seed;
        _dice = new Dice(seed);
        Start = start;
        UtcOffset = utcOffset;
    }

    /// <summary>What all randomness comes from.</summary>
    public int Seed { get; }

    /// <summary>When the simulation begins.</summary>
    public EventTime Start { get; }

    /// <summary>Local time minus UTC; daily rhythms follow local time.</summary>
    public TimeSpan UtcOffset { get; }

    /// <summary>All devices; more than 500, of all families.</summary>
    public IReadOnlyList<Device> Devices => _devices;

    /// <summary>A Monday at four in the morning, local time: night rules and the rush hour lie within the next four hours.</summary>
    public static readonly EventTime DefaultStart = EventTime.From(new DateTimeOffset(2025, 11, 17, 4, 0, 0, TimeSpan.FromHours(8)));

    /// <summary>Builds the community that belongs to a seed.</summary>
    /// <param name="seed">The same seed gives the same community, events and incidents.</param>
    /// <param name="start">When the simulation begins.</param>
    /// <param name="utcOffset">Local time minus UTC; eight hours where it is not given.</param>
    public static Community Create(int seed, EventTime start, TimeSpan? utcOffset = null)
    {
        var community = new Community(seed, start, utcOffset ?? TimeSpan.FromHours(8));
        for (var i = 0; i < Districts.Length * CommunitiesPerDistrict; i++)
        {
            var quarter = string.Create(CultureInfo.InvariantCulture, $"{Districts[i / CommunitiesPerDistrict]}/c{i + 11}");
            for (var grid = 1; grid <= GridsPerCommunity; grid++)
            {
                community.FurnishGrid(string.Create(CultureInfo.InvariantCulture, $"{quarter}/g{grid:D2}"));
            }
        }

        foreach (var building in community._devices.Where(device => device.Model == DeviceCatalog.Gas).Select(device => device.Site).Distinct().ToList())
        {
            community.Place(building, DeviceCatalog.ReportForm, 1);
        }

        return community;
    }

    /// <summary>The hour of the local day, 0 to 24.</summary>
    public double LocalHour(EventTime at)
    {
        var local = at + UtcOffset;
        return (local - local.FloorTo(TimeSpan.FromDays(1))).TotalHours;
    }

    private void FurnishGrid(string grid)
    {
        for (var building = 1; building <= BuildingsPerGrid; building++)
        {
            FurnishBuilding(string.Create(CultureInfo.InvariantCulture, $"{grid}/b{building}"));
        }

        var gate = grid + "/gate";
        Place(gate, DeviceCatalog.GateReader, 1);
        Place(gate, DeviceCatalog.Crowd, 2);
        var road = grid + "/road";
        Place(road, DeviceCatalog.RoadLoop, 2);
        Place(road, DeviceCatalog.VehicleCounter, 1);
        Place(road, DeviceCatalog.Lane, 1);
        Place(grid + "/market", DeviceCatalog.Freezer, 1);
    }

    private void FurnishBuilding(string building)
    {
        Place(building, DeviceCatalog.Gas, 3);
        Place(building, DeviceCatalog.Smoke, 2);
        Place(building, DeviceCatalog.Temperature, 1);
        Place(building, DeviceCatalog.Lift, 1);
        Place(building, DeviceCatalog.Door, 2);
        Place(building, DeviceCatalog.EntranceReader, 1);
        Place(building, DeviceCatalog.WaterFlow, 1);
        Place(building, DeviceCatalog.WaterPressure, 1);
        Place(building, DeviceCatalog.PowerLoad, 2);
        Place(building, DeviceCatalog.GasMeter, 1);
        Place(building, DeviceCatalog.PeopleCounter, 1);
    }

    private void Place(string site, DeviceModel model, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var number = _countByModel[model] = _countByModel.GetValueOrDefault(model) + 1;
            var source = string.Create(CultureInfo.InvariantCulture, $"{model.Prefix}-{number:D5}");
            var index = _devices.Count;
            _devices.Add(new Device(index, source, site, model, _dice.Between(-1, 1)));
        }
    }
}
