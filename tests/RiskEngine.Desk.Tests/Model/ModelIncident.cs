using RiskEngine.Core.Rules;

namespace RiskEngine.Desk.Tests.Model;

/// <summary>An incident as the model knows it.</summary>
internal sealed class ModelIncident
{
    public required string Area { get; init; }

    public required string Cause { get; init; }

    public int Total { get; set; }

    public int LastJoined { get; set; }

    public Grade Grade { get; set; }

    public Grade Told { get; set; }

    public bool IsTold { get; set; }

    public bool IsResolved { get; set; }

    public int ResolvedAt { get; set; }

    public int? EmptySince { get; set; }

    public int? BelowSince { get; set; }

    public int? TellAt { get; set; }

    public int? EscalatesFrom { get; set; }

    public int Steps { get; set; }

    public Grade AcknowledgedGrade { get; set; }
}
