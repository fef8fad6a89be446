namespace RiskEngine.Desk.Records;

/// <summary>Where a record of the desk goes.</summary>
public enum DeskTopic : byte
{
    /// <summary><c>risk.incidents.v1</c>, by incident.</summary>
    Incidents,

    /// <summary><c>risk.suppressed.v1</c>, by desk area.</summary>
    Suppressed,

    /// <summary><c>risk.audit.v1</c>, by what it is about.</summary>
    Audit,

    /// <summary><c>risk.places.v1</c>, by area.</summary>
    Places,
}
