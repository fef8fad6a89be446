namespace RiskEngine.Simulator.Communities;

/// <summary>The device models of the community, with what they read on an ordinary day.</summary>
/// <remarks>Ordinary values follow what such devices read in the field; no rule's threshold enters here.</remarks>
internal static class DeviceCatalog
{
    private static readonly KeyValuePair<string, string> Indoor = new("location", "indoor");

    /// <summary>Methane in a kitchen or a plant room; single false samples happen.</summary>
    public static readonly DeviceModel Gas = new MeterModel(
        "sensor.gas", "gas", TimeSpan.FromSeconds(15), "%LEL", 2,
        (hour, character, dice) => dice.Chance(0.0002)
            ? dice.Between(3, 8)
            : Math.Max(0, 0.5 + (0.3 * character) + (0.4 * DailyRhythm.Household(hour)) + dice.Noise(0.2)),
        Indoor);

    /// <summary>Optical smoke detector; steam and dust make single false samples.</summary>
    public static readonly DeviceModel Smoke = new MeterModel(
        "sensor.smoke", "smoke", TimeSpan.FromSeconds(20), "%/m", 3,
        (_, character, dice) => dice.Chance(0.0003)
            ? dice.Between(0.5, 2)
            : Math.Max(0, 0.06 + (0.03 * character) + dice.Noise(0.02)),
        Indoor);

    /// <summary>Air temperature in stairwells and plant rooms.</summary>
    public static readonly DeviceModel Temperature = new MeterModel(
        "sensor.temperature", "temp", TimeSpan.FromSeconds(30), "Cel", 1,
        (hour, character, dice) => 21 + (4 * character) + (2 * Math.Sin((hour - 9) * Math.PI / 12)) + dice.Noise(0.3),
        Indoor);

    /// <summary>Air temperature of a cold store, with its defrost cycles.</summary>
    public static readonly DeviceModel Freezer = new MeterModel(
        "sensor.freezer", "freezer", TimeSpan.FromMinutes(1), "Cel", 1,
        (hour, character, dice) => -21 + (0.5 * character) + Defrost(hour, character) + dice.Noise(0.25),
        new KeyValuePair<string, string>("location", "cold-store"));

    /// <summary>Seconds that an occupied lift car has stood still with its doors closed.</summary>
    public static readonly DeviceModel Lift = new MeterModel(
        "sensor.lift.stalled", "lift", TimeSpan.FromSeconds(20), "s", 0,
        (hour, _, dice) => dice.Chance(0.05 * DailyRhythm.Traffic(hour)) ? dice.Between(1, 40) : 0,
        new KeyValuePair<string, string>("location", "shaft"));

    /// <summary>Water into a building of some sixty flats.</summary>
    public static readonly DeviceModel WaterFlow = new MeterModel(
        "utility.water.flow", "wm", TimeSpan.FromMinutes(1), "m3/h", 2,
        (hour, character, dice) =>
            0.2 + ((1 + (0.3 * character)) * 2.6 * DailyRhythm.Household(hour) * dice.Between(0.5, 1.5)));

    /// <summary>Water pressure at the building's inlet.</summary>
    public static readonly DeviceModel WaterPressure = new MeterModel(
        "utility.water.pressure", "wp", TimeSpan.FromMinutes(1), "bar", 2,
        (hour, character, dice) => 3.3 + (0.2 * character) - (0.4 * DailyRhythm.Household(hour)) + dice.Noise(0.06));

    /// <summary>Load of a supply in percent of its rating.</summary>
    public static readonly DeviceModel PowerLoad = new MeterModel(
        "utility.power.load", "em", TimeSpan.FromMinutes(1), "%", 1,
        (hour, character, dice) => 14 + ((1 + (0.3 * character)) * 38 * DailyRhythm.Household(hour)) + Math.Abs(dice.Noise(5)));

    /// <summary>Gas into a building.</summary>
    public static readonly DeviceModel GasMeter = new MeterModel(
        "utility.gas.flow", "gm", TimeSpan.FromMinutes(1), "m3/h", 3,
        (hour, character, dice) => (1 + (0.3 * character)) * 1.4 * DailyRhythm.Household(hour) * dice.Between(0.4, 1.6));

    /// <summary>People on each square metre before an entrance, by camera.</summary>
    public static readonly DeviceModel Crowd = new MeterModel(
        "flow.people.density", "crowd", TimeSpan.FromSeconds(15), "1/m2", 2,
        (hour, character, dice) => Math.Max(0, ((0.6 + (0.2 * character)) * DailyRhythm.Traffic(hour)) + dice.Noise(0.12)));

    /// <summary>People through a building's entrance in a minute.</summary>
    public static readonly DeviceModel PeopleCounter = new MeterModel(
        "flow.people.count", "people", TimeSpan.FromMinutes(1), "1/min", 0,
        (hour, character, dice) => Math.Max(0, ((7 + (2 * character)) * DailyRhythm.Traffic(hour)) + dice.Noise(1)));

    /// <summary>Share of time that a road loop is covered by vehicles.</summary>
    public static readonly DeviceModel RoadLoop = new MeterModel(
        "flow.vehicle.occupancy", "loop", TimeSpan.FromSeconds(30), "%", 1,
        (hour, character, dice) => Math.Max(0, 2 + ((18 + (5 * character)) * DailyRhythm.Traffic(hour)) + dice.Noise(3)));

    /// <summary>Vehicles past a point in a minute.</summary>
    public static readonly DeviceModel VehicleCounter = new MeterModel(
        "flow.vehicle.count", "veh", TimeSpan.FromMinutes(1), "1/min", 0,
        (hour, character, dice) => Math.Max(0, ((22 + (5 * character)) * DailyRhythm.Traffic(hour)) + dice.Noise(2)));

    /// <summary>Lane camera.</summary>
    public static readonly DeviceModel Lane = new WrongWayModel();

    /// <summary>Door contact.</summary>
    public static readonly DeviceModel Door = new DoorModel();

    /// <summary>Reader at a building's entrance.</summary>
    public static readonly DeviceModel EntranceReader = new ReaderModel("reader", 0.4);

    /// <summary>Reader at the gate of a grid.</summary>
    public static readonly DeviceModel GateReader = new ReaderModel("gate", 1.2);

    /// <summary>Form by which the residents of a building report.</summary>
    public static readonly DeviceModel ReportForm = new ReportModel();

    // Four cycles a day of a quarter of an hour each, at a time that differs from store to store.
    private static double Defrost(double hour, double character)
    {
        var intoCycle = (hour + (3 * character) + 6) % 6;
        return intoCycle < 0.25 ? 3 * Math.Sin(intoCycle / 0.25 * Math.PI) : 0;
    }
}
