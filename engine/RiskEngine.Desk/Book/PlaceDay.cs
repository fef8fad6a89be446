namespace RiskEngine.Desk.Book;

/// <summary>What happened in an area on one day in UTC.</summary>
/// <param name="day">Days since the epoch.</param>
internal sealed class PlaceDay(int day)
{
    public int Day => day;

    /// <summary>How many incidents began there.</summary>
    public int Incidents { get; set; }

    /// <summary>How long its index was above the bound of trouble.</summary>
    public TimeSpan InTrouble { get; set; }
}
