namespace RiskEngine.Desk.Book;

/// <summary>Something that the desk keeps.</summary>
internal interface IEntry
{
    /// <summary>Its place in its table.</summary>
    int Slot { get; set; }

    /// <summary>A number that grows with each that is added, so that what is done in order is done in the same order after a restore.</summary>
    long Order { get; set; }
}
