using RiskEngine.Core.Rules;

namespace RiskEngine.Desk.Book;

/// <summary>What a record tells of an area.</summary>
/// <param name="Index">The risk index, 0 to 100, in tenths.</param>
/// <param name="Worst">The worst grade of an open incident; none where there is none.</param>
/// <param name="OpenAlerts">How many alerts are open.</param>
/// <param name="OpenIncidents">How many incidents are open.</param>
/// <param name="Surest">How sure the surest is; null where there is none.</param>
/// <param name="Incidents">How many began in the days that the desk looks back.</param>
/// <param name="Chronic">Why it is chronic; empty where it is not.</param>
/// <param name="Coverage">What cannot be seen there, as JSON; empty where all can.</param>
internal sealed record PlacePicture(double Index, Grade Worst, int OpenAlerts, int OpenIncidents, Certainty? Surest, int Incidents, string Chronic, string Coverage)
{
    /// <summary>The index below which it is none.</summary>
    public const double Least = 0.5;

    /// <summary>Whether there is nothing to tell.</summary>
    public bool IsNothing => Index < Least && OpenAlerts == 0 && OpenIncidents == 0 && Chronic.Length == 0 && Coverage.Length == 0;

    /// <summary>Whether it says so little else than another that nobody need be told.</summary>
    public bool IsLike(PlacePicture other) => Math.Abs(Index - other.Index) < 1 && this with { Index = other.Index, Chronic = "" } == other with { Chronic = "" }
        && Chronic.Length > 0 == other.Chronic.Length > 0;
}
