namespace RiskEngine.Simulator.Communities;

/// <summary>What goes wrong in the simulated community.</summary>
public enum IncidentKind
{
    /// <summary>A gas sensor falls silent for good.</summary>
    DeadSensor,

    /// <summary>A riser bursts at night: flow high, pressure low.</summary>
    BurstPipe,

    /// <summary>A door is forced.</summary>
    ForcedDoor,

    /// <summary>Somebody tries credential after credential at one reader.</summary>
    DeniedCredentials,

    /// <summary>A cold store loses its cooling.</summary>
    FreezerWarmUp,

    /// <summary>Gas gathers in a building.</summary>
    GasLeak,

    /// <summary>A door is wedged open.</summary>
    DoorHeldOpen,

    /// <summary>A fire: smoke first, heat after it.</summary>
    Fire,

    /// <summary>A supply carries more than it is rated for.</summary>
    ElectricalOverload,

    /// <summary>A lift stands between floors with people in it.</summary>
    TrappedLift,

    /// <summary>Traffic comes to a stand.</summary>
    TrafficJam,

    /// <summary>Vehicles drive against the direction of a lane.</summary>
    WrongWayDriving,

    /// <summary>An entrance fills faster than it empties.</summary>
    Crowding,

    /// <summary>Gas that people smell and run from: reports, readings, an open door and a rush to it, in four families of events.</summary>
    GasEvacuation,
}
