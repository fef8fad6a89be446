using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>The incidents of a block, in the order in which they begin.</summary>
/// <remarks>Sizes follow physics and what such incidents read in the field; the rules were written from norms, not from these.</remarks>
internal static class IncidentScripts
{
    /// <summary>One script for each kind of incident.</summary>
    public static IReadOnlyList<IncidentScript> All { get; } =
    [
        Script(IncidentKind.DeadSensor, "dead-sensor", "gas sensor falls silent", 12, 120, 120, "sensor-silent", "yellow", DeadSensor),
        Script(IncidentKind.BurstPipe, "burst-pipe", "riser bursts at night", 15, 35, 5, "water-night-flow", "orange", BurstPipe)
            with { NightOnly = true, RelatedRules = ["water-pressure-low", "burst-confirmed"] },
        Script(IncidentKind.ForcedDoor, "forced-door", "door forced", 35, 5, 5, "door-forced", "orange", ForcedDoor),
        Script(IncidentKind.FreezerWarmUp, "freezer-warm", "cold store loses its cooling", 45, 90, 90, "freezer-warm", "yellow", FreezerWarmUp),
        Script(IncidentKind.DeniedCredentials, "denied-credentials", "credentials tried at a gate", 50, 6, 6, "credentials-denied", "yellow", DeniedCredentials)
            with { RelatedRules = ["many-cards-denied", "reader-refuses-most"] },
        Script(IncidentKind.GasLeak, "gas-leak", "gas gathers in a building", 70, 28, 16, "gas-rising-indoor", "orange", GasLeak),
        Script(IncidentKind.DoorHeldOpen, "door-held", "door wedged open", 85, 20, 20, "door-held-open", "yellow", DoorHeldOpen),
        Script(IncidentKind.Fire, "fire", "smoke, then heat", 110, 20, 10, "smoke-rising", "orange", Fire)
            with { RelatedRules = ["heat-high", "smoke-spreading", "fire-confirmed", "several-hazards"] },
        Script(IncidentKind.ElectricalOverload, "overload", "supply carries more than its rating", 130, 30, 20, "supply-overload", "yellow", Overload),
        Script(IncidentKind.TrappedLift, "trapped-lift", "lift stands with people in it", 140, 14, 14, "lift-trapped", "orange", TrappedLift),
        Script(IncidentKind.TrafficJam, "jam", "traffic comes to a stand", 165, 30, 10, "vehicle-jam", "yellow", Jam),
        Script(IncidentKind.WrongWayDriving, "wrong-way", "vehicles against the direction", 180, 5, 5, "wrong-way", "yellow", WrongWay),
        Script(IncidentKind.Crowding, "crowding", "an entrance fills up", 185, 22, 10, "crowd-density", "orange", Crowding),
        Script(IncidentKind.GasEvacuation, "gas-evacuation", "people smell gas and leave", 184, 24, 13, "gas-evacuation", "red", GasEvacuation)
            with { RelatedRules = ["gas-rising-indoor", "report-gas-smell", "door-held-open", "entrance-surge"] },
    ];

    private static IncidentScript Script(
        IncidentKind kind, string name, string title, double offset, double length, double worst,
        string rule, string grade, Action<IncidentScene, IncidentScript, EventTime> play) => new()
        {
            Kind = kind,
            Name = name,
            Title = title,
            Offset = TimeSpan.FromMinutes(offset),
            Length = TimeSpan.FromMinutes(length),
            WorstAfter = TimeSpan.FromMinutes(worst),
            ExpectedRule = rule,
            LowestGrade = grade,
            Play = play,
        };

    private static void DeadSensor(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var sensor = scene.Pick(DeviceCatalog.Gas);
        scene.Plant(script, from, sensor.Site, [sensor], scene.Kill(sensor, from));
    }

    // A hole of 15 mm at 3 bar passes about 9 m3/h (orifice equation, coefficient 0.6).
    private static void BurstPipe(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var meter = scene.Pick(DeviceCatalog.WaterFlow);
        var gauge = scene.At(meter.Site, DeviceCatalog.WaterPressure)[0];
        scene.Disturb(meter, from, script.Length, (normal, t) => normal + (9 * Ramp(t, 3)));
        scene.Disturb(gauge, from, script.Length, (normal, t) => normal - (1.9 * Ramp(t, 3)));
        scene.Plant(script, from, meter.Site, [meter, gauge]);
    }

    private static void ForcedDoor(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var door = scene.Pick(DeviceCatalog.Door);
        scene.Happen(door, from, DoorModel.ForcedOpen(maintenance: false));
        scene.Happen(door, from + TimeSpan.FromSeconds(70), DoorModel.ForcedOpen(maintenance: false));
        scene.Plant(script, from, door.Site, [door]);
    }

    // Without cooling a store drifts towards the room with a time constant of some two hours.
    private static void FreezerWarmUp(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var store = scene.Pick(DeviceCatalog.Freezer);
        scene.Disturb(store, from, script.Length, (normal, t) => normal + (38 * (1 - Math.Exp(-t / 120))));
        scene.Plant(script, from, store.Site, [store]);
    }

    private static void DeniedCredentials(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var gate = scene.Pick(DeviceCatalog.GateReader);
        for (var i = 0; i < 24; i++)
        {
            scene.Happen(gate, from + (script.Length * (i / 24.0)), ReaderModel.Swipe(700_000 + i, granted: false));
        }

        scene.Plant(script, from, gate.Site, [gate]);
    }

    private static void GasLeak(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var site = scene.Pick(DeviceCatalog.Gas).Site;
        var sensors = scene.At(site, DeviceCatalog.Gas);
        Gather(scene, script, from, sensors, (24, 6, 1.5), rise: 14, airedAt: 22);
        scene.Plant(script, from, site, sensors);
    }

    /// <summary>Gas reaches one sensor after the other, less of it each time, until somebody airs the building.</summary>
    private static void Gather(
        IncidentScene scene, IncidentScript script, EventTime from, IReadOnlyList<Device> sensors, (double Peak, double Less, double Lag) gas, double rise, double airedAt)
    {
        for (var i = 0; i < sensors.Count; i++)
        {
            var (peak, lag) = (gas.Peak - (gas.Less * i), gas.Lag * i);
            scene.Disturb(sensors[i], from, script.Length, (normal, t) => normal + (peak * Ramp(t - lag, rise) * Fade(t, airedAt, 6)));
        }
    }

    private static void DoorHeldOpen(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var door = scene.Pick(DeviceCatalog.Door);
        scene.Happen(door, from, DoorModel.Contact(open: true));
        scene.Disturb(door, from, script.Length, (_, _) => 1);
        scene.Happen(door, from + script.Length, DoorModel.Contact(open: false));
        scene.Plant(script, from, door.Site, [door]);
    }

    private static void Fire(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var site = scene.Pick(DeviceCatalog.Smoke).Site;
        var detectors = scene.At(site, DeviceCatalog.Smoke);
        for (var i = 0; i < detectors.Count; i++)
        {
            var (peak, lag) = (12.0 - (5 * i), 1.0 * i);
            scene.Disturb(detectors[i], from, script.Length, (normal, t) => normal + (peak * Ramp(t - lag, 5) * Fade(t, 15, 5)));
        }

        var thermometers = scene.At(site, DeviceCatalog.Temperature);
        foreach (var thermometer in thermometers)
        {
            scene.Disturb(thermometer, from, script.Length, (normal, t) => normal + (55 * Ramp(t - 2, 7) * Fade(t, 15, 5)));
        }

        scene.Plant(script, from, site, [.. detectors, .. thermometers]);
    }

    private static void Overload(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var supply = scene.Pick(DeviceCatalog.PowerLoad);
        scene.Disturb(supply, from, script.Length, (normal, t) => normal + ((118 - normal) * Ramp(t, 10)));
        scene.Plant(script, from, supply.Site, [supply]);
    }

    private static void TrappedLift(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var lift = scene.Pick(DeviceCatalog.Lift);
        scene.Disturb(lift, from, script.Length, (_, t) => t * 60);
        scene.Plant(script, from, lift.Site, [lift]);
    }

    private static void Jam(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var site = scene.Pick(DeviceCatalog.RoadLoop).Site;
        var loops = scene.At(site, DeviceCatalog.RoadLoop);
        foreach (var loop in loops)
        {
            scene.Disturb(loop, from, script.Length, (normal, t) => normal + ((66 - normal) * 0.97 * Ramp(t, 5)));
        }

        scene.Plant(script, from, site, loops);
    }

    private static void WrongWay(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var camera = scene.Pick(DeviceCatalog.Lane);
        for (var i = 0; i < 3; i++)
        {
            scene.Happen(camera, from + TimeSpan.FromSeconds(50 * i), WrongWayModel.Sighting(38 - (4 * i)));
        }

        scene.Plant(script, from, camera.Site, [camera]);
    }

    // A bell inside would be a spark: people smell it, tell others, wedge the door open and are out within ten minutes.
    private static void GasEvacuation(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var site = scene.Pick(DeviceCatalog.Gas).Site;
        var sensors = scene.At(site, DeviceCatalog.Gas);
        Gather(scene, script, from, sensors, (23, 5, 1), rise: 12, airedAt: 17);
        var form = scene.At(site, DeviceCatalog.ReportForm)[0];
        for (var i = 0; i < 3; i++) scene.Happen(form, from + TimeSpan.FromMinutes(3 + (1.5 * i)), ReportModel.Smell("gas", 310 + i));
        var (door, counter) = (scene.At(site, DeviceCatalog.Door)[0], scene.At(site, DeviceCatalog.PeopleCounter)[0]);
        var opened = from + TimeSpan.FromMinutes(6);
        scene.Happen(door, opened, DoorModel.Contact(open: true));
        scene.Disturb(door, opened, TimeSpan.FromMinutes(16), (_, _) => 1);
        scene.Happen(door, opened + TimeSpan.FromMinutes(16), DoorModel.Contact(open: false));
        scene.Disturb(counter, from + TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(9), (normal, t) => normal + (75 * Ramp(t, 1)));
        scene.Plant(script, from, site, [.. sensors, form, door, counter]);
    }

    private static void Crowding(IncidentScene scene, IncidentScript script, EventTime from)
    {
        var site = scene.Pick(DeviceCatalog.Crowd).Site;
        var cameras = scene.At(site, DeviceCatalog.Crowd);
        foreach (var camera in cameras)
        {
            scene.Disturb(camera, from, script.Length, (normal, t) => normal + ((4.6 - normal) * Ramp(t, 8) * Fade(t, 17, 5)));
        }

        scene.Plant(script, from, site, cameras);
    }

    // 0 before the start, 1 from `length` minutes on.
    private static double Ramp(double minutes, double length) => Math.Clamp(minutes / length, 0, 1);

    // 1 until `from`, then down to 0 within `length` minutes.
    private static double Fade(double minutes, double from, double length) => 1 - Ramp(minutes - from, length);
}
