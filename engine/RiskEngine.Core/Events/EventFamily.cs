namespace RiskEngine.Core.Events;

/// <summary>The five families of events; the first segment of an event's kind, and one input topic each.</summary>
public enum EventFamily
{
    /// <summary>Physical sensors: gas, smoke, temperature, water quality.</summary>
    Sensor,

    /// <summary>Doors, gates, badge readers.</summary>
    Access,

    /// <summary>Utility meters: water, electricity, gas.</summary>
    Utility,

    /// <summary>Counters of people and vehicles.</summary>
    Flow,

    /// <summary>What people report: grid workers, residents. It corroborates, and alone raises blue at most.</summary>
    Report,
}
